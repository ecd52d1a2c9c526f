"""Staging: the files of a dataset are read, sifted and looked over before anything of them is in an edition.

What a file holds is written once, unchanged and in constant memory, as a Parquet file of the rows that concern the
conflict; editions read that file. The SQL of a dataset lies in ``queries/import/DATASET/``: ``published`` names its
columns, ``relevant`` picks rows, ``told`` puts them in the words that all datasets share, ``faults`` finds what is odd.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dashboard.bundle import DATA, QUERIES
from dashboard.store.asking import OFFLINE, StoreError
from dashboard.store.faults import Fault, Found, as_fault, explained, text_of
from dashboard.words import legible

FOLDER = QUERIES / "import"
#: Memory that an import may take before it writes to disk beside its output.
MEMORY = "2GB"
#: So much that cannot be read is noted by ``queries/import/given.sql``, of a row each cell that is missing.
REJECTS = 500_000


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
    torn: str = "Import the files of one version only."  # what to do about one id of several different rows
    ordered: bool = True  # else the rows may be written in any order, which takes half the time


@dataclass(frozen=True, slots=True)
class Staged:
    """What an import found: rows ``read``, ``kept`` and ``rejected``, faults, and the first rows as all see them."""

    read: int
    kept: int
    rejected: int
    faults: tuple[Fault, ...]
    sample: tuple[dict[str, Any], ...]
    repeated: int = 0  # rows that concern the conflict and are there already


@cache
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
            raise StoreError(legible(explained(error))) from error
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
        "data": DATA.as_posix(),
        "today": today,
    }
    for name, value in given.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    for step in (f"{reading.dataset}/published", "given", f"{reading.dataset}/relevant"):
        connection.execute(_sql(step))
    connection.execute("set preserve_insertion_order = $value", {"value": reading.ordered})
    kept, read = _kept(connection, raw)
    unreadable = _unreadable(connection)
    connection.execute(_sql("kept"))
    if (FOLDER / reading.dataset / "cells.sql").is_file():
        connection.execute(_sql("macros"))
        connection.execute(_sql(f"{reading.dataset}/cells"))
    connection.execute(_sql(f"{reading.dataset}/told"))
    found = Found()
    for row in unreadable:
        found.add(as_fault(row))
    own = FOLDER / reading.dataset / "faults.sql"
    found.look(_stream(connection, "faults", today=today))
    if own.is_file():
        connection.execute(_sql("misplaced"))
        found.look(_stream(connection, f"{reading.dataset}/faults"))
    if found.listed:
        connection.execute("set variable listed = $value", {"value": found.listed})
        found.show({row["file_row_number"]: text_of(row.values()) for row in _rows(connection, "left_out")})
    left_out, torn, copies = set(found.rejected), list[str](), 0
    dropped = set(left_out)
    for native_id, numbers, contents in _stream(connection, "repeated"):
        if contents > 1:
            torn.append(native_id)
        copies += sum(number not in left_out for number in numbers[1:])
        dropped.update(numbers[1:])
    if torn:
        some = ", ".join(native_id[:40] for native_id in torn[:5])
        raise StoreError(legible(f"{len(torn)} ids stand for several different rows ({some}). {reading.torn}"))
    sample = _rows(connection, "sample")
    if dropped:
        connection.execute("set variable dropped = $value", {"value": sorted(dropped)})
        connection.execute(_sql("sift"), {"out": str(out)})
    else:
        raw.replace(out)
    if copies:
        found.add(Fault("note", "it repeats another row, or is an older state of one, and is left out", rows=copies))
    lines = {(row["file"], row["line"]) for row in unreadable}
    rejected = len(lines) + len(set(found.rejected))
    return Staged(read + len(lines), kept - len(dropped), rejected, tuple(found.told()), tuple(sample), copies)


def _kept(connection: duckdb.DuckDBPyConnection, raw: Path) -> tuple[int, int]:
    """Write the rows that concern the conflict; return how many these are, and how many could be read."""
    connection.enable_profiling()
    connection.execute("set enable_profiling = 'no_output'")
    (kept,) = connection.execute(_sql("keep"), {"out": str(raw)}).fetchone() or (0,)
    scans = list(_scans(json.loads(connection.get_profiling_information(format="json"))))
    connection.disable_profiling()
    if scans:
        return kept, sum(scans)  # the files were read once, and that is enough
    return kept, _rows(connection, "counted")[0]["given"]


def _scans(node: Mapping[str, Any]) -> Iterator[int]:
    """Yield the rows that each reading of files gave, from the tree of a query's operators."""
    if node.get("extra_info", {}).get("Function") == "READ_CSV":
        yield int(node["rows_scanned"])
    for child in [*node.get("operator", ()), *node.get("children", ())]:
        yield from _scans(child)


def _unreadable(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the rows that cannot be read; raise StoreError if there are more than could be noted."""
    rows = _rows(connection, "unreadable")
    if rows and rows[0]["entries"] >= REJECTS:
        first = as_fault(rows[0])
        said = f"More than {len(rows):,} rows cannot be read, the first, in line {first.line}, because {first.reason}."
        raise StoreError(legible(f"{said} Import the files as their provider gives them."))
    return rows


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **given: object) -> list[dict[str, Any]]:
    cursor = connection.execute(_sql(name), given or None)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _stream(connection: duckdb.DuckDBPyConnection, name: str, **given: object) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(_sql(name), given or None)
    while rows := cursor.fetchmany(10_000):
        yield from rows


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
