"""Dates, filters and counts in words: never more exact than what is known, and read back without loss."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.model import DATASETS, EVENT_TYPES, STATUSES, TRACKS, Filters

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NAMES = {"ARM": "Armenia", "AZE": "Azerbaijan", "vladimir-putin": "Vladimir Putin"}
MONTHS = [words.day(date(2000, month, 1)).split()[1] for month in range(1, 13)]


def read_day(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def read_span(text: str) -> tuple[date, date]:
    """Return the first and the last day that a span in words names, read the way a person reads it."""
    first, _, last = text.replace(" – ", "–").partition("–")
    if not last:
        return read_day(first), read_day(first)
    end = read_day(last)
    missing = {0: f" {MONTHS[end.month - 1]} {end.year}", 1: f" {end.year}", 2: ""}[first.count(" ")]
    return read_day(first + missing), end


def test_months_have_their_english_names() -> None:
    assert " ".join(MONTHS) == ("January February March April May June July August September October November December")


@given(DAYS, DAYS)
def test_a_span_in_words_names_its_first_and_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert read_span(words.span(first, last)) == (first, last)
    assert read_span(words.span(first, last, "week")) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "precision", "text"),
    [
        ("2020-10-09", "2020-10-09", "day", "9 October 2020"),
        ("2020-10-09", "2020-10-10", "days", "9–10 October 2020"),
        ("2020-09-27", "2020-11-10", "days", "27 September – 10 November 2020"),
        ("2020-12-30", "2021-01-02", "days", "30 December 2020 – 2 January 2021"),
        ("1993-08-01", "1993-08-31", "month", "August 1993"),
        ("1993-01-01", "1993-12-31", "year", "1993"),
        ("1989-08-15", "1989-10-10", "unknown", "within 15 August – 10 October 1989"),
        ("1989-08-15", "1989-08-15", "unknown", "about 15 August 1989"),
    ],
)
def test_a_date_is_shown_no_more_exactly_than_it_is_known(first: str, last: str, precision: str, text: str) -> None:
    assert words.span(date.fromisoformat(first), date.fromisoformat(last), precision) == text


@pytest.mark.parametrize("precision", ["day", "days", "week", "month", "year", "unknown"])
def test_a_date_that_no_text_states_is_said_to_be_so(precision: str) -> None:
    assert words.span(None, None, precision) == "date not stated"
    assert words.span(date(2020, 1, 1), None, precision) == "date not stated"


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (Filters(), "All dates · all actors"),
        (Filters(start=date(2020, 9, 27)), "From 27 September 2020 · all actors"),
        (Filters(end=date(1994, 5, 12)), "Until 12 May 1994 · all actors"),
        (Filters(date(2020, 9, 27), date(2020, 11, 10)), "27 September – 10 November 2020 · all actors"),
        (Filters(actors=("ARM", "vladimir-putin")), "All dates · with Armenia or Vladimir Putin"),
        (Filters(actors=("ARM", "NARNIA")), "All dates · with Armenia or NARNIA"),
        (Filters(tracks=("geneva",)), "All dates · all actors · track: Geneva"),
        (
            Filters(types=("AGREE", "CONSULT", "AID"), statuses=("planned",), datasets=("coded",)),
            "All dates · all actors · type: agree, consult or aid · status: announced or planned · "
            "dataset: Coded from articles",
        ),
    ],
)
def test_a_filter_is_said_in_words(chosen: Filters, text: str) -> None:
    assert words.filters(chosen, NAMES) == text


def test_a_long_list_is_cut_but_says_how_many_are_left_out() -> None:
    assert words.filters(Filters(types=tuple(EVENT_TYPES)), NAMES).endswith(
        "type: agree, consult, support, concede, cooperate or 11 more"
    )
    six = tuple(EVENT_TYPES)[:6]
    assert words.filters(Filters(types=six), NAMES).endswith("agree, consult, support, concede, cooperate or aid")


@given(
    st.lists(st.sampled_from(sorted(TRACKS)), unique=True),
    st.lists(st.sampled_from(sorted(STATUSES)), unique=True),
    st.lists(st.sampled_from(sorted(DATASETS)), unique=True),
    st.lists(st.sampled_from([*NAMES, "UNKNOWN"]), unique=True),
)
def test_every_part_of_a_filter_is_in_its_words(
    tracks: list[str], statuses: list[str], datasets: list[str], actors: list[str]
) -> None:
    chosen = Filters(tracks=tuple(tracks), statuses=tuple(statuses), datasets=tuple(datasets), actors=tuple(actors))
    text = words.filters(chosen, NAMES)
    assert ("track: " in text, "status: " in text, "dataset: " in text) == tuple(
        map(bool, (tracks, statuses, datasets))
    )
    assert all(NAMES.get(actor, actor) in text for actor in actors)


@pytest.mark.parametrize(("number", "text"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1204, "1,204 events")])
def test_a_number_agrees_with_its_noun(number: int, text: str) -> None:
    assert words.plural(number, "event") == text
    assert words.plural(number, "entry", "entries") == text.replace("events", "entries").replace("event", "entry")


@pytest.mark.parametrize(
    ("low", "best", "high", "text"),
    [
        (None, None, None, ""),
        (0, 0, 0, "0 killed"),
        (2, 2, 2, "2 killed"),
        (None, 32, None, "32 killed"),
        (26, 32, 200, "32 killed (26–200)"),
        (1000, 1500, 2000, "1,500 killed (1,000–2,000)"),
        (100, None, 999, "100 to 999 killed"),
        (7, None, 7, "7 killed"),
    ],
)
def test_deaths_are_said_as_they_are_stated_and_nothing_is_not_zero(
    low: int | None, best: int | None, high: int | None, text: str
) -> None:
    assert words.deaths(low, best, high) == text


def test_one_bound_of_deaths_is_said_to_be_a_bound() -> None:
    assert words.deaths(30, None, None) == "at least 30 killed"
    assert words.deaths(None, None, 30) == "up to 30 killed"


def test_a_file_name_tells_chart_actors_days_and_edition() -> None:
    chosen = Filters(date(2020, 9, 27), date(2020, 11, 10), actors=("ARM", "vladimir-putin"))
    assert words.file_name("event_map", chosen, "2026-11-23-abcdef") == (
        "karabakh_event-map_arm_vladimir-putin_2020-09-27--2020-11-10_2026-11-23-abcdef-filtered"
    )
    assert words.file_name("event_map", Filters(), "2026-11-23-abcdef") == "karabakh_event-map_2026-11-23-abcdef"


@given(st.lists(st.text(min_size=1, max_size=20), max_size=5), st.none() | DAYS)
def test_a_file_name_is_one_that_every_system_takes(actors: list[str], start: date | None) -> None:
    name = words.file_name("actor_network", Filters(start=start, actors=tuple(actors)), "2026-11-23-abcdef")
    assert re.fullmatch(r"karabakh_[a-z0-9_.-]*2026-11-23-abcdef(-filtered)?", name)
    assert name.endswith("-filtered") == bool(actors or start)
    assert len(name) < 200
