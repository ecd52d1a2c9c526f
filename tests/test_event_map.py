"""The map as a figure: what it draws, what it says, and what it never does."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import shapely

from dashboard import geography
from dashboard.charts import ground, theme
from dashboard.charts.map import event_map
from dashboard.charts.marks import EQUAL_AREA
from dashboard.charts.placing import NARROW, WIDE, Label, Screen, place_labels

WAR = date(2020, 10, 12)
CAPTION = theme.Caption(
    "Where it happened", "Autumn 2020", "n = 9 events", "Test data", "2026-11-23-abcdef", "Own note."
)
COLUMNS = [
    "told_by", "place_id", "place", "lon", "lat", "place_precision", "uncertainty_km", "layer", "quad", "events",
    "others", "deaths", "first_day", "last_day", "event_ids", "headlines",
]  # fmt: skip
PLACES = {
    "stepanakert": ("Stepanakert / Khankendi", 46.7528, 39.8177, "exact", 2.0),
    "shusha": ("Shusha / Shushi", 46.7499, 39.7601, "exact", 2.0),
    "kapan": ("Kapan", 46.4068, 39.2076, "exact", 3.0),
    "moscow": ("Moscow", 37.6178, 55.752, "exact", 15.0),
    "lachin-district": ("Lachin district", 46.25, 39.75, "district", 25.0),
    "armenia-azerbaijan-border": ("Armenia-Azerbaijan border", 45.9, 40.0, "region", 140.0),
    "armenia": ("Armenia", 45.0, 40.2, "country", 110.0),
    "azerbaijan": ("Azerbaijan", 47.6, 40.4, "country", 230.0),
}


def rows(*wanted: tuple[str, int, int, int], headline: str = "Shelling is reported") -> pd.DataFrame:
    """Return the answer of event_map.sql for (place_id, quad, events, others)."""
    records = []
    for place_id, quad, events, others in wanted:
        name, lon, lat, precision, radius = PLACES[place_id]
        records.append(
            {
                "told_by": "own",
                "place_id": place_id,
                "place": name,
                "lon": lon,
                "lat": lat,
                "place_precision": precision,
                "uncertainty_km": radius,
                "layer": {1: "talks", 2: "handovers", 3: "other", 4: "violence"}[quad],
                "quad": quad,
                "events": events,
                "others": others,
                "deaths": 3 * events if quad == 4 else 0,
                "first_day": pd.Timestamp("2020-09-27"),
                "last_day": pd.Timestamp("2020-10-12"),
                "event_ids": [f"{place_id}-{quad}-{i}" for i in range(events + others)],
                "headlines": [headline],
            }
        )
    return pd.DataFrame(records, columns=COLUMNS)


def draw(frame: pd.DataFrame, **options: Any) -> go.Figure:
    return event_map(frame, CAPTION, **({"day": WAR} | options))


def trace(figure: go.Figure, name: str) -> Any:
    return next(t for t in figure.data if t.name == name)


def footer(figure: go.Figure) -> str:
    return " ".join(figure.layout.meta["caption"]["footer"])


def key(figure: go.Figure) -> list[str]:
    return [t.name.replace("<br>", " ") for t in figure.data if t.legend == "legend2" and t.showlegend]


def test_only_plain_scatter_traces_are_drawn() -> None:
    figure = draw(rows(("stepanakert", 4, 3, 0), ("lachin-district", 4, 2, 0)))
    assert {t.type for t in figure.data} == {"scatter"}
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleratio == 1


def test_every_colour_is_one_of_the_palette() -> None:
    figure = draw(rows(("stepanakert", 4, 3, 0), ("kapan", 3, 0, 1), ("lachin-district", 1, 2, 0)))
    content = figure.to_plotly_json()
    content["layout"].pop("template", None)
    text = json.dumps(content, default=str)
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", text))
    assert found <= set(theme.DARK) | {"rgba(0,0,0,0)"}


def test_one_place_is_one_mark_at_its_very_point() -> None:
    figure = draw(rows(("stepanakert", 4, 5, 0), ("stepanakert", 1, 2, 0), ("shusha", 4, 3, 0)))
    marks = trace(figure, "events")
    x, y = (round(float(value), 2) for value in geography.project(46.7528, 39.8177))
    assert sum((mx, my) == (x, y) for mx, my in zip(marks.x, marks.y, strict=True)) == 2
    assert len(set(zip(marks.x, marks.y, strict=True))) == 2


def test_the_area_of_a_mark_is_its_number_of_events() -> None:
    marks = trace(draw(rows(("stepanakert", 4, 16, 0), ("shusha", 4, 4, 0), ("kapan", 4, 1, 0))), "events")
    large, middle, small = marks.marker.size
    assert large / middle == pytest.approx(2, rel=0.03)
    assert middle / small == pytest.approx(2, rel=0.05)


def test_each_class_of_a_place_shows_an_area_of_its_own_number() -> None:
    marks = trace(draw(rows(("stepanakert", 4, 12, 0), ("stepanakert", 1, 4, 0))), "events")
    outer, inner = marks.marker.size
    assert (inner / outer) ** 2 == pytest.approx(4 / 16, rel=0.05)
    assert list(marks.marker.color) == [theme.QUAD_COLOURS[4], theme.QUAD_COLOURS[1]]
    assert set(marks.marker.symbol) == {theme.QUAD_SYMBOLS[4]}


def test_shapes_of_one_number_cover_one_area() -> None:
    marks = trace(draw(rows(("stepanakert", 1, 9, 0), ("shusha", 4, 9, 0))), "events")
    sizes = dict(zip(marks.marker.symbol, marks.marker.size, strict=True))
    assert sizes["diamond"] / sizes["circle"] == pytest.approx(EQUAL_AREA["diamond"], rel=0.02)


def test_small_marks_lie_above_large_ones() -> None:
    marks = trace(draw(rows(("shusha", 4, 2, 0), ("stepanakert", 4, 30, 0), ("kapan", 4, 7, 0))), "events")
    assert list(marks.marker.size) == sorted(marks.marker.size, reverse=True)


def test_a_place_with_only_uncounted_events_is_hollow() -> None:
    figure = draw(rows(("kapan", 4, 0, 2), ("stepanakert", 4, 1, 3)))
    marks = trace(figure, "events")
    symbols = {data["place_id"]: symbol for data, symbol in zip(marks.customdata, marks.marker.symbol, strict=True)}
    assert symbols == {"kapan": "diamond-open", "stepanakert": "diamond"}
    assert any(t.name == "Only planned or alleged" for t in figure.data)


def test_a_click_on_a_mark_gives_every_event_of_its_place() -> None:
    marks = trace(draw(rows(("stepanakert", 4, 2, 1), ("stepanakert", 1, 1, 0))), "events")
    wanted = {"stepanakert-4-0", "stepanakert-4-1", "stepanakert-4-2", "stepanakert-1-0"}
    assert all(set(data["event_ids"]) == wanted and data["place_id"] == "stepanakert" for data in marks.customdata)


def test_around_the_view_lies_the_whole_ground() -> None:
    frame = geography.VIEWS["karabakh"]
    x, y = np.meshgrid(
        np.linspace(frame.west - 1.9 * frame.width, frame.east + 1.9 * frame.width, 40),
        np.linspace(frame.south - 0.9 * frame.height, frame.north + 0.9 * frame.height, 30),
    )
    for whole, near in zip(ground.base(), ground.base(frame), strict=True):
        if whole.get("fill"):
            assert (filled(near, x, y) == filled(whole, x, y)).mean() > 0.999
    assert filled(ground.base(frame)[0], x, y).any()
    points = [sum(len(trace["x"]) for trace in (*ground.base(view), ground.borders(view))) for view in (None, frame)]
    assert points[1] < 0.7 * points[0]


def filled(trace: dict[str, Any], x: Any, y: Any) -> Any:
    """Return which points lie under an odd number of rings."""
    points = np.column_stack([trace["x"], trace["y"]])
    rings = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))
    shapes = [shapely.polygons(ring[~np.isnan(ring[:, 0])]) for ring in rings]
    return sum(shapely.contains_xy(shape, x, y).astype(int) for shape in shapes) % 2 == 1


def test_a_district_is_a_ring_of_its_uncertainty_and_no_dot() -> None:
    figure = draw(rows(("lachin-district", 4, 3, 0), ("lachin-district", 1, 1, 0)))
    assert len(trace(figure, "events").x) == 0
    x, y = (float(value) for value in geography.project(46.25, 39.75))
    arcs = [t for t in figure.data if t.name == "arc"]
    assert {t.line.color for t in arcs} == {theme.QUAD_COLOURS[4], theme.QUAD_COLOURS[1]}
    for arc in arcs:
        for px, py in zip(arc.x, arc.y, strict=True):
            assert ((px - x) ** 2 + (py - y) ** 2) ** 0.5 == pytest.approx(25, abs=0.05)
    assert trace(figure, "ring").customdata[0]["place_id"] == "lachin-district"


def test_what_is_known_to_the_country_only_is_listed_and_never_drawn() -> None:
    figure = draw(rows(("armenia", 4, 12, 0), ("azerbaijan", 3, 9, 0), ("stepanakert", 4, 1, 0)))
    assert "Armenia 12, Azerbaijan 9" in footer(figure)
    assert {data["place_id"] for data in trace(figure, "events").customdata} == {"stepanakert"}


def test_an_event_without_a_place_is_listed() -> None:
    frame = rows(("armenia", 4, 3, 0))
    frame.loc[0, ["place_id", "place", "lon", "lat", "uncertainty_km"]] = [None, "place not stated", None, None, None]
    assert "place not stated 3" in footer(draw(frame))


def test_a_region_wider_than_the_view_is_listed_in_it_and_drawn_in_the_wider_view() -> None:
    frame = rows(("armenia-azerbaijan-border", 4, 6, 0))
    assert "Armenia-Azerbaijan border 6" in footer(draw(frame))
    wider = draw(frame, view="caucasus")
    assert "known too roughly" not in footer(wider)
    assert [t for t in wider.data if t.name == "arc"]


def test_events_outside_the_view_are_counted_in_the_note() -> None:
    figure = draw(rows(("moscow", 1, 25, 1), ("stepanakert", 4, 1, 0)))
    assert re.search(r"Outside the middle 210 × 228 km of this view .*Moscow 26", footer(figure))
    assert "stands for 1." in footer(figure)


def test_the_note_keeps_the_page_s_own_note_and_the_disclaimer() -> None:
    text = footer(draw(rows(("shusha", 4, 1, 0))))
    assert "Own note." in text
    assert "approximate" in text
    assert "imply no endorsement" in text


def test_untrusted_text_is_shown_as_it_stands() -> None:
    frame = rows(("stepanakert", 4, 1, 0), headline="<b>x</b> & <a href='y'>z</a>")
    frame.loc[0, "place"] = "A <i>town</i>"
    figure = draw(frame)
    hover = trace(figure, "events").hovertext[0]
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a" in hover
    assert "A &lt;i&gt;town" in hover
    assert all("<i>" not in text for text in trace(figure, "names").text)
    assert all(t.hovertemplate is None for t in figure.data)


def test_the_hover_box_names_place_numbers_days_and_headlines() -> None:
    figure = draw(rows(("stepanakert", 4, 2, 0), ("stepanakert", 1, 1, 2)))
    hover = trace(figure, "events").hovertext[0]
    assert "<b>Stepanakert / Khankendi</b>" in hover
    assert "Verbal cooperation: 1<br>Material conflict: 2" in hover
    assert "Planned, alleged, denied or background: 2" in hover
    assert "27 Sept – 12 Oct 2020" in hover
    assert "Shelling is reported" in hover


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1988, 2, 20), []),
        (date(1993, 4, 2), []),
        (date(2016, 4, 2), ["Area held by Karabakh Armenian forces, 12 May 1994 – 26 Sept 2020 (approximate)"]),
        (WAR, ["Area held by Karabakh Armenian forces as of 27 Sept 2020; front moving, not drawn"]),
        (
            date(2020, 11, 12),
            [
                "Districts held by Karabakh Armenian forces until they were handed over, 10–30 Nov 2020 (approximate)",
                "Russian peacekeepers deployed, under Karabakh Armenian authorities, 10 Nov 2020 – 25 Aug 2022",
                "Held by Karabakh Armenian forces outside the peacekeepers' first map, 10 Nov – 12 Dec 2020",
            ],
        ),
        (date(2020, 12, 20), ["Russian peacekeepers deployed, under Karabakh Armenian authorities, 10 Nov 2020"]),
        (date(2021, 12, 1), ["Russian peacekeepers deployed", "disputes the line), since 12 May 2021 (approximate)"]),
        (
            date(2022, 9, 15),
            [
                "new Lachin road, 26 Aug 2022 – 22 April 2023 (approximate)",
                "Azerbaijani positions inside Armenia as claimed by Armenia (Azerbaijan disputes the line), "
                "since 12 May 2021 and 13 Sept 2022 (approximate)",
            ],
        ),
        (
            date(2024, 1, 1),
            [
                "The former oblast and the districts around it under Azerbaijan's control since 20 Sept 2023",
                "as claimed by Armenia",
            ],
        ),
    ],
)
def test_the_key_names_the_areas_of_the_day_with_holder_and_validity(day: date, words: list[str]) -> None:
    entries = key(draw(rows(), day=day))
    assert "Nagorno-Karabakh Autonomous Oblast, 1923–1991 (administrative line)" in entries
    assert len(entries) == len(words) + 1
    for word, entry in zip(words, entries, strict=False):
        assert word in entry


def test_hatching_tells_the_holders_apart_without_colour() -> None:
    figure = draw(rows(), day=date(2020, 11, 12))
    shapes = {t.fillpattern.shape for t in figure.data if t.fillpattern.shape}
    assert shapes == {"/", "\\"}


@pytest.mark.parametrize(("boundaries", "entries"), [("by_date", 2), ("oblast", 1), ("none", 0)])
def test_boundaries_can_be_left_out(boundaries: str, entries: int) -> None:
    assert len(key(draw(rows(), boundaries=boundaries))) == entries


@pytest.mark.parametrize(
    ("names", "word"),
    [("both", "Stepanakert /<br>Khankendi"), ("armenian", "Stepanakert"), ("azerbaijani", "Khankendi")],
)
def test_a_town_of_two_names_can_be_shown_with_either(names: str, word: str) -> None:
    figure = draw(rows(("stepanakert", 4, 1, 0)), names=names)
    assert word in trace(figure, "names").text


def test_an_empty_answer_still_gives_a_map_and_says_so() -> None:
    figure = draw(rows())
    assert any("No event matches this filter." in (note.text or "") for note in figure.layout.annotations)
    assert "No event matches this filter." in figure.layout.meta["alt"]
    assert len(trace(figure, "names").text) > 5


def test_the_alt_text_carries_the_numbers() -> None:
    alt = draw(rows(("stepanakert", 4, 5, 1), ("armenia", 4, 12, 0), ("moscow", 1, 3, 0))).layout.meta["alt"]
    for part in ("12 Oct 2020", "5 counted events at 1 places", "Stepanakert / Khankendi 5", "Armenia 12", "Moscow 3"):
        assert part in alt


def test_the_empty_map_is_light() -> None:
    assert len(draw(rows()).to_json()) < 300_000


def test_names_meet_neither_each_other_nor_a_mark_on_any_screen() -> None:
    view = geography.VIEWS["karabakh"]
    spots = [(620 + 7 * i % 60, 4380 + 11 * i % 70) for i in range(40)]
    marks = [(float(x), float(y), 14.0) for x, y in spots]
    wanted = [
        Label(f"t{i}", ((x, y),), ("Some /", "Longer name"), 12, theme.INK, mark=d) for i, (x, y, d) in enumerate(marks)
    ]
    placed = place_labels(wanted, marks, view, ((260.0, 90.0), 50))
    assert any(label.wide for label in placed)
    for sizes, kept in ((WIDE, placed), (NARROW, [label for label in placed if not label.wide])):
        for size in sizes:
            screen = Screen(size, view)
            boxes = [screen.box(label) for label in kept]
            for i, a in enumerate(boxes):
                assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[i + 1 :])
                for x, y, diameter in marks:
                    px, py = screen.point(x, y)
                    across, up = max(a[0] - px, 0, px - a[2]), max(a[1] - py, 0, py - a[3])
                    assert (across**2 + up**2) ** 0.5 >= diameter / 2


def test_names_only_for_wide_screens_are_annotations_called_wide() -> None:
    many = rows(*[(place, 4, 9, 0) for place in ("stepanakert", "shusha", "kapan")])
    figure = draw(many, view="caucasus")
    wide = [note for note in figure.layout.annotations if (note.name or "").startswith("wide")]
    assert wide
    assert not {note.text for note in wide} & set(trace(figure, "names").text)
