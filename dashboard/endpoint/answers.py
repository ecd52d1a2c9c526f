"""Answers: what a model says of an article becomes an event only where the article and the codebook bear it out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from dashboard.coding import actors, articles, dates, places
from dashboard.coding.articles import Sentence
from dashboard.endpoint.asking import actor_ids
from dashboard.model import CALENDAR, DATE_PRECISIONS, EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Article, Event

MOST_DEATHS: Final = 1_000_000
#: What happened longer before the dateline is told as background.
RECENT: Final = timedelta(days=7)


class Refused(ValueError):  # noqa: N818  # a verdict
    """An event is not taken over; the message is the reason under which it is counted."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the article itself shows: its sentences and whom and where it names."""

    article: Article
    sentences: Sequence[Sentence]
    near: frozenset[str]
    seen: frozenset[str]
    persons: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> Ground:
        """Look through an article."""
        near = frozenset(actors.spoken_of(article.text, article.language, article.published))
        seen: set[str] = set()
        body = article.text[slice(*article.body)]
        found = actors.mentions(body, article.language, article.published, seen, set(near))
        return cls(
            article=article,
            sentences=articles.sentences(article),
            near=near,
            seen=frozenset(seen),
            persons=frozenset(person for mention in found for person in mention.persons),
            places=frozenset(place for hit in places.find(body, article.language) for place in hit.ids),
        )


def events(
    given: Sequence[Any], article: Article, rule: str, refused: Counter[str], left_out: Counter[str]
) -> list[Event]:
    """Return the events that hold, in the order of the text; count what was not taken over.

    The model is told to fold second mentions, and sees more than a rule could; only the same event told twice of the
    same words goes.
    """
    ground = Ground.of(article)
    kept: list[Event] = []
    for one in given:
        try:
            event = _event(one, ground, rule, left_out)
        except Refused as reason:
            refused[str(reason)] += 1
        else:
            if not any(_repeats(event, other) for other in kept):
                kept.append(event)
    return sorted(kept, key=lambda event: (event.start, event.end))


def _repeats(event: Event, other: Event) -> bool:
    """Return whether an event is another one once more: only the quote's ends and the sureness differ."""
    same = replace(event, confidence=other.confidence, quote=other.quote, start=other.start, end=other.end) == other
    return same and event.start < other.end and other.start < event.end


def _event(given: Any, ground: Ground, rule: str, left_out: Counter[str]) -> Event:
    if not isinstance(given, dict):
        raise Refused("not an object")
    event_type = _word(given.get("type"), EVENT_TYPES, "type")
    status = _word(given.get("status"), STATUSES, "status")
    source, target = _actors(given.get("source")), _actors(given.get("target"))
    if event_type in JOINT_TYPES and source != target:
        raise Refused("joint event with different source and target")
    start, quote, touched = _quote(given.get("quote"), ground)
    first, last, precision = _span(given)
    _check_day(first, last, status, touched, ground.article)
    published = ground.article.published
    if status == "occurred" and last and published and last < published - RECENT:
        status = "background"  # the codebook's line between news and history is a count of days
    spot = _place(given.get("place"), ground, left_out)
    low, high = _deaths(given, event_type, left_out)
    speaker = given.get("speaker") or None
    return Event(
        article=ground.article.article_id,
        type=event_type,
        source=source,
        target=target,
        persons=_persons(given.get("persons"), ground, left_out),
        date=first,
        date_end=last,
        date_precision=precision,
        place=spot.name if spot else None,
        place_id=spot.place_id if spot else None,
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        status=status,
        track=_track(given.get("track"), event_type, left_out),
        deaths_low=low,
        deaths_high=high,
        speaker=_actors([speaker], "speaker")[0] if speaker else None,
        confidence=_confidence(given.get("confidence")),
        quote=quote,
        start=start,
        end=start + len(quote),
        rule=rule,
    )


