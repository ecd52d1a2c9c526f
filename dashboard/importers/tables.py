"""Tables as people keep them: text in any encoding, Excel sheets, Parquet and JSON become plain UTF-8 tables."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.importers import files, objects
from dashboard.importers.files import ImportRefusedError, Prepared

#: What an Excel file may hold once it is unpacked, and how many times its own size beyond 256 MB.
LARGEST = 8 * 2**30
SWELLING = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A plain UTF-8 table: ``form`` is text, excel, parquet or json; ``sheets`` are those that an Excel file has."""

    prepared: Prepared
    form: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def open_tables(path: Path, scratch: Path, *, encoding: str = "", sheet: str = "") -> list[Table]:
    """Return the tables that a file of any form holds; raise ImportRefusedError if it is none or damaged.

    Without an ``encoding`` that of a text is guessed; without a ``sheet`` the first with a table is read.
    """
    start = _start(path)
    if start.startswith(b"PAR1"):
        return [_from_parquet(path, scratch)]
    if start.startswith(b"PK\x03\x04") and _is_workbook(path):
        return [_from_excel(path, scratch, sheet)]
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefusedError(f"{path.name} is in Excel's old format or locked; save it as .xlsx or as CSV UTF-8.")
    if path.suffix.lower() == ".xlsx":
        what = "empty: 0 bytes" if not start else "no Excel file, or was cut short"
        raise ImportRefusedError(f"{path.name} is {what}; save it anew as .xlsx or as CSV UTF-8.")
    if path.suffix.lower() == ".parquet" and start:
        raise ImportRefusedError(f"{path.name} is no Parquet file, or was damaged; write it anew.")
    if path.suffix.lower() in objects.SUFFIXES and start:
        return [_from_json(path, scratch)]
    if start.startswith(b"%PDF") or start.lstrip().lower().startswith((b"<!doc", b"<html", b"<?xml")):
        raise ImportRefusedError(f"{path.name} is a document or web page and no table; save its table as CSV or .xlsx.")
    return [Table(prepared, "text") for prepared in files.prepare(path, scratch, encoding=encoding)]


def _start(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise ImportRefusedError(f"{path.name} is no file; import a .csv, .tsv or .txt file, packed or not.")
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise files.refusal(error, path) from error


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return False
            most = min(LARGEST, max(2**28, SWELLING * path.stat().st_size))
            if sum(member.file_size for member in archive.infolist()) > most:
                raise ImportRefusedError(f"{path.name} unpacks to far more than it should hold; it is not imported.")
            return True
    except zipfile.BadZipFile as error:
        raise ImportRefusedError(f"{path.name} is damaged or was cut short ({error}); save it anew.") from error


@contextmanager
def _workbook(path: Path, *, results: bool) -> Iterator[Any]:
    """Yield an Excel file with the ``results`` of its formulas, or the formulas; it is closed whatever it holds."""
    import openpyxl  # noqa: PLC0415  # only those who bring Excel files wait for it

    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=results)
        except Exception as error:  # whatever the parsers of its parts raise
            raise ImportRefusedError(f"{path.name} is damaged; save it anew as .xlsx.") from error
        try:
            yield book
        finally:
            book.close()


def _from_excel(path: Path, scratch: Path, sheet: str) -> Table:
    with _workbook(path, results=True) as book:
        names = tuple(one.title for one in book.worksheets)
        if not names or (sheet and sheet not in names):
            raise ImportRefusedError(f"{path.name} has no sheet “{sheet}”; it has {', '.join(names) or 'none'}.")
        chosen = sheet
        target = scratch / f"{path.stem}.sheet.csv"
        try:
            chosen = sheet or _with_a_table(book)
            rows = ([_plain(cell) for cell in row] for row in book[chosen].iter_rows(values_only=True))
            _write(target, _rectangle(rows))
            unknown = _never_reckoned(path, chosen)
        except (ImportRefusedError, OSError):
            raise
        except Exception as error:  # likewise
            which = f"The sheet “{chosen}”" if chosen else "A sheet"
            raise ImportRefusedError(f"{which} of {path.name} is damaged; save it anew.") from error
    if unknown:
        raise ImportRefusedError(
            f"The sheet “{chosen}” of {path.name} has formulas whose results were not saved ({len(unknown):,}, such as "
            f"in {unknown[0]}); open it in Excel or LibreOffice, save it, and import it again."
        )
    name = path.name if len(names) == 1 else f"{path.name}/{chosen}"
    return Table(Prepared(target, name, files.sha256(path), by_row=True), "excel", chosen, names)


