"""Naming: whom, when and where an article speaks of, as the coder reads it, each with a label in words.

What a reader checks an event against: the same mentions, dates and spots that the later steps look up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, TypedDict

from dashboard.coding import actors, articles, lexicon, places, reading
from dashboard.coding.context import Context
from dashboard.coding.dates import When
from dashboard.model import Article

_MONTHS = ("January", "February", "March", "April", "May", "June", "July",
           "August", "September", "October", "November", "December")  # fmt: skip


class Mentioned(TypedDict):
    """A stretch of ``Article.text`` that names somebody, a day or a place; ``label`` says whom, which or where."""

    start: int
    end: int
    kind: Literal["actor", "date", "place"]
    label: str


def mentions(article: Article) -> list[Mentioned]:
    """Return what the coder sees named in each sentence, in the order of the text, none overlapping another."""
    context = Context(article.language, article.published)
    context.near.update(actors.spoken_of(article.text, article.language, article.published))
    found: list[Mentioned] = []
    for sentence in articles.sentences(article):
        kept: list[Mentioned] = []
        for one in sorted(_named(reading.read(sentence, context)), key=lambda one: one["start"] - one["end"]):
            if not any(one["start"] < other["end"] and other["start"] < one["end"] for other in kept):
                kept.append(one)
        found += sorted(kept, key=lambda one: one["start"])
    return found


def _named(read: reading.Reading) -> Iterator[Mentioned]:
    """Yield what one sentence names; of spans of one length the first stays."""
    begin = read.sentence.start
    for mention in read.mentions:
        who = read.meaning(mention)
        place = places.choose(mention.places, read.context.near) if mention.places else None
        if who and (mention.acts or not mention.places):
            label = _people(mention.persons, read.context.published) or _either(_actor_names()[i][0] for i in who)
            yield {"start": begin + mention.start, "end": begin + mention.end, "kind": "actor", "label": label}
        elif mention.places:
            known = places.gazetteer()
            label = place.name if place else _either((known[i].name for i in mention.places if i in known), "or")
            yield {"start": begin + mention.start, "end": begin + mention.end, "kind": "place", "label": label}
    for when in read.dates:
        end = len(read.text[: when.end].rstrip(" .,"))  # an abbreviated month may end the sentence
        yield {"start": begin + when.start, "end": begin + end, "kind": "date", "label": _days(when)}
    for spot in read.spots:
        if spot.kind != "named":
            label = spot.place.name
            yield {"start": begin + spot.start, "end": begin + spot.end, "kind": "place", "label": label}


@lru_cache(maxsize=1)
def _actor_names() -> dict[str, tuple[str, str]]:
    """Return the neutral name of each actor and the same as short as a label needs it."""
    return {row["actor_id"]: (row["name"], row["short"]) for row in lexicon.facts("actors", "actors")}


def _people(ids: Iterable[str], day: date | None) -> str:
    """Return persons with whom they acted for on a day: "Nikol Pashinyan (Armenia)"."""
    names = {row["person_id"]: row["name"] for row in lexicon.facts("actors", "people")}
    told = []
    for person in ids:
        actor = actors.state_of(person, day)
        told.append(f"{names[person]} ({_actor_names()[actor][1]})" if actor else names[person])
    return _either(told)


def _either(names: Iterable[str], word: str = "and") -> str:
    *most, last = dict.fromkeys(names) or ("",)
    return f"{', '.join(most)} {word} {last}" if most else last


def _days(when: When) -> str:
    first, last = when.first, when.last
    if when.precision == "year" and first.year == last.year:
        return str(first.year)
    if when.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
