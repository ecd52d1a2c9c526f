"""What the coder found, kept in the workspace: an article is coded again only if it or the coder has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import coding, whole
from dashboard.bundle import DATA
from dashboard.model import Article, Event

_DAYS = ("date", "date_end")
_LISTS = ("source", "target", "persons")


@cache
def fingerprint() -> str:
    """Return a hash of everything that decides what the coder finds: its rules, tables and models."""
    package = Path(__file__).resolve().parent
    files = [package / "model.py", *package.glob("coding/*.py")]
    files += [path for name in ("actors", "gazetteer", "lexicon", "models") for path in (DATA / name).rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.parts[-2:]):  # the same in a checkout and in a wheel
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.name}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def coded(files: Sequence[Path], folder: Path) -> Iterator[tuple[Article, list[Event]]]:
    """Yield every article with its events, from ``folder`` if they are kept there; drop there what is no longer asked.

    Raise ArticleError, naming the file, if one cannot be read.
    """
    asked = set()
    for path in files:
        article = coding.read_article(path)
        name = hashlib.sha256(f"{fingerprint()}\0{article!r}".encode(errors="surrogatepass")).hexdigest()
        kept = folder / f"{name[:32]}.json"
        asked.add(kept)
        events = _read(kept)
        if events is None:
            events = coding.code_article(article)
            _keep(kept, events)
        yield article, events
    for old in set(folder.glob("*.json")) - asked:
        old.unlink(missing_ok=True)


def _read(path: Path) -> list[Event] | None:
    """Return the events of a file, None if there is none or it is damaged: then they are found anew."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [event_of(row) for row in rows] if isinstance(rows, list) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def event_of(row: dict[str, Any]) -> Event:
    """Return the event of a row of plain values; raise KeyError, TypeError or ValueError if it is none."""
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Event(**(row | days | {name: tuple(row[name]) for name in _LISTS}))


def row_of(event: Event) -> dict[str, Any]:
    """Return an event in plain values, from which ``event_of`` makes it again."""
    return asdict(event) | {name: str(getattr(event, name) or "") for name in _DAYS}


def _keep(path: Path, events: Sequence[Event]) -> None:
    rows = [row_of(event) for event in events]
    try:
        with whole.written(path) as file:
            file.write(json.dumps(rows, ensure_ascii=False).encode())
    except OSError:  # a full disk costs the time of coding again, no more
        return
