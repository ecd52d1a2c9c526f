"""Coding: an article goes in, events with their receipts come out.

Rules and tables only: the tables of ``data/lexicon`` hold the words, the modules of this room how they are read.
It abstains rather than guesses. Everything here is pure and picklable, so it maps over processes.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.coding import (
    actors,
    articles,
    dates,
    duplicates,
    numbers,
    phrases,
    places,
    reading,
    realis,
    roles,
    tracks,
    types,
)
from dashboard.coding.articles import ArticleError, read_article
from dashboard.model import Article, Event

__all__ = ["ArticleError", "code_article", "read_article"]


def code_article(article: Article) -> list[Event]:
    """Return the events that an article reports, each with the sentence that reports it."""
    sentences = articles.sentences(article)
    context = reading.Context(article.language, article.published)
    context.near.update(actors.spoken_of(article.text, article.language, article.published))
    events: list[Event] = []
    for sentence in sentences:
        read = reading.read(sentence, context)
        found = types.triggers(read)
        coded = (_code(article, read, trigger, found) for trigger in found)
        for event in filter(None, coded):
            events += [event, *_elsewhere(article, read, event)]
    return duplicates.fold(events)


def _code(article: Article, read: reading.Reading, trigger: types.Trigger, found: list[types.Trigger]) -> Event | None:
    """Return the event of one trigger; None where the text does not carry one."""
    parts = roles.assign(read, trigger, found)
    if parts is None or (trigger.needs == "target" and not parts.target):
        return None
    ahead = realis.planned(read, trigger)
    when = dates.when(read, trigger, ahead)
    status, speaker = realis.status(read, trigger, parts, when)
    if status is None:
        return None
    venue = places.where(read, trigger)
    if not (parts.source or parts.target or trigger.type == "REQUEST" or (trigger.type == "ASSAULT" and venue)):
        return None
    if trigger.needs == "between" and venue is None and when is None and not types.took_place(read, trigger):
        return None  # talks that are spoken of, not reported
    if trigger.effect == "alleged" and venue is None and when is None:
        return None  # the accused act is too vague to be an event of its own
    low, high = numbers.deaths(read.text, article.language) if trigger.type == "ASSAULT" else (None, None)
    joint_track = tracks.track(trigger.type, parts.source, venue, realis.directly(read))
    if trigger.type == "AGREE" and (meeting := realis.agreed_talks(read, trigger, found)):
        joint_track = tracks.track("AGREE", parts.source, places.where(read, meeting), False)
        venue = None  # where they will meet is not where they agreed
    return Event(
        article=article.article_id,
        type=trigger.type,
        source=parts.source,
        target=parts.target,
        persons=() if trigger.type in realis.CLAIMED else parts.persons,
        date=when.first if when else None,
        date_end=when.last if when else None,
        date_precision=when.precision if when else "unknown",
        place=venue.name if venue else None,
        place_id=venue.place_id if venue else None,
        lat=venue.lat if venue else None,
        lon=venue.lon if venue else None,
        status=status,
        track=joint_track,
        deaths_low=low,
        deaths_high=high,
        speaker=speaker,
        confidence=round(trigger.confidence * parts.certainty, 3),
        quote=read.text,
        start=read.sentence.start,
        end=read.sentence.end,
        rule=trigger.rule,
    )


def _elsewhere(article: Article, read: reading.Reading, event: Event) -> list[Event]:
    """Return the same attack on the other places that the sentence lists: each is an event of its own."""
    first = places.gazetteer().get(event.place_id or "")
    if event.type != "ASSAULT" or first is None or (event.source == event.target and event.source):
        return []
    copies = []
    for place in places.others(read, first):
        holder = places.holder(place, article.published)
        own = holder in event.source or (holder in phrases.SIDE and phrases.SIDE.intersection(event.source))
        target = (holder,) if holder and not own else event.target if own else ()
        there = replace(event, place=place.name, place_id=place.place_id, lat=place.lat, lon=place.lon)
        copies.append(replace(there, target=target, deaths_low=None, deaths_high=None))
    return copies
