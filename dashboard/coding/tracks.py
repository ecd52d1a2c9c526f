"""Tracks: on which diplomatic track a meeting or agreement belongs, if the text shows it."""

from __future__ import annotations

from dashboard.coding import lexicon
from dashboard.coding.places import Place
from dashboard.coding.reading import PARTIES

#: The types that have a track.
TRACKED = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def track(event_type: str, actors: tuple[str, ...], venue: Place | None, direct: bool) -> str | None:
    """Return the track by venue and participants, the first row of ``tracks.csv`` that fits.

    A mediator is a third party that meets a party of the conflict. Talks of the parties alone are ``direct`` only
    where the text says so or the venue is theirs; talks of others are ``other``.
    """
    if event_type not in TRACKED:
        return None
    parties = PARTIES.intersection(actors)
    for row in sorted(lexicon.table("tracks"), key=lambda r: int(r["order"])):
        value = row["value"]
        if (
            (row["kind"] == "place" and venue and venue.place_id == value)
            or (row["kind"] == "participant" and value in actors)
            or (row["kind"] == "mediator" and value in actors and parties)
            or (row["kind"] == "country" and venue and venue.country == value and not venue.broad)
        ):
            return row["track"]
    if parties and len(parties) == len(actors):
        return "direct" if direct or (venue and venue.country in parties and not venue.broad) else None
    return "other" if event_type == "CONSULT" else None