def _word(value: Any, known: Any, name: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise Refused(f"unknown {name}")
    return value


def _actors(value: Any, name: str = "actor") -> tuple[str, ...]:
    """Return the ids that actors are coded as, sorted."""
    if not isinstance(value, list):
        raise Refused("source or target is not a list")
    return tuple(sorted({actor_ids()[_word(one, actor_ids(), name)] for one in value}))


def _quote(value: Any, ground: Ground) -> tuple[int, str, list[Sentence]]:
    """Return where the quote first stands in a sentence that may be coded, and the sentences that it touches."""
    quote = value.strip() if isinstance(value, str) else ""
    if not re.search(r"\w\W+\w", quote) or len(quote) > articles.MAX_SENTENCE:
        raise Refused("quote is no clause or sentence")
    begin, end = ground.article.body
    at = ground.article.text.find(quote, begin, end)
    if at < 0:
        raise Refused("quote is not in the article")
    while at >= 0:
        if touched := [s for s in ground.sentences if s.start < at + len(quote) and at < s.end]:
            return at, quote, touched
        at = ground.article.text.find(quote, at + 1, end)
    raise Refused("quote is a caption, a link or the like")


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
    except (TypeError, ValueError):
        day = None
    if day is None or not CALENDAR[0] <= day <= CALENDAR[1]:
        raise Refused("date is no day of the calendar")
    return day


def _span(given: dict[str, Any]) -> tuple[date | None, date | None, str]:
    """Return first day, last day and precision; a week, month or year is widened to the whole of it."""
    first, end = _day(given.get("date")), _day(given.get("date_end"))
    precision = _word(given.get("date_precision") or "unknown", DATE_PRECISIONS, "date precision")
    odd = Refused("date and precision do not fit")
    if first is None:
        if precision != "unknown" or end:
            raise odd
        return None, None, "unknown"
    last = end or first
    if precision == "week":
        first -= timedelta(days=first.weekday())
        whole = first + timedelta(days=6)
    elif precision == "month":
        first = first.replace(day=1)
        whole = first.replace(day=monthrange(first.year, first.month)[1])
    elif precision == "year":
        first, whole = first.replace(month=1, day=1), first.replace(month=12, day=31)
    elif precision == "days":
        whole = last
    else:
        whole = first
    spans_days = precision != "days" or last > first
    if precision == "unknown" or not first <= last <= whole or not spans_days:
        raise odd
    return first, whole, precision


def _check_day(
    first: date | None, last: date | None, status: str, touched: Sequence[Sentence], article: Article
) -> None:
    """Refuse a day that lies ahead of the dateline, or that the only day written in the sentence excludes."""
    if first is None or last is None:
        return
    if status != "planned" and article.published and first > article.published:
        raise Refused("date is after the dateline")
    told = [
        (when, sentence.text[when.start : when.end])
        for sentence in touched
        for when in dates.find(sentence.text, article.published, article.language)
    ]
    written = {when.first for when, words in told if when.precision == "day" and re.search(r"\d", words)}
    # "since the truce of 10 October … on Sunday": another expression may be the one that dates the event
    if len(written) == 1 and not any(_dates(when, words, first, last) for when, words in told):
        raise Refused("date contradicts the text")


def _dates(when: dates.When, words: str, first: date, last: date) -> bool:
    """Return whether an expression may mean these days, if not in the year, or on the side of the dateline, it says."""
    if when.weekday == first.weekday() or (when.first <= last and first <= when.last):
        return True
    if re.search(r"\d{4}", words) or when.precision not in ("day", "days"):
        return False
    shifts = (first.year - when.first.year, last.year - when.first.year)  # the paragraph may be about another year
    return any(_moved(when.first, by) <= last and first <= _moved(when.last, by) for by in shifts)


def _moved(day: date, years: int) -> date:
    """Return the day of another year, and for 29 February the day before if it has none."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _place(value: Any, ground: Ground, left_out: Counter[str]) -> places.Place | None:
    """Return the place of a name, the closest spot in it; a place that the article does not name is left open."""
    if value is None or value == "":
        return None
    hits = places.find(value, ground.article.language) if isinstance(value, str) else []
    chosen = [place for hit in hits if (place := places.choose(hit.ids, set(ground.near)))]
    named = [place for place in chosen if place.place_id in ground.places]
    if not named:
        left_out["place that is in no gazetteer or not in the article"] += 1
        return None
    return min(named, key=lambda place: place.broad)


def _persons(value: Any, ground: Ground, left_out: Counter[str]) -> tuple[str, ...]:
    """Return the ids of the persons that the article names."""
    found: set[str] = set()
    for name in value if isinstance(value, list) else ():
        article, near = ground.article, set(ground.near)
        text = name if isinstance(name, str) else ""
        hits = actors.mentions(text, article.language, article.published, set(ground.seen), near)
        known = {person for mention in hits for person in mention.persons} & ground.persons
        found |= known
        left_out["person who is not on file or not in the article"] += not known
    return tuple(sorted(found))


def _track(value: Any, event_type: str, left_out: Counter[str]) -> str | None:
    if value is None or value == "":
        return None
    track = _word(value, TRACKS, "track")
    if event_type in JOINT_TYPES:
        return track
    left_out["track of a type that has none"] += 1
    return None


def _deaths(given: dict[str, Any], event_type: str, left_out: Counter[str]) -> tuple[int | None, int | None]:
    low, high = given.get("deaths_low"), given.get("deaths_high")
    for number in (low, high):
        if number is not None and (type(number) is not int or not 0 <= number <= MOST_DEATHS):
            raise Refused("deaths are no number")
    if low is not None and high is not None and low > high:
        raise Refused("deaths are no interval")
    if event_type != "ASSAULT" and (low, high) != (None, None):
        left_out["deaths of an event that is no attack"] += 1
        return None, None
    return low, high


def _confidence(value: Any) -> float:
    if value is None:
        return 0.5
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Refused("confidence is not between 0 and 1")
    return round(float(value), 3)
