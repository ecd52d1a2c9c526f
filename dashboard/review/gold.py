"""Decisions as gold: articles that somebody read to the end, with the events that are left, to score a coder on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from dashboard import build, coded, store
from dashboard.evaluation.agreement import agreement
from dashboard.evaluation.gold import GoldArticle
from dashboard.model import Article, Event
from dashboard.review.decisions import ReviewError
from dashboard.review.log import Log, read_log


@dataclass(frozen=True, slots=True)
class Read:
    """An article, its file, and the coder's events by id."""

    article: Article
    path: Path
    found: dict[str, Event]


def write_gold(workspace: Path, folder: Path, by: str | None = None, second: str | None = None) -> int:
    """Write every article that was read to its end into ``folder`` as gold; return how many there are.

    The events are those of all decisions, or those that one person, ``by``, vouches for; a ``second`` person's own go
    beside them. Raise ReviewError if there is nothing to write or the folder holds something.
    """
    log = read_log(workspace)
    for name in (by, second):
        if name and name not in log.names():
            raise ReviewError(f"Nobody called “{name[:60]}” has decided anything; there are {_listed(log.names())}.")
    if folder.exists() and any(folder.iterdir()):
        raise ReviewError(f"The folder “{folder}” is not empty: name a new one.")
    articles = list(_read_by(workspace, log, [name for name in (by, second) if name]))
    if not articles:
        raise ReviewError("No article was read to its end: say so on the Evidence page when nothing is missing in one.")
    folder.mkdir(parents=True, exist_ok=True)
    first, other = (log if name is None else log.of(name) for name in (by, second))
    happenings = _happenings(workspace)
    for one in articles:
        name = one.article.article_id
        (folder / f"{name}.md").write_bytes(one.path.read_bytes())
        _write(folder / f"{name}.yaml", one.article, _events(one, first, vouched=by is not None), happenings)
        if second:
            _write(folder / f"{name}.second.yaml", one.article, _events(one, other, vouched=True), happenings)
    return len(articles)


def agreements(workspace: Path) -> list[dict[str, Any]]:
    """Return how two people agree, for each two who read the same articles to the end without the other's decisions."""
    log = read_log(workspace)
    own = {name: log.of(name) for name in log.names()}
    told = []
    for pair in combinations(sorted(own), 2):
        twice = []
        for one in _read_by(workspace, log, pair):
            first, other = (_events(one, own[name], vouched=True) for name in pair)
            names = [tuple(events) for events in (first, other)]
            ours, theirs = tuple(first.values()), tuple(other.values())
            twice.append(GoldArticle(one.article, "", ours, names[0], one.article.article_id, theirs, names[1]))
        if agreed := agreement(twice):
            told.append({"first": pair[0], "second": pair[1], **agreed["all"]})
    return told


def _read_by(workspace: Path, log: Log, names: Iterable[str]) -> Iterator[Read]:
    """Yield the articles that all of ``names`` have read to the end; those that anybody has, if none is named."""
    wanted = set(names)
    files = {
        path.stem: path
        for path in build.article_files(workspace)
        if (readers := set(log.readers(path.stem))) and wanted <= readers
    }
    for article, found in coded.of(list(files.values()), workspace / "coded"):
        yield Read(article, files[article.article_id], store.named_events(found))


def _events(one: Read, log: Log, *, vouched: bool) -> dict[str, Event]:
    """Return the events of an article that are left; ``vouched``, those alone that somebody has decided about."""
    coding = log.coding(one.article, one.found)
    return {name: held.event for name, held in coding.events.items() if held.verdict or not vouched}


def _happenings(workspace: Path) -> dict[str, str]:
    made = build.current_edition(workspace)
    return {row["event_id"]: row["happening_id"] for row in store.ask_rows(made, "events")}


def _write(path: Path, article: Article, events: Mapping[str, Event], happenings: Mapping[str, str]) -> None:
    entries = [_entry(article, event, happenings.get(name, name)) for name, event in events.items()]
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


def _entry(article: Article, event: Event, happening: str) -> dict[str, Any]:
    """Return an event as ``data/gold/README.md`` describes it."""
    known = (event.deaths_low, event.deaths_high) != (None, None)
    return {
        "quote": _standing_once(article, event),
        "type": event.type,
        "source": list(event.source),
        "target": list(event.target),
        "date": event.date,
        "date_end": event.date_end if event.date_end != event.date else None,
        "date_precision": event.date_precision,
        "place": event.place_id,
        "status": event.status,
        "track": event.track,
        "deaths": [event.deaths_low, event.deaths_high] if known else None,
        "speaker": [event.speaker] if event.speaker else [],
        "persons": list(event.persons),
        "happening": happening,
    }


def _standing_once(article: Article, event: Event) -> str:
    """Return the words of an event, with some of those beside them where the same words stand twice."""
    body, (begin, end) = article.text, article.body
    first, last = event.start, event.end
    while body.count(body[first:last], begin, end) > 1 and (first > begin or last < end):
        first, last = max(begin, first - 20), min(end, last + 20)
    return body[first:last]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) or "none"
