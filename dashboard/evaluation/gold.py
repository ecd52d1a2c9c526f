"""Gold: articles whose events are known, against which a coder is scored.

A gold folder holds ``NAME.md`` (an article with its header) and ``NAME.yaml`` (the events that it reports) side by
side, in any depth of folders; ``NAME.second.yaml`` is a second, independent coding of the same article.
``data/gold/README.md`` describes the fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dashboard.bundle import DATA
from dashboard.coding import lexicon, places, read_article
from dashboard.model import DATE_PRECISIONS, EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Article, Event

GOLD = DATA / "gold"
SETS = ("dev", "test")
_FIELDS = {
    *("quote", "type", "source", "target", "date", "date_end", "date_precision", "place", "status", "track"),
    *("deaths", "speaker", "persons", "happening"),
}


class GoldError(ValueError):
    """A gold file cannot be used; the message is one sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article, its known events, and the id of the happening that each of them tells."""

    article: Article
    genre: str
    events: tuple[Event, ...]
    happenings: tuple[str, ...]
    name: str = ""  # the path inside the gold folder, without its ending
    second: tuple[Event, ...] | None = None  # the second coding, where there is one
    second_happenings: tuple[str, ...] = ()


def read_gold(folder: Path, language: str | None = None) -> list[GoldArticle]:
    """Return the gold articles of a folder in the order of their paths; raise GoldError, naming file and entry."""
    found = [_read(path, folder) for path in _articles(folder)]
    if not found:
        raise GoldError(f"There is no gold in {folder}: it needs articles (.md) with their events (.yaml) beside them.")
    chosen = [gold for gold in found if language in (None, gold.article.language)]
    if not chosen:
        raise GoldError(f"There is no gold in the language “{language}” in {folder}.")
    return chosen


def without_events(folder: Path) -> list[Path]:
    """Return the articles that have no events beside them, and are therefore left out."""
    found = sorted(path for path in folder.rglob("*.md") if path.name != "README.md")
    return [path for path in found if not path.with_suffix(".yaml").is_file()]


def digest(folder: Path) -> str:
    """Return the SHA-256 of every gold file's path and content: a frozen set keeps its digest."""
    whole = hashlib.sha256()
    for path in _articles(folder):
        for part in (path, path.with_suffix(".yaml")):
            whole.update(part.relative_to(folder).as_posix().encode() + b"\0" + part.read_bytes() + b"\0")
    return whole.hexdigest()


def _articles(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*.md")) if path.with_suffix(".yaml").is_file())


def _read(path: Path, folder: Path) -> GoldArticle:
    article = read_article(path)
    events, happenings = _coding(path.with_suffix(".yaml"), article)
    genre = next((line[6:].split("#")[0].strip() for line in article.text.splitlines() if line[:6] == "genre:"), "")
    name = path.relative_to(folder).with_suffix("").as_posix()
    other = path.with_suffix(".second.yaml")
    if not other.is_file():
        return GoldArticle(article, genre, events, happenings, name)
    return GoldArticle(article, genre, events, happenings, name, *_coding(other, article))


def _coding(side: Path, article: Article) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the events of a coding and the ids of their happenings."""
    try:
        entries = yaml.load(side.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise GoldError(f"{side} is not valid YAML{f' near its line {mark.line + 1}' if mark else ''}.") from None
    except UnicodeDecodeError:
        raise GoldError(f"{side} is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise GoldError(f"{side} has a date that is in no calendar, or lists that never end.") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise GoldError(f"{side} must be a list of events.")
    events = tuple(_event(entry, article, f"{side}, event {number}") for number, entry in enumerate(entries, 1))
    return events, tuple(str(entry["happening"]) for entry in entries)


def _event(entry: dict[str, Any], article: Article, where: str) -> Event:
    """Return one entry as an event; its quote must stand exactly once in the article's body."""
    if unknown := {str(name) for name in entry} - _FIELDS:
        raise GoldError(f"{where}: unknown field {', '.join(sorted(unknown))}.")
    for name, known in (("type", EVENT_TYPES), ("status", STATUSES), ("date_precision", DATE_PRECISIONS)):
        if str(entry.get(name)) not in known:
            raise GoldError(f"{where}: {name} “{entry.get(name)}” is not one of {', '.join(known)}.")
    if entry.get("track") is not None and str(entry["track"]) not in TRACKS:
        raise GoldError(f"{where}: track “{entry['track']}” is not one of {', '.join(TRACKS)}.")
    if not entry.get("happening"):
        raise GoldError(f"{where}: the happening has no id.")
    quote = str(entry.get("quote") or "")
    body = article.text[article.body[0] : article.body[1]]
    times = body.count(quote) if quote else 0
    if times != 1:
        raise GoldError(f"{where}: the quote stands {times} times in the article, not once.")
    start = article.body[0] + body.index(quote)
    source, target, speaker = (_actors(entry, role, where) for role in ("source", "target", "speaker"))
    if entry["type"] in JOINT_TYPES and source != target:
        raise GoldError(f"{where}: {entry['type']} is joint, so source and target must be the same.")
    place = places.gazetteer().get(str(entry["place"])) if entry.get("place") else None
    if entry.get("place") and place is None:
        raise GoldError(f"{where}: place “{entry['place']}” is not in the gazetteer.")
    low, high = _deaths(entry.get("deaths"), where)
    return Event(
        article=article.article_id,
        type=entry["type"],
        source=source,
        target=target,
        persons=_names(entry, "persons", where),
        date=_day(entry.get("date"), where),
        date_end=_day(entry.get("date_end"), where) or _day(entry.get("date"), where),
        date_precision=entry["date_precision"],
        place=place.name if place else None,
        place_id=place.place_id if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        status=entry["status"],
        track=entry.get("track"),
        deaths_low=low,
        deaths_high=high,
        speaker=speaker[0] if len(speaker) == 1 else None,
        confidence=1.0,
        quote=quote,
        start=start,
        end=start + len(quote),
        rule="gold",
    )


def _names(entry: dict[str, Any], field: str, where: str) -> tuple[str, ...]:
    given = entry.get(field) or []
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise GoldError(f"{where}: {field} must be a list like [{'ARM' if field != 'persons' else 'Ilham Aliyev'}].")
    return tuple(given)


def _actors(entry: dict[str, Any], role: str, where: str) -> tuple[str, ...]:
    """Return the actors of a role in the order of their ids."""
    known = {row["actor_id"] for row in lexicon.facts("actors", "actors")}
    for name in (given := _names(entry, role, where)):
        if name not in known:
            raise GoldError(f"{where}: {role} “{name}” is not an actor of data/actors/actors.csv.")
    return tuple(sorted(given))


def _deaths(given: object, where: str) -> tuple[int | None, int | None]:
    if given is None:
        return None, None
    fits = isinstance(given, list) and len(given) == 2 and all(n is None or type(n) is int for n in given)
    if not (isinstance(given, list) and fits):
        raise GoldError(f"{where}: deaths “{given}” must be two numbers like [13, 13].")
    return given[0], given[1]


def _day(value: object, where: str) -> date | None:
    if value is None or type(value) is date:
        return value
    raise GoldError(f"{where}: “{value}” is not a day like 2020-10-09.")
