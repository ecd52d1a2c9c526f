"""Editions: one DuckDB file each, named by date and content hash, and a pure function of its inputs.

An edition is built beside the old ones, checked, flushed and renamed; only then does the ``current`` pointer move, so a
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
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import duckdb
import pycountry

from dashboard.bundle import DATA, QUERIES
from dashboard.model import EVENT_TYPES, STATUSES, TRACKS, Article, Event
from dashboard.store.asking import OFFLINE, Edition, StoreError, broken, connection, sentence


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as an edition takes it: its Parquet ``rows``, the folder of its SQL, and what is said of it."""

    rows: Path
    sql: str
    about: Mapping[str, object]
    mapping: Mapping[str, str] = field(default_factory=dict)


#: Memory that the making of an edition may take before it writes to disk beside it.
MEMORY = "3GB"
_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{6}")
#: Inputs that shape an edition beside the workspace: when one of these changes, so does the id.
_SHAPES_EDITIONS = (
    "schema.sql",
    "selected.sql",
    "load/*.sql",
    "import/**/*.sql",
    "media/*.sql",
    "link/*.sql",
    "macros/*.sql",
)


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


def all_editions(workspace: Path) -> list[Edition]:
    """Return every edition of ``workspace``, the one made last at the end."""
    found = sorted((workspace / "editions").glob("*.duckdb"), key=lambda path: (path.stat().st_mtime, path.name))
    return [Edition(path.stem, path) for path in found if _EDITION.fullmatch(path.stem)]


def edition_id_for(inputs: Iterable[Path]) -> tuple[str, str, date]:
    """Return id, input hash and review date of the edition that ``inputs`` and the bundle give."""
    digest = hashlib.sha256(version("karabakh-timeline").encode())
    shapes = [path for pattern in _SHAPES_EDITIONS for path in QUERIES.glob(pattern)]
    coder = [Path(__file__).parents[1] / "model.py", *Path(__file__).parents[1].glob("coding/*.py")]
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
    workspace: Path,
    articles: Sequence[Article],
    events: Mapping[str, Event] | Sequence[Event],
    inputs: Iterable[Path],
    imported: Sequence[Imported] = (),
    *,
    decisions: Sequence[Mapping[str, object]] = (),
) -> Edition:
    """Build, check and publish the edition of the bundled data, ``articles`` and their ``events``, and imports.

    ``events`` come with their ids, or are given those of ``event_ids``; ``decisions`` are what people decided of them,
    with the ``state`` of each. ``inputs`` are the files whose content, with the bundle's, names the edition. Raise
    StoreError, and leave the former edition current, if a row cannot be read or a check finds an offending row.
    """
    edition_id, input_hash, as_of = edition_id_for(inputs)
    folder = workspace / "editions"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    final = folder / f"{edition_id}.duckdb"
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder, ignore_cleanup_errors=True) as scratch:
        draft = Path(scratch) / final.name
        with duckdb.connect(str(draft), config=OFFLINE | {"memory_limit": MEMORY}) as writing:
            try:
                _fill(writing, (edition_id, as_of, input_hash), articles, events, imported, decisions=decisions)
            except duckdb.Error as error:
                raise StoreError(f"The edition was not built: {sentence(error)}") from error
            if offences := _offences(writing):
                raise StoreError("The edition was not built, because of these rows:\n" + "\n".join(offences))
            writing.execute("checkpoint")
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
        return _offences(connection(edition).cursor())
    except duckdb.Error as error:
        raise broken(edition, error) from error


def _sweep(folder: Path) -> None:
    """Remove what killed builds left; a younger folder may belong to a build that is still running."""
    for leftover in folder.glob(".building-*"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > 86_400:
                shutil.rmtree(leftover, ignore_errors=True)


def _fill(
    writing: duckdb.DuckDBPyConnection,
    identity: tuple[str, date, str],
    articles: Sequence[Article],
    events: Mapping[str, Event] | Sequence[Event],
    imported: Sequence[Imported],
    *,
    decisions: Sequence[Mapping[str, object]],
) -> None:
    given: dict[str, object] = {
        "data": DATA.as_posix(),
        "quads": json.dumps(EVENT_TYPES),
        "articles": json.dumps([_article_row(article) for article in articles]),
        "events": json.dumps(_event_rows(events), default=date.isoformat),
        "decisions": json.dumps(decisions),
    }
    schema = [QUERIES / "schema.sql", QUERIES / "selected.sql"]
    _run(writing, [*schema, *sorted((QUERIES / "load").glob("*.sql"))], given)
    if imported:
        datasets = sorted({str(one.about["dataset"]) for one in imported})
        writing.execute("set variable datasets = $value", {"value": datasets})
        _run(writing, [QUERIES / "import" / f"{step}.sql" for step in ("aliases", "table_of_reports")], given)
        for one in imported:
            _bring_in(writing, one, given)
        _run(writing, [QUERIES / "import" / "standing.sql"], given)
    for folder in ("media", "link", "macros"):  # macros may name tables of the others
        _run(writing, sorted((QUERIES / folder).glob("*.sql")), given)
    writing.table("edition").insert([*identity, version("karabakh-timeline")])


def _run(writing: duckdb.DuckDBPyConnection, paths: Iterable[Path], given: Mapping[str, object]) -> None:
    for path in paths:
        for statement in duckdb.extract_statements(path.read_text(encoding="utf-8")):
            try:
                writing.execute(statement, {name: given[name] for name in statement.named_parameters})
            except duckdb.Error as error:
                raise duckdb.Error(f"{path.name}: {sentence(error)}") from error


def _bring_in(writing: duckdb.DuckDBPyConnection, one: Imported, given: Mapping[str, object]) -> None:
    """Load one import: the rows that it kept, told in the words of all datasets."""
    folder = QUERIES / "import"
    about = dict(given) | {
        "about": json.dumps(one.about),
        "import_id": one.about["import_id"],
        "dataset": one.about["dataset"],
    }
    for name, value in (("kept", str(one.rows)), ("mapping", dict(one.mapping)), ("data", DATA.as_posix())):
        writing.execute(f"set variable {name} = $value", {"value": value})
    reports = ("places_of_reports", "into_reports")
    into = reports if one.about["kind"] == "reports" else ("new_actors", "incoming", "into_events")
    cells = ("macros", f"{one.sql}/cells") if (folder / one.sql / "cells.sql").is_file() else ()
    steps = ("about", "kept", *cells, f"{one.sql}/told", "labels", *into, "done")
    _run(writing, [folder / f"{step}.sql" for step in steps], about)


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


def named_events(events: Sequence[Event]) -> dict[str, Event]:
    """Return events by their ids, in their order."""
    return dict(zip(event_ids(events), events, strict=True))


def _event_rows(events: Mapping[str, Event] | Sequence[Event]) -> list[dict[str, object]]:
    named = events if isinstance(events, Mapping) else named_events(events)
    return [{"event_id": name} | asdict(event) for name, event in named.items()]


def _offences(writing: duckdb.DuckDBPyConnection) -> list[str]:
    given: Mapping[str, object] = {
        "statuses": list(STATUSES),
        "tracks": list(TRACKS),
        "iso_codes": [c.alpha_3 for c in pycountry.countries] + [c.alpha_3 for c in pycountry.historic_countries],
    }
    offences = []
    for path in sorted((QUERIES / "check").glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        needed = duckdb.extract_statements(sql)[0].named_parameters
        rows = writing.execute(sql, {name: given[name] for name in needed}).fetchall()
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
