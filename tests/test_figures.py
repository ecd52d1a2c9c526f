"""Overview, diplomacy timeline and actor network as figures: what they say, hide, and never do."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import network, store
from dashboard.answers import Answers
from dashboard.charts import periods, theme
from dashboard.charts.diplomacy import diplomacy_timeline
from dashboard.charts.network import TIES, actor_network, least_shown
from dashboard.charts.overview import is_rooted, overview
from dashboard.model import TRACKS, Filters

FIGURES = ("overview", "diplomacy_timeline", "actor_network")
NASTY = "<b>bold</b> & <a href='https://evil.example'>link</a> <script>alert(1)</script>"
PLAIN = "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href="
SELECTIONS = {
    "no filter": Filters(),
    "the 44-day war": Filters(date(2020, 9, 27), date(2020, 11, 10)),
    "one actor": Filters(actors=("FRA",)),
    "September 2023": Filters(date(2023, 9, 1), date(2023, 9, 30)),
    "what did not occur": Filters(statuses=("planned", "alleged", "denied", "background")),
    "from the 44-day war on": Filters(date(2020, 9, 27)),
    "one day": Filters(date(2020, 11, 9), date(2020, 11, 9)),
    "nothing": Filters(date(1950, 1, 1), date(1950, 1, 2)),
}
CAPTION = theme.Caption(
    "Who talked & <who> did not",
    "27 September 2020 – 10 November 2020 · with Armenia",
    "n = 12 events that occurred",
    "8 rows of the curated fact base.",
    "2026-11-23-abcdef, karabakh-timeline, CC BY 4.0",
    "How to read it.",
)


@dataclass(frozen=True)
class Drawing:
    """A figure and the frames it was drawn from."""

    figure: go.Figure
    frames: dict[str, pd.DataFrame]


Drawer = Callable[[str, str], Drawing]


@pytest.fixture(scope="module")
def drawn(edition: store.Edition) -> Drawer:
    """Return a function that draws a figure of the bundled data as its page does; look, do not change."""
    names = {row["id"]: row["short"] for row in store.ask_rows(edition, "actors")}
    places = network.positions(store.ask(edition, "actor_network"))

    @cache
    def asked(selection: str) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        chosen = SELECTIONS[selection]
        first, last, grain = Answers(edition).time_axis(chosen)
        answers = {
            question: store.ask(edition, question, chosen, **({"grain": grain} if question.endswith("period") else {}))
            for question in ("diplomacy_by_period", "violence_by_period", "diplomacy_timeline", "actor_network")
        }
        return answers, {"grain": grain, "first": first, "last": last}

    @cache
    def draw(name: str, selection: str) -> Drawing:
        answers, axis = asked(selection)
        violence = answers["violence_by_period"]
        figures: dict[str, Callable[[], go.Figure]] = {
            "overview": lambda: overview(answers["diplomacy_by_period"], violence, CAPTION, **axis),
            "diplomacy_timeline": lambda: diplomacy_timeline(answers["diplomacy_timeline"], violence, CAPTION, **axis),
            "actor_network": lambda: actor_network(answers["actor_network"], places, names, CAPTION),
        }
        return Drawing(figures[name](), answers)

    return draw


def notes(figure: go.Figure) -> str:
    return "<br>".join(str(note.text) for note in figure.layout.annotations)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)


def content(figure: go.Figure) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(figure.to_json())
    assert not found["layout"]["template"].get("layout"), "the style is the figure's own"
    found["layout"]["template"] = {}
    return found


def ids_of(trace: Any) -> list[list[str]]:
    """Return the event ids of each point of a trace that can be clicked."""
    return [list(data["event_ids"]) for data in trace.customdata or () if data]


def listed(answer: pd.DataFrame) -> Counter[str]:
    """Count every event id in the lists of a frame."""
    return Counter(event_id for ids in answer["event_ids"] for event_id in ids)


# --- every figure -----------------------------------------------------------------------------------

every_figure = pytest.mark.parametrize("name", FIGURES)
every_selection = pytest.mark.parametrize("selection", SELECTIONS)


@every_figure
@every_selection
def test_a_figure_is_valid_and_survives_its_way_through_json(drawn: Drawer, name: str, selection: str) -> None:
    figure = drawn(name, selection).figure
    assert content(go.Figure(figure.to_dict())) == content(figure), "plotly validates here; a page saves the time"
    assert content(go.Figure(content(figure))) == content(figure)


@every_figure
@every_selection
def test_a_figure_carries_its_caption_as_data_and_as_text(drawn: Drawer, name: str, selection: str) -> None:
    figure = drawn(name, selection).figure
    caption = figure.layout.meta["caption"]
    assert {key: caption[key] for key in ("title", "filters", "count", "sources", "edition", "note")} == {
        "title": CAPTION.title,
        "filters": CAPTION.filters,
        "count": CAPTION.count,
        "sources": CAPTION.sources,
        "edition": CAPTION.edition,
        "note": CAPTION.note,
    }
    assert caption["footer"] == CAPTION.footer()
    assert figure.layout.title.text == "<b>Who talked &amp; &lt;who&gt; did not</b>"
    assert figure.layout.title.subtitle.text == CAPTION.filters
    (footer,) = (note.text for note in figure.layout.annotations if note.name == "footer")
    told = unescape(footer.replace("<br>", " "))
    assert all(part in told for part in (CAPTION.count, CAPTION.sources, CAPTION.edition, CAPTION.note))


@every_figure
@every_selection
def test_every_colour_is_one_of_the_palette_and_has_a_partner_in_the_dark(
    drawn: Drawer, name: str, selection: str
) -> None:
    figure = content(drawn(name, selection).figure)
    figure["layout"].pop("template", None)
    text = json.dumps(figure)
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)", text)) - {"rgba(0,0,0,0)"}
    assert found <= set(theme.DARK)
    assert theme.INK in found
    named = {value for key, value in keyed(figure) if key.endswith("color") and isinstance(value, str)}
    assert named <= set(theme.DARK) | {"rgba(0,0,0,0)"}


def keyed(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from keyed(item)
    elif isinstance(value, list):
        for item in value:
            yield from keyed(item)


def test_no_two_colours_of_paper_become_one_in_the_dark() -> None:
    assert len(set(theme.DARK.values())) == len(theme.DARK)
    assert not set(theme.DARK) & set(theme.DARK.values())


@every_figure
@every_selection
def test_the_font_is_the_open_one(drawn: Drawer, name: str, selection: str) -> None:
    figure = content(drawn(name, selection).figure)
    assert figure["layout"]["font"]["family"] == theme.FONT
    families = {value for key, value in keyed({"data": figure["data"], **figure["layout"]}) if key == "family"}
    assert families == {theme.FONT}


@every_figure
def test_a_figure_of_nothing_says_so_and_what_to_do(drawn: Drawer, name: str) -> None:
    figure = drawn(name, "nothing").figure
    assert "No event matches this filter.<br>Widen the dates or take out an actor." in notes(figure)


@every_figure
def test_a_figure_of_something_does_not_say_that_there_is_nothing(drawn: Drawer, name: str) -> None:
    assert "No event matches" not in notes(drawn(name, "no filter").figure)


@every_figure
@every_selection
def test_the_text_for_screen_readers_says_title_filter_and_numbers(drawn: Drawer, name: str, selection: str) -> None:
    drawing = drawn(name, selection)
    alt = drawing.figure.layout.meta["alt"]
    assert CAPTION.title in alt
    assert CAPTION.filters in alt
    if name == "overview":
        talks, armed = (int(drawing.frames[f"{kind}_by_period"]["events"].sum()) for kind in ("diplomacy", "violence"))
        assert f"{talks} events of diplomacy" in alt
        assert f"{armed} armed events" in alt
    elif name == "diplomacy_timeline":
        dated = drawing.frames[name].dropna(subset="day_start")
        numbers = dated[dated["status"] == "occurred"].groupby("track")["happening_id"].nunique()
        assert all(f"{TRACKS[str(track)]} {number}" in alt for track, number in numbers.items())
        assert ("none" in alt) == dated.empty
    else:
        counted = drawing.frames[name][drawing.frames[name]["events"] > 0]
        shown = counted[counted["events"] >= least_shown(counted)]
        assert f"{len(set(shown['source']) | set(shown['target']))} actors, {len(shown)} ties" in alt
        assert ("not drawn" in alt) == (len(shown) < len(counted))


@every_figure
def test_text_in_a_figure_that_comes_from_files_is_shown_as_it_stands(drawn: Drawer, name: str) -> None:
    """Whatever an edition says, Plotly finds no tag in it but line breaks and the bold of our own."""
    tags = {
        tag for text in strings(content(drawn(name, "no filter").figure)["data"]) for tag in re.findall("<[^>]*>", text)
    }
    assert tags <= {"<b>", "</b>", "<br>"}


@every_figure
def test_each_point_opens_its_own_events_or_all_open_the_same(drawn: Drawer, name: str) -> None:
    for trace in content(drawn(name, "no filter").figure)["data"]:
        if trace["type"] == "scatter" and trace.get("customdata"):
            assert isinstance(trace["x"], list)  # whose length the browser knows
            assert len(trace["customdata"]) in (1, len(trace["x"]))


@every_figure
@pytest.mark.parametrize("selection", [name for name in SELECTIONS if name != "nothing"])
def test_no_mark_lies_outside_the_axes(drawn: Drawer, name: str, selection: str) -> None:
    figure = drawn(name, selection).figure
    outside = []
    for trace in figure.data:
        x_axis, y_axis = (figure.layout[axis.replace("x", "xaxis").replace("y", "yaxis")] for axis in axes(trace))
        clickable = len(trace.customdata or ())
        if clickable == 1:  # all points of the trace open the same
            clickable = len(trace.x)
        for n, (x, y) in enumerate(zip(trace.x or (), trace.y or (), strict=True)):
            if n < clickable and not within(trace, n, x_axis):
                outside.append(f"{x} of “{trace.name or trace.mode}”")
            top = y + trace.base[n] if trace.type == "bar" and trace.base is not None else y
            if top is not None and y_axis.range is not None and not min(y_axis.range) <= top <= max(y_axis.range):
                outside.append(f"{y} of “{trace.name or trace.mode}”")
    assert outside == []


def within(trace: Any, n: int, axis: Any) -> bool:
    """Tell whether the middle of a mark, a bar included, is in view."""
    if axis.type != "date":
        low, high = axis.range
        return bool(low <= trace.x[n] <= high)
    start, end = (pd.Timestamp(value) for value in axis.range)
    middle = pd.Timestamp(trace.x[n])
    if trace.type == "bar":
        middle += pd.Timedelta(milliseconds=trace.offset + trace.width / 2)
    return bool(start <= middle <= end)


def axes(trace: Any) -> tuple[str, str]:
    return trace.xaxis or "x", trace.yaxis or "y"


# --- overview ---------------------------------------------------------------------------------------


def periods_frame(*rows: tuple[str, str, int, int], key: str = "dataset") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                key: kind,
                "period": pd.Timestamp(period),
                "events": events,
                "others": others,
                "event_ids": [f"{kind}-{period}-{n}" for n in range(events + others)],
            }
            for kind, period, events, others in rows
        ],
        columns=[key, "period", "events", "others", "event_ids"],
    )


def story(diplomacy: pd.DataFrame, violence: pd.DataFrame, grain: str = "month") -> go.Figure:
    return overview(diplomacy, violence, CAPTION, grain=grain, first=date(2020, 1, 1), last=date(2020, 12, 31))


def test_the_overview_opens_exactly_the_events_of_its_frames(drawn: Drawer) -> None:
    for selection in SELECTIONS:
        drawing = drawn("overview", selection)
        upper, *lower = drawing.figure.data
        assert Counter(i for ids in ids_of(upper) for i in ids) == listed(drawing.frames["diplomacy_by_period"])
        below = Counter(i for trace in lower for ids in ids_of(trace) for i in ids)
        assert below == listed(drawing.frames["violence_by_period"])


@pytest.mark.parametrize(
    ("armed_events", "heights"), [(25, (16.0, -25.0)), (26, (4.0, -math.sqrt(26))), (400, (4.0, -20.0))]
)
def test_heights_grow_with_the_count_and_with_its_root_where_counts_are_large(
    armed_events: int, heights: tuple[float, float]
) -> None:
    diplomacy = periods_frame(("moscow", "2020-09-01", 9, 0), ("geneva", "2020-09-01", 7, 0), key="track")
    violence = periods_frame(("curated", "2020-09-01", armed_events, 3))
    figure = story(diplomacy, violence)
    talks, armed = figure.data
    assert (talks.y[0], armed.y[0]) == pytest.approx(heights)
    rooted = armed_events > 25
    assert is_rooted(diplomacy, violence) == rooted
    labels = dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=False))
    assert labels["5"] == pytest.approx(math.sqrt(5) if rooted else 5)


def test_datasets_stand_beside_each_other_and_are_never_added_up() -> None:
    figure = story(
        periods_frame(key="track"), periods_frame(("curated", "2020-09-01", 4, 0), ("coded", "2020-09-01", 9, 0))
    )
    series = {trace.name: trace for trace in figure.data if trace.name.startswith("armed")}
    assert set(series) == {"armed events, curated fact base", "armed events, coded from articles"}
    assert sorted(y for trace in series.values() for y in trace.y) == [-9.0, -4.0]
    places = sorted((trace.offset, trace.offset + trace.width) for trace in series.values())
    assert places[0][1] <= places[1][0]
    looks = {(trace.marker.color, trace.marker.pattern.shape) for trace in series.values()}
    assert len(looks) == 2


def test_a_happening_counts_once_above_the_line_however_many_rows_tell_it(drawn: Drawer) -> None:
    drawing = drawn("overview", "no filter")
    upper = drawing.figure.data[0]
    rooted = is_rooted(drawing.frames["diplomacy_by_period"], drawing.frames["violence_by_period"])
    shown = {period: round(y * y if rooted else y) for period, y in zip(upper.x, upper.y, strict=True)}
    talks = drawing.frames["diplomacy_timeline"].dropna(subset="day_start")
    talks = talks[talks["counted"]]
    starts = pd.to_datetime(talks["day_start"])
    assert pd.to_datetime(pd.Series(upper.x)).dt.is_quarter_start.all()
    quarter = starts.dt.to_period("Q").dt.start_time.dt.strftime("%Y-%m-%d")
    counts = talks.groupby(quarter)["happening_id"].nunique().to_dict()
    assert {period: number for period, number in shown.items() if number} == counts


def test_the_hover_of_a_bar_tells_period_number_and_what_is_not_counted() -> None:
    figure = story(
        periods_frame(("moscow", "2020-09-01", 3, 2), key="track"), periods_frame(("curated", "2020-10-01", 2, 0))
    )
    talks, armed = figure.data
    assert talks.hovertext[0] == "September 2020: 3 events of diplomacy<br>2 more not counted"
    assert armed.hovertext[0] == "October 2020: 2 armed events, curated fact base"


def test_one_event_is_told_in_the_singular() -> None:
    figure = story(periods_frame(("moscow", "2020-09-01", 1, 0), key="track"), periods_frame())
    assert figure.data[0].hovertext[0] == "September 2020: 1 event of diplomacy"


@pytest.mark.parametrize(
    ("grain", "words"),
    [
        ("day", "9 May 1994"),
        ("week", "week of 9 May 1994"),
        ("month", "May 1994"),
        ("quarter", "Q2 1994"),
        ("year", "1994"),
    ],
)
def test_a_period_is_named_as_readers_name_it(grain: str, words: str) -> None:
    assert periods.in_words("1994-05-09", grain) == words


@pytest.mark.parametrize("days", [0, 30, 120, 121, 900, 901, 4400, 4401, 14_000])
def test_a_time_axis_has_a_readable_number_of_bars(days: int) -> None:
    length = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[periods.grain_for(days)]
    assert days / length <= 160


def test_the_wars_are_marked_where_they_are_in_view() -> None:
    figure = story(
        periods_frame(("moscow", "2020-09-01", 3, 2), key="track"), periods_frame(("curated", "2020-10-01", 2, 0))
    )
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [("2020-09-27", "2020-11-10")]
    assert "44-day war" in notes(figure)
    assert "April 2016" not in notes(figure)


# --- diplomacy timeline -----------------------------------------------------------------------------


def talks_frame(*rows: dict[str, Any]) -> pd.DataFrame:
    usual: dict[str, Any] = {
        "dataset": "curated",
        "day_precision": "day",
        "type": "CONSULT",
        "quad": 1,
        "status": "occurred",
        "track": "moscow",
        "headline": "Ministers meet",
        "place": "Moscow",
        "format": "meeting",
        "level": "ministers",
        "outcome": "statement",
        "outcome_text": None,
        "parties": ["Armenia", "Azerbaijan"],
        "mediators": ["Russia"],
    }
    filled = []
    for number, row in enumerate(rows):
        day = row.get("day", "2020-10-09")
        own = {"event_id": f"e{number}", "happening_id": f"h{number}", "day_start": day, "day_end": row.get("end", day)}
        filled.append(usual | own | {key: value for key, value in row.items() if key not in ("day", "end")})
    made = pd.DataFrame(filled, columns=["event_id", "happening_id", "day_start", "day_end", *usual])
    made["day_start"], made["day_end"] = pd.to_datetime(made["day_start"]), pd.to_datetime(made["day_end"])
    return made


def timeline(*rows: dict[str, Any], last: date = date(2020, 11, 10)) -> go.Figure:
    return diplomacy_timeline(
        talks_frame(*rows), periods_frame(), CAPTION, grain="day", first=date(2020, 9, 27), last=last
    )


def marks(figure: go.Figure) -> dict[str, dict[str, Any]]:
    """Return symbol, colours and hover box of each event that has a mark of its own."""
    found = {}
    for trace in figure.data:
        if trace.mode == "markers" and trace.customdata:
            for n, data in enumerate(trace.customdata):
                (event_id,) = data["event_ids"]
                found[event_id] = {
                    "symbol": trace.marker.symbol[n],
                    "colour": trace.marker.color,
                    "line": trace.marker.line.color[n],
                    "hover": trace.hovertext[n],
                    "x": trace.x[n],
                    "y": trace.y[n],
                }
    return found


@every_selection
def test_the_timeline_opens_exactly_the_dated_events_of_its_frame(drawn: Drawer, selection: str) -> None:
    """Over many years bars open them all, and landmarks have a mark besides; else each has a mark or is in a pile."""
    drawing = drawn("diplomacy_timeline", selection)
    marked: Counter[str] = Counter()
    in_bars: Counter[str] = Counter()
    for trace in drawing.figure.data:
        ids = [event_id for ids in ids_of(trace) for event_id in ids]
        if trace.type == "scatter":
            marked.update(ids)
            if trace.mode == "text":
                assert [re.sub(r"\D", "", text) for text in trace.text] == [str(len(ids)) for ids in ids_of(trace)]
        elif trace.yaxis != "y2":
            in_bars.update(ids)
    dated = Counter(drawing.frames["diplomacy_timeline"].dropna(subset="day_start")["event_id"])
    assert (in_bars or marked) == dated
    assert marked <= dated
    strip = Counter(i for t in drawing.figure.data if t.yaxis == "y2" for ids in ids_of(t) for i in ids)
    assert strip == listed(drawing.frames["violence_by_period"])


@pytest.mark.parametrize("level", ["heads", "ministers", "envoys", "experts"])
@pytest.mark.parametrize("status", ["planned", "alleged", "denied", "background"])
def test_a_talk_that_did_not_occur_is_hollow(level: str, status: str) -> None:
    figure = timeline({"level": level}, {"level": level, "status": status, "day": "2020-10-20"})
    solid, hollow = marks(figure)["e0"], marks(figure)["e1"]
    assert hollow["symbol"] == f"{solid['symbol']}-open"
    assert solid["line"] == theme.PAPER
    assert hollow["line"] == hollow["colour"] != theme.PAPER
    assert any(trace.name == "planned, cancelled or not confirmed" for trace in figure.data)


def test_an_act_that_is_no_talk_and_did_not_occur_is_told_from_one_that_did() -> None:
    figure = timeline(
        {"level": None, "outcome": None, "type": "SUPPORT"},
        {"level": None, "outcome": None, "type": "SUPPORT", "status": "denied", "day": "2020-10-20"},
    )
    looks = [{key: mark[key] for key in ("symbol", "colour", "line")} for mark in marks(figure).values()]
    assert looks[0] != looks[1]


def test_without_hollow_marks_there_is_no_key_for_them() -> None:
    assert not any("planned" in str(trace.name) for trace in timeline({}).data)


def test_shape_tells_the_level_and_colour_the_outcome() -> None:
    levels = ("heads", "ministers", "envoys", "experts")
    by_level = marks(timeline(*({"level": level, "day": f"2020-10-{day}"} for day, level in enumerate(levels, 10))))
    assert len({mark["symbol"] for mark in by_level.values()}) == 4
    outcomes = ("agreement", "statement", "no_result", None)
    by_outcome = marks(timeline(*({"outcome": o, "day": f"2020-10-{day}"} for day, o in enumerate(outcomes, 10))))
    assert len({mark["colour"] for mark in by_outcome.values()}) == 4


def test_each_track_has_a_lane_of_its_own_with_its_name() -> None:
    figure = timeline({"track": "moscow"}, {"track": "geneva"}, {"track": "moscow", "day": "2020-11-09"})
    found = marks(figure)
    assert found["e0"]["y"] == found["e2"]["y"] > found["e1"]["y"]
    said = notes(figure)
    assert said.index(f"<b>{TRACKS['moscow']}</b>") < said.index(f"<b>{TRACKS['geneva']}</b>")
    assert f"<b>{TRACKS['eu']}</b>" not in said


def test_marks_of_one_day_stand_under_each_other_and_the_rest_is_one_number() -> None:
    figure = timeline(*({} for _ in range(12)))
    found = marks(figure)
    assert len({mark["y"] for mark in found.values()}) == len(found) == 8
    (pile,) = (trace for trace in figure.data if trace.mode == "text")
    assert list(pile.text) == ["<b>+4</b>"]
    assert {event_id for ids in ids_of(pile) for event_id in ids} | set(found) == {f"e{n}" for n in range(12)}


def test_what_lasted_is_a_line_over_all_its_days_and_what_is_not_known_to_the_day_has_soft_ends() -> None:
    figure = timeline(
        {"day": "2020-10-10", "end": "2020-10-18", "day_precision": "days"},
        {"day": "2020-10-01", "end": "2020-10-31", "day_precision": "month", "track": "eu"},
    )
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.x[0]]
    sure, *soft = [(trace.x[0][:10], trace.x[1][:10]) for trace in lines]
    assert sure == ("2020-10-10", "2020-10-19"), "to the last midnight"
    assert soft[0] == ("2020-10-01", "2020-11-01")
    assert soft[0][0] < soft[1][0] < soft[2][0] < soft[2][1] < soft[1][1] < soft[0][1], "each within the one before"
    assert lines[0].opacity == 1.0
    assert all(trace.opacity < 0.3 for trace in lines[1:])


def test_an_event_without_a_day_is_not_drawn() -> None:
    assert set(marks(timeline({}, {"day": None}))) == {"e0"}
    figure = timeline({"day": None})
    assert "No event matches" in notes(figure)


def test_the_hover_box_of_a_talk_shows_untrusted_text_as_it_stands() -> None:
    figure = timeline(
        {"headline": NASTY, "place": NASTY, "parties": [NASTY], "mediators": [NASTY], "outcome_text": NASTY}
    )
    hover = marks(figure)["e0"]["hover"].replace("<br>", " ")
    assert hover.count(PLAIN) == 5
    assert set(re.findall("<[^>]*>", hover)) == {"<b>", "</b>"}
    assert not [text for text in strings(content(figure)["layout"]) if "<script" in text or "<a " in text]


# --- actor network ----------------------------------------------------------------------------------


def ties_frame(*rows: tuple[str, str, int, bool, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "source": source,
                "target": target,
                "quad": quad,
                "directed": directed,
                "events": events,
                "others": others,
                "first_day": pd.Timestamp("2020-09-27"),
                "last_day": pd.Timestamp("2020-10-27"),
                "event_ids": [f"{source}-{target}-{quad}-{n}" for n in range(events + others)],
            }
            for source, target, quad, directed, events, others in rows
        ],
        columns=[
            "source", "target", "quad", "directed", "events", "others", "first_day", "last_day", "event_ids",
        ],
    )  # fmt: skip


def net(*rows: tuple[str, str, int, bool, int, int], **options: Any) -> go.Figure:
    ties = ties_frame(*rows)
    return actor_network(ties, network.positions(ties), options.pop("names", {}), CAPTION, **options)


def lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "lines"]


def nodes(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Return the place of each actor that is drawn."""
    return {
        data["actor"]: (x, y)
        for trace in figure.data
        if trace.mode == "markers" and trace.customdata
        for data, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }


