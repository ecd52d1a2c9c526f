"""The one door to DuckDB: editions are built here, and every question is asked here.

An edition is one DuckDB file, named by date and content hash, and a pure function of its inputs. It is
built beside the old ones, checked, flushed and renamed; only then does the ``current`` pointer move, so a
reader sees the former edition or the new one and never half of either.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pycountry

from dashboard.bundle import DATA, QUERIES
from dashboard.model import EVENT_TYPES, STATUSES, TRACKS, Article, Event, Filters

_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{6}")
#: Inputs that shape an edition beside the workspace: when one of these changes, so does the id.
_SHAPES_EDITIONS = ("schema.sql", "selected.sql", "load/*.sql")


class StoreError(Exception):
    """Something about an edition or a question that the user can act on, in one sentence."""


class UnknownQuestionError(StoreError):
    """A question for which there is no file in ``queries/``."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition on disk: ``edition_id`` is its name, ``path`` the DuckDB file."""

    edition_id: str
    path: Path


# --- asking -----------------------------------------------------------------------------------------


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
        return _connection(edition).cursor().execute(sql, {name: given[name] for name in needed})
    except duckdb.Error as error:
        raise _broken(edition, error) from error


def _broken(edition: Edition, error: duckdb.Error) -> StoreError:
    return StoreError(
        f"Edition {edition.edition_id} cannot answer ({_sentence(error)}). "
        "If the question is right, run “karabakh build” to make the edition again."
    )


_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
_connecting = threading.Lock()


def _connection(edition: Edition) -> duckdb.DuckDBPyConnection:
    """Return the one read-only connection to this edition; each query takes a cursor of its own."""
    with _connecting:
        if edition.path not in _connections:
            try:
                _connections[edition.path] = duckdb.connect(str(edition.path), read_only=True, config=_OFFLINE)
            except duckdb.Error as error:
                raise StoreError(
                    f"Edition {edition.edition_id} cannot be opened ({_sentence(error)}). "
                    "Delete the file and run “karabakh build” to make it again."
                ) from error
        return _connections[edition.path]


#: No extension is ever fetched: the machine may be behind a firewall, and nothing leaves it unasked.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


# --- editions ---------------------------------------------------------------------------------------


def edition(workspace: Path, edition_id: str | None = None) -> Edition | None:
    """Return the named edition of ``workspace``, or its current one; None if there is none yet."""
    folder = workspace / "editions"
    if edition_id is None:
        try:
            edition_id = (folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
    path = folder / f"{edition_id}.duckdb"
    return Edition(edition_id, path) if _EDITION.fullmatch(edition_id) and path.is_file() else None


def edition_id_for(inputs: Iterable[Path]) -> tuple[str, str, date]:
    """Return id, input hash and review date of the edition that ``inputs`` and the bundle give."""
    digest = hashlib.sha256(version("karabakh-timeline").encode())
    shapes = [path for pattern in _SHAPES_EDITIONS for path in QUERIES.glob(pattern)]
    coder = [Path(__file__).with_name("model.py"), *Path(__file__).parent.glob("coding/*.py")]
    bundled = [path for path in DATA.rglob("*") if path.is_file() and _shapes_editions(path.relative_to(DATA))]
    for path in [*sorted(shapes), *sorted(coder), *sorted(bundled), *sorted(inputs, key=lambda p: p.name)]:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    as_of = date.fromisoformat((DATA / "as_of.txt").read_text(encoding="ascii").strip())
    hexdigest = digest.hexdigest()
    return f"{as_of}-{hexdigest[:6]}", hexdigest, as_of


def _shapes_editions(path: Path) -> bool:
    """Return whether a bundled file can change an edition: tables and models do, gold only measures the coder."""
    if path.parts[0] == "models":
        return path.suffix not in {".py", ".pyc"}  # the scripts that train models do not code
    return path.parts[0] != "gold" and path.suffix in {".csv", ".md", ".txt", ".toml"}


def new_edition(
    workspace: Path, articles: Sequence[Article], events: Sequence[Event], inputs: Iterable[Path]
) -> Edition:
    """Build, check and publish the edition of the bundled data, ``articles`` and their ``events``.

    ``inputs`` are the files whose content, with the bundle's, names the edition. Raise StoreError, and
    leave the former edition current, if a row cannot be read or a check finds an offending row.
    """
    edition_id, input_hash, as_of = edition_id_for(inputs)
    folder = workspace / "editions"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    final = folder / f"{edition_id}.duckdb"
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder, ignore_cleanup_errors=True) as scratch:
        draft = Path(scratch) / final.name
        with duckdb.connect(str(draft), config=_OFFLINE) as connection:
            try:
                _fill(connection, (edition_id, as_of, input_hash), articles, events)
            except duckdb.Error as error:
                raise StoreError(f"The edition was not built: {_sentence(error)}") from error
            if offences := _offences(connection):
                raise StoreError("The edition was not built, because of these rows:\n" + "\n".join(offences))
            connection.execute("checkpoint")
        _flush(draft)
        draft.replace(final)
        pointer = Path(scratch) / "current"
        pointer.write_text(edition_id, encoding="ascii")
        _flush(pointer)
        pointer.replace(folder / "current")
    return Edition(edition_id, final)


