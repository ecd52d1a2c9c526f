"""Faults: what is wrong or odd in the rows of an import, in words, and counted by kind."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from dashboard.store.asking import sentence
from dashboard.words import legible

#: So many faults of one kind are listed, the others only counted.
LISTED = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong or odd: ``level`` is reject (left out), warn or note; ``line`` counts from 1, 0 if not known."""

    level: str
    reason: str
    native_id: str = ""
    file: str = ""
    line: int = 0
    text: str = ""
    rows: int = 1  # for how many rows it stands

    @property
    def kind(self) -> str:
        """The reason without what is particular to one row, so that like can be counted with like."""
        return re.sub(r"“[^”]*”|(?<![A-Za-z])-?\d[\d.:-]*", "…", self.reason)


def text_of(cells: Iterable[object]) -> str:
    """Return the text by which a row is known that has no id: its cells that are no numbers or days."""
    return ", ".join(cell for cell in cells if isinstance(cell, str))[:500]


class Found:
    """Faults as they are found: some of each kind, and the number of the others, for there may be millions."""

    def __init__(self) -> None:
        self.rejected = array("q")
        self._faults: list[Fault] = []
        self._seen: Counter[tuple[str, str]] = Counter()
        self._rows: dict[int, int] = {}  # of the rejected that are listed: where in the list, and which row

    def look(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take rows of level, row number, id and reason, and of how many rows it stands for, if of several."""
        for level, number, native_id, reason, *several in rows:
            if level == "reject":
                self.rejected.append(number)
            listed = len(self._faults)
            self.add(Fault(level, reason, native_id or "", rows=several[0] if several else 1))
            if level == "reject" and len(self._faults) > listed:
                self._rows[listed] = number

    def add(self, fault: Fault) -> None:
        """Take one fault, or only count it where many of its kind are listed already."""
        fault = replace(fault, reason=legible(fault.reason))
        kind = (fault.level, fault.kind)
        self._seen[kind] += 1
        if self._seen[kind] <= LISTED:
            self._faults.append(fault)

    @property
    def listed(self) -> list[int]:
        """The rows of the rejected that are listed."""
        return sorted(set(self._rows.values()))

    def show(self, texts: Mapping[int, str]) -> None:
        """Give the rejected that are listed the text of their rows."""
        for at, number in self._rows.items():
            self._faults[at] = replace(self._faults[at], text=texts.get(number, ""))

    def told(self) -> list[Fault]:
        """Return the faults, and one for each kind that has more than are listed."""
        rest = [Fault(*kind, rows=seen - LISTED) for kind, seen in self._seen.items() if seen > LISTED]
        return self._faults + rest


def as_fault(row: Mapping[str, Any]) -> Fault:
    """Return the fault for a row that could not be read, as DuckDB tells of it."""
    value = re.search(r'string "(.*?)" to \'(\w+)', row["message"] or "", re.DOTALL)
    match row["kind"]:
        case "CAST" if value:
            wanted = _WANTED.get(value[2], value[2].lower())
            reason = f"“{value[1][:60]}” in the column {row['column']} is not {wanted}"
        case "MISSING COLUMNS":
            reason = "the row has fewer cells than there are columns"
        case "TOO MANY COLUMNS":
            reason = "the row has more cells than there are columns"
        case "UNQUOTED VALUE":
            reason = "a quotation mark is opened and never closed"
        case "LINE SIZE OVER MAXIMUM":
            reason = "the row is longer than 16 MB"
        case "INVALID ENCODING":
            reason = "the row holds bytes that are no text"
        case _:
            reason = "the row cannot be read"
    return Fault("reject", reason, "", row["file"], int(row["line"]), (row["text"] or "")[:500])


#: What a column wants, in words.
_WANTED = dict.fromkeys(("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT"), "a whole number")
_WANTED |= dict.fromkeys(("DOUBLE", "FLOAT"), "a number; the decimal sign is a point")
_WANTED |= {"DATE": "a date like 2020-09-27", "TIMESTAMP": "a date like 2020-09-27", "BOOLEAN": "true or false, 1 or 0"}


def explained(error: duckdb.Error) -> str:
    """Return in a sentence why the files as a whole cannot be read, and what to do."""
    said = str(error).lower()
    if "no space left" in said or "out of disk" in said or "could not write" in said:
        return "The disk is full; nothing was imported. Make room and import again."
    if "state machine" in said:
        return (
            "The files cannot be imported: quotation marks stand amid cells, so that rows cannot be told apart; "
            "double those that belong to the text."
        )
    return f"The files cannot be imported: {sentence(error)}"
