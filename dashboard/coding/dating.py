"""Dating: which of the dates that a text names is the day of an event.

Candidates are the dates of the sentence, the last one named before in the same paragraph, that of the lead, the
dateline's own, and none; a model chooses, and where none was trained the nearest date of the clause is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dashboard.coding import clauses, lexicon, linear, parsing, realis
from dashboard.coding.dates import When
from dashboard.model import EVENT_TYPES

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger

#: Kinds of candidate.
Option = tuple[str, When | None]


def options(reading: Reading, ahead: bool) -> list[Option]:
    """Return the dates that an event may have, none included."""
    published = reading.context.published
    found: list[Option] = [("named", _planned(when, reading, ahead)) for when in reading.dates]
    found += [("told", other) for when in reading.dates if (other := _in_told_year(reading, when))]
    found += [("coming", other) for when in reading.dates if ahead and (other := _next_year(reading, when))]
    if reading.earlier:
        found.append(("earlier", reading.earlier))
    if reading.last_paragraph:
        found.append(("above", reading.last_paragraph))
    if reading.lead:
        found.append(("lead", reading.lead))
    if published:
        found.append(("dateline", When(-1, -1, published, published, "day")))
    return [*found, ("none", None)]


def _in_told_year(reading: Reading, when: When) -> When | None:
    """Return a day without a year in the year that the text was telling of: a paragraph of history stays in it."""
    told = [w.first.year for w in reading.dates if w.end <= when.start and not w.yearless]
    before = reading.earlier or reading.last_paragraph
    year = told[-1] if told else before.first.year if before else when.first.year
    return _moved(when, year) if when.yearless and year != when.first.year else None


def _next_year(reading: Reading, when: When) -> When | None:
    """Return a day without a year as a plan means it, ahead of the dateline."""
    published = reading.context.published
    behind = published is not None and when.last < published
    return _moved(when, when.first.year + 1) if when.yearless and behind else None


def _moved(when: When, year: int) -> When | None:
    try:
        first, last = when.first.replace(year=year), when.last.replace(year=year + when.last.year - when.first.year)
    except ValueError:  # 29 February
        return None
    return replace(when, first=first, last=last, yearless=False)


def signs(  # noqa: PLR0917 - all that a date is judged by
    reading: Reading, trigger: Trigger, option: Option, offered: list[Option], ahead: bool, ruled: When | None
) -> list[str]:
    """Return the signs by which a model knows whether a date is the event's, beside the others ``offered``."""
    kind, when = option
    named = [w for w in reading.dates if w.precision != "year"]
    many = f"named={min(len(named), 2)}|years={min(len(reading.dates) - len(named), 1)}"
    around = f"e={reading.earlier is not None}|l={reading.lead is not None}|a={reading.last_paragraph is not None}"
    found = [
        kind,
        f"{kind}|{many}",
        f"{kind}|{around}",
        f"{kind}|{many}|{around}",
        f"{kind}|ahead={ahead}",
        f"{kind}|sentence={min(reading.number, 3)}",
        f"{kind}|opens={reading.opens}",
        f"{kind}|ruled={'none' if ruled is None else 'this' if when and ruled.first == when.first else 'other'}",
        f"{kind}|nominal={trigger.frame in ('nominal', 'clash', 'attack', 'offer')}",
        f"{kind}|effect={trigger.effect}",
    ]
    found += [f"{kind}|tie={tie}" for tie in reading.ties]
    found += [f"{kind}|tie={tie}|opens={reading.opens}|{many}" for tie in reading.ties]
    found.append(f"{kind}|since={min(reading.since_date, 4)}|opens={reading.opens}")
    found.append(f"{kind}|since={min(reading.since_date, 4)}|{many}|{'+'.join(reading.ties)}")
    found.append(
        f"{kind}|status={realis.told_as_history(reading, trigger)}|verbal={EVENT_TYPES[trigger.type] in (1, 3)}"
    )
    said = reading.speech_over(trigger.start)
    found.append(f"{kind}|said={said.kind if said else ''}|{trigger.type in ('ASSAULT', 'COERCE', 'AID')}")
    if when is not None:
        found += [f"{kind}|{sign}" for sign in _of_date(reading, when, offered, trigger)]
    if kind in ("named", "told", "coming") and when is not None:
        found.append(f"{kind}|yearless={when.yearless}")
        found += _of_place(reading, when, trigger)
    return [*found, *(f"{trigger.type}&{sign}" for sign in found)]