@every_selection
def test_the_network_opens_exactly_the_events_of_every_counted_tie(edition: store.Edition, selection: str) -> None:
    ties = store.ask(edition, "actor_network", SELECTIONS[selection])
    figure = actor_network(ties, network.positions(store.ask(edition, "actor_network")), {}, CAPTION, least=1)
    counted = ties[ties["events"] > 0]
    opened = Counter(tuple(ids_of(trace)[0]) for trace in lines(figure))
    assert opened == Counter(tuple(ids) for ids in counted["event_ids"])
    assert all(ids == ids_of(trace)[0] for trace in lines(figure) for ids in ids_of(trace))
    assert set(nodes(figure)) == set(counted["source"]) | set(counted["target"])


def test_an_actor_opens_the_events_of_all_its_ties(drawn: Drawer) -> None:
    drawing = drawn("actor_network", "the 44-day war")
    ties = drawing.frames["actor_network"]
    (trace,) = (t for t in drawing.figure.data if t.mode == "markers" and t.customdata)
    for data in trace.customdata:
        own = ties[(ties["source"] == data["actor"]) | (ties["target"] == data["actor"])]
        assert set(data["event_ids"]) == set(listed(own))


def test_no_filter_moves_an_actor(drawn: Drawer) -> None:
    everybody = nodes(drawn("actor_network", "no filter").figure)
    for selection in ("the 44-day war", "one actor", "September 2023"):
        some = nodes(drawn("actor_network", selection).figure)
        assert len(some) > 1
        shared = set(some) & set(everybody)
        assert shared
        assert {actor: some[actor] for actor in shared} == {actor: everybody[actor] for actor in shared}


