"""Dates: what a text says about when, resolved against the day it was published.

The codebook's rules: a bare weekday is the dateline's own day or the nearest before it; "lalu" and "last"
are strictly before, "depan" and "next" after; a day and month in brackets beat the weekday before them.
What needs a dateline stays out if there is none. Nothing is ever taken from the dateline by default.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from dashboard.coding import lexicon, numbers

_YEAR = r"(?:1[89]|20)\d{2}"


@dataclass(frozen=True, slots=True)
class When:
    """A date expression in a sentence: ``first`` to ``last`` in ``precision``; the span counts in the sentence."""

    start: int
    end: int
    first: date
    last: date
    precision: str
    weekday: int | None = None  # a bare weekday, which a plan reads forwards
    yearless: bool = False  # a day and month without a year, taken to be the nearest to the dateline
    counted: tuple[str, int] | None = None  # units and how many of them, counted from a date named before


@lru_cache(maxsize=64)
def _values(language: str, kind: str) -> dict[str, str]:
    rows = lexicon.table("calendar")
    return {row["word"]: row["value"] for row in rows if row["language"] == language and row["kind"] == kind}


def _alternation(language: str, kind: str) -> str:
    found = sorted(_values(language, kind), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")" if found else "(?!)"


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of expression and their patterns, in the order of the table: the most explicit first."""
    calendar = ("unit", "weekday", "last", "next", "month", "day", "then")
    fill = {kind: _alternation(language, kind) for kind in calendar} | {
        "n": rf"(?P<n>\d{{1,2}}|{numbers.exact_words(language)})",
        "unit": f"(?P<u>{_alternation(language, 'unit')})",
        "year": _YEAR,
    }
    found = []
    for row in lexicon.table("date_patterns"):
        if row["language"] in (language, lexicon.ALL) and row["kind"][0] != "+":
            pattern = row["pattern"]
            for _ in range(3):  # a part may hold a part
                pattern = re.sub(r"(?<!\?P)<([a-z.]+)>", lambda m: fill.get(m[1]) or _part(m[1], language), pattern)
            pattern = re.sub(r" +", r"\\s+", pattern)
            found.append((row["kind"], re.compile(rf"(?<![\w/.-])(?:{pattern})(?!\w)", re.IGNORECASE)))
    return tuple(found)


def _part(kind: str, language: str) -> str:
    """Return the rows of ``date_patterns.csv`` that are parts of others, ``+kind``, as one group."""
    rows = (row for row in lexicon.table("date_patterns") if row["kind"] == f"+{kind}")
    found = [row["pattern"] for row in rows if row["language"] in (language, lexicon.ALL)]
    return "(?:" + "|".join(found) + ")" if found else "(?!)"


def absolute(text: str) -> date | None:
    """Return the first written-out day in ``text``, in any language; None if there is none."""
    best: tuple[int, date] | None = None
    for language in lexicon.languages():
        for kind, pattern in _patterns(language):
            if kind not in ("iso", "slash", "named"):
                continue
            for match in pattern.finditer(text):
                values = match.groupdict()
                if not values.get("y") or len(values["y"]) < 4:
                    continue
                found = _explicit(match, None, language)
                if found and (best is None or match.start() < best[0]):
                    best = (match.start(), found[0])
    return best[1] if best else None


def find(
    text: str, published: date | None, language: str, before: date | None = None, last: date | None = None
) -> list[When]:
    """Return every date expression in a sentence that can be resolved, in the order of the text.

    ``before`` is the day named last before the sentence, from which "the day after" counts, ``last`` the date named
    last, be it a month or a year, from which "the following month" counts.
    """
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns(language):
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if kind == "weekday" and lexicon.has(language, "weekday_has_capital") and not match["w"][0].isupper():
                continue  # "minggu" in lower case is a week
            taken.append(match.span())
            weekday, steps = None, None
            resolved: tuple[date, date, str] | None
            try:
                if kind in ("iso", "slash", "named", "month"):
                    resolved = _explicit(match, published, language)
                elif kind == "year":
                    resolved = (date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), "year")
                elif published is None or kind == "span":
                    resolved = None
                elif kind in ("then", "later"):
                    steps = _steps_from_then(kind, match, language)
                    nearest = [when for when in found if when.end <= match.start() and fixes(when, steps[0])]
                    then = nearest[-1].first if nearest else before if steps[0] in ("day", "week") else last or before
                    resolved = count(then, steps) if then else None
                else:
                    nearest = [when for when in found if when.end <= match.start()]
                    resolved = _relative(kind, match, published, language, nearest[-1].first if nearest else before)
                    if kind == "weekday" and not match["last"] and not match["next"]:
                        weekday = int(_values(language, "weekday")[match["w"].lower()])
            except (ValueError, OverflowError):
                resolved = None
            if resolved:
                first, last, precision = resolved
                groups = match.groupdict()
                bare = kind in ("slash", "named", "monthonly") and not groups.get("y") and not groups.get("side")
                found.append(When(match.start(), match.end(), first, last, precision, weekday, bare, steps))
    return sorted(found, key=lambda when: when.start)


def forwards(when: When, published: date | None) -> When:
    """Read a bare weekday forwards, as a plan means it: the dateline's own day or the nearest after it."""
    if when.weekday is None or published is None:
        return when
    day = published + timedelta(days=(when.weekday - published.weekday()) % 7)
    return replace(when, first=day, last=day, precision="day", weekday=None)


