"""Offers: the dates that an event may have.

They are the dates of the sentence, read in the ways that they can be read, the last one named before in the same
paragraph or the one above, that of the lead, the dateline's own, and none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dashboard.coding import dates
from dashboard.coding.dates import When

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger

#: Kind of candidate and the date.
Option = tuple[str, When | None]

#: Kinds of candidate whose words stand in the sentence.
WITHIN: Final = frozenset(
    ["named", "told", "past", "coming", "back"]
    + [f"from.{name}" for name in ("earlier", "above", "lead", "heading", "beside")]
)


@dataclass(frozen=True, slots=True)
class Case:
    """An event that wants a date: its trigger, who acts on whom, and all triggers of its sentence."""

    reading: Reading
    trigger: Trigger
    source: tuple[str, ...]
    target: tuple[str, ...]
    beside: list[Trigger]
    ahead: bool  # whether it is told as a plan


def options(reading: Reading, ahead: bool) -> list[Option]:
    """Return the dates that an event may have, none included."""
    published = reading.context.published
    found: list[Option] = [("named", planned(when, reading, ahead)) for when in reading.dates]
    found += [("told", other) for when in reading.dates if (other := _in_told_year(reading, when))]
    found += [("past", other) for when in reading.dates if (other := _last_year(reading, when))]
    found += [("coming", other) for when in reading.dates if (other := _coming(reading, when, ahead))]
    found += [option for when in reading.dates if when.counted for option in _counted(reading, when, when.counted)]
    if reading.earlier:
        found.append(("earlier", reading.earlier))
    if reading.last_paragraph:
        found.append(("above", reading.last_paragraph))
    if reading.lead:
        found.append(("lead", reading.lead))
    known, before = {when.first for _, when in found if when}, reading.named_before
    far = (("heading", before.heading), ("far", before.last), ("day", before.day), ("behind", _behind(reading)))
    for kind, when in far:
        if when and when.first not in known:
            found.append((kind, when))
            known.add(when.first)
    if published:
        found.append(("dateline", When(-1, -1, published, published, "day")))
    return [*found, ("none", None)]


def _behind(reading: Reading) -> When | None:
    """Return the first day that the sentence behind names: a lead may leave it to its second sentence."""
    published = reading.context.published
    found = dates.find(reading.after, published, reading.language) if not reading.dates else []
    exact = (w for w in found if w.precision in ("day", "days") and not w.counted)
    return next((replace(w, start=-1, end=-1) for w in exact if published is None or w.first <= published), None)


def _in_told_year(reading: Reading, when: When) -> When | None:
    """Return a day without a year in the year that the text was telling of: a paragraph of history stays in it.

    Where it was telling of none, a day that would lie ahead is that of the year before.
    """
    told = [w.first.year for w in reading.dates if w.end <= when.start and not w.yearless]
    year = told[-1] if told else reading.named_before.year
    published = reading.context.published
    if year in (None, when.first.year) and published and when.first > published:
        year = when.first.year - 1
    return _moved(when, year) if when.yearless and year not in (None, when.first.year) else None


def _last_year(reading: Reading, when: When) -> When | None:
    """Return a day without a year in the year before, where the text was telling of another one or of none."""
    told = _in_told_year(reading, when)
    year = when.first.year - 1
    return _moved(when, year) if when.yearless and (told is None or told.first.year != year) else None


def _coming(reading: Reading, when: When, ahead: bool) -> When | None:
    """Return a weekday or a day without a year as a plan means it, ahead of the dateline."""
    published = reading.context.published
    if when.weekday is not None and not ahead:
        other = dates.forwards(when, published)
        return other if other.first != when.first else None
    behind = published is not None and when.last < published
    return _moved(when, when.first.year + 1) if when.yearless and behind and ahead else None


def _counted(reading: Reading, when: When, steps: tuple[str, int]) -> Iterator[Option]:
    """Yield what "the day after" means when counted from another date than the last, or back from one beside it."""
    anchors = [
        ("earlier", reading.earlier),
        ("above", reading.last_paragraph),
        ("lead", reading.lead),
        ("heading", reading.named_before.heading),
        *(("beside", other) for other in reading.dates if other is not when),
    ]
    taken = {when.first}
    for name, anchor in anchors:
        for sign in (1, -1) if name == "beside" else (1,):
            found = dates.count(anchor.first, (steps[0], sign * steps[1])) if anchor else None
            if anchor and dates.fixes(anchor, steps[0]) and found and found[0] not in taken:
                taken.add(found[0])
                kind = f"from.{name}" if sign > 0 else "back"
                yield kind, replace(when, first=found[0], last=found[1], precision=found[2])


def _moved(when: When, year: int | None) -> When | None:
    if year is None:
        return None
    try:
        first, last = when.first.replace(year=year), when.last.replace(year=year + when.last.year - when.first.year)
    except ValueError:  # 29 February
        return None
    return replace(when, first=first, last=last, yearless=False)


def planned(when: When, reading: Reading, ahead: bool) -> When:
    """Return a date as an event means it: of a plan, a weekday lies ahead."""
    return dates.forwards(when, reading.context.published) if ahead else when
