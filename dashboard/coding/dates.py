"""Dates: what a text says about when, resolved against the day it was published.

The codebook's rules: a bare weekday is the dateline's own day or the nearest before it; "lalu" and "last"
are strictly before, "depan" and "next" after; a day and month in brackets beat the weekday before them.
What needs a dateline stays out if there is none. Nothing is ever taken from the dateline by default.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.coding import clauses, lexicon, numbers

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger

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


@lru_cache(maxsize=8)
def _values(language: str, kind: str) -> dict[str, str]:
    rows = lexicon.table("calendar")
    return {row["word"]: row["value"] for row in rows if row["language"] == language and row["kind"] == kind}


def _alternation(language: str, kind: str) -> str:
    found = sorted(_values(language, kind), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")"


@lru_cache(maxsize=2)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of expression and their patterns, the most explicit first."""
    month, weekday = _alternation(language, "month"), _alternation(language, "weekday")
    last, after = _alternation(language, "last"), _alternation(language, "next")
    number, unit = rf"(?P<n>\d{{1,2}}|{numbers.exact_words(language)})", _alternation(language, "unit")
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    until = r"\s*(?:-|–|—|to|until|hingga|sampai|s/d|and|dan)\s*(?P<d2>\d{1,2})(?:st|nd|rd|th)?"
    year = rf"(?:,?\s+(?:tahun\s+)?(?P<y>{_YEAR}))?"
    named = rf"(?:(?P<w>{weekday})(?:\s+(?:pagi|siang|sore|malam|dini hari))?\s*,?\s*(?:tanggal\s+)?)?"
    known = [
        ("iso", rf"(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})"),
        ("slash", rf"{named}\(?(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})(?:[/.-](?P<y>{_YEAR}|\d{{2}}))\)?"),
        ("slash", rf"{named}\((?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})\)"),
        ("named", rf"{named}\(?{day}{until}\s+(?:of\s+)?(?P<m>{month})\.?{year}\)?"),
        ("named", rf"{named}\(?{day}\s+(?:of\s+)?(?P<m>{month})\b\.?{year}\)?"),
        ("named", rf"{named}\(?(?P<m>{month})\.?\s+{day}{until}{year}(?!\d)\)?"),
        ("named", rf"{named}\(?(?P<m>{month})\.?\s+{day}(?!\d){year}\)?"),
        ("month", rf"(?P<m>{month})\.?,?\s+(?:of\s+|tahun\s+)?(?P<y>{_YEAR})"),
    ]
    relative = {
        "id": [
            ("day", _alternation(language, "day")),
            ("ago", rf"{number}\s+(?P<u>{unit})\s+(?:yang\s+)?(?:lalu|silam|sebelumnya)"),
            ("unit", r"(?:(?:akhir|awal|pertengahan)\s+)?(?P<u>pekan|(?-i:minggu)|bulan|tahun)\s+(?:yang\s+)?"
                     r"(?P<side>lalu|ini|depan|mendatang)"),
            ("weekday", rf"(?P<w>{weekday})(?:\s+(?:pagi|siang|sore|malam|dini hari|waktu setempat))?"
                        rf"(?:\s+(?:pekan\s+|minggu\s+)?(?:(?P<last>(?:yang\s+)?{last})|(?P<next>{after})))?"),
        ],
        "en": [
            ("day", _alternation(language, "day")),
            ("ago", rf"{number}\s+(?P<u>{unit})\s+(?:ago|earlier)"),
            ("unit", r"(?:(?:late|early|earlier)\s+)?(?P<side>last|this|next)\s+(?P<u>week|month|year)(?:end)?"),
            ("weekday", rf"(?:(?P<last>{last})\s+|(?P<next>{after})\s+)?(?P<w>{weekday})"),
        ],
    }[language]  # fmt: skip
    rest = [
        ("monthonly", rf"(?:in|during|late|early|mid|since|pada|bulan|akhir|awal|pertengahan|sejak)[\s-]+(?P<m>{month})"
                      r"(?:\s+(?:lalu|silam))?(?!\s*\d)"),
        ("year", rf"(?P<y>{_YEAR})(?!\s*(?:-an\b|an\b|s\b|’s|'s|\d|[-–]\d|[.,:/]\d|\s*(?:km|people|orang|tentara)))"),
    ]  # fmt: skip
    both = known + relative + rest
    return tuple((kind, re.compile(rf"(?<![\w/.-])(?:{pattern})(?!\w)", re.IGNORECASE)) for kind, pattern in both)


