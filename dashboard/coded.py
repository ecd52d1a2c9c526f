"""What the coder found, kept as soon as it is found: an article is coded again only if it or the coder has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache, partial
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import coding, whole
from dashboard.bundle import DATA
from dashboard.model import Article, Event

if TYPE_CHECKING:
    from dashboard.corpus.coders import Outcome
    from dashboard.corpus.given import Given

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


def place(folder: Path, article_id: str, content: bytes) -> Path:
    """Return the file in ``folder`` that keeps what the coder finds in an article."""
    digest = hashlib.sha256(f"{fingerprint()}\0{article_id}\0".encode("utf-8", "surrogatepass") + content)
    return folder / f"{digest.hexdigest()[:32]}.json"


def coded(files: Sequence[Path], folder: Path) -> Iterator[tuple[Article, list[Event]]]:
    """Yield what ``of`` yields for all articles that there are; drop from ``folder`` what is kept of others."""
    asked = set()
    for kept, article, events in _kept(files, folder):
        asked.add(kept)
        yield article, events
    for old in set(folder.glob("*.json")) - asked:
        old.unlink(missing_ok=True)


def of(files: Sequence[Path], folder: Path) -> Iterator[tuple[Article, list[Event]]]:
    """Yield some articles with their events, from ``folder`` if they are kept there.

    Raise ArticleError, naming the file, if one cannot be read or coded.
    """
    for _, article, events in _kept(files, folder):
        yield article, events


def _kept(files: Sequence[Path], folder: Path) -> Iterator[tuple[Path, Article, list[Event]]]:
    """Yield what ``of`` yields, each with the file in ``folder`` that keeps its events."""
    from dashboard.corpus.given import from_file  # noqa: PLC0415 - it asks for our fingerprint

    given = [from_file(path, path.stem) for path in files]
    for one, outcome in zip(given, outcomes(given, folder), strict=True):
        article = one.article()
        if outcome.trouble:
            raise coding.ArticleError(outcome.trouble)
        yield place(folder, one.article_id, _bytes(one)), article, outcome.events


def missing(files: Sequence[Path], folder: Path) -> list[Given]:
    """Return the articles of which ``folder`` keeps nothing yet."""
    from dashboard.corpus.given import from_file  # noqa: PLC0415 - it asks for our fingerprint

    given = (from_file(path, path.stem) for path in files)
    return [one for one in given if not place(folder, one.article_id, _bytes(one)).is_file()]


def outcomes(given: Sequence[Given], folder: Path) -> Iterator[Outcome]:
    """Yield what the coder finds in each article, in their order: what ``folder`` keeps, and what is found now.

    Many are coded in several processes. Each article is kept before the next is begun, so that nothing is found twice.
    """
    from dashboard.corpus import coders  # noqa: PLC0415 - it asks for our fingerprint

    new = [not place(folder, one.article_id, _bytes(one)).is_file() for one in given]
    coming = coders.robustly(list(compress(given, new)), partial(code_batch, folder))
    for one, is_new in zip(given, new, strict=True):
        yield next(coming) if is_new else code_batch(folder, [one])[0]


def code_batch(folder: Path, batch: Sequence[Given]) -> list[Outcome]:
    """Code a few articles and keep what is found in each before the next is begun."""
    from dashboard.corpus import coders  # noqa: PLC0415 - likewise

    done = []
    for one in batch:
        kept = place(folder, one.article_id, _bytes(one))
        events = _read(kept)
        done += coders.code_batch([one]) if events is None else [coders.Outcome(one.name, events)]
        if events is None and not done[-1].trouble:
            _keep(kept, done[-1].events)
    return done


def _bytes(given: Given) -> bytes:
    return given.content if isinstance(given.content, bytes) else given.content.encode("utf-8", "surrogatepass")


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
