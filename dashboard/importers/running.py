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
from dashboard.importers import alike, files, layouts
from dashboard.importers.files import ImportRefusedError, Prepared
from dashboard.importers.layouts import Dataset
from dashboard.store import Fault, Reading

#: Lines are looked up for this many odd rows at most: the file is read once more for them.
_LOOKED_UP = 2000
#: Nor in files that are larger than this together, in bytes.
_LOOKED_INTO = 2**28


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an import would bring, the faults, and the first rows as all datasets see them.

    ``rows`` is the Parquet file of the kept rows, in the scratch folder until it is kept. Of the rows ``read``, those
    that are neither ``kept`` nor ``rejected`` nor ``repeated`` do not concern the conflict.
    """

    dataset: Dataset
    version: str
    rows: Path
    tables: tuple[Prepared, ...]
    read: int
    kept: int
    rejected: int
    faults: tuple[Fault, ...]
    sample: tuple[dict[str, Any], ...]
    repeated: int = 0
    mapping: str = ""  # of a table of the user's own: the TOML that it was read after
    layout: str = ""  # and what stands for its header

    @property
    def import_id(self) -> str:
        """The dataset, its version, and six digits of what the files hold."""
        content = "".join(sorted(table.sha256 for table in self.tables)) + self.mapping
        digest = hashlib.sha256(content.encode()).hexdigest()
        return f"{self.dataset.dataset_id.replace(':', '-')}-{self.version}-{digest[:6]}"


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
    paths = files.listed(paths)
    for number, path in enumerate(paths):
        progress("Opening the files", number / len(paths))
        folder = scratch / f"file-{number}"
        folder.mkdir()
        given = files.prepare(path, folder, repair=wanted.repair, encoding=wanted.encoding)
        tables += [alike.straightened(wanted, table, folder) for table in given]
    if not tables:
        raise ImportRefusedError("No file was given.")
    shapes = [layouts.layout(wanted, table) for table in tables]
    if any(list(other[0]) != list(shapes[0][0]) or other[1] != shapes[0][1] for other in shapes):
        raise ImportRefusedError("The files have different layouts; import those of one version at a time.")
    columns, header = shapes[0]
    day = today or date.today()  # noqa: DTZ011  # the user's own day
    version = _version(wanted, paths, day, version)  # before the files are read, which may take long
    reading = Reading(
        dataset=wanted.sql,
        files=tuple(table.path for table in tables),
        columns=columns,
        delimiter=wanted.delimiter,
        quote=wanted.quote,
        header=header,
        missing=wanted.missing,
        torn=wanted.torn,
        ordered=wanted.kind != "reports",  # millions, which an edition sorts by day and id
    )
    rows = scratch / "rows.parquet"
    staged = store.stage(reading, rows, day, lambda share: progress("Reading the rows", share))
    return Prospect(
        dataset=wanted,
        version=version,
        rows=rows,
        tables=tuple(tables),
        read=staged.read,
        kept=staged.kept,
        rejected=staged.rejected,
        faults=tuple(_named(staged.faults, tables)) if staged.faults else (),
        sample=staged.sample,
        repeated=staged.repeated,
    )


def _version(wanted: Dataset, paths: Sequence[Path], today: date, given: str) -> str:
    if given:
        if not (re.fullmatch(wanted.version_form, given) and re.fullmatch(r"\w[\w.-]{0,29}", given)):
            raise ImportRefusedError(
                f"“{given}” is no version of {wanted.short}; write it as its publisher does: {wanted.version_like}."
            )
        return given
    found = {wanted.version_of(path.name) for path in paths} - {""}
    if len(found) > 1 and (wanted.replaces or wanted.standing == "candidate"):
        raise ImportRefusedError(f"The files are of several versions ({', '.join(sorted(found))}); import one alone.")
    if found:
        return max(found)
    if not wanted.version_in_name or not (wanted.replaces or wanted.standing == "candidate"):
        return today.isoformat()  # a living dataset is of the day it was fetched
    raise ImportRefusedError(
        f"The name of {paths[0].name} does not tell the version of {wanted.short}; "
        f"say it with --version, as {wanted.version_like}."
    )


def _named(faults: Sequence[Fault], tables: Sequence[Prepared]) -> Iterator[Fault]:
    """Yield the faults with the names that the user knows the files by."""
    known = {str(table.path): table for table in tables}
    for fault in faults:
        table = known.get(fault.file)
        yield replace(fault, file=table.name, line=fault.line + table.shift) if table else fault


def with_lines(prospect: Prospect) -> Prospect:
    """Return the prospect with the line of each odd row, for which the files are read once more."""
    odd = [fault for fault in prospect.faults if not fault.line and fault.level != "note"]
    wanted = {key for fault in odd for key in (fault.native_id, fault.text) if key}
    size = sum(table.path.stat().st_size for table in prospect.tables)
    if not wanted or len(wanted) > 2 * _LOOKED_UP or size > _LOOKED_INTO:
        return prospect
    found: dict[str, list[tuple[str, int]]] = {}
    for table in prospect.tables:
        for key, line in _lines(prospect.dataset, table):
            if key in wanted:
                found.setdefault(key, []).append((table.name, line))
    seen: Counter[tuple[str, str]] = Counter()

    def placed(fault: Fault) -> Fault:
        key = next((key for key in (fault.native_id, fault.text) if key in found), "")
        if fault.line or fault.level == "note" or not key:
            return fault
        places = found[key]
        file, line = places[min(seen[key, fault.reason], len(places) - 1)]  # of copies each is at fault
        seen[key, fault.reason] += 1
        return replace(fault, file=file, line=line)

    return replace(prospect, faults=tuple(map(placed, prospect.faults)))


def _lines(wanted: Dataset, table: Prepared) -> Iterator[tuple[str, int]]:
    """Yield for each row its id and its first line, and the text by which it is known that has no id."""
    columns, header = layouts.layout(wanted, table)
    places = [list(columns).index(name) for name in wanted.key if name in columns]
    ordered = [name for name in (*store.published(wanted.sql), *columns) if columns.get(name) == "VARCHAR"]
    texts = [list(columns).index(name) for name in dict.fromkeys(ordered)]
    with table.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        how: dict[str, Any] = {"quotechar": wanted.quote} if wanted.quote else {"quoting": csv.QUOTE_NONE}
        reader = csv.reader(file, delimiter=wanted.delimiter, **how)
        line = 1
        for number, cells in enumerate(reader):
            row = within(cells, len(columns))
            if len(row) == len(columns) and (number or not header):
                yield ":".join(row[place] for place in places), line + table.shift
                yield store.text_of(row[n] for n in texts if row[n] not in wanted.missing), line + table.shift
            line = reader.line_num + 1


def within(cells: list[str], columns: int) -> list[str]:
    """Return the cells without empty ones beyond the last column, which DuckDB takes for none."""
    return cells if any(cells[columns:]) else cells[:columns]


def nothing_kept(prospect: Prospect) -> str:
    """Return why files of which no row is kept cannot be imported, and what to do, in one sentence."""
    if not prospect.rejected:
        return "No row of the files concerns the conflict; nothing was imported."
    first = next(fault.reason for fault in prospect.faults if fault.level == "reject")
    return (
        f"None of the {prospect.read:,} rows can be used, the first because {first}; nothing was imported. "
        f"Import the files as {prospect.dataset.short} gives them."
    )


def summary(prospect: Prospect) -> list[str]:
    """Return what an import brings, in sentences."""
    elsewhere = prospect.read - prospect.kept - prospect.rejected - prospect.repeated
    said = [
        f"{prospect.dataset.short} {prospect.version}: {prospect.read:,} rows read, {prospect.kept:,} concern the "
        f"conflict, {max(elsewhere, 0):,} do not, {prospect.rejected:,} cannot be read.",
        f"A row concerns it by this rule: {prospect.dataset.rule}.",
    ]
    said += [f"{table.name}: read as {table.encoding}." for table in prospect.tables if table.encoding != "utf-8"]
    said += [f"{table.name}: {table.remark}." for table in prospect.tables if table.remark]
    if broken := sum(table.broken for table in prospect.tables):
        said.append(f"{broken:,} bytes were no text and are shown as �.")
    kinds: Counter[tuple[str, str]] = Counter()
    for fault in prospect.faults:
        kinds[fault.level, fault.kind] += fault.rows
    for (level, reason), number in kinds.most_common():
        word = {"reject": "Left out", "warn": "Look at this", "note": "Note"}[level]
        said.append(f"{word}: {number:,} × {reason}")
    return said