def test_places_do_not_depend_on_the_order_of_the_ties(edition: store.Edition) -> None:
    ties = store.ask(edition, "actor_network")
    assert network.positions(ties.sample(frac=1, random_state=7)) == network.positions(ties)


def test_no_two_actors_stand_on_one_place(edition: store.Edition) -> None:
    places = network.positions(store.ask(edition, "actor_network"))
    assert len(set(places.values())) == len(places)


def test_a_tie_is_drawn_from_the_one_actor_to_the_other() -> None:
    figure = net(("ARM", "AZE", 4, True, 3, 0), ("RUS", "ARM", 1, False, 2, 0))
    places = nodes(figure)
    ends = [((t.x[0], t.y[0]), (t.x[-1], t.y[-1])) for t in lines(figure)]
    assert ends == [(places["RUS"], places["ARM"]), (places["ARM"], places["AZE"])]


def test_only_directed_ties_bear_arrows() -> None:
    figure = net(("ARM", "AZE", 4, True, 3, 0), ("AZE", "ARM", 4, True, 2, 0), ("ARM", "AZE", 1, False, 9, 0))
    arrows = [t for t in figure.data if t.mode == "markers" and t.marker.symbol == "arrow"]
    assert [len(t.x) for t in arrows] == [2]
    hovers = sorted(t.hovertext for t in lines(figure))
    assert sum("→" in hover for hover in hovers) == 2
    assert sum("↔" in hover for hover in hovers) == 1