def _of_date(reading: Reading, when: When, offered: list[Option], trigger: Trigger) -> Iterator[str]:
    published = reading.context.published
    days = (published - when.first).days if published else 0
    age = "future" if days < 0 else str(days) if days < 2 else "week" if days < 8 else "month" if days < 32 else "old"
    yield f"age={age}"
    yield f"precision={when.precision}"
    yield f"age={age}|precision={when.precision}|nominal={trigger.frame in ('nominal', 'clash', 'attack')}"
    alike = sum(other is not None and other.first == when.first for _, other in offered)
    yield f"alike={min(alike, 3)}"


def _of_place(reading: Reading, when: When, trigger: Trigger) -> Iterator[str]:
    """Yield where a date stands beside the trigger, in the line and in the grammar."""
    behind = when.start >= trigger.end
    gap = reading.text[trigger.end : when.start] if behind else reading.text[when.end : trigger.start]
    side = "behind" if behind else "ahead" if when.end <= trigger.start else "within"
    words = len(gap.split())
    yield f"{side}|far={0 if words < 2 else 1 if words < 5 else 2 if words < 10 else 3}"
    yield f"{side}|clause={reading.clause(when.start) == reading.clause(trigger.start)}"
    yield f"{side}|comma={', ' in gap}|joins={clauses.joins_a_verb(gap, reading.language)}"
    nearer = sum(abs(w.start - trigger.start) < abs(when.start - trigger.start) for w in reading.dates)
    yield f"{side}|nearer={min(nearer, 2)}"
    yield f"first={not reading.text[: when.start].strip()}|{side}"
    said = reading.speech_over(trigger.start)
    if said is not None:
        yield f"{side}|told={said.start - 25 <= when.start <= said.end + 25}"
    if reading.doc is not None:
        word = parsing.head(reading.doc, trigger.start, trigger.end)
        day = parsing.head(reading.doc, when.start, when.end)
        if word is not None and day is not None:
            way = parsing.path(word, day)
            yield f"path={way}"
            yield f"up={way.partition('/')[0]}|{side}"


def when(reading: Reading, trigger: Trigger, ahead: bool) -> When | None:
    """Return when a trigger's event happened, None where the text does not tell."""
    ruled = by_rule(reading, trigger, ahead)
    model = linear.model("date")
    if model is None:
        return ruled
    offered = options(reading, ahead)
    chances = [model.score(signs(reading, trigger, option, offered, ahead, ruled)) for option in offered]
    return offered[max(range(len(offered)), key=chances.__getitem__)][1]


def forwards(when: When, published: date | None) -> When:
    """Read a bare weekday forwards, as a plan means it: the dateline's own day or the nearest after it."""
    if when.weekday is None or published is None:
        return when
    day = published + timedelta(days=(when.weekday - published.weekday()) % 7)
    return replace(when, first=day, last=day, precision="day", weekday=None)


def by_rule(reading: Reading, trigger: Trigger, ahead: bool) -> When | None:
    """Return when a trigger's event happened: the date in its clause nearest to it, else the sentence's only one.

    The day on which a side *said* something about an attack is not the attack's day.
    """
    start, end, _ = reading.clause(trigger.start)
    found = [_planned(w, reading, ahead) for w in reading.dates]
    inside = [w for w in found if start <= w.start < end]
    if trigger.type != "ASSAULT":
        told = reading.speech_over(trigger.start)
        inside = inside or [w for w in found if told and told.end <= trigger.start and _near(told.start, told.end, w)]
    if not inside and len(found) == 1 and trigger.type not in ("ASSAULT", "AGREE"):
        main = ("", ";")
        both = reading.clause(found[0].start)[2] in main and reading.clause(trigger.start)[2] in main
        inside = found if both else []
    own = [w for w in inside if trigger.start <= w.start < trigger.end]
    explicit = sorted(own or inside, key=lambda w: (_far(reading, w, trigger), w.start))
    best = explicit[0] if explicit else None
    published = reading.context.published
    if best and published and best.first > published and not ahead:
        return None  # what has happened is not dated ahead: the date belongs to something announced
    return best


def _near(start: int, end: int, when: When) -> bool:
    """Return whether a date stands beside a verb of speech."""
    return 0 <= when.start - end <= 25 or 0 <= start - when.end <= 25


def _far(reading: Reading, when: When, trigger: Trigger) -> int:
    """Return the distance of a date; one behind the trigger is closer than one before it or in a relative clause."""
    if re.search(rf",\s{lexicon.part('relative', reading.language)}\b", reading.text[trigger.end : when.start]):
        return 1000 + when.start
    if clauses.joins_a_verb(reading.text[trigger.end : when.start], reading.language):
        return 500 + when.start
    return when.start - trigger.end if when.start >= trigger.end else 2 * (trigger.start - when.end) + 5


def _planned(when: When, reading: Reading, ahead: bool) -> When:
    return forwards(when, reading.context.published) if ahead else when
