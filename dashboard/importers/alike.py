"""Files of one dataset made alike: line ends that are mixed, and headers or empty columns that are too many."""

from __future__ import annotations

import mmap
from dataclasses import replace
from pathlib import Path

from dashboard import store
from dashboard.importers.files import Prepared
from dashboard.importers.layouts import Dataset

_BLOCK = 2**17


def straightened(wanted: Dataset, table: Prepared, scratch: Path) -> Prepared:
    """Return the table as its dataset is read: as a copy in ``scratch`` where it must be changed for that.

    A table that cannot be understood is returned as it is.
    """
    return _columns(wanted, table if wanted.quote else _line_ends(table, scratch), scratch)


def _line_ends(table: Prepared, scratch: Path) -> Prepared:
    """Return the table with line ends of one kind: a carriage return amid a cell would end the reading of all."""
    if not _mixed(table.path):
        return table
    copy = scratch / f"{table.path.name}.lines"
    amid = 0
    with table.path.open("rb") as file, copy.open("wb") as out:
        for line in file:
            cells = line.rstrip(b"\r\n")
            amid += cells.count(b"\r")
            out.write(cells.replace(b"\r", b" ") + b"\n")
    what = f", and {amid} carriage returns amid cells are shown as spaces" if amid else ""
    return replace(table, path=copy, remark=f"its lines end in several ways{what}")


def _mixed(path: Path) -> bool:
    with path.open("rb") as file:
        # Mapped, not read: most files are large and have no carriage return at all.
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if content.find(b"\r") < 0:
                return False
        returns = ends = both = 0
        last = b""
        while block := file.read(_BLOCK):
            returns += block.count(b"\r")
            ends += block.count(b"\n")
            both += block.count(b"\r\n") + (last == b"\r" and block.startswith(b"\n"))
            last = block[-1:]
    return ends > 0 and not returns == ends == both


def _columns(wanted: Dataset, table: Prepared, scratch: Path) -> Prepared:
    """Return the table with the header that its rows need, where columns are told by position."""
    rows = table.head(wanted.delimiter, wanted.quote, 2) if wanted.by_position else []
    names = list(store.published(wanted.sql))
    if len(rows) < 2:
        return table
    header, first = rows
    plain = [name.strip("\ufeff") for name in header]
    longer = len(header) > len(names) == len(first) and set(names) <= set(plain)
    wider = len(first) > len(names) and not any(first[len(names) :]) and plain[: len(names)] == names
    if not (longer or wider):
        return table
    copy = scratch / f"{table.path.name}.alike"
    with (
        table.path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        file.readline()
        out.write(wanted.delimiter.join(names) + "\n")
        for line in file:
            cells = line.rstrip("\r\n").split(wanted.delimiter)
            if any(cells[len(names) :]):
                out.write(wanted.delimiter.join(cells) + "\n")  # it has more than can be meant, and is left out as such
            else:
                out.write(wanted.delimiter.join(cells[: len(names)]) + "\n")
    what = "its header names more columns than its rows have" if longer else "its rows end in empty columns"
    said = [table.remark, f"{what}; the {len(names)} columns are taken by position"]
    return replace(table, path=copy, remark="; ".join(filter(None, said)))
