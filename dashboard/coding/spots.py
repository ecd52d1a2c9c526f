"""Spots: the places that a sentence names, by a name of the gazetteer or by a word that stands for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dashboard.coding import lexicon, parsing, places
from dashboard.coding.places import Place

if TYPE_CHECKING:
    from dashboard.coding.actors import Mention
    from dashboard.coding.reading import Reading

#: The border that is meant where two of them are spoken of and none is named.
BORDER: Final = "armenia-azerbaijan-border"

#: How many letters may lie between "the capital" or "the parliament" and the state whose it is.
REACH: Final = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """A meaning of a word that names a place; ``first`` is the likeliest one of that word."""

    kind: str  # named, word, border, capital, seat
    place: Place
    start: int
    end: int
    mention: Mention | None = None
    first: bool = True

    @property
    def prep(self) -> str:
        """Return which preposition governs the name."""
        return self.mention.prep if self.mention else "word"

    @property
    def acts(self) -> bool:
        """Return whether the name may stand for its government here."""
        return self.mention is not None and self.mention.acts


def named(reading: Reading) -> list[Spot]:
    """Return every place that a sentence may name; of a town also the district of its name."""
    found: list[Spot] = []
    known = places.gazetteer()
    for mention in reading.mentions:
        if mention.places:
            chosen = places.choose(mention.places, reading.context.near)
            near = {place_id for place_id in mention.places if place_id in known}
            near |= {f"{place_id}-district" for place_id in near if f"{place_id}-district" in known}
            for place_id in sorted(near):
                place = known[place_id]
                found.append(Spot("named", place, mention.start, mention.end, mention, place == chosen))
    return [*found, *_words(reading, [(spot.start, spot.end) for spot in found])]


def _words(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Spot]:
    """Yield the places that other words stand for: "the Kremlin", "the Azerbaijani capital", "the border"."""
    known = places.gazetteer()
    for row in lexicon.table("place_words"):
        if row["language"] != reading.language:
            continue
        for match in lexicon.compiled(row["pattern"], row["language"]).finditer(reading.text):
            kind = row["place"] if row["place"] in ("border", "capital", "seat") else "word"
            name = {"border": BORDER, "word": row["place"]}.get(kind) or _capital(reading, *match.span())
            if name in known and match.span() not in taken:
                yield Spot(kind, known[name], *match.span())


def _capital(reading: Reading, start: int, end: int) -> str:
    """Return the capital of the state that is named nearest to a word."""
    near = [
        (min(abs(m.start - end), abs(start - m.end), abs(m.core[0] - end), abs(start - m.core[1])), actor)
        for m in reading.mentions
        for actor in m.actors
        if actor in capitals()
    ]
    return capitals()[min(near)[1]] if near and min(near)[0] <= REACH else ""


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Return the place of each state's capital."""
    return {row["actor_id"]: row["place_id"] for row in lexicon.table("capitals")}


def role(reading: Reading, spot: Spot) -> str:
    """Return what a place's name is in its sentence: its relation, and whether to a verb."""
    name = (
        parsing.head(reading.doc, *(spot.mention.core if spot.mention else (spot.start, spot.end)))
        if reading.doc
        else None
    )
    return "" if name is None else f"{name.dep_}>{'VERB' if name.head.pos_ == 'VERB' else 'other'}"