def _with_a_table(book: Any) -> str:
    """Return the name of the first sheet with two rows of several cells, else of the first with anything in it."""
    widths: dict[str, list[int]] = {
        one.title: [sum(cell is not None for cell in row) for row in one.iter_rows(max_row=60, values_only=True)]
        for one in book.worksheets
    }
    tables = (title for title, found in widths.items() if sum(width > 1 for width in found) > 1)
    filled = (title for title, found in widths.items() if any(found))
    return next(chain(tables, filled, widths))


def _never_reckoned(path: Path, sheet: str) -> list[str]:
    """Return the cells whose formulas have no result: a program wrote them that does not reckon."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(_holds(archive, name, (b"<f>", b"<f ")) for name in sheets):
            return []  # two more readings are saved
    with _workbook(path, results=False) as formulas, _workbook(path, results=True) as results:
        rows = zip(formulas[sheet].iter_rows(), results[sheet].iter_rows(values_only=True), strict=False)
        pairs = (pair for row, values in rows for pair in zip(row, values, strict=False))
        return [cell.coordinate for cell, value in pairs if cell.data_type == "f" and value is None]


def _holds(archive: zipfile.ZipFile, name: str, marks: Sequence[bytes]) -> bool:
    with archive.open(name) as file:
        before = b""
        while chunk := file.read(2**20):
            if any(mark in before + chunk for mark in marks):
                return True
            before = chunk[-2:]
    return False


def _rectangle(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows without empty columns at the right and without empty rows at the end."""
    waiting, width, first = 0, 0, list[list[str]]()
    rows = iter(rows)
    for row in rows:  # as wide as the widest of the first rows
        first.append(row)
        width = max(width, max((n for n, cell in enumerate(row, 1) if cell), default=0))
        if len(first) == 100:
            break
    for row in chain(first, rows):
        if not any(row):
            waiting += 1
            continue
        yield from ([""] * width for _ in range(waiting))
        waiting = 0
        filled = max(n for n, cell in enumerate(row, 1) if cell)
        yield (row + [""] * width)[: max(width, filled)]


def _from_parquet(path: Path, scratch: Path) -> Table:
    target = scratch / f"{path.stem}.parquet.csv"
    try:
        with pq.ParquetFile(path) as file:
            names = list(file.schema_arrow.names)
            batches = (batch for batch in file.iter_batches(batch_size=10_000))
            rows = (row for batch in batches for row in zip(*(_texts(column) for column in batch.columns), strict=True))
            _write(target, chain([names], rows))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ImportRefusedError(f"{path.name} cannot be read as Parquet; write it anew.") from error
    return Table(Prepared(target, path.name, files.sha256(path), by_row=True), "parquet")


def _from_json(path: Path, scratch: Path) -> Table:
    target = scratch / f"{path.stem}.json.csv"
    names, rows = objects.rows_of(path)
    _write(target, chain([names], ([_plain(value) for value in row] for row in rows)))
    return Table(Prepared(target, path.name, files.sha256(path), by_row=True), "json")


def _texts(column: Any) -> list[str]:
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: object) -> str:
    """Return a cell as text: days as 2020-09-27, whole numbers without a point, lists as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float() if value != value:  # noqa: PLR0124  # not a number: nothing
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | dict() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value).replace("\0", "")


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    except OSError as error:
        if error.errno is None:  # the words of a parser
            raise
        raise files.refusal(error, path) from error


def below(table: Table, skip: int, scratch: Path) -> Table:
    """Return the table without its first ``skip`` lines and without the row of HXL tags beneath its header.

    A header that goes over several lines is put on one, for DuckDB would find no row beneath it.
    """
    path, known = table.prepared.path, table.prepared
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        top = list(islice(file, skip + 30))[skip:]
        high = next((n for n in range(1, len(top)) if not "".join(top[:n]).count('"') % 2), 1)
        tagged = len(top) > high and files.is_tags(re.split(r"[,;\t|]", top[high].strip()))
        if not skip and not tagged and high == 1:
            return table
        copy = scratch / f"{path.stem}.below.csv"
        with copy.open("w", encoding="utf-8", newline="") as out:
            ending = "\r\n" if top and top[high - 1].endswith("\r\n") else "\n"
            out.write(" ".join(line.rstrip("\r\n") for line in top[:high]) + ending)
            out.writelines(top[high + tagged :])
            while text := file.read(2**20):
                out.write(text)
    gone = 0 if known.by_row else high - 1
    return replace(table, prepared=replace(known, path=copy, shift=known.shift + skip + tagged + gone))
