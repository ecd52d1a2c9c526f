"""The periods before, during and after each war. Together they are all days; none is in two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.model import FIRST_DAY, message


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; None is open."""

    name: str
    start: date
    end: date | None


_MOVEMENT = Period(message("1988–91: before the first war"), FIRST_DAY, date(1991, 12, 31))
_FIRST = Period(message("1992–94: first war, to the ceasefire"), date(1992, 1, 1), date(1994, 5, 12))
_BETWEEN = Period(message("1994–2020: between the wars"), date(1994, 5, 13), date(2020, 9, 26))
_SECOND = Period(message("Sept–Nov 2020: 44-day war"), date(2020, 9, 27), date(2020, 11, 10))
_AFTER = Period(message("2020–23: after the 44-day war"), date(2020, 11, 11), date(2023, 9, 18))
_SEPTEMBER = Period(message("19–30 Sept 2023: attack and flight"), date(2023, 9, 19), date(2023, 9, 30))
_SINCE = Period(message("Since October 2023"), date(2023, 10, 1), None)

#: Before, during and after.
WARS: Final[dict[str, tuple[str, tuple[Period, Period, Period]]]] = {
    "1992": ("First war", (_MOVEMENT, _FIRST, _BETWEEN)),
    "2020": ("44-day war", (_BETWEEN, _SECOND, _AFTER)),
    "2023": ("September 2023", (_AFTER, _SEPTEMBER, _SINCE)),
}
