"""What the words of a table mean: types of events, statuses, precisions, and the names of actors."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from dashboard.bundle import DATA
from dashboard.importers.shapes import plain_name
from dashboard.model import EVENT_TYPES

#: So many different words of a column are given a meaning.
WORDS = 200


@cache
def _known(field: str) -> list[tuple[str, str]]:
    """Return word and meaning, longest word first."""
    with (DATA / "datasets" / "value_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["field"] == field]
    found = [(plain_name(word), row["value"]) for row in rows for word in row["words"].split("|")]
    return sorted(found, key=lambda one: -len(one[0]))


@cache
def _actors() -> dict[str, str]:
    found: dict[str, str] = {}
    for file_name, column in (
        ("actor_names", "name"),
        ("actors", "indonesian"),
        ("actors", "name"),
        ("actors", "actor_id"),
    ):
        with (DATA / "actors" / f"{file_name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {plain_name(row[column]): row["actor_id"] for row in csv.DictReader(file) if row[column]}
    return found


def of_words(field: str, column: str, values: Counter[str]) -> dict[str, str]:
    """Return the meaning of the most frequent words of a column, empty where nobody knows it."""
    meanings = _known(plain_name(column)) or _known(field)  # some columns have a scale of their own
    found = {}
    for value, _ in values.most_common(WORDS):
        said = f" {plain_name(value)} "
        found[value] = next((meaning for word, meaning in meanings if f" {word} " in said), "")
        if field == "type" and value.upper() in EVENT_TYPES:
            found[value] = value.upper()
    return found


def of_names(counts: Counter[str]) -> dict[str, str]:
    """Return the actor of the most frequent names, empty where nobody knows it."""
    return {name: _actors().get(plain_name(name), "") for name, _ in counts.most_common(10 * WORDS)}


def names(columns: Iterable[Counter[str]]) -> Counter[str]:
    """Return each name of several columns with how often it is there, parted as cells.sql does."""
    found = Counter[str]()
    for values in columns:
        for cell, number in values.items():
            for name in _parted(cell):
                found[name] += number
    return found


def _parted(cell: str) -> list[str]:
    if not re.fullmatch(r"\[.*\]", cell):
        return [name for part in re.split("[;|]", cell) if (name := part.strip())]
    try:
        listed = json.loads(cell)
    except ValueError:
        listed = cell[1:-1].split(",")
    return [name for one in listed if (name := str(one).strip())]
