"""The table of events, one row each, as Parquet, CSV, JSON or a line of JSON per event.

It is written beside its place and renamed at the end: an interrupted run leaves the former file as it was.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from types import NoneType
from typing import IO, Any, Final, get_args, get_origin, get_type_hints

from dashboard.corpus.given import CorpusError
from dashboard.model import Event

Write = Callable[[Sequence[Event]], None]

NAMES: Final = [field.name for field in fields(Event)]
#: Events that are gathered before they are written to Parquet: a row group of a few is slow to read.
GROUP: Final = 20_000


def check_out(path: Path, paths: Sequence[Path]) -> None:
    """Raise CorpusError if the events of ``paths`` cannot be written to ``path``; better now than after hours."""
    if path.suffix.lower() not in SUFFIXES:
        raise CorpusError(f"“{path}” must end in {', '.join(SUFFIXES)}.")
    if not path.parent.is_dir():
        raise CorpusError(f"There is no folder “{path.parent}” to write {path.name} into.")
    if path.is_dir():
        raise CorpusError(f"“{path}” is a folder; name a file.")
    if path.exists() and any(path.samefile(given) for given in paths if given.exists()):
        raise CorpusError(f"“{path}” holds the articles; choose another name for their events.")
    if not os.access(path.parent, os.W_OK):
        raise CorpusError(f"The folder “{path.parent}” does not let you write.")


@contextlib.contextmanager
def events_file(path: Path) -> Iterator[Write]:
    """Give a function that writes events; the file appears when all of them are written, and only then."""
    path = path.resolve()
    for leftover in path.parent.glob(f".{path.name}.*.part"):  # of a killed run; a younger one may still be running
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > 86_400:
                leftover.unlink()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            with SUFFIXES[path.suffix.lower()](file) as write:
                yield write
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _csv(file: IO[bytes]) -> Iterator[Write]:
    """Write CSV with JSON in list cells, as the terminal shows it."""
    buffer = _Text(file)
    writer = csv.DictWriter(buffer, NAMES, lineterminator="\n")
    writer.writeheader()

    def write(events: Sequence[Event]) -> None:
        writer.writerows({name: _cell(value) for name, value in asdict(event).items()} for event in events)

    yield write


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (tuple, list)) else value


@contextlib.contextmanager
def _jsonl(file: IO[bytes]) -> Iterator[Write]:
    def write(events: Sequence[Event]) -> None:
        for event in events:
            file.write(_json_line(event) + b"\n")

    yield write


@contextlib.contextmanager
def _json(file: IO[bytes]) -> Iterator[Write]:
    """Write one list, with an event a line."""
    before = b"[\n"

    def write(events: Sequence[Event]) -> None:
        nonlocal before
        for event in events:
            file.write(before + _json_line(event))
            before = b",\n"

    yield write
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _json_line(event: Event) -> bytes:
    return json.dumps(asdict(event), ensure_ascii=False, default=date.isoformat).encode()


@contextlib.contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Write]:
    import pyarrow as pa  # noqa: PLC0415 - it takes a moment to load, and only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32(), tuple: pa.list_(pa.string())}
    schema = pa.schema([(name, kinds[kind]) for name, kind in _kinds().items()])
    gathered: list[Event] = []
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist([asdict(event) for event in gathered], schema))
            gathered.clear()

        def write(events: Sequence[Event]) -> None:
            gathered.extend(events)
            if len(gathered) >= GROUP:
                flush()

        yield write
        flush()


def _kinds() -> dict[str, type]:
    """Return what each field of an event holds, beside nothing."""
    hints = get_type_hints(Event)
    found: dict[str, type] = {}
    for name in NAMES:
        (kind,) = {get_origin(part) or part for part in _parts(hints[name])} - {NoneType}
        found[name] = kind
    return found


def _parts(hint: Any) -> tuple[Any, ...]:
    return (hint,) if get_origin(hint) in (None, tuple) else get_args(hint)


class _Text:
    """A binary file for the csv module, which writes text; it does not close the file, as a wrapper of io would."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


#: How a file is written, by the end of its name.
SUFFIXES: Final[dict[str, Callable[[IO[bytes]], AbstractContextManager[Write]]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".json": _json,
    ".jsonl": _jsonl,
}
