"""Coding: an article goes in, events with their receipts come out.

The tables of ``data/lexicon`` hold the words, the models of ``data/models`` what was learnt from coded articles, the
modules of this room how both are read. A language without models is coded by the tables alone. Everything here is pure
and picklable, so it maps over processes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.coding import (
    actors,
    articles,
    casting,
    dates,
    dating,
    detection,
    duplicates,
    numbers,
    offers,
    parsing,
    phrases,
    places,
    reading,
    realis,
    siting,
    standing,
    tracks,
    types,
    verifying,
)
from dashboard.coding.articles import ArticleError, read_article
from dashboard.coding.context import Context
from dashboard.coding.naming import Mentioned, mentions
from dashboard.model import Article, Event

__all__ = ["ArticleError", "Mentioned", "code_article", "mentions", "read_article"]


def code_article(article: Article) -> list[Event]:
    """Return the events that an article reports, each with the sentence that reports it."""
    found, sentences = drafts(article)
    return duplicates.fold(verifying.judge(found, sentences, article.language))


def drafts(article: Article) -> tuple[list[verifying.Draft], int]:
    """Return every event that the coder considers, not yet judged or folded, and the number of sentences."""
    sentences = articles.sentences(article)
    context = Context(article.language, article.published)
    context.near.update(actors.spoken_of(article.text, article.language, article.published))
    result: list[verifying.Draft] = []
    parsed = parsing.parse([sentence.text for sentence in sentences], article.language)
    behind = [*(sentence.text for sentence in sentences[1:]), ""]
    told: list[_Told] = []
    for sentence, doc, after in zip(sentences, parsed, behind, strict=False):  # of no sentence nothing stands behind
        read = reading.read(sentence, context, doc, after)
        found = detection.told(read)
        told += [one for trigger in found if (one := _cast(read, trigger, found))]
    days = dating.whens([one.case for one in told])  # together: what is told next to an event says much of its day
    for one, when in zip(told, days, strict=True):
        if draft := _code(article, one, when):
            result += [draft, *(replace(draft, event=e) for e in _elsewhere(article, one.case.reading, draft.event))]
    return result, len(sentences)


@dataclass(frozen=True, slots=True)
class _Told:
    """A trigger with who acts on whom and where, before it is known when."""

    case: offers.Case
    parts: phrases.Roles
    venue: places.Place | None


def _cast(read: reading.Reading, trigger: types.Trigger, found: list[types.Trigger]) -> _Told | None:
    """Return a trigger with its actors and its place; None where nobody acts."""
    venue = siting.where(read, trigger)
    parts = casting.assign(read, trigger, found, venue)
    if parts is None:
        return None
    ahead = realis.planned(read, trigger)
    return _Told(offers.Case(read, trigger, parts.source, parts.target, found, ahead), parts, venue)


def _code(article: Article, told: _Told, when: dates.When | None) -> verifying.Draft | None:
    """Return the event of one trigger; None where the text does not carry one."""
    read, trigger, found = told.case.reading, told.case.trigger, told.case.beside
    parts, venue = told.parts, told.venue
    ruled = realis.status(read, trigger, parts, when)
    status = standing.status(read, trigger, parts, when, ruled)
    if when and article.published and when.first > article.published and status != "planned":
        when = None  # what has happened is not dated ahead
    objection = _objection(read, trigger, parts, when, venue, ruled[0])
    if status is None or realis.unreal(read, trigger) or (objection and read.doc is None):
        return None  # where there are models the last of them weighs the objection
    low, high = numbers.deaths(read.text, article.language) if trigger.type == "ASSAULT" else (None, None)
    spoken = frozenset(actor for mention in read.mentions for actor in mention.actors)
    joint_track = tracks.track(trigger.type, parts.source, venue, spoken)
    if trigger.type == "AGREE" and (meeting := realis.agreed_talks(read, trigger, found)):
        joint_track = tracks.track("AGREE", parts.source, places.where(read, meeting), spoken)
        venue = None  # where they will meet is not where they agreed
    event = Event(
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
        speaker=ruled[1],
        confidence=round(trigger.confidence * parts.certainty, 3),
        quote=read.text,
        start=read.sentence.start,
        end=read.sentence.end,
        rule=trigger.rule,
    )
    return verifying.draft(event, read, trigger, parts, objection)


def _objection(  # noqa: PLR0917 - all that an event is held up against
    read: reading.Reading,
    trigger: types.Trigger,
    parts: phrases.Roles,
    when: dates.When | None,
    venue: places.Place | None,
    status: str | None,
) -> str:
    """Return what the rules hold against an event, nothing if they let it pass."""
    if status is None:
        return "not real"
    if trigger.needs == "target" and not parts.target:
        return "no target"
    if not (parts.source or parts.target or trigger.type == "REQUEST" or (trigger.type == "ASSAULT" and venue)):
        return "nobody"
    if trigger.needs == "between" and venue is None and when is None and not types.took_place(read, trigger):
        return "only spoken of"
    if trigger.effect == "alleged" and venue is None and when is None:
        return "vague"
    return ""


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
