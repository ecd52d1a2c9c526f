"""How the days of a table are written: the formats that fit all of them, and what must be asked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache

from dashboard.bundle import DATA

#: Day, month and year in figures, of which the first two may stand in either order.
ORDERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
#: The dates that Excel writes as the number of days since the end of 1899.
SERIAL = "excel"


@cache
def months_by_word() -> dict[str, str]:
    """Return the number of each month by its names, in small letters."""
    with (DATA / "lexicon" / "calendar.csv").open(encoding="utf-8", newline="") as file:
        found = {row["word"].lower(): row["value"] for row in csv.DictReader(file) if row["kind"] == "month"}
    with (DATA / "datasets" / "value_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["field"] == "month":
                found |= {word.strip(): row["value"] for word in row["words"].split("|")}
    accents = {"fév": "2", "févr": "2", "février": "2", "août": "8", "déc": "12", "décembre": "12"}
    return accents | found


def formats(columns: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], list[str]]:
    """Return the formats in which days are written, and a question for each that can be read in two ways."""
    found, ordered = _written_so(columns)
    asked = [_decided(*how, kinds, found) for how, kinds in ordered.items()]
    return tuple(found), [question for question in asked if question]


def either(columns: Iterable[Iterable[str]]) -> list[tuple[str, str, str]]:
    """Return the format with the day first, that with the month first, and an example, where only people can tell."""
    found, ordered = _written_so(columns)
    return [
        (*_two_ways(*how), kinds.get("either") or next(iter(kinds.values())))
        for how, kinds in ordered.items()
        if _decided(*how, kinds, found)
    ]


def _written_so(
    columns: Iterable[Iterable[str]],
) -> tuple[dict[str, None], dict[tuple[str, int], dict[str, str]]]:
    """Return the formats that are certain, and an example of each order for those that are not."""
    found: dict[str, None] = {}
    ordered: dict[tuple[str, int], dict[str, str]] = {}
    for values in columns:
        for value in values:
            bare = re.sub(r"[T ]+\d{1,2}:\d\d.*$", "", value)
            if match := ORDERED.fullmatch(bare):
                first, sign, second, year = match.groups()
                kind = "dmy" if int(first) > 12 else "mdy" if int(second) > 12 else "either"
                kind = "same" if kind == "either" and int(first) == int(second) else kind
                ordered.setdefault((sign, len(year)), {}).setdefault(kind, value)
            elif re.fullmatch(r"\d{5}(?:\.\d+)?", bare) and 15_000 < float(bare) < 75_000:
                found[SERIAL] = None
            elif form := _written(bare):
                found[form] = None
    return found, ordered


def _two_ways(sign: str, length: int) -> tuple[str, str]:
    year = "%Y" if length == 4 else "%y"
    return f"%d{sign}%m{sign}{year}", f"%m{sign}%d{sign}{year}"


def _decided(sign: str, length: int, kinds: Mapping[str, str], found: dict[str, None]) -> str:
    """Add the format of dates such as 27.09.2020, or return the question that it leaves."""
    day_first, month_first = _two_ways(sign, length)
    if {"dmy", "mdy"} <= set(kinds):
        return (
            f"“{kinds['dmy']}” puts the day first and “{kinds['mdy']}” the month: write the dates of the table in one "
            f'order, then say format = ["{day_first}"] or ["{month_first}"] in [dates].'
        )
    if not {"dmy", "mdy"} & set(kinds):
        some = kinds.get("either") or kinds["same"]
        return (
            f"No day is above 12, so “{some}” may put the day first or the month: in [dates] say "
            f'format = ["{day_first}"] for the day first or ["{month_first}"] for the month.'
        )
    found[day_first if "dmy" in kinds else month_first] = None
    return ""


def _written(bare: str) -> str:
    """Return the format of a date that can be read in one way only: 27 September 2020, 20200927, 2020/9/27."""
    if re.fullmatch(r"(?:19|20)\d{6}", bare):
        return "%Y%m%d"
    if match := re.fullmatch(r"\d{4}([./])\d{1,2}\1\d{1,2}", bare):
        return f"%Y{match[1]}%m{match[1]}%d"
    bare = re.sub(r"(\d)(?:(?:st|nd|rd|th|er)\b|-c[iıuü])", r"\1", bare)
    word = re.search(r"[^\W\d_]{3,}", bare)
    if not word or word[0].lower() not in months_by_word():
        return ""
    plain = re.sub(r"[^\W\d_]+\.?", " ", bare[: word.start()] + "0" + bare[word.end() :])
    plain = re.sub(r"(\.?\s)\s*", r"\1", plain).strip()
    for pattern, form in (
        (r"\d{1,2}(\W)0(\W)\d{4}", "%d{0}%B{1}%Y"),
        (r"0(\W)\d{1,2}(\W ?)\d{4}", "%B{0}%d{1}%Y"),
        (r"\d{1,2}(-)0(-)\d{2}", "%d{0}%B{1}%y"),  # as Excel shows days in English
    ):
        if match := re.fullmatch(pattern, plain):
            return form.format(*match.groups())
    match = re.fullmatch(r"0(\W)\d{4}", plain)
    return f"%B{match[1]}%Y" if match else ""