def check(edition: Edition) -> list[str]:
    """Return a line per offending row that ``queries/check/`` finds in ``edition``; none means healthy."""
    try:
        return _offences(_connection(edition).cursor())
    except duckdb.Error as error:
        raise _broken(edition, error) from error


def _sweep(folder: Path) -> None:
    """Remove what killed builds left; a younger folder may belong to a build that is still running."""
    for leftover in folder.glob(".building-*"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > 86_400:
                shutil.rmtree(leftover, ignore_errors=True)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    identity: tuple[str, date, str],
    articles: Sequence[Article],
    events: Sequence[Event],
) -> None:
    given: dict[str, object] = {
        "data": DATA.as_posix(),
        "quads": json.dumps(EVENT_TYPES),
        "articles": json.dumps([_article_row(article) for article in articles]),
        "events": json.dumps(_event_rows(events), default=date.isoformat),
    }
    for path in (QUERIES / "schema.sql", QUERIES / "selected.sql", *sorted((QUERIES / "load").glob("*.sql"))):
        for statement in duckdb.extract_statements(path.read_text(encoding="utf-8")):
            try:
                connection.execute(statement, {name: given[name] for name in statement.named_parameters})
            except duckdb.Error as error:
                raise duckdb.Error(f"{path.name}: {_sentence(error)}") from error
    connection.table("edition").insert([*identity, version("karabakh-timeline")])


def _article_row(article: Article) -> dict[str, object]:
    return {
        "article_id": article.article_id,
        "text": article.text,
        "title": article.title,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "url": article.url,
        "body_start": article.body[0],
        "body_end": article.body[1],
    }


def event_ids(events: Sequence[Event]) -> list[str]:
    """Name each event by article, first character and type; a second one there gets a number."""
    names, seen = [], Counter[str]()
    for event in events:
        name = f"{event.article}:{event.start}:{event.type.lower()}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}:{seen[name]}")
    return names


def _event_rows(events: Sequence[Event]) -> list[dict[str, object]]:
    return [{"event_id": name} | asdict(event) for name, event in zip(event_ids(events), events, strict=True)]


def _offences(connection: duckdb.DuckDBPyConnection) -> list[str]:
    given: Mapping[str, object] = {
        "statuses": list(STATUSES),
        "tracks": list(TRACKS),
        "iso_codes": [c.alpha_3 for c in pycountry.countries] + [c.alpha_3 for c in pycountry.historic_countries],
    }
    offences = []
    for path in sorted((QUERIES / "check").glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        needed = duckdb.extract_statements(sql)[0].named_parameters
        rows = connection.execute(sql, {name: given[name] for name in needed}).fetchall()
        complaint = sql.split("\n", 1)[0].removeprefix("-- ").rstrip(".")
        offences += [f"{complaint}: {', '.join(str(cell) for cell in row)}" for row in rows]
    return offences


def _flush(path: Path) -> None:
    """Make the content durable before its name: a power cut must not leave a pointer to nothing."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sentence(error: Exception) -> str:
    """Return the part of DuckDB's message that a person can use: what is wrong, and with which row."""
    lines = [line.strip() for line in str(error).split("\n\n", 1)[0].splitlines() if line.strip()]
    return " ".join(lines[:3])
