"""The one filter: what goes into a URL comes out of it, and nonsense becomes the nearest sensible filter."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model import CALENDAR, DATASETS, EVENT_TYPES, JOINT_TYPES, QUADS, STATUSES, TRACKS, Filters

ACTORS = ("ARM", "AZE", "NKR", "MINSK_GROUP", "RUS_PEACEKEEPERS", "vladimir-putin", "zohrab-mnatsakanyan")
KNOWN: dict[str, Any] = {
    "actors": ACTORS,
    "tracks": TRACKS,
    "types": EVENT_TYPES,
    "statuses": STATUSES,
    "datasets": DATASETS,
}
CHOICES = {name: st.lists(st.sampled_from(list(values)), unique=True).map(tuple) for name, values in KNOWN.items()}
DAYS = st.none() | st.dates(*CALENDAR)


@st.composite
def some_filters(draw: st.DrawFn) -> Filters:
    start, end = draw(DAYS), draw(DAYS)
    if start and end and start > end:
        start, end = end, start
    return Filters(start=start, end=end, **{name: draw(values) for name, values in CHOICES.items()})


@given(some_filters())
def test_every_filter_survives_the_way_through_a_url(filters: Filters) -> None:
    url = urlencode(filters.to_query())
    again, complaints = Filters.from_query(dict(parse_qsl(url)), KNOWN)
    assert complaints == []
    assert again == filters
    assert hash(again) == hash(filters)
    assert pickle.loads(pickle.dumps(filters)) == filters  # noqa: S301  # our own bytes


@given(some_filters())
def test_a_url_holds_only_what_restricts(filters: Filters) -> None:
    restricting = {name for name in (*CHOICES, "start", "end") if getattr(filters, name)}
    assert set(filters.to_query()) == restricting
    assert Filters().to_query() == {}


@given(st.dictionaries(st.sampled_from(["start", "end", *CHOICES, "page"]), st.text(max_size=60)))
def test_no_url_whatever_breaks_the_filter(query: dict[str, str]) -> None:
    filters, complaints = Filters.from_query(query, KNOWN)
    for name, values in KNOWN.items():
        assert set(getattr(filters, name)) <= set(values)
    given_but_lost = [name for name in ("start", "end") if query.get(name, "").strip() and not getattr(filters, name)]
    assert all(any(name in sentence for sentence in complaints) for name in given_but_lost)
    assert all(sentence.endswith(".") for sentence in complaints)


@pytest.mark.parametrize(
    ("query", "sensible", "complaint"),
    [
        ({"start": "2020-09-31"}, Filters(), "“2020-09-31” is not a date like 2020-09-27, so start is left open."),
        ({"end": "yesterday"}, Filters(), "“yesterday” is not a date like 2020-09-27, so end is left open."),
        (
            {"actors": "ARM,NARNIA,AZE"},
            Filters(actors=("ARM", "AZE")),
            "Unknown actors: NARNIA. Left out of the filter.",
        ),
        ({"tracks": "minsk", "types": "AGREE"}, Filters(types=("AGREE",)), "Unknown tracks: minsk."),
        ({"end": "2101-01-01"}, Filters(), "2101-01-01 is not between 1900-01-01 and 2100-12-31, so end is left open."),
        (
            {"start": "0001-01-01"},
            Filters(),
            "0001-01-01 is not between 1900-01-01 and 2100-12-31, so start is left open.",
        ),
        ({"types": "agree"}, Filters(), "Unknown types: agree."),
        ({"statuses": "occurred,maybe"}, Filters(statuses=("occurred",)), "Unknown statuses: maybe."),
        ({"datasets": "aclde"}, Filters(), "Unknown datasets: aclde."),
        (
            {"start": "2020-11-10", "end": "2020-09-27"},
            Filters(start=date(2020, 9, 27), end=date(2020, 11, 10)),
            "the two are exchanged.",
        ),
    ],
)
def test_nonsense_in_a_url_is_named_and_the_rest_is_kept(
    query: dict[str, str], sensible: Filters, complaint: str
) -> None:
    filters, complaints = Filters.from_query(query, KNOWN)
    assert filters == sensible
    assert len(complaints) == 1
    assert complaint in complaints[0]


def test_doubles_blanks_and_empty_parts_in_a_url_do_no_harm() -> None:
    filters, complaints = Filters.from_query({"actors": " ARM,,AZE , ARM", "start": " 2020-09-27 ", "end": ""}, KNOWN)
    assert filters == Filters(start=date(2020, 9, 27), actors=("ARM", "AZE"))
    assert complaints == []


def test_a_long_complaint_is_cut_short() -> None:
    _, complaints = Filters.from_query(
        {"start": "x" * 5000, "actors": ",".join(f"{n:05}" * 20 for n in range(99))}, KNOWN
    )
    assert all(len(sentence) < 300 for sentence in complaints)


@given(st.dates(*CALENDAR), st.dates(*CALENDAR))
def test_a_range_that_ends_before_it_starts_is_no_filter(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert Filters(start=first, end=last).end == last
    if first < last:
        with pytest.raises(ValueError, match=f"starts on {last} but ends before it, on {first}"):
            Filters(start=last, end=first)
        with pytest.raises(ValueError, match="ends before it"):
            Filters(start=first, end=last).with_(start=last, end=first)


def test_a_changed_filter_stays_hashable_and_leaves_the_first_one_alone() -> None:
    before = Filters(actors=("ARM",), start=date(2020, 1, 1))
    after = before.with_(actors=["AZE", "NKR"], start=None)
    assert after == Filters(actors=("AZE", "NKR"))
    assert before == Filters(actors=("ARM",), start=date(2020, 1, 1))
    assert len({before, after}) == 2


def test_every_event_type_belongs_to_a_quad_class() -> None:
    assert set(EVENT_TYPES.values()) == set(QUADS)
    assert JOINT_TYPES.issubset(EVENT_TYPES)
