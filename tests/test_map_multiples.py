"""Several dates side by side: each panel true on its day, all of them on one scale, names that stand free."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from test_event_map import COLUMNS, PLACES, footer

from dashboard import geography, store
from dashboard.charts import theme
from dashboard.charts.multiples import PHONE, WIDTH, map_multiples
from dashboard.charts.panels import PHONE_MARKS, Panel
from dashboard.charts.placing import ADVANCE, CAPITALS, LEADING, POSITIONS
from dashboard.geography import VIEWS
from dashboard.model import Filters

CAPTION = theme.Caption("Four days", "No filter", "n = 9 events", "Test data", "2026-11-23-abcdef", "Own note.")
HELD = "Area held by Karabakh Armenian forces"
PEACE = "Russian peacekeepers deployed, under Karabakh Armenian authorities"
CLAIM = "Azerbaijani positions inside Armenia as claimed by Armenia (Azerbaijan disputes the line)"
OBLAST = "Oblast of 1923–1991 (administrative line)"
#: What the key of a panel says on each day, and the hatches that the panel shows.
TRUE_THEN: dict[date, tuple[list[str], set[str]]] = {
    date(1988, 2, 20): (["No area of control is drawn for this day"], set()),
    date(1994, 5, 12): ([f"{HELD}, 12 May 1994 – 26 Sept 2020 (approximate)"], {"/"}),
    date(2016, 4, 2): ([f"{HELD}, 12 May 1994 – 26 Sept 2020 (approximate)"], {"/"}),
    date(2020, 10, 12): (
        [f"{HELD} as of 27 Sept 2020; front moving, not drawn, 27 Sept – 9 Nov 2020 (approximate)"],
        {"/"},
    ),
    date(2020, 12, 2): (
        [
            f"{PEACE}, 10 Nov 2020 – 25 Aug 2022 (approximate)",
            "Held by Karabakh Armenian forces outside the peacekeepers' first map, 10 Nov – 12 Dec 2020 (approximate)",
        ],
        {"/", "\\"},
    ),
    date(2022, 9, 15): (
        [
            f"{PEACE}; new Lachin road, 26 Aug 2022 – 22 April 2023 (approximate)",
            f"{CLAIM}, since 12 May 2021 and 13 Sept 2022 (approximate)",
        ],
        {"\\", "x"},
    ),
    date(2024, 1, 1): (
        [
            "The former oblast and the districts around it under Azerbaijan's control since 20 Sept 2023 (no outline)",
            f"{CLAIM}, since 12 May 2021 and 13 Sept 2022 (approximate)",
        ],
        {"x"},
    ),
}


def rows(*wanted: tuple[str, int, int, int]) -> pd.DataFrame:
    """Return the answer of event_map.sql for (place_id, quad, events, others)."""
    records = []
    for place_id, quad, events, others in wanted:
        name, lon, lat, precision, radius = PLACES[place_id]
        days = (pd.Timestamp("2020-09-27"), pd.Timestamp("2020-10-12"))
        ids = [f"{place_id}-{quad}-{i}" for i in range(events + others)]
        records.append(
            ("own", place_id, name, lon, lat, precision, radius, "violence", quad, events, others, 0, *days, ids, ["x"])
        )
    return pd.DataFrame(records, columns=COLUMNS)


def panel(day: date, *wanted: tuple[str, int, int, int], title: str = "") -> Panel:
    return Panel(title, day, day.replace(day=1), day, rows(*wanted))


def draw(*panels: Panel, **options: Any) -> go.Figure:
    return map_multiples(panels, CAPTION, **options)


def axis(number: int, letter: str = "x") -> str:
    return f"{letter}{number + 1 if number else ''}"


def of(figure: go.Figure, number: int, name: str | None = None) -> list[Any]:
    """Return the traces of a panel."""
    return [
        t for t in figure.data if (t.xaxis or "x") == axis(number) and t.x[:1] != (None,) and name in {None, t.name}
    ]


def note(figure: go.Figure, name: str) -> str:
    return str(next(a.text for a in figure.layout.annotations if a.name == name))


def key(figure: go.Figure, number: int) -> list[str]:
    return [t.name.replace("<br>", " ") for t in figure.data if t.legend == f"legend{number + 2}" and t.showlegend]


FOUR = (
    panel(date(1994, 5, 12), ("stepanakert", 4, 4, 0), ("lachin-district", 4, 1, 0)),
    panel(date(2016, 4, 2), ("shusha", 4, 16, 0), ("shusha", 1, 4, 1), ("armenia", 3, 7, 0)),
    panel(date(2020, 10, 12), ("kapan", 4, 0, 2), ("moscow", 1, 3, 0), ("lachin-district", 4, 4, 0)),
    panel(date(1953, 1, 31)),
)


@pytest.mark.parametrize("day", TRUE_THEN)
@pytest.mark.parametrize("number", [0, 1])
def test_a_panel_shows_only_the_areas_and_holders_that_were_true_on_its_day(day: date, number: int) -> None:
    other = date(2020, 11, 12)
    panels = [panel(other), panel(other)]
    panels[number] = panel(day)
    figure = draw(*panels)
    words, hatches = TRUE_THEN[day]
    assert key(figure, number) == [*words, OBLAST]
    assert {t.fillpattern.shape for t in of(figure, number) if t.fillpattern.shape} == hatches
    areas = geography.areas_on(day)
    assert (
        sum(bool(t.fillpattern.shape) for t in of(figure, number)) == (areas["kind"].isin(["control", "claim"])).sum()
    )
    for part in words:
        assert part in figure.layout.meta["alt"] or part.startswith("No area")


@pytest.mark.parametrize(("boundaries", "words"), [("oblast", [OBLAST]), ("none", [])])
def test_areas_can_be_left_out(boundaries: str, words: list[str]) -> None:
    figure = draw(*FOUR, boundaries=boundaries)
    assert key(figure, 1) == words
    assert not any(t.fillpattern.shape for t in figure.data)
    assert ("Nagorno-Karabakh Autonomous Oblast of 1923–1991" in footer(figure)) == bool(words)


def test_each_panel_draws_its_own_events_and_gives_their_receipts() -> None:
    figure = draw(*FOUR)
    found = [{i for t in of(figure, n) for data in t.customdata or () for i in data["event_ids"]} for n in range(4)]
    wanted = [{i for ids in one.places["event_ids"] for i in ids} for one in FOUR]
    assert found[0] == wanted[0]
    assert found[1] == {i for i in wanted[1] if not i.startswith("armenia")}
    assert found[2] == {i for i in wanted[2] if not i.startswith("moscow")}
    assert found[3] == set()


def test_each_title_says_day_days_of_events_and_n() -> None:
    figure = draw(*FOUR)
    assert note(figure, "title a") == "<b>a  12 May 1994</b>"
    assert note(figure, "events a") == "Events of 1–12 May 1994 · n = 5, 5 in view"
    assert note(figure, "events b") == "Events of 1–2 April 2016 · n = 27, 20 in view"
    assert note(figure, "events c") == "Events of 1–12 Oct 2020 · n = 7, 4 in view"
    assert note(figure, "events d") == "Events of 1–31 Jan 1953 · n = 0"
    named = draw(panel(date(2020, 9, 26), title="Before <the> war"))
    assert note(named, "title a") == "<b>a  Before &lt;the&gt; war · 26 Sept 2020</b>"


@pytest.mark.parametrize("view", VIEWS)
def test_counts_per_panel_equal_a_recount_of_the_bundled_events(edition: store.Edition, view: str) -> None:
    days = (date(1994, 5, 12), date(2016, 4, 30), date(2020, 10, 12), date(2022, 9, 15))
    panels = []
    for day in days:
        first = day.replace(year=day.year - 1)
        panels.append(Panel("", day, first, day, store.ask(edition, "event_map", Filters(first, day))))
    figure = map_multiples(panels, CAPTION, view=view)
    frame = VIEWS[view]
    for number, one in enumerate(panels):
        total, shown = 0, 0
        for row in one.places.to_dict("records"):
            total += row["events"]
            x, y = (float(value) for value in geography.project(row["lon"], row["lat"]))
            ring = row["place_precision"] in {"district", "region"}
            drawn = row["place_precision"] == "exact" or (
                ring and row["uncertainty_km"] <= min(frame.width, frame.height) / 2
            )
            shown += row["events"] if drawn and bool(frame.contains(x, y)) else 0
        assert total
        assert note(figure, f"events {'abcd'[number]}").endswith(f"n = {total:,}, {shown:,} in view")
        assert f"n = {total:,}, {shown:,} in view" in figure.layout.meta["alt"]


def test_a_dataset_of_others_is_counted_for_itself() -> None:
    both = rows(("stepanakert", 4, 4, 0), ("shusha", 4, 3, 0))
    both.loc[1, "told_by"] = "ucdp_ged"
    figure = draw(Panel("", date(2020, 10, 12), date(2020, 10, 1), date(2020, 10, 12), both))
    assert note(figure, "events a").endswith("n = 4; UCDP GED 3")


def test_marks_have_one_scale_in_all_panels_and_the_figure_states_it() -> None:
    figure = draw(*FOUR)
    (small,), (large, _) = (of(figure, n, "events")[0].marker.size for n in (0, 1))
    assert (large / small) ** 2 == pytest.approx(20 / 4, rel=0.03)
    (sizes,) = [t for t in figure.data if t.name == "sizes"]
    assert sizes.text[0] == "1"
    assert sizes.text[-1] == "20"
    for number, px in zip(sizes.text, sizes.marker.size, strict=True):
        diamond = px * 0.964
        assert (diamond / small) ** 2 == pytest.approx(int(number) / 4, rel=0.05)
    assert "Marks and rings have one scale in all panels; the largest mark is in b." in footer(figure)
    assert "Shusha / Shushi, stands for 20" in footer(figure)


def test_rings_have_one_scale_of_lines_in_all_panels() -> None:
    figure = draw(*FOUR)
    thin, broad = (of(figure, n, "arc")[0].line.width for n in (0, 2))
    assert (thin - 0.8) / (broad - 0.8) == pytest.approx(0.5, abs=0.02)


def test_an_empty_panel_says_so_and_the_others_do_not() -> None:
    figure = draw(*FOUR)
    assert [a.name for a in figure.layout.annotations if (a.name or "").startswith("empty")] == ["empty d"]
    assert "No event matches this filter" in note(figure, "empty d")
    assert "no event matches this filter in these days" in figure.layout.meta["alt"]
    away = draw(panel(date(2016, 4, 2), ("moscow", 1, 3, 0)))
    assert note(away, "empty a") == "No event in this view."


def test_what_no_panel_shows_is_told_for_each() -> None:
    text = footer(draw(*FOUR))
    assert "too roughly (any status) – b: Armenia 7." in text
    assert re.search(r"Outside the middle 210 × 228 km of this view \(any status\) – c: Moscow 3\.", text)
    assert "Own note." in text
    assert "imply no endorsement" in text
    assert "approximate" in text


def test_the_alt_text_tells_each_panel_s_numbers() -> None:
    alt = draw(*FOUR).layout.meta["alt"]
    assert "4 maps side by side" in alt
    assert "a, 12 May 1994, events of 1–12 May 1994, n = 5, 5 in view: places in view 2, most" in alt
    assert "most at Stepanakert / Khankendi 4, Lachin district 1" in alt
    assert "7 known too roughly for the map" in alt
    assert "3 outside the view" in alt


def test_all_panels_move_together_on_one_scale_of_the_ground() -> None:
    layout = draw(*FOUR).layout
    assert (layout.yaxis.scaleanchor, layout.yaxis.scaleratio) == ("x", 1)
    for number in (1, 2, 3):
        x, y = layout[f"xaxis{number + 1}"], layout[f"yaxis{number + 1}"]
        assert (x.matches, y.matches, y.scaleanchor) == ("x", "y", None)
        assert (x.range, y.range) == (layout.xaxis.range, layout.yaxis.range)
    bars = [a for a in layout.annotations if a.text == "50 km"]
    assert [(bar.xref, bar.yref) for bar in bars] == [("x4", "y4 domain")]


def on_paper(figure: go.Figure) -> tuple[Any, float, float]:
    return figure.layout, WIDTH, figure.layout.meta["plot"]


def on_a_phone(figure: go.Figure) -> tuple[Any, float, float]:
    """Return the layout as the browser component changes it on a narrow screen."""
    layout = go.Layout(figure.layout)
    for path, value in figure.layout.meta["narrow"].items():
        part, name = path.split(".")
        layout[part][name] = value
    return layout, PHONE, figure.layout.meta["plot_narrow"]


SCREENS = (on_paper, on_a_phone)
Box = tuple[float, float, float, float]


def panel_boxes(layout: Any, width: float, height: float, number: int) -> list[Box]:
    """Return left, bottom, right and top in px of panels and of the strip below them."""
    boxes = []
    for i in range(number):
        x, y = layout[f"xaxis{axis(i)[1:]}"].domain, layout[f"yaxis{axis(i)[1:]}"].domain
        boxes.append((x[0] * width, y[0] * height, x[1] * width, y[1] * height))
    return boxes


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("days", [list(TRUE_THEN)[:2], list(TRUE_THEN)[1:5], list(TRUE_THEN)[3:]])
def test_panels_titles_and_keys_stand_apart(screen: Callable[..., Any], view: str, days: Sequence[date]) -> None:
    figure = draw(*(panel(day) for day in days), view=view)
    layout, width, height = screen(figure)
    taken = panel_boxes(layout, width, height, len(days) + 1)
    for box in taken:
        assert box[0] >= -0.01
        assert box[1] >= -0.01
        assert box[2] <= width + 0.01
        assert box[3] <= height + 0.01
    for i, (west, _, _, top) in enumerate(taken[:-1]):
        taken.append((west, top + 1, west + 300, top + 44))  # two lines of title
        lines = sum(t.name.count("<br>") + 1 for t in figure.data if t.legend == f"legend{i + 2}" and t.showlegend)
        corner = layout[f"legend{i + 2}"]
        left, above = corner.x * width, corner.y * height
        taken.append((left, above - lines * 11 * LEADING - 4, left + 300, above))
    west, _, _, top = taken[len(days)]
    taken.append((west, top + 1, west + 240, top + 20))
    assert not [(i, j) for i, a in enumerate(taken) for j, b in enumerate(taken[i + 1 :], i + 1) if meet(a, b)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("screen", "part"), [(on_paper, 1.0), (on_a_phone, PHONE_MARKS)])
@pytest.mark.parametrize("names", ["both", "armenian"])
def test_names_meet_neither_each_other_nor_a_mark(
    edition: store.Edition, view: str, screen: Callable[..., Any], part: float, names: str
) -> None:
    panels = []
    for day in (date(1994, 5, 12), date(2016, 4, 30), date(2020, 10, 12), date(2023, 10, 1)):
        first = day.replace(year=day.year - 3)
        panels.append(Panel("", day, first, day, store.ask(edition, "event_map", Filters(first, day))))
    figure = map_multiples(panels, CAPTION, view=view, names=names)
    layout, width, height = screen(figure)
    frame = VIEWS[view]
    for number, (west, south, east, north) in enumerate(panel_boxes(layout, width, height, 4)):
        size = (east - west, north - south)
        seen, scale = frame.widened(size), min(size[0] / frame.width, size[1] / frame.height)
        (words,) = of(figure, number, "names")
        assert len(words.text) >= 5
        boxes: list[Box] = []
        for i, text in enumerate(words.text):
            lines = text.split("<br>")
            advance = CAPITALS if text.isupper() else ADVANCE
            w, h = (
                max(map(len, lines)) * words.textfont.size[i] * advance,
                len(lines) * words.textfont.size[i] * LEADING,
            )
            across, up = POSITIONS.get(words.textposition[i], (0, 0))
            gap = part * words.marker.size[i] / 1.6 + 1
            x = (words.x[i] - seen.west) * scale + across * (gap + w / 2)
            y = (words.y[i] - seen.south) * scale + up * (gap + h / 2)
            boxes.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
        assert not [(i, j) for i, a in enumerate(boxes) for j, b in enumerate(boxes[i + 1 :], i + 1) if meet(a, b)]
        (marks,) = of(figure, number, "events")
        for box in boxes:
            assert box[0] >= 0
            assert box[1] >= 0
            assert box[2] <= size[0]
            assert box[3] <= size[1]
            for km_x, km_y, px in zip(marks.x, marks.y, marks.marker.size, strict=True):
                x, y, radius = (km_x - seen.west) * scale, (km_y - seen.south) * scale, part * px / 2
                across, up = max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])
                assert (across**2 + up**2) ** 0.5 >= radius - 1


@pytest.mark.parametrize(
    ("names", "word"), [("both", "Agdam /<br>Akna"), ("armenian", "Akna"), ("azerbaijani", "Agdam")]
)
def test_towns_of_two_names_bear_the_chosen_one_and_the_note_says_which(names: str, word: str) -> None:
    figure = draw(panel(date(1988, 9, 1)), panel(date(1988, 9, 2)), names=names)
    assert word in of(figure, 0, "names")[0].text
    assert "Towns bear" in footer(figure)


@pytest.mark.parametrize("number", [0, 7])
def test_no_panel_or_more_than_a_page_holds_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 6 maps"):
        draw(*[panel(date(2016, 4, 2))] * number)


def test_one_legend_names_the_classes_once() -> None:
    names = [t.name for t in draw(*FOUR).data if t.legend is None and t.showlegend is not False]
    assert names == [
        "Verbal cooperation",
        "Material cooperation",
        "Verbal conflict",
        "Material conflict",
        "Only planned or alleged",
        "Somewhere in the ring",
    ]


def test_the_figure_is_valid_light_and_in_the_palette_alone() -> None:
    figure = draw(*FOUR, zoom=geography.View(560, 4360, 680, 4460))
    go.Figure(figure.to_dict())  # validates
    text = figure.to_json(validate=True)
    assert len(text) < 800_000
    content = json.loads(text)
    content["layout"].pop("template", None)
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", json.dumps(content)))
    assert found <= set(theme.DARK) | {"rgba(0,0,0,0)"}
    assert {t.type for t in figure.data} == {"scatter"}


def test_every_mark_has_a_size_of_its_own_for_the_phone_to_shrink() -> None:
    figure = draw(*FOUR)
    for trace in figure.data:
        if trace.x[:1] != (None,) and "markers" in trace.mode and trace.name != "ring":
            assert len(trace.marker.size) == len(trace.x), trace.name