def test_ties_of_one_pair_do_not_cover_each_other() -> None:
    both = [("ARM", "AZE", kind, True, 3, 0) for kind in TIES] + [("AZE", "ARM", kind, True, 3, 0) for kind in TIES]
    joint = [("ARM", "AZE", kind, False, 3, 0) for kind in (1, 2)]
    middles = [(t.x[7], t.y[7]) for t in lines(net(*both, *joint))]
    assert len(set(middles)) == len(middles) == 12


def test_a_broader_tie_stands_for_more_events() -> None:
    widths = [t.line.width for t in lines(net(*(("ARM", f"A{n}", 4, True, n, 0) for n in (1, 4, 16, 60))))]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 4


def test_kinds_of_ties_are_told_apart_by_colour_and_dash() -> None:
    looks = {(t.line.color, t.line.dash) for t in lines(net(*(("ARM", "AZE", kind, True, 2, 0) for kind in TIES)))}
    assert len(looks) == len(TIES)


def test_only_the_wanted_kinds_are_drawn() -> None:
    rows = [("ARM", "AZE", kind, True, 2, 0) for kind in TIES] + [("RUS", "FRA", 1, False, 2, 0)]
    figure = net(*rows, kinds=[3, 4])
    assert {trace.name for trace in lines(figure)} == {TIES[3][0], TIES[4][0]}
    assert set(nodes(figure)) == {"ARM", "AZE"}


