"""Hexagons: every event in exactly one, bounds that are exact, nothing rough spread over the ground."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import geography
from dashboard.charts import density, theme
from dashboard.geography import VIEWS

SQRT3 = math.sqrt(3)


def rows(*wanted: dict[str, Any]) -> pd.DataFrame:
    """Return rows as event_map.sql gives them, each changed in what is said of it."""
    usual = {
        "told_by": "own",
        "place_id": None,
        "place": "Somewhere",
        "lon": 46.7528,
        "lat": 39.8177,
        "place_precision": "exact",
        "uncertainty_km": 1.0,
        "quad": 4,
        "events": 1,
        "others": 0,
        "first_day": pd.Timestamp("2020-09-27"),
        "last_day": pd.Timestamp("2020-10-12"),
        "headlines": ["Shelling is reported"],
    }
    return pd.DataFrame(
        [usual | {"event_ids": [f"event-{i}"]} | row for i, row in enumerate(wanted)], columns=[*usual, "event_ids"]
    )


def scattered(number: int) -> pd.DataFrame:
    """Return many places around Stepanakert, some of them far off."""
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "told_by": "ucdp_ged",
            "place_id": None,
            "place": [f"Place {i % 900}" for i in range(number)],
            "lon": rng.normal(46.75, 0.8, number),
            "lat": rng.normal(39.82, 0.6, number),
            "place_precision": rng.choice(["exact", "district", "country"], number, p=[0.8, 0.15, 0.05]),
            "uncertainty_km": 5.0,
            "quad": rng.integers(1, 5, number),
            "events": rng.integers(0, 4, number),
            "others": rng.integers(0, 2, number),
            "first_day": pd.Timestamp("2020-09-27"),
            "last_day": pd.Timestamp("2020-10-12"),
            "event_ids": [[f"event-{i}"] for i in range(number)],
            "headlines": [["Shelling is reported"]] * number,
        }
    )


def recount(places: pd.DataFrame, across: float) -> dict[tuple[float, float], tuple[int, int]]:
    """Return events and others per hexagon, found the slow way: the nearest middle of all that are near."""
    counts: dict[tuple[float, float], list[int]] = {}
    for row in places.to_dict("records"):
        if row["place_precision"] != "exact":
            continue
        x, y = (float(value) for value in geography.project(row["lon"], row["lat"]))
        if not geography.on_ground(x, y):
            continue
        level = round(y / (across * SQRT3 / 2))
        near = [
            ((2 * round(x / across) + i) * across / 2, (level + j) * across * SQRT3 / 2)
            for i in range(-4, 5)
            for j in range(-2, 3)
            if (i + level + j) % 2 == 0
        ]
        middle = min(near, key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)
        kept = counts.setdefault((round(middle[0], 3), round(middle[1], 3)), [0, 0])
        kept[0] += row["events"]
        kept[1] += row["others"]
    return {middle: (events, others) for middle, (events, others) in counts.items()}


def draw(counted: density.Grid) -> go.Figure:
    return go.Figure([*density.hexagons(counted), *density.hexagon_legend(counted)])


@pytest.mark.parametrize(("view", "across"), [("karabakh", 10), ("caucasus", 25)])
def test_each_hexagon_holds_what_a_recount_in_plain_python_finds_there(view: str, across: int) -> None:
    places = scattered(3000)
    counted = density.grid(places, view)
    assert counted.across == across
    assert {(cell.x, cell.y): (cell.events, cell.others) for cell in counted.cells} == recount(places, across)


@pytest.mark.parametrize("view", VIEWS)
def test_the_hexagons_together_hold_every_event_known_to_the_point(view: str) -> None:
    places = scattered(3000)
    counted = density.grid(places, view)
    x, y = geography.project(places["lon"], places["lat"])
    exact = places["place_precision"] == "exact"
    drawn = exact & np.array([geography.on_ground(*spot) for spot in zip(x, y, strict=True)])
    assert sum(cell.events for cell in counted.cells) == places.loc[drawn, "events"].sum()
    assert counted.in_view == places.loc[exact & VIEWS[view].contains(x, y), "events"].sum()
    assert counted.rows.tolist() == drawn.tolist()


def test_events_of_a_view_alone_are_all_in_its_hexagons() -> None:
    places = scattered(3000)
    x, y = geography.project(places["lon"], places["lat"])
    inside = places[VIEWS["karabakh"].contains(x, y) & (places["place_precision"] == "exact")]
    counted = density.grid(inside, "karabakh")
    assert sum(cell.events for cell in counted.cells) == counted.in_view == inside["events"].sum()


def test_a_hexagon_stays_where_it_is_whatever_the_filter() -> None:
    places = scattered(800)
    all_of_them = {(cell.x, cell.y) for cell in density.grid(places, "karabakh").cells}
    assert {(cell.x, cell.y) for cell in density.grid(places.iloc[::3], "karabakh").cells} <= all_of_them


def test_neighbours_share_their_sides_and_all_have_the_stated_size() -> None:
    counted = density.grid(scattered(3000), "karabakh")
    shapes = []
    for trace in density.hexagons(counted)[:-1]:
        corners = [spot for spot in zip(trace["x"], trace["y"], strict=True) if spot[0] is not None]
        shapes += [np.array(corners[i : i + 7]) for i in range(0, len(corners), 7)]
    assert len(shapes) == len(counted.cells)
    for shape in shapes:
        assert shape[0].tolist() == shape[6].tolist()
        x, y = shape[:, 0], shape[:, 1]
        assert np.ptp(x) == pytest.approx(10, abs=0.02)
        area = abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2
        assert area == pytest.approx(100 * SQRT3 / 2, rel=0.005)
    assert "10 km from side to side, 87 km² each" in density.note(counted)


def test_hexagons_of_one_size_have_one_true_area_to_a_hundredth() -> None:
    for view in VIEWS.values():
        step = 1.0
        for x in (view.west, (view.west + view.east) / 2, view.east):
            for y in (view.south, view.north):
                lon, lat = geography._transformer().transform(
                    np.array([x, x + step, x]) * 1000, np.array([y, y, y + step]) * 1000, direction="INVERSE"
                )
                a, b = (np.array([(lon[i] - lon[0]) * math.cos(math.radians(lat[0])), lat[i] - lat[0]]) for i in (1, 2))
                true = abs(a[0] * b[1] - a[1] * b[0]) * (math.pi / 180) ** 2 * radius_squared(lat[0])
                assert true == pytest.approx(1, rel=0.01)


def radius_squared(latitude: float) -> float:
    """Return the product of the two radii of curvature of WGS 84 in km²."""
    e2, sine = 0.00669438, math.sin(math.radians(latitude))
    return 6378.137**2 * (1 - e2) / (1 - e2 * sine**2) ** 2


@pytest.mark.parametrize("most", [*range(1, 60), 99, 100, 101, 523, 2116, 50_000])
def test_the_classes_cover_every_number_once_up_to_the_largest(most: int) -> None:
    bounds = density.class_bounds(most)
    assert bounds[0] == 1
    assert len(bounds) == min(most, 5)
    assert list(bounds) == sorted(set(bounds))
    assert bounds[-1] <= most


def test_the_legend_gives_the_exact_bounds_of_the_colours_that_are_drawn() -> None:
    counted = density.grid(scattered(3000), "karabakh")
    found = {}
    for entry in density.hexagon_legend(counted):
        words = entry["name"].removeprefix("Events in a hexagon: ")
        if words[0].isdigit():
            low, _, high = words.replace(",", "").partition("–")
            found[entry["marker"]["color"]] = (int(low), int(high or low))
    assert list(found) == list(theme.DENSITY)
    assert max(high for _, high in found.values()) == counted.most
    drawn = {
        trace["fillcolor"]: sum(x is None for x in trace["x"]) + 1
        for trace in density.hexagons(counted)
        if "fillcolor" in trace
    }
    classes = Counter(
        next(colour for colour, (low, high) in found.items() if low <= cell.events <= high)
        for cell in counted.cells
        if cell.events
    )
    assert drawn == classes


def test_what_is_known_to_a_district_or_less_is_in_no_hexagon_but_in_the_note() -> None:
    counted = density.grid(
        rows({}, {"place_precision": "district", "events": 3}, {"place_precision": "country", "events": 5}), "karabakh"
    )
    assert sum(cell.events for cell in counted.cells) == 1
    assert counted.rows.tolist() == [True, False, False]
    assert "3 events known to a district or region only are in no hexagon" in density.note(counted)


def test_a_hexagon_with_only_uncounted_events_is_an_outline_and_no_class() -> None:
    counted = density.grid(rows({"events": 0, "others": 2}, {"lon": 46.2, "events": 3}), "karabakh")
    hollow, filled, _ = density.hexagons(counted)
    assert hollow["fill"] == "none"
    assert filled["fillcolor"] in theme.DENSITY
    assert density.hexagon_legend(counted)[-1]["name"] == "Only planned or alleged"


def test_the_pointer_gets_number_foremost_places_and_receipts() -> None:
    counted = density.grid(
        rows(
            {"place": "Stepanakert", "events": 7, "event_ids": ["a", "b"]},
            {"place": "<b>x</b> & y", "events": 2, "quad": 1, "event_ids": ["b", "c"], "others": 4},
            {"place": "Stepanakert", "events": 1, "told_by": "ucdp_ged", "event_ids": ["d"]},
        ),
        "karabakh",
    )
    middles = density.hexagons(counted)[-1]
    (hover,), (selection,) = middles["hovertext"], middles["customdata"]
    assert hover.startswith(
        "<b>10 events</b> in a hexagon of 10 km<br>Stepanakert: 8<br>&lt;b&gt;x&lt;/b&gt; &amp; y: 2"
    )
    assert "Verbal cooperation: 2<br>Material conflict: 8" in hover
    assert "not counted: 4" in hover
    assert "As the rows of UCDP GED tell it: 1" in hover
    assert "27 Sept – 12 Oct 2020" in hover
    assert sorted(selection["event_ids"]) == ["a", "b", "c", "d"]
    assert "counts twice" in density.note(counted)


def test_each_middle_is_nearest_to_its_own_hexagon_alone() -> None:
    counted = density.grid(scattered(3000), "karabakh")
    middles = density.hexagons(counted)[-1]
    spots = np.column_stack([middles["x"], middles["y"]])
    apart = np.hypot(*(spots[:, None] - spots).transpose(2, 0, 1))
    assert apart[~np.eye(len(spots), dtype=bool)].min() >= 9.98
    assert set(middles["marker"]["size"]) == {6}


def test_an_empty_answer_draws_no_hexagon_and_says_so() -> None:
    counted = density.grid(rows(), "karabakh")
    assert counted.cells == ()
    assert density.hexagons(counted) == density.hexagon_legend(counted) == []
    assert density.alt(counted) == "No event at a place known to the point."
    assert "0 counted events" in density.note(counted)


def test_the_figure_is_valid_and_its_colours_have_partners_on_a_dark_screen() -> None:
    figure = draw(density.grid(scattered(3000), "caucasus"))
    json.loads(figure.to_json(validate=True))
    colours = {trace.fillcolor for trace in figure.data} | {trace.line.color for trace in figure.data}
    assert colours - {None} <= set(theme.DARK)
    assert len({theme.DARK[colour] for colour in theme.DENSITY}) == len(theme.DENSITY) == 5


def test_the_alt_text_carries_the_numbers() -> None:
    counted = density.grid(
        rows({"place": "Shusha", "events": 6}, {"place": "Agdam", "lon": 47.2, "events": 2}), "karabakh"
    )
    assert density.alt(counted) == (
        "8 counted events in 2 hexagons of 10 km, most at Shusha and around 6, Agdam and around 2."
    )


def test_a_town_of_two_names_bears_the_chosen_one() -> None:
    places = rows({"place_id": "stepanakert", "place": "Stepanakert / Khankendi"}, {"place": "Elsewhere"})
    (cell,) = density.grid(places, "karabakh", "azerbaijani").cells
    assert {name for name, _ in cell.places} == {"Khankendi", "Elsewhere"}


def test_fifty_thousand_rows_take_well_under_a_second() -> None:
    places = scattered(50_000)
    density.grid(places.head(10), "karabakh")
    start = time.process_time()
    counted = density.grid(places, "karabakh")
    density.hexagons(counted)
    assert time.process_time() - start < 0.8
