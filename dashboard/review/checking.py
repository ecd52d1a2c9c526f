"""Whether an event that a person wrote fits the codebook, so that an edition can hold it."""

from __future__ import annotations

from datetime import timedelta

from dashboard.coding import lexicon, places
from dashboard.model import CALENDAR, DATE_PRECISIONS, EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Event

#: The least and the most days that a date of some precision may span.
_SPANS = {"day": (0, 0), "days": (1, 366), "week": (0, 13)}


def fault(event: Event) -> str:
    """Return what an event has against the codebook, in one sentence; nothing if it fits."""
    return _words(event) or _sides(event) or _days(event) or _toll(event)


def _words(event: Event) -> str:
    for label, value, known in (
        ("type", event.type, EVENT_TYPES),
        ("status", event.status, STATUSES),
        ("track", event.track, (None, *TRACKS)),
        ("precision", event.date_precision, DATE_PRECISIONS),
    ):
        if value not in known:
            return f"The {label} “{str(value)[:40]}” is not in the codebook."
    if event.track and event.type not in JOINT_TYPES:
        return f"Only talks and agreements have a track: leave it open for {event.type.lower()}."
    if event.place_id is not None and event.place_id not in places.gazetteer():
        return f"The place “{event.place_id[:40]}” is not in the gazetteer."
    return ""


def _sides(event: Event) -> str:
    actors = {row["actor_id"] for row in lexicon.facts("actors", "actors")}
    people = {row["person_id"] for row in lexicon.facts("actors", "people")}
    speaker = (event.speaker,) if event.speaker else ()
    if unknown := [one for one in (*event.source, *event.target, *speaker) if one not in actors]:
        return f"The actor “{unknown[0][:40]}” is not in the list of actors."
    if unknown := [one for one in event.persons if one not in people]:
        return f"The person “{unknown[0][:40]}” is not in the list of people."
    if event.type in JOINT_TYPES and event.source != event.target:
        return f"In {event.type.lower()} everybody takes part alike: name the same actors as doers and as receivers."
    return ""


def _days(event: Event) -> str:
    first, last = event.date, event.date_end or event.date
    if first is None or last is None:
        fits = event.date_precision == "unknown" and event.date_end is None
        return "" if fits else "Without a date the precision is “unknown”; else give the first day."
    if last < first:
        return f"The last day, {last}, is before the first, {first}."
    if not CALENDAR[0] <= first <= last <= CALENDAR[1]:
        return f"The day {first} is not between {CALENDAR[0].year} and {CALENDAR[1].year}."
    low, high = _SPANS.get(event.date_precision, (0, 366))
    if not timedelta(low) <= last - first <= timedelta(high):
        return f"From {first} to {last} does not fit the precision “{event.date_precision}”."
    if event.date_precision == "month" and (first.year, first.month) != (last.year, last.month):
        return f"From {first} to {last} is not within one month."
    if event.date_precision == "year" and first.year != last.year:
        return f"From {first} to {last} is not within one year."
    return ""


def _toll(event: Event) -> str:
    low, high = event.deaths_low, event.deaths_high
    if any(number is not None and not 0 <= number <= 1_000_000 for number in (low, high)):
        return "The number of people killed is not between 0 and a million."
    if low is not None and high is not None and low > high:
        return f"At least {low:,} killed is more than at most {high:,}."
    return ""
