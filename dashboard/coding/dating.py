"""Dating: which of the dates that a text names is the day of an event.

A model chooses for each event, then a second one that sees what the first has chosen for the events around it; where
none was trained the nearest date of the clause is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.coding import clauses, datesigns, lexicon, linear, offers
from dashboard.coding.dates import When
from dashboard.coding.offers import Case, Option

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger


def whens(cases: Sequence[Case]) -> list[When | None]:
    """Return when each event of an article happened, None where the text does not tell."""
    first, again = linear.model("date"), linear.model("date.again")
    if first is None:
        return [by_rule(case.reading, case.trigger, case.ahead) for case in cases]
    offered, rows = offered_with_signs(cases)
    chosen = choose(first, offered, rows)
    if again is None:
        return chosen
    return choose(again, offered, with_those_around(cases, offered, rows, chosen))


def offered_with_signs(cases: Sequence[Case]) -> tuple[list[list[Option]], list[list[list[str]]]]:
    """Return the dates that each event may have and the signs of each of them."""
    offered = [offers.options(case.reading, case.ahead) for case in cases]
    ruled = [by_rule(case.reading, case.trigger, case.ahead) for case in cases]
    return offered, [datesigns.signs(*one) for one in zip(cases, offered, ruled, strict=True)]


def with_those_around(
    cases: Sequence[Case], offered: list[list[Option]], rows: list[list[list[str]]], chosen: Sequence[When | None]
) -> list[list[list[str]]]:
    """Return the signs with those that come from the dates that were chosen for the events around."""
    around = datesigns.around(cases, offered, chosen)
    return [[[*a, *b] for a, b in zip(mine, more, strict=True)] for mine, more in zip(rows, around, strict=True)]


def choose(model: linear.Linear, offered: list[list[Option]], rows: list[list[list[str]]]) -> list[When | None]:
    """Return the likeliest date of each event."""
    chosen = []
    for options, signs in zip(offered, rows, strict=True):
        chances = [model.score(row) for row in signs]
        chosen.append(options[max(range(len(options)), key=chances.__getitem__)][1])
    return chosen


def by_rule(reading: Reading, trigger: Trigger, ahead: bool) -> When | None:
    """Return when a trigger's event happened: the date in its clause nearest to it, else the sentence's only one.

    The day on which a side *said* something about an attack is not the attack's day.
    """
    start, end, _ = reading.clause(trigger.start)
    found = [offers.planned(w, reading, ahead) for w in reading.dates]
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
