"""Tracks: on which diplomatic track a meeting or agreement belongs, if the text shows it."""

from __future__ import annotations

from functools import lru_cache

from dashboard.coding import lexicon
from dashboard.coding.context import PARTIES
from dashboard.coding.places import Place

#: The types that have a track.
TRACKED = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def track(event_type: str, actors: tuple[str, ...], venue: Place | None, spoken: frozenset[str]) -> str | None:
    """Return the track by venue and participants, else by whom the sentence names, the first row that fits.

    ``spoken`` are the actors whom the sentence names: "a truce brokered by Moscow" is Russia's without Russia in it.
    What the parties settle with nobody else in sight is ``direct``; talks of others are ``other``.
    """
    if event_type not in TRACKED:
        return None
    parties = PARTIES.intersection(actors)
    for row in _rows():
        values = set(row["value"].split())
        if (
            (row["kind"] == "place" and venue and venue.place_id in values)
            or (row["kind"] == "participants" and values.issubset(actors))
            or (row["kind"] == "mediator" and values.issubset(actors) and parties)
            or (row["kind"] == "country" and venue and venue.country in values and not venue.broad)
            or (row["kind"] == "spoken" and values.issubset(spoken) and parties.issuperset(actors))
        ):
            return row["track"]
    if parties and len(parties) == len(actors):
        return "direct"
    return "other" if event_type == "CONSULT" else None


@lru_cache(maxsize=1)
def _rows() -> tuple[lexicon.Row, ...]:
    return tuple(sorted(lexicon.table("tracks"), key=lambda row: int(row["order"])))
