"""What is left of an article's coding when people have decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dashboard.coding import places
from dashboard.model import Article, Event
from dashboard.review.checking import fault
from dashboard.review.decisions import OF_EVENTS, Decision

#: kind of decision -> what an event is called by it.
VERDICTS = {"accept": "accepted", "correct": "corrected", "add": "added", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An event with the decision that holds for it, if any; ``verdict`` says what that was."""

    event: Event
    verdict: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """The events of an article by id, those that were rejected, and why a decision has no effect any more, by id."""

    events: dict[str, Reviewed] = field(default_factory=dict)
    rejected: dict[str, Reviewed] = field(default_factory=dict)
    idle: dict[str, str] = field(default_factory=dict)


def applied(article: Article, found: Mapping[str, Event], decisions: Iterable[Decision]) -> Coding:
    """Return what holds of the coder's events, ``found`` by id, under decisions that hold.

    A decision follows its event: by id, and if the coder names it differently now, by its words and its type. What a
    person has accepted, corrected or added stays also if the coder does not find it any more.
    """
    said = [one for one in decisions if one.kind in OF_EVENTS and one.article == article.article_id]
    left = dict(found)
    coding = Coding()
    met = _met(article, left, said)
    for one in said:
        machine = left.pop(met.get(one.decision_id, ""), None)
        event = _placed(one.after or one.before or machine, article)
        if event is None:
            coding.idle[one.decision_id] = "Its words are not in the article any more."
        elif one.kind == "reject":
            coding.rejected[one.event_id] = Reviewed(event, VERDICTS[one.kind], one)
        elif trouble := fault(event):
            coding.idle[one.decision_id] = trouble
            if machine:
                left[one.event_id] = machine
        else:
            coding.events[one.event_id] = Reviewed(event, VERDICTS[one.kind], one)
    for name, event in left.items():
        coding.events.setdefault(name, Reviewed(event))
    ordered = sorted(coding.events.items(), key=lambda item: (item[1].event.start, item[1].event.end, item[0]))
    return replace(coding, events=dict(ordered))


def _met(article: Article, found: Mapping[str, Event], said: list[Decision]) -> dict[str, str]:
    """Return which of the coder's events each decision is about."""
    met = {one.decision_id: one.event_id for one in said if one.event_id in found}
    taken = set(met.values())
    for one in said:
        if one.decision_id in met:
            continue
        shown = [event for event in (one.before, one.after) if event]
        types = {event.type for event in shown}
        spots = [(event.start, event.end) for event in (_found_again(event, article) for event in shown) if event]
        near = [
            (-shared, name)
            for name, event in found.items()
            if name not in taken and event.type in types
            for start, end in spots
            if (shared := min(end, event.end) - max(start, event.start)) * 2 > event.end - event.start
        ]
        if near:
            met[one.decision_id] = min(near)[1]
            taken.add(min(near)[1])
    return met


def _placed(event: Event | None, article: Article) -> Event | None:
    """Return an event at its words in the article as it is now, and at its place in the gazetteer as it is now."""
    event = _found_again(event, article) if event else None
    if event is None or event.place_id is None:
        return event
    place = places.gazetteer().get(event.place_id)
    return replace(event, place=place.name, lat=place.lat, lon=place.lon) if place else event


def _found_again(event: Event, article: Article) -> Event | None:
    """Return an event where its quote stands now, the nearest if it stands several times; None if it does not."""
    text, (begin, _) = article.text, article.body
    if text[event.start : event.end] == event.quote and event.quote:
        return event
    spots, at = [], text.find(event.quote, begin) if event.quote else -1
    while at >= 0:
        spots.append(at)
        at = text.find(event.quote, at + 1)
    if not spots:
        return None
    start = min(spots, key=lambda spot: abs(spot - event.start))
    return replace(event, start=start, end=start + len(event.quote))
