"""The form in which a person writes down an event: every field of the codebook, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape

import streamlit as st

from dashboard import found_events, review, words
from dashboard.coding import lexicon, places
from dashboard.model import CALENDAR, DATE_PRECISIONS, EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Article, Event

_PRECISIONS = {
    "day": "one day",
    "days": "several days",
    "week": "some day of a week",
    "month": "some day of a month",
    "year": "some day of a year",
    "unknown": "not stated",
}


def form(key: str, event: Event, names: Mapping[str, str], *, disabled: bool) -> tuple[Event, str] | None:
    """Show the fields of an event; return it as the person wrote it, with a note, once it fits the codebook.

    ``names`` maps the ids of actors and people to names.
    """
    with st.form(key, border=False):
        kind, status = st.columns(2)
        types = list(EVENT_TYPES)
        type_ = kind.selectbox(
            "Type",
            types,
            types.index(event.type) if event.type else None,
            format_func=str.capitalize,
            key=f"{key}-type",
            placeholder="Choose one",
        )
        states = list(STATUSES)
        state = status.selectbox(
            "Status", states, states.index(event.status), format_func=STATUSES.__getitem__, key=f"{key}-status"
        )
        sides = [
            st.multiselect(
                label, _actors(), list(given), format_func=lambda one: names.get(one, one), key=f"{key}-{role}"
            )
            for role, label, given in (
                ("source", "Who acts (all who take part, in talks and agreements)", event.source),
                ("target", "On whom (left out in talks and agreements)", event.target),
            )
        ]
        people = st.multiselect(
            "In person",
            _people(),
            list(event.persons),
            format_func=lambda one: names.get(one, one),
            key=f"{key}-people",
        )
        days = _days(key, event)
        where, track = st.columns(2)
        spots = [None, *sorted(places.gazetteer(), key=_place)]
        place = where.selectbox("Where", spots, spots.index(event.place_id), format_func=_place, key=f"{key}-place")
        tracks = [None, *TRACKS]
        on = track.selectbox(
            "Track of diplomacy",
            tracks,
            tracks.index(event.track),
            format_func=lambda one: TRACKS[one] if one else "none",
            key=f"{key}-track",
        )
        low, high, claim = st.columns(3)
        deaths = [
            column.number_input(label, 0, 1_000_000, value, step=1, key=f"{key}-{label}", placeholder="not stated")
            for column, label, value in (
                (low, "Killed, at least", event.deaths_low),
                (high, "Killed, at most", event.deaths_high),
            )
        ]
        speakers = [None, *_actors()]
        speaker = claim.selectbox(
            "Whose claim",
            speakers,
            speakers.index(event.speaker),
            format_func=lambda one: names.get(one, one) if one else "nobody's",
            key=f"{key}-speaker",
        )
        note = st.text_input("Why (kept with the decision)", key=f"{key}-note", max_chars=1000)
        if not st.form_submit_button("Keep", type="primary", disabled=disabled, key=f"{key}-keep"):
            return None
    if not type_:
        st.error("Choose the type: what kind of event do these words tell?")
        return None
    written = replace(
        event,
        type=type_,
        status=state,
        source=tuple(sorted(sides[0])),
        target=tuple(sorted(sides[0] if type_ in JOINT_TYPES else sides[1])),
        persons=tuple(people),
        date=days[0],
        date_end=days[1] or days[0],
        date_precision=days[2],
        place_id=place,
        place=places.gazetteer()[place].name if place else None,
        lat=places.gazetteer()[place].lat if place else None,
        lon=places.gazetteer()[place].lon if place else None,
        track=on,
        deaths_low=deaths[0],
        deaths_high=deaths[1],
        speaker=speaker,
    )
    if trouble := review.fault(written):
        st.error(words.literal(trouble))
        return None
    return written, note


def blank(article: Article, start: int, end: int) -> Event:
    """Return an event of nothing but its words: what a person begins to fill in."""
    return Event(
        article=article.article_id,
        type="",
        source=(),
        target=(),
        persons=(),
        date=None,
        date_end=None,
        date_precision="unknown",
        place=None,
        place_id=None,
        lat=None,
        lon=None,
        status="occurred",
        track=None,
        deaths_low=None,
        deaths_high=None,
        speaker=None,
        confidence=1.0,
        quote=article.text[start:end],
        start=start,
        end=end,
        rule=found_events.ADDED,
    )


def quote_html(text: str) -> str:
    """Return words of an article as a quotation."""
    return f"<blockquote>{escape(text)}</blockquote>"


def _days(key: str, event: Event) -> tuple[date | None, date | None, str]:
    first, last, precision = st.columns(3)
    begin = first.date_input("First day", event.date, *CALENDAR, key=f"{key}-first", format="YYYY-MM-DD")
    end = last.date_input("Last day", event.date_end, *CALENDAR, key=f"{key}-last", format="YYYY-MM-DD")
    known = list(DATE_PRECISIONS)
    exact = precision.selectbox(
        "Known to",
        known,
        known.index(event.date_precision),
        format_func=_PRECISIONS.__getitem__,
        key=f"{key}-precision",
    )
    return begin, end, exact


def _place(place_id: str | None) -> str:
    return places.gazetteer()[place_id].name if place_id else "not stated"


@cache
def _actors() -> list[str]:
    return [row["actor_id"] for row in lexicon.facts("actors", "actors")]


@cache
def _people() -> list[str]:
    return list(dict.fromkeys(row["person_id"] for row in lexicon.facts("actors", "people")))
