"""Guessing how a table is to be read, so that people need only correct it; what is open is asked, not guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dashboard.importers import days, layouts, meanings
from dashboard.importers.fields import FIELDS, NAMES
from dashboard.importers.mapping import TableMapping
from dashboard.importers.shapes import NUMBER, fields_by_name, names_of, plain_name, rows_of, shape
from dashboard.importers.tables import Table

_DAMAGED = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{1,2}|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


#: What stands in a sheet for a formula without a result, and what a column of both coordinates holds.
_BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"})
_BOTH = re.compile(r"[(\[]?\s*-?\d{1,3}\.\d+°?\s*[,;\s]\s*-?\d{1,3}\.\d+°?\s*[)\]]?")


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping to correct: ``notes`` say what was seen, ``questions`` what must be said before it can be used."""

    mapping: TableMapping
    header: tuple[str, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What the columns of a table hold, by name: each value with how often it is there; ``broken`` are errors."""

    values: Mapping[str, Counter[str]]
    broken: Counter[str]


def contents(path: Path, delimiter: str, quote: str, *, header: bool) -> Contents:
    """Return what is in the columns of a plain table, of whose rows the first many are looked at."""
    first, rows = next(rows_of(path, delimiter, quote, 1), []), rows_of(path, delimiter, quote)
    names = names_of(first, header=header)
    missing = set(layouts.dataset("generic").missing)
    counters: list[Counter[str]] = [Counter() for _ in names]
    broken: Counter[str] = Counter()
    for row in islice(rows, int(header), None):
        broken.update(cell for cell in row if cell in _BROKEN)
        for counter, cell in zip(counters, row, strict=False):
            if (said := cell.strip()) not in missing and (len(counter) < 50_000 or said in counter):
                counter[said] += 1
    return Contents(dict(zip(names, counters, strict=True)), broken)


def guess(table: Table, name: str, title: str) -> Guess:
    """Guess the mapping of a table, whose lines above the header are gone already."""
    delimiter, _, header = shape(table)
    found = contents(table.prepared.path, delimiter, '"', header=header)
    seen, names = found.values, list(found.values)
    columns, directed = _columns(seen)
    notes, questions = [], []
    decimal = _decimal([seen[columns[one]] for one in ("lat", "lon") if one in columns])
    if _exchanged(seen, columns, decimal):
        columns |= {"lat": columns["lon"], "lon": columns["lat"]}
        notes.append("Latitude and longitude are exchanged in the file; the mapping exchanges them back.")
    formats, asked = days.formats(seen[columns[one]] for one in ("date", "start", "end") if one in columns)
    questions += asked
    if not {"date", "start", "year"} & set(columns):
        questions.append("No column was recognised as a date: give date, start or year in [columns].")
    words = {
        "types": _words(seen, columns.get("type"), "type", keep=True),
        "statuses": _words(seen, columns.get("status"), "status"),
        "precisions": _words(seen, columns.get("precision"), "precision"),
    }
    for one, table_of in (("status", "statuses"), ("precision", "precisions")):
        if one in columns and len(words[table_of]) < len(seen[columns[one]]):
            notes.append(
                f"The column {columns.pop(one)} may tell the {one}; its values are unknown, so that of [events] holds."
            )
            words[table_of] = {}
    mapping = TableMapping(
        name=name,
        title=title,
        measures=layouts.dataset("generic").measures,
        encoding=table.prepared.encoding,
        delimiter=delimiter,
        header=header,
        decimal=decimal,
        sheet=table.sheet if len(table.sheets) > 1 else "",  # the next file may name its only sheet otherwise
        columns={one: columns[one] for one in FIELDS if one in columns},
        formats=formats,
        directed=directed,
        actors=_named(seen, [columns[one] for one in NAMES if one in columns]),
        types=words["types"],
        statuses=words["statuses"],
        precisions=words["precisions"],
    )
    unused = tuple(column for column in names if column not in columns.values())
    return Guess(mapping, tuple(names), unused, (*notes, *_oddities(seen, columns, found.broken)), tuple(questions))


def _columns(seen: Mapping[str, Counter[str]]) -> tuple[dict[str, str], bool]:
    """Return the column of each field, and whether one actor acts on the other."""
    wanted = sorted(
        (rank, number, field, column)
        for number, column in enumerate(seen)
        for rank, field in fields_by_name().get(plain_name(column), [])
        if seen[column]
    )
    found: dict[str, str] = {}
    for _, _, field, column in wanted:
        fits = field not in ("lat", "lon") or _share(seen[column], NUMBER) > 0.8
        if fits and field not in found and column not in found.values():
            found[field] = column
    if "target" not in found and plain_name(found.get("source", "")) == "source":
        del found["source"]  # it is whose report it is
    for field in ("source", "target"):
        if field in found and "actor_a" in found:
            del found[field]
    directed = "source" in found and "target" in found
    for field, instead in (("source", "actor_a"), ("target", "actor_b")):
        if field in found:
            found[instead] = found.pop(field)
    return _placed(_dated(found, seen), seen), directed


def _dated(found: dict[str, str], seen: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the columns with one way alone to tell the day."""
    if "start" in found:
        found.pop("date", None)
    elif "end" in found and "date" in found:
        found["start"] = found.pop("date")
    if {"start", "date"} & set(found):
        found = {field: column for field, column in found.items() if field not in ("year", "month", "day")}
    elif "year" not in found:
        found = {field: column for field, column in found.items() if field not in ("month", "day")}
    if not {"start", "date", "year"} & set(found):
        free = (column for column in seen if column not in found.values())
        if dated := next((column for column in free if _share(seen[column], _ANY_DATE) > 0.8), None):
            found["date"] = dated
    return found


def _placed(found: dict[str, str], seen: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the columns with both coordinates or none, which the box of the region may tell."""
    if ("lat" in found) != ("lon" in found):
        found = {field: column for field, column in found.items() if field not in ("lat", "lon")}
    if "lat" not in found:
        free_numbers = [
            column for column in seen if column not in found.values() and _share(seen[column], NUMBER) > 0.8
        ]
        lat = next((column for column in free_numbers if _within(seen[column], 38, 42) > 0.5), None)
        lon = next((column for column in free_numbers if _within(seen[column], 43, 51) > 0.5), None)
        found |= {"lat": lat, "lon": lon} if lat and lon else {}
    return found


_ANY_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}([./-])\d{1,2}\1\d{2,4}.*|.*\b[^\W\d]{3,}\.?,? .*\b(19|20)\d\d\b.*"
)


def _share(values: Counter[str], pattern: re.Pattern[str]) -> float:
    matching = sum(number for value, number in values.items() if pattern.fullmatch(value))
    return matching / values.total() if values else 0


def _number(value: str) -> float | None:
    return float(value.replace(",", ".")) if NUMBER.fullmatch(value) else None


def _within(values: Counter[str], low: float, high: float) -> float:
    numbers = {value: _number(value) for value in values}
    inside = sum(values[value] for value, number in numbers.items() if number is not None and low <= number <= high)
    fractions = any(re.search("[.,]", value) for value in values)
    return inside / values.total() if values and fractions else 0


def _decimal(columns: Iterable[Counter[str]]) -> str:
    signs = Counter(sign for values in columns for value in values for sign in re.findall("[.,]", value))
    return "," if signs[","] > signs["."] else "."


def _exchanged(seen: Mapping[str, Counter[str]], columns: Mapping[str, str], decimal: str) -> bool:
    if "lat" not in columns or decimal not in ".,":
        return False
    lat, lon = seen[columns["lat"]], seen[columns["lon"]]
    return _within(lat, 43, 51) > 0.5 and _within(lon, 38, 42) > 0.5


def _words(seen: Mapping[str, Counter[str]], column: str | None, field: str, keep: bool = False) -> dict[str, str]:
    """Return what the values of a column mean; with ``keep`` those that nobody knows stay, to be given a meaning."""
    if not column:
        return {}
    found = meanings.of_words(field, column, seen[column])
    keep = keep and len(seen[column]) <= meanings.WORDS
    return {value: meaning for value, meaning in found.items() if meaning or keep}


def _named(seen: Mapping[str, Counter[str]], columns: Sequence[str]) -> dict[str, str]:
    known = meanings.of_names(meanings.names(seen[column] for column in columns))
    return {value: actor for value, actor in sorted(known.items()) if actor}


def _oddities(seen: Mapping[str, Counter[str]], columns: Mapping[str, str], broken: Counter[str]) -> Iterator[str]:
    """Yield a sentence for each thing that Excel or a geocoder did to the values."""
    dates = {columns.get(one) for one in ("date", "start", "end")}
    for column, values in seen.items():
        damaged = {value: number for value, number in values.items() if _DAMAGED.fullmatch(value)}
        if damaged and column not in dates and len(damaged) < len(values):
            yield (
                f"Excel took numbers or ranges in the column {column} for dates, {sum(damaged.values()):,} times, "
                f"such as “{next(iter(damaged))}”; write them anew in the table."
            )
    if broken:
        yield f"Cells with an error of the sheet, such as {next(iter(broken))}, are read as empty ({broken.total():,})."
    both = next((column for column, values in seen.items() if _share(values, _BOTH) > 0.5), "")
    if both and "lat" not in columns:
        yield f"The column {both} holds both coordinates in one cell; part it into two columns to have them on the map."
    if "lat" in columns:
        zero = min(seen[columns[one]].get("0", 0) + seen[columns[one]].get("0.0", 0) for one in ("lat", "lon"))
        if zero:
            yield f"The coordinates are 0, 0 in {zero:,} of the rows, for places that were not found; left out."
