"""Context: what the sentences before have said: who was named last, when and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dashboard.coding.actors import Mention
from dashboard.coding.dates import When

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading

#: The two sides of this war, meant by "both sides" where a text names no others.
SIDES = ("ARM", "AZE")
PARTIES = frozenset({"ARM", "AZE", "NKR"})


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions joined by commas and "and": one subject or object together."""

    start: int
    end: int
    actors: tuple[str, ...]
    persons: tuple[str, ...]
    prep: str
    certainty: float
    acts: bool
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The dates that the sentences before have named, beyond those of the paragraph."""

    last: When | None = None
    day: When | None = None  # the last one that is exact to the day
    year: int | None = None  # that the text was telling of last: a day without one stays in it
    heading: When | None = None  # a date that stood alone, as above the entries of a chronicle
    who: tuple[tuple[date, frozenset[str]], ...] = ()  # whom the sentences of each date spoke of


@dataclass(slots=True)
class Context:
    """What an article has said so far; paragraphs and sentences count from its beginning."""

    language: str
    published: date | None
    near: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    count: int = 0
    paragraph: int = -1
    pair: tuple[str, ...] = ()
    pair_paragraph: int = -9
    subject: Group | None = None
    subject_paragraph: int = -9
    recent: tuple[Group, ...] = ()
    spoken: frozenset[str] = frozenset()
    when: When | None = None
    when_paragraph: int = -1
    when_above: When | None = None
    when_number: int = -9
    lead: When | None = None
    named: Named = Named()
    readings: list[Reading] = field(default_factory=list)

    @property
    def sides(self) -> tuple[str, ...]:
        """Return this war's two sides if the article speaks of both, else nobody."""
        return SIDES if self.near.issuperset(SIDES) else ()

    def recall(
        self, paragraph: int
    ) -> tuple[
        int,
        bool,
        tuple[str, ...],
        Group | None,
        tuple[Group, ...],
        frozenset[str],
        When | None,
        When | None,
        When | None,
        int,
        Named,
    ]:
        """Return what a sentence of a paragraph can refer to, in the order of the fields of ``Reading``."""
        opens = paragraph != self.paragraph
        if opens:
            self.when_above = self.when if self.when_paragraph == self.paragraph else None
        return (
            self.count,
            opens,
            self.pair if paragraph - self.pair_paragraph <= 1 else (),
            self.subject if paragraph - self.subject_paragraph <= 1 else None,
            self.recent,
            self.spoken,
            self.when if self.when_paragraph == paragraph else None,
            self.when_above,
            self.lead,
            self.count - self.when_number,
            self.named,
        )

    def remember(self, reading: Reading) -> None:
        """Take in what a sentence says."""
        self.readings.append(reading)
        paragraph = reading.sentence.paragraph
        self.count, self.paragraph = self.count + 1, paragraph
        for when in reading.dates:
            self.when, self.when_paragraph, self.when_number = when, paragraph, reading.number
            self.lead = self.lead or (when if when.precision in ("day", "days") else None)
        self._remember_dates(reading)
        self._remember_actors(reading, paragraph)

    def _remember_dates(self, reading: Reading) -> None:
        found, old = reading.dates, self.named
        if not found:
            return
        days = [when for when in found if when.precision in ("day", "days")]
        years = [when.first.year for when in found if not when.yearless]
        alone = len(found) == 1 and not re.search(r"\w", reading.text[: found[0].start] + reading.text[found[0].end :])
        who = dict(old.who)
        for when in found:
            who[when.first] = who.get(when.first, frozenset()) | reading.spoken_of
        self.named = Named(
            found[-1],
            days[-1] if days else old.day,
            years[-1] if years else old.year,
            found[0] if alone else old.heading,
            tuple(who.items()),
        )

    def _remember_actors(self, reading: Reading, paragraph: int) -> None:
        named = [group for group in reading.groups if group.actors]
        self.spoken = frozenset(actor for group in named for actor in group.actors)
        spoken = [*reversed(named), *self.recent]
        self.recent = tuple({g.actors: g for g in reversed(spoken[:8])}.values())[::-1][:3]
        for group in reading.groups:
            if group.acts and len(group.actors) == 2:
                self.pair, self.pair_paragraph = group.actors, paragraph
        self.near.update(a for m in reading.mentions for a in m.actors)
        first = next((g for g in reading.groups if g.acts and not g.prep), None)
        if first:
            self.subject, self.subject_paragraph = first, paragraph
        elif paragraph != self.subject_paragraph:
            self.subject = None