def absolute(text: str) -> date | None:
    """Return the first written-out day in ``text``, in either language; None if there is none."""
    best: tuple[int, date] | None = None
    for language in lexicon.LANGUAGES:
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


def find(text: str, published: date | None, language: str) -> list[When]:
    """Return every date expression in a sentence that can be resolved, in the order of the text."""
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns(language):
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if kind in ("weekday",) and not match["w"][0].isupper():
                continue  # "minggu" in lower case is a week
            taken.append(match.span())
            weekday = None
            resolved: tuple[date, date, str] | None
            try:
                if kind in ("iso", "slash", "named", "month"):
                    resolved = _explicit(match, published, language)
                elif kind == "year":
                    resolved = (date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), "year")
                elif published is None:
                    resolved = None
                else:
                    resolved = _relative(kind, match, published, language)
                    if kind == "weekday" and not match["last"] and not match["next"]:
                        weekday = int(_values(language, "weekday")[match["w"].lower()])
            except (ValueError, OverflowError):
                resolved = None
            if resolved:
                first, last, precision = resolved
                found.append(When(match.start(), match.end(), first, last, precision, weekday))
    return sorted(found, key=lambda when: when.start)


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
        if year:
            whole = int(year) if len(year) == 4 else 2000 + int(year)
        elif published:
            whole = _nearest_year(published, month, day)
        else:
            return None
        first, last = date(whole, month, day), date(whole, month, last_day)
    except ValueError:
        return None
    if last < first:
        return None
    return first, last, "days" if last > first else "day"


def _nearest_year(published: date, month: int, day: int) -> int:
    """Return the year that brings the day closest to the dateline."""
    years = (published.year, published.year - 1, published.year + 1)
    return min((y for y in years if day <= monthrange(y, month)[1]), key=lambda y: abs(date(y, month, day) - published))


def _relative(kind: str, match: re.Match[str], published: date, language: str) -> tuple[date, date, str] | None:
    """Resolve an expression that counts from the dateline."""
    if kind == "day":
        word = re.sub(r"\s+", " ", match[0].lower())
        day = published + timedelta(days=int(_values(language, "day")[word]))
        return day, day, "day"
    if kind == "weekday":
        day = _weekday(published, int(_values(language, "weekday")[match["w"].lower()]), match["last"], match["next"])
        return day, day, "day"
    if kind == "monthonly":
        month = int(_values(language, "month")[match["m"].lower()])
        first = date(published.year if month <= published.month else published.year - 1, month, 1)
        return first, _month_end(first), "month"
    unit = _values(language, "unit").get(match["u"].lower(), "")
    if kind == "ago":
        return _units_from(published, unit, -numbers.exact(match["n"], language), exact_day=True)
    side = match["side"].lower()
    steps = -1 if side in ("lalu", "last") else 0 if side in ("ini", "this") else 1
    return _units_from(published, unit, steps, exact_day=False)


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


def forwards(when: When, published: date | None) -> When:
    """Read a bare weekday forwards, as a plan means it: the dateline's own day or the nearest after it."""
    if when.weekday is None or published is None:
        return when
    day = published + timedelta(days=(when.weekday - published.weekday()) % 7)
    return When(when.start, when.end, day, day, "day")


def when(reading: Reading, trigger: Trigger, ahead: bool) -> When | None:
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
    if re.search(r",\s(?:yang|which|who|where)\b", reading.text[trigger.end : when.start]):
        return 1000 + when.start
    if clauses.joins_a_verb(reading.text[trigger.end : when.start]):
        return 500 + when.start
    return when.start - trigger.end if when.start >= trigger.end else 2 * (trigger.start - when.end) + 5


def _planned(when: When, reading: Reading, ahead: bool) -> When:
    return forwards(when, reading.context.published) if ahead else when
