"""Running an import: files are opened, recognised, sifted and looked over; nothing is kept until the user says so."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import store
from dashboard.importers import files, layouts
from dashboard.importers.files import ImportRefusedError, Prepared
from dashboard.importers.layouts import Dataset
from dashboard.store import Fault, Reading

#: Lines are looked up for this many odd rows at most: the file is read once more for them.
_LOOKED_UP = 2000


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an import would bring: rows ``read`` and ``kept``, the faults, and the first rows as all datasets see them.

    ``rows`` is the Parquet file of the kept rows, in the scratch folder until it is kept.
    """

    dataset: Dataset
    version: str
    rows: Path
    tables: tuple[Prepared, ...]
    read: int
    kept: int
    faults: tuple[Fault, ...]
    sample: tuple[dict[str, Any], ...]

    @property
    def rejected(self) -> int:
        """How many rows cannot be imported."""
        return len({(f.file, f.line) if f.line else f.native_id for f in self.faults if f.level == "reject"})

    @property
    def import_id(self) -> str:
        """The dataset, its version, and six digits of what the files hold."""
        digest = hashlib.sha256("".join(sorted(table.sha256 for table in self.tables)).encode()).hexdigest()
        return f"{self.dataset.dataset_id}-{self.version}-{digest[:6]}"


def look(
    name: str,
    paths: Sequence[Path],
    scratch: Path,
    *,
    version: str = "",
    today: date | None = None,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Prospect:
    """Read the files of a dataset into ``scratch`` and say what they would bring; nothing else is written.

    Raise ImportRefusedError or StoreError, in one sentence, if they cannot be imported. ``progress`` is told
    what is being done and which share of it is done.
    """
    wanted = layouts.dataset(name)
    tables: list[Prepared] = []
    for number, path in enumerate(paths):
        progress("Opening the files", number / len(paths))
        folder = scratch / f"file-{number}"
        folder.mkdir()
        tables += files.prepare(path, folder, repair=wanted.repair)
    if not tables:
        raise ImportRefusedError("No file was given.")
    shapes = [layouts.layout(wanted, table) for table in tables]
    if any(list(other[0]) != list(shapes[0][0]) or other[1] != shapes[0][1] for other in shapes):
        raise ImportRefusedError("The files have different layouts; import those of one version at a time.")
    columns, header = shapes[0]
    reading = Reading(
        dataset=wanted.sql,
        files=tuple(table.path for table in tables),
        columns=columns,
        delimiter=wanted.delimiter,
        quote=wanted.quote,
        header=header,
        missing=wanted.missing,
    )
    rows = scratch / "rows.parquet"
    day = today or date.today()  # noqa: DTZ011  # the user's own day
    staged = store.stage(reading, rows, day, lambda share: progress("Reading the rows", share))
    return Prospect(
        dataset=wanted,
        version=version or _version(wanted, paths, day),
        rows=rows,
        tables=tuple(tables),
        read=staged.read,
        kept=staged.kept,
        faults=tuple(_named(staged.faults, tables)) if staged.faults else (),
        sample=staged.sample,
    )


def _version(wanted: Dataset, paths: Sequence[Path], today: date) -> str:
    found = {wanted.version_of(path.name) for path in paths} - {""}
    if len(found) > 1 and wanted.replaces:
        raise ImportRefusedError(f"The files are of several versions ({', '.join(sorted(found))}); import one alone.")
    if found:
        return max(found)
    if not wanted.version_in_name:
        return today.isoformat()  # a living dataset is of the day it was fetched
    raise ImportRefusedError(
        f"The name of {paths[0].name} does not tell the version of {wanted.short}; say it with --version, as 26.1."
    )


def _named(faults: Sequence[Fault], tables: Sequence[Prepared]) -> Iterator[Fault]:
    """Yield the faults with the names that the user knows the files by."""
    names = {table.path.name: table.name for table in tables}
    for fault in faults:
        yield replace(fault, file=names.get(fault.file, fault.file))


def with_lines(prospect: Prospect) -> Prospect:
    """Return the prospect with the line of each odd row, for which the files are read once more."""
    wanted = {f.native_id for f in prospect.faults if f.native_id and not f.line and f.level != "note"}
    if not wanted or len(wanted) > _LOOKED_UP:
        return prospect
    found = {key: place for table in prospect.tables for key, place in _lines(prospect.dataset, table, wanted).items()}
    faults = tuple(
        replace(f, file=found[f.native_id][0], line=found[f.native_id][1]) if f.native_id in found else f
        for f in prospect.faults
    )
    return replace(prospect, faults=faults)


def _lines(wanted: Dataset, table: Prepared, ids: set[str]) -> dict[str, tuple[str, int]]:
    """Return file and first line of the rows with these ids."""
    columns, header = layouts.layout(wanted, table)
    places = [list(columns).index(name) for name in wanted.key if name in columns]
    found: dict[str, tuple[str, int]] = {}
    with table.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        how: dict[str, Any] = {"quotechar": wanted.quote} if wanted.quote else {"quoting": csv.QUOTE_NONE}
        reader = csv.reader(file, delimiter=wanted.delimiter, **how)
        line = 1
        for number, row in enumerate(reader):
            if len(row) > max(places) and (number or not header):
                key = ":".join(row[place] for place in places)
                if key in ids:
                    found.setdefault(key, (table.name, line))
            line = reader.line_num + 1
    return found


def summary(prospect: Prospect) -> list[str]:
    """Return what an import brings, in sentences."""
    elsewhere = prospect.read - prospect.kept - prospect.rejected
    said = [
        f"{prospect.dataset.short} {prospect.version}: {prospect.read:,} rows read, {prospect.kept:,} concern the "
        f"conflict, {max(elsewhere, 0):,} do not, {prospect.rejected:,} cannot be read.",
        f"A row concerns it by this rule: {prospect.dataset.rule}.",
    ]
    said += [f"{table.name}: read as {table.encoding}." for table in prospect.tables if table.encoding != "utf-8"]
    if broken := sum(table.broken for table in prospect.tables):
        said.append(f"{broken:,} bytes were no text and are shown as �.")
    for (level, reason), number in Counter((f.level, _general(f.reason)) for f in prospect.faults).most_common():
        word = {"reject": "Left out", "warn": "Look at this", "note": "Note"}[level]
        said.append(f"{word}: {number:,} × {reason}")
    return said


def _general(reason: str) -> str:
    """Return a reason without what is particular to one row, so that like can be counted with like."""
    return re.sub(r"“[^”]*”|-?\d[\d.:-]*", "…", reason)