def test_ties_that_are_only_planned_or_alleged_are_not_drawn() -> None:
    figure = net(("ARM", "AZE", 4, True, 0, 5), ("RUS", "ARM", 1, False, 1, 2))
    assert set(nodes(figure)) == {"ARM", "RUS"}
    (tie,) = lines(figure)
    assert "2 not counted" in tie.hovertext


def test_a_tie_of_one_event_is_told_in_the_singular() -> None:
    figure = net(("RUS", "ARM", 1, False, 1, 0))
    assert "1 events" not in lines(figure)[0].hovertext
    (markers,) = (t for t in figure.data if t.mode == "markers" and t.customdata)
    assert not any("1 events" in hover for hover in markers.hovertext)


def test_at_most_seventy_ties_are_drawn_and_the_alt_text_counts_the_rest() -> None:
    rows = [("ARM", f"X{n:03}", 1 + n % 4, True, 1 + n % 30, 0) for n in range(150)]
    figure = net(*rows)
    assert 0 < len(lines(figure)) <= 70
    assert f"{150 - len(lines(figure))} of fewer than" in figure.layout.meta["alt"]
    assert len(lines(net(*rows, least=1))) == 150


def test_when_all_ties_are_of_one_size_the_picture_is_not_empty() -> None:
    figure = net(*(("ARM", f"X{n:03}", 1, True, 1, 0) for n in range(90)))
    assert lines(figure)
    assert "No event matches" not in notes(figure)