def _explicit(match: re.Match[str], published: date | None, language: str) -> tuple[date, date, str] | None:
    """Resolve a written-out day, days or month; a missing year is the one nearest the dateline."""
    values = match.groupdict()
    months = _values(language, "month")
    month = int(values["m"]) if values["m"].isdigit() else int(months[values["m"].lower()])
    year = values.get("y")
    try:
        if not values.get("d"):
            first = date(int(year or 0), month, 1)
            return first, _month_end(first), "month"
        day, last_day = int(values["d"]), int(values.get("d2") or values["d"])
        last_month = int(months[values["m2"].lower()]) if values.get("m2") else month
        if year:
            whole = int(year) if len(year) == 4 else 2000 + int(year)
        elif published and values.get("side"):
            whole = published.year + _steps(language, values["side"].lower())
        elif published:
            whole = _nearest_year(published, month, day)
        else:
            return None
        first, last = date(whole, month, day), date(whole, last_month, last_day)
    except ValueError:
        return None
    if last < first:
        return None
    return first, last, "days" if last > first else "day"


def _nearest_year(published: date, month: int, day: int) -> int:
    """Return the year that brings the day closest to the dateline."""
    years = (published.year, published.year - 1, published.year + 1)
    return min((y for y in years if day <= monthrange(y, month)[1]), key=lambda y: abs(date(y, month, day) - published))


def _relative(
    kind: str, match: re.Match[str], published: date, language: str, then: date | None
) -> tuple[date, date, str] | None:
    """Resolve an expression that counts from the dateline, or from the date named before."""
    if kind == "weekend":
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, saturday + timedelta(days=1), "days"
    if kind == "monthof":
        return _month_of(match, published, language, then)
    if kind == "day":
        word = re.sub(r"\s+", " ", match[0].lower())
        day = published + timedelta(days=int(_values(language, "day")[word]))
        return day, day, "day"
    if kind == "weekday":
        number = int(_values(language, "weekday")[match["w"].lower()])
        day = _weekday(published, number, match["last"], match["next"])
        if match.groupdict().get("week") and match["last"]:  # the Friday of last week may not be the last Friday
            day = published + timedelta(days=number - published.weekday() - 7)
        return day, day, "day"
    if kind == "monthonly":
        month = int(_values(language, "month")[match["m"].lower()])
        first = date(published.year if month <= published.month else published.year - 1, month, 1)
        return first, _month_end(first), "month"
    unit = _values(language, "unit").get(match["u"].lower(), "")
    if kind == "ago":
        return _units_from(published, unit, -numbers.exact(match["n"], language), exact_day=True)
    side = match["side"].lower()
    steps = _steps(language, side)
    return _units_from(published, unit, steps, exact_day=False)


def _steps(language: str, side: str) -> int:
    """Return -1, 0 or 1 for "last", "this" and "next"."""
    if side in _values(language, "last"):
        return -1
    return 1 if side in _values(language, "next") else 0


def _steps_from_then(kind: str, match: re.Match[str], language: str) -> tuple[str, int]:
    """Return how many of which unit "the day after" and "two weeks later" lie from the date named before."""
    if kind == "then":
        value, _, unit = _values(language, "then")[re.sub(r"\s+", " ", match[0].lower())].partition(" ")
        return unit or "day", int(value)
    sign = -1 if match["later"].lower() in _values(language, "earlier") else 1
    unit, number = _values(language, "unit").get(match["u"].lower(), ""), numbers.exact(match["n"], language)
    return ("day", sign * 7 * number) if unit == "week" else (unit, sign * number)  # a week after a day is a day


def fixes(when: When, unit: str) -> bool:
    """Return whether a date is fine enough for something to be counted from it in a unit."""
    return when.precision in ("day", "days") or (when.precision, unit) in (
        ("week", "week"),
        ("month", "month"),
        ("month", "year"),
        ("year", "year"),
    )


def count(then: date, steps: tuple[str, int]) -> tuple[date, date, str] | None:
    """Return the day, week, month or year that lies so many units from a date."""
    try:
        return _units_from(then, *steps, exact_day=True)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def _month_of(match: re.Match[str], published: date, language: str, then: date | None) -> tuple[date, date, str] | None:
    """Resolve "October last year", "last October" and "October of that year"."""
    month, side = int(_values(language, "month")[match["m"].lower()]), match["side"].lower()
    steps = _steps(language, side)
    year = published.year + steps
    if side in _values(language, "that"):
        year = then.year if then else published.year
    elif not match["u"]:  # "last October" is the nearest one before
        year = published.year - (month >= published.month) if steps < 0 else published.year + (month <= published.month)
    first = date(year, month, 1)
    return first, _month_end(first), "month"


def _weekday(published: date, weekday: int, last: str | None, after: str | None) -> date:
    """Return the day of that name: nearest before (own day included), strictly before, or strictly after."""
    if after:
        return published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    back = (published.weekday() - weekday) % 7
    return published - timedelta(days=7 if last and back == 0 else back)


def _units_from(published: date, unit: str, steps: int, exact_day: bool) -> tuple[date, date, str] | None:
    """Return the day, week, month or year that lies ``steps`` away from the dateline's."""
    if unit == "day" and exact_day:
        day = published + timedelta(days=steps)
        return day, day, "day"
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        number = published.year * 12 + published.month - 1 + steps
        first = date(number // 12, number % 12 + 1, 1)
        return first, _month_end(first), "month"
    if unit == "year":
        year = published.year + steps
        return date(year, 1, 1), date(year, 12, 31), "year"
    return None


def _month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
