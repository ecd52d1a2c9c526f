"""Errors: the worst of them, so that a person can read what the coder made of which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from dashboard.evaluation.scoring import FIELDS, Scored, right
from dashboard.model import Event

Error = dict[str, Any]


def worst(scored: Sequence[Scored], count: int) -> list[Error]:
    """Return so many errors, a third of each kind as long as there are enough of it, the worst of a kind first.

    False events: the most confident first. Missed events: those that occurred first, for they are missed in counts.
    Matched events with wrong fields: those with most of them first.
    """
    kinds = [
        sorted(_false(scored), key=lambda error: -error["coded"]["confidence"]),
        sorted(_missed(scored), key=lambda error: error["gold"]["status"] != "occurred"),
        sorted(_wrong(scored), key=lambda error: (-len(error["wrong"]), -error["coded"]["confidence"])),
    ]
    turns = (error for error in chain.from_iterable(zip_longest(*kinds)) if error)
    order = ("false event", "missed event", "wrong fields")
    return sorted(islice(turns, count), key=lambda error: order.index(error["kind"]))


def _false(scored: Sequence[Scored]) -> Iterator[Error]:
    for one in scored:
        met = {c for _, c in one.pairs}
        for number, event in enumerate(one.coded):
            if number not in met:
                gold = [_told(wanted) for wanted in one.gold.events if _touch(wanted, event)]
                yield _error("false event", one, event, coded=_coded(event), gold_there=gold)


def _missed(scored: Sequence[Scored]) -> Iterator[Error]:
    for one in scored:
        met = {g for g, _ in one.pairs}
        for number, wanted in enumerate(one.gold.events):
            if number not in met:
                coded = [_coded(event) for event in one.coded if _touch(wanted, event)]
                yield _error("missed event", one, wanted, gold=_told(wanted), coded_there=coded)


def _wrong(scored: Sequence[Scored]) -> Iterator[Error]:
    for one in scored:
        for g, c in one.pairs:
            wanted, event = one.gold.events[g], one.coded[c]
            if wrong := [name for name in FIELDS if not right(name, wanted, event)]:
                yield _error("wrong fields", one, wanted, gold=_told(wanted), coded=_coded(event), wrong=wrong)


def _error(kind: str, one: Scored, quoted: Event, **told: object) -> Error:
    name = one.gold.name or one.gold.article.article_id
    return {"kind": kind, "article": name, "quote": " ".join(quoted.quote.split()), **told}


def _told(event: Event) -> dict[str, Any]:
    deaths = [event.deaths_low, event.deaths_high]
    return {
        "type": event.type,
        "source": list(event.source),
        "target": list(event.target),
        "date": event.date.isoformat() if event.date else None,
        "date_precision": event.date_precision,
        "place": event.place_id,
        "status": event.status,
        "track": event.track,
        "deaths": None if deaths == [None, None] else deaths,
    }


def _coded(event: Event) -> dict[str, Any]:
    return _told(event) | {"confidence": round(event.confidence, 3), "rule": event.rule}


def _touch(one: Event, two: Event) -> bool:
    return one.start < two.end and two.start < one.end