def test_the_names_of_actors_are_shown_as_they_stand() -> None:
    figure = net(("ARM", "X", 4, True, 3, 0), names={"X": NASTY, "ARM": NASTY})
    assert sum(PLAIN in str(note.text) for note in figure.layout.annotations) == 2
    hovers = [text for t in figure.data for text in strings(t.hovertext)]
    assert all(PLAIN in hover for hover in hovers)
    assert {tag for text in [*hovers, notes(figure)] for tag in re.findall("<[^>]*>", text)} <= {
        "<b>", "</b>", "<br>",
    }  # fmt: skip


def test_the_parties_are_squares_that_face_each_other() -> None:
    figure = net(("ARM", "AZE", 4, True, 3, 0), ("NKR", "AZE", 4, True, 3, 0), ("RUS", "ARM", 1, False, 5, 0))
    (trace,) = (t for t in figure.data if t.mode == "markers" and t.customdata)
    symbols = {data["actor"]: symbol for data, symbol in zip(trace.customdata, trace.marker.symbol, strict=True)}
    assert symbols == {"ARM": "square", "AZE": "square", "NKR": "square", "RUS": "circle"}
    places = nodes(figure)
    assert max(places["ARM"][0], places["NKR"][0]) < places["RUS"][0] < places["AZE"][0]
