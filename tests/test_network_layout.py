"""The actor graph: everybody has one place, and no filter, order or rerun moves it."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import network, store
from dashboard.model import Filters

ACTORS = ["ARM", "AZE", "NKR", *(f"A{number:02}" for number in range(45))]


def ties(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame([(a, b, n, 1) for a, b, n in rows], columns=["source", "target", "events", "others"])


@st.composite
def some_ties(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    pair = st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTORS), st.integers(0, 50))
    return [row for row in draw(st.lists(pair, max_size=80)) if row[0] != row[1]]


@pytest.fixture(scope="module")
def whole(edition: store.Edition) -> pd.DataFrame:
    return store.ask(edition, "actor_network")


def test_every_actor_of_the_edition_has_a_place_in_the_picture(whole: pd.DataFrame) -> None:
    places = network.positions(whole)
    assert set(places) == {*whole["source"], *whole["target"]}
    assert all(abs(x) <= 1.6 and abs(y) <= 1 for x, y in places.values())
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())


def test_the_parties_face_each_other_with_everybody_else_between_them(whole: pd.DataFrame) -> None:
    places = network.positions(whole)
    assert {actor: places[actor] for actor in network.PARTIES} == network.PARTIES
    others = [x for actor, (x, _) in places.items() if actor not in network.PARTIES]
    assert max(places["ARM"][0], places["NKR"][0]) < min(others) < max(others) < places["AZE"][0]


def test_no_two_actors_stand_on_the_same_spot(whole: pd.DataFrame) -> None:
    places = network.positions(whole)
    nearest = min(math.hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places.values(), 2))
    assert nearest > 0.05


def test_a_filter_shows_only_actors_that_have_a_place_already(edition: store.Edition, whole: pd.DataFrame) -> None:
    places = network.positions(whole)
    for chosen in (Filters(types=("ASSAULT",)), Filters(start=date(2022, 1, 1)), Filters(actors=("vladimir-putin",))):
        shown = store.ask(edition, "actor_network", chosen)
        assert len(shown)
        assert {*shown["source"], *shown["target"]} <= set(places)


def test_places_do_not_depend_on_the_order_of_the_ties(whole: pd.DataFrame) -> None:
    places = network.positions(whole)
    for seed in range(3):
        assert network.positions(whole.sample(frac=1, random_state=seed)) == places
    turned = whole.rename(columns={"source": "target", "target": "source"})
    assert network.positions(turned) == places


@settings(max_examples=25, deadline=None)
@given(some_ties())
def test_any_graph_gets_distinct_places_within_the_picture(rows: list[tuple[str, str, int]]) -> None:
    places = network.positions(ties(rows))
    assert set(places) == {actor for row in rows for actor in row[:2]}
    assert len(set(places.values())) == len(places)
    assert all(abs(x) <= 1.6 and abs(y) <= 1 for x, y in places.values())
    assert network.positions(ties(rows[::-1])) == places


def test_an_actor_stands_nearer_to_the_side_with_which_it_has_more_to_do() -> None:
    places = network.positions(ties([("TUR", "AZE", 30), ("TUR", "ARM", 2), ("FRA", "ARM", 30), ("FRA", "AZE", 2)]))
    assert places["FRA"][0] < 0 < places["TUR"][0]


def test_an_empty_graph_has_no_places() -> None:
    assert network.positions(ties([])) == {}
