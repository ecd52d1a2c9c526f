"""Staging: the files of a dataset are read, sifted and looked over before anything of them is in an edition.

What a file holds is written once, unchanged and in constant memory, as a Parquet file of the rows that concern the
conflict; editions read that file. The SQL of a dataset lies in ``queries/import/DATASET/``: ``published`` names its
columns, ``relevant`` picks rows, ``told`` puts them in the words that all datasets share, ``faults`` finds what is odd.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dashboard.bundle import QUERIES
from dashboard.store.asking import OFFLINE, StoreError, sentence

FOLDER = QUERIES / "import"
#: Memory that an import may take before it writes to disk beside its output.
MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of a dataset are read: plain UTF-8 tables whose ``columns`` are name to DuckDB type, in order."""

    dataset: str
    files: tuple[Path, ...]
    columns: Mapping[str, str]
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    missing: tuple[str, ...] = ("",)
    mapping: Mapping[str, str] = field(default_factory=dict)  # for datasets whose columns the user names


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong or odd: ``level`` is reject (left out), warn or note; ``line`` counts from 1, 0 if not known."""

    level: str
    reason: str
    native_id: str = ""
    file: str = ""
    line: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """What an import found: rows ``read``, those of them ``kept``, the faults, and the first rows as all see them."""

    read: int
    kept: int
    faults: tuple[Fault, ...]
    sample: tuple[dict[str, Any], ...]


def published(dataset: str) -> dict[str, str]:
    """Return the columns that a dataset publishes, with their DuckDB types, in its own order."""
    with duckdb.connect(config=OFFLINE) as connection:
        connection.execute(_sql(f"{dataset}/published"))
        return {name: str(kind) for name, kind, *_ in connection.execute("describe published").fetchall()}


def stage(reading: Reading, out: Path, today: date, progress: Callable[[float], None] = lambda _: None) -> Staged:
    """Write the rows of ``reading`` that concern the conflict to the Parquet file ``out`` and say what was found.

    Raise StoreError if the files cannot be read at all, if one id stands for two different rows, or if the disk is
    full. ``progress`` is told the share that is done, between 0 and 1.
    """
    raw = out.with_name(f"{out.stem}.raw.parquet")
    with _connected(out.parent) as connection, _progress(connection, progress):
        try:
            return _staged(connection, reading, raw, out, today)
        except duckdb.Error as error:
            raise StoreError(_explained(error)) from error
        finally:
            raw.unlink(missing_ok=True)


def _staged(connection: duckdb.DuckDBPyConnection, reading: Reading, raw: Path, out: Path, today: date) -> Staged:
    given = {
        "files": [str(path) for path in reading.files],
        "columns": dict(reading.columns),
        "header": reading.header,
        "delimiter": reading.delimiter,
        "quote": reading.quote,
        "missing": list(reading.missing),
        "mapping": dict(reading.mapping),
        "kept": str(raw),
    }
    for name, value in given.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    for step in (f"{reading.dataset}/published", "given", f"{reading.dataset}/relevant"):
        connection.execute(_sql(step))
    connection.execute(_sql("keep"), {"out": str(raw)})
    unreadable = _rows(connection, "unreadable")
    connection.execute(_sql("kept"))
    connection.execute(_sql(f"{reading.dataset}/told"))
    found = _rows(connection, "faults", today=today)
    if (FOLDER / reading.dataset / "faults.sql").is_file():
        found += _rows(connection, f"{reading.dataset}/faults")
    repeated = _rows(connection, "repeated")
    if torn := [row["native_id"] for row in repeated if row["contents"] > 1]:
        some = ", ".join(torn[:5])
        raise StoreError(
            f"{len(torn)} ids stand for several different rows ({some}); import the files of one version only."
        )
    copies = [number for row in repeated for number in row["row_numbers"][1:]]
    dropped = copies + [row["row_number"] for row in found if row["level"] == "reject"]
    sample, counts = _rows(connection, "sample"), _rows(connection, "counted")[0]
    if dropped:
        connection.execute(_sql("sift"), {"out": str(out), "dropped": dropped})
    else:
        raw.replace(out)
    faults = [_unreadable(row) for row in unreadable]
    faults += [Fault(row["level"], row["reason"], row["native_id"] or "") for row in found]
    if copies:
        faults.append(Fault("note", f"{len(copies)} rows repeat another one word for word and are left out"))
    read = counts["given"] + len({(row["file"], row["line"]) for row in unreadable})
    return Staged(read, counts["kept"] - len(set(dropped)), tuple(faults), tuple(sample))


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **given: object) -> list[dict[str, Any]]:
    cursor = connection.execute(_sql(name), given or None)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = OFFLINE | {"memory_limit": MEMORY, "temp_directory": str(folder / "spill")}
    with duckdb.connect(config=settings) as connection:
        yield connection


@contextmanager
def _progress(connection: duckdb.DuckDBPyConnection, tell: Callable[[float], None]) -> Iterator[None]:
    """Tell ``tell`` twice a second how far the running statement is."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            share = connection.query_progress()
            if share >= 0:
                tell(share / 100)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def _unreadable(row: Mapping[str, Any]) -> Fault:
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
    return Fault("reject", reason, "", Path(row["file"]).name, int(row["line"]), (row["text"] or "")[:500])


#: What a column wants, in words.
_WANTED = dict.fromkeys(("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT"), "a whole number")
_WANTED |= dict.fromkeys(("DOUBLE", "FLOAT"), "a number; the decimal sign is a point")
_WANTED |= {"DATE": "a date like 2020-09-27", "TIMESTAMP": "a date like 2020-09-27", "BOOLEAN": "true or false, 1 or 0"}


def _explained(error: duckdb.Error) -> str:
    said = str(error).lower()
    if "no space left" in said or "out of disk" in said or "could not write" in said:
        return "The disk is full; nothing was imported. Make room and import again."
    return f"The files cannot be imported: {sentence(error)}"
