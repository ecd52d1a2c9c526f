"""Places: names of the gazetteer, longest first, and where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.coding import clauses, lexicon
from dashboard.coding.names import Found, Names
from dashboard.model import EVENT_TYPES

if TYPE_CHECKING:
    from dashboard.coding.actors import Mention
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger


#: The quads whose acts are words.
VERBAL = frozenset({1, 3})


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer."""

    place_id: str
    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    precision: str

    @property
    def broad(self) -> bool:
        """Return whether this is a country or region rather than a spot."""
        return self.kind in ("country", "region", "line")


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, Place]:
    """Return place_id -> place."""
    return {
        row["place_id"]: Place(
            row["place_id"],
            row["name"],
            row["kind"],
            row["country"],
            float(row["lat"]) if row["lat"] else None,
            float(row["lon"]) if row["lon"] else None,
            row["precision"],
        )
        for row in lexicon.facts("gazetteer", "places")
    }


@lru_cache(maxsize=8)
def _names(language: str) -> Names:
    """Return the matcher for the names that texts in this language use; languages.csv names the spellings."""
    known = gazetteer()
    wanted = lexicon.spellings(language)
    pairs = [
        (row["name"], row["place_id"])
        for row in lexicon.facts("gazetteer", "place_names")
        if row["language"] in wanted and row["place_id"] in known
    ]
    for place in known.values():
        pairs += [(part.strip(), place.place_id) for part in place.name.split(" / ")]
    return Names.of(lexicon.inflected(pairs, language))


def find(text: str, language: str) -> list[Found]:
    """Return the place names in a text."""
    return _names(language).find(text)


def choose(ids: tuple[str, ...], near: set[str]) -> Place | None:
    """Return the place that is meant: of several, the only one whose country or self is spoken of; else None."""
    known = [gazetteer()[i] for i in ids if i in gazetteer()]
    if len(known) < 2:
        return known[0] if known else None
    spots = [place for place in known if place.kind in ("city", "town")]
    for candidates in (known, spots):
        close = [place for place in candidates if place.country in near or place.place_id in near]
        if len(close) == 1:
            return close[0]
    return spots[0] if len(spots) == 1 else None


def holder(place: Place | None, day: date | None) -> str | None:
    """Return the actor that held a place on a day: from the table, else its country if it is a spot in a state."""
    if place is None or place.kind == "line":
        return None
    rows = [row for row in lexicon.table("held") if row["place_id"] == place.place_id]
    if rows:
        if day is None:
            return None
        for row in rows:
            since, until = row["from"] or "0001-01-01", row["to"] or "9999-12-31"
            if since <= day.isoformat() <= until:
                return row["actor_id"]
        return place.country or None
    return (place.country or None) if place.kind != "region" else None


def where(reading: Reading, trigger: Trigger) -> Place | None:
    """Return where an event happened: the spot named in its clause, nearest behind it; else the sentence's only one.

    A place that somebody comes or speaks from is none, nor is one that stands before a verb of speech.
    """
    start, end, _ = reading.clause(trigger.start)
    spots: list[tuple[int, Place, str, int]] = []
    for mention in reading.mentions:
        if not mention.places or (mention.prep == "src" and trigger.type != "RETREAT"):
            continue
        place = choose(mention.places, reading.context.near)
        if place is None or _is_matter(reading, mention):
            continue
        if clauses.joins_a_verb(reading.text[trigger.end : mention.start], reading.language):
            continue  # the place of the next act
        if mention.actors and mention.acts and not _is_venue(reading, mention, trigger):
            continue
        before_speech = any(mention.end <= s.start <= trigger.start for s in reading.speeches)
        if before_speech and not reading.speech_over(mention.start):
            continue
        spots.append((mention.start, place, mention.prep, mention.end))
    inside = [spot for spot in spots if start <= spot[0] < end]
    if EVENT_TYPES[trigger.type] in VERBAL and trigger.type not in ("CONSULT", "AGREE"):
        said_at = [s for s in inside if s[2] == "loc" and s[0] < trigger.start and not s[1].broad]
        return said_at[-1][1] if said_at else None  # words are spoken somewhere; what they are about is elsewhere
    behind = [spot for spot in inside if spot[0] >= trigger.start]
    limit = trigger.end + 90
    for chosen in (
        [spot for spot in behind if not spot[1].broad and spot[0] <= limit],
        [spot for spot in reversed(inside) if spot[0] < trigger.start and not spot[1].broad],
        [spot for spot in behind if spot[1].kind != "country" and trigger.type == "ASSAULT"],
        [spot for spot in inside if spot[1].kind != "country" and spot[2] == "loc" and trigger.type != "AGREE"],
        [spot for spot in behind if spot[2] == "loc" and trigger.type != "AGREE"],
        [spot for spot in spots if not spot[1].broad] if len({s[1] for s in spots if not s[1].broad}) == 1 else [],
    ):
        if chosen:
            return chosen[0][1]
    return None


def _is_venue(reading: Reading, mention: Mention, trigger: Trigger) -> bool:
    """Return whether a name that may be an actor is the place here: an attack hits the town that it names."""
    if mention.prep in ("loc", "goal"):
        return True
    if trigger.frame == "visit":
        return trigger.end <= mention.start <= trigger.end + 5
    if trigger.type != "ASSAULT" or mention.core[0] != mention.start:
        return False
    if trigger.frame == "passive":
        subject = reading.subject(trigger.start)
        return subject is not None and subject.start <= mention.start < subject.end
    gap = reading.text[trigger.end : mention.start]
    return mention.start >= trigger.end and mention.prep in ("", "object") and len(gap.split()) <= 8 and ", " not in gap


def _is_matter(reading: Reading, mention: Mention) -> bool:
    """Return whether a name only says which conflict is meant: "the Karabakh war", "konflik Nagorno-Karabakh"."""
    before, after = reading.text[: mention.start], reading.text[mention.end :].lstrip()
    named = lexicon.words("heads", reading.language, "matterbefore").pattern
    follows = lexicon.words("heads", reading.language, "matterafter").match(after)
    return follows is not None or re.search(rf"(?:{named})\s+$", before, re.IGNORECASE) is not None


def others(reading: Reading, first: Place) -> list[Place]:
    """Return the places that are listed with the first one ("Stepanakert, Martuni and Shusha"); a list has an "and"."""
    found: list[Place] = []
    gaps: list[str] = []
    end = -1
    for mention in reading.mentions:
        place = choose(mention.places, reading.context.near) if mention.places else None
        if place is None or (end < 0 and place != first):
            continue
        gap = reading.text[end : mention.core[0]].strip() if end >= 0 else ""
        if gap and not lexicon.words("heads", reading.language, "listed").fullmatch(gap):
            break
        end = mention.core[1]
        gaps.append(gap)
        if place != first and place not in found and not place.broad:
            found.append(place)
    ends = re.compile(rf"\b{lexicon.part('and', reading.language)}\b")
    return found if any(ends.search(gap) for gap in gaps) else []
