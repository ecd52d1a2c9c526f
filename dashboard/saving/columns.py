"""What the columns of an answer mean, as ``data/columns.csv`` has it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from dashboard.bundle import DATA

#: The unit of a column that tells the hour; every other column of dates tells days.
CLOCK: Final = "local time"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds, in which unit, and which values it can have where they are few."""

    column: str
    meaning: str
    unit: str
    values: str


@cache
def _all() -> dict[str, Meaning]:
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["column"]: Meaning(**row) for row in csv.DictReader(file)}


def meanings(columns: Iterable[object]) -> list[Meaning]:
    """Return what each column means, in the order given, once; a column that nobody described says so."""
    return [
        _all().get(name, Meaning(name, "Not described.", "", "")) for name in dict.fromkeys(str(one) for one in columns)
    ]


def described() -> frozenset[str]:
    """Return the columns that have a meaning."""
    return frozenset(_all())


def tells_the_hour(column: object) -> bool:
    """Return whether a column of moments tells hours and minutes, even where all of them are midnight."""
    known = _all().get(str(column))
    return known is not None and known.unit == CLOCK
