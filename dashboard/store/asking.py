"""Asking: every question of the dashboard is a file in ``queries/``, answered here from one edition."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.bundle import QUERIES
from dashboard.model import Filters

# Strings as Arrow arrays let go of the interpreter at every touch, and wait for it again behind all other readers.
pd.set_option("mode.string_storage", "python")


class StoreError(Exception):
    """Something about an edition or a question that the user can act on, in one sentence."""


class UnknownQuestionError(StoreError):
    """A question for which there is no file in ``queries/``."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition on disk: ``edition_id`` is its name, ``path`` the DuckDB file."""

    edition_id: str
    path: Path


@cache
def question_sql(question: str) -> str:
    """Return the SQL text of ``question``; raise UnknownQuestionError if there is none."""
    if question not in questions():
        raise UnknownQuestionError(f"There is no question “{question[:40]}”. There are: {', '.join(questions())}.")
    return (QUERIES / f"{question}.sql").read_text(encoding="utf-8")


@cache
def questions() -> dict[str, str]:
    """Return every question that can be asked, with the sentence its file opens with."""
    files = sorted(path for path in QUERIES.glob("*.sql") if path.stem not in ("schema", "selected"))
    return {path.stem: path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("-- ") for path in files}


@cache
def parameters(question: str) -> frozenset[str]:
    """Return the names of the ``$named`` parameters that ``question`` takes."""
    return frozenset(duckdb.extract_statements(question_sql(question))[0].named_parameters)


def ask(edition: Edition, question: str, filters: Filters | None = None, **extra: object) -> pd.DataFrame:
    """Answer ``question`` from ``edition`` for the selection of ``filters``, as a frame for a chart.

    ``extra`` holds the parameters that the question takes beside the filter. Safe from any thread.
    """
    return _run(edition, question, filters, extra).df()


def ask_rows(edition: Edition, question: str, filters: Filters | None = None, **extra: object) -> list[dict[str, Any]]:
    """Answer ``question`` as ``ask`` does, in plain Python rows: dates as date, lists as list, None for nothing."""
    return ask_table(edition, question, filters, **extra)[0]


def ask_table(
    edition: Edition, question: str, filters: Filters | None = None, **extra: object
) -> tuple[list[dict[str, Any]], list[str]]:
    """Answer ``question`` in plain rows, with the names of their columns, which an empty answer has too."""
    cursor = _run(edition, question, filters, extra)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], names


def _run(
    edition: Edition, question: str, filters: Filters | None, extra: Mapping[str, object]
) -> duckdb.DuckDBPyConnection:
    sql = question_sql(question)
    chosen = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(filters or Filters()).items()}
    given = chosen | dict(extra)
    needed = parameters(question)
    if unknown := set(extra) - needed:
        raise StoreError(f"The question “{question}” takes no {', '.join(sorted(unknown))}.")
    if missing := needed - set(given):
        raise StoreError(f"The question “{question}” also needs {', '.join(sorted(missing))}.")
    try:
        return connection(edition).cursor().execute(sql, {name: given[name] for name in needed})
    except duckdb.Error as error:
        raise broken(edition, error) from error


def broken(edition: Edition, error: duckdb.Error) -> StoreError:
    """Return what to say when an edition cannot answer."""
    return StoreError(
        f"Edition {edition.edition_id} cannot answer ({sentence(error)}). "
        "If the question is right, run “karabakh build” to make the edition again."
    )


_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
_connecting = threading.Lock()


def connection(edition: Edition) -> duckdb.DuckDBPyConnection:
    """Return the one read-only connection to this edition; each query takes a cursor of its own."""
    with _connecting:
        if edition.path not in _connections:
            try:
                _connections[edition.path] = duckdb.connect(str(edition.path), read_only=True, config=OFFLINE)
            except duckdb.Error as error:
                raise StoreError(
                    f"Edition {edition.edition_id} cannot be opened ({sentence(error)}). "
                    "Delete the file and run “karabakh build” to make it again."
                ) from error
        return _connections[edition.path]


#: No extension is ever fetched: the machine may be behind a firewall, and nothing leaves it unasked.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def sentence(error: Exception) -> str:
    """Return the part of DuckDB's message that a person can use: what is wrong, and with which row."""
    lines = [line.strip() for line in str(error).split("\n\n", 1)[0].splitlines() if line.strip()]
    return " ".join(lines[:3])
