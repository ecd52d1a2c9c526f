"""The options of the map page, in its address and in its picture, and the questions that only they ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import WAR, WAR_QUERY, at_url, complaints, figure, note, texts, url_of

from dashboard import store
from dashboard.model import Filters

Opener = Callable[..., AppTest]
OF_THE_WAR = Filters(*WAR)


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


def axes(app: AppTest) -> list[float]:
    layout = figure(app)["layout"]
    (west, east), (south, north) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    return [west, south, east, north]


def key(app: AppTest) -> str:
    shown = [t["name"] for t in figure(app)["data"] if t.get("legend") == "legend2" and t.get("showlegend")]
    return " ".join(shown).replace("<br>", " ")


# --- the address ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("names", "armenian", "Towns bear their Armenian names."),
        ("names", "azerbaijani", "Towns bear their Azerbaijani names."),
        ("marks", "deaths", "The area of a mark is the deaths stated for its events"),
        ("layers", "talks,handovers", "Drawn only: talks, handovers."),
        ("layers", "none", "Drawn only: no layer of events."),
    ],
)
def test_an_option_of_the_address_is_drawn_and_said(opened: Opener, option: str, value: str, said: str) -> None:
    app = opened("map", **WAR_QUERY, **{option: value})
    assert said in note(app)
    assert url_of(app)[option] == value
    assert said not in note(opened("map", **WAR_QUERY))


def test_the_usual_options_leave_the_address_as_it_is(opened: Opener) -> None:
    app = opened("map", view="karabakh", areas="by_date", time="still", graticule="0")
    assert not app.exception
    assert not {"view", "areas", "time", "graticule"} & set(app.query_params)


@pytest.mark.parametrize(
    ("option", "value"),
    [("view", "moon"), ("ground", "1994-13-01"), ("layers", "talks,<b>"), ("zoom", "1,2,3"), ("zoom", "a,b,c,d"),
     ("graticule", "yes"), ("names", "![x](http://a.b/c)")],
)  # fmt: skip
def test_an_option_that_makes_no_sense_is_said_and_the_usual_one_holds(opened: Opener, option: str, value: str) -> None:
    app = opened("map", **{option: value})
    assert figure(app)["data"] == figure(opened("map"))["data"]
    (said,) = complaints(app)
    assert said.startswith(value[:40])
    assert option not in app.query_params


def test_an_option_is_kept_while_the_reader_looks_at_another_page(opened: Opener) -> None:
    app = opened("map", view="caucasus", names="armenian")
    wide = axes(app)
    app = app.switch_page("screens/events.py").run()
    app = app.switch_page("screens/map.py").run()
    assert axes(app) == wide
    assert "Armenian names" in note(app)
    assert url_of(app)["view"] == "caucasus"


def test_a_frame_in_the_address_is_the_one_that_is_drawn_until_the_view_changes(opened: Opener) -> None:
    app = opened("map", zoom="560,4370,640,4450")
    assert axes(app) == [560, 4370, 640, 4450]
    app.session_state["Map view"] = "caucasus"
    app.run()
    assert axes(app) == axes(opened("map", view="caucasus"))
    assert "zoom" not in app.query_params


def test_the_ground_can_be_of_another_day_than_the_filter_s_last(opened: Opener) -> None:
    assert "10 Nov 2020" in key(opened("map", **WAR_QUERY)) + key(opened("map", ground="2021-01-01"))
    before = key(opened("map", **WAR_QUERY, ground="2016-04-01"))
    assert "1994" in before
    assert "peacekeepers" not in before


def test_parallels_and_meridians_are_drawn_on_demand(opened: Opener) -> None:
    def lines(app: AppTest) -> list[dict[str, Any]]:
        return [trace for trace in figure(app)["data"] if trace.get("name") == "graticule"]

    (drawn,) = lines(opened("map", graticule="1"))
    assert drawn["x"].count(None) >= 6
    assert any("° " in text for t in figure(opened("map", graticule="1"))["data"] for text in t.get("text") or [])
    assert lines(opened("map")) == []


def test_the_button_of_a_place_sets_the_filter_of_every_page(opened: Opener) -> None:
    app = opened("map", places="shusha", **WAR_QUERY)
    assert "place: Shusha / Shushi" in figure(app)["layout"]["meta"]["caption"]["filters"]
    app = app.switch_page("screens/events.py").run()
    assert set(app.dataframe[0].value["Place"]) == {"Shusha / Shushi"}


# --- deaths and layers ------------------------------------------------------------------------------


def test_deaths_count_once_per_happening_and_only_what_occurred(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "event_map", OF_THE_WAR)
    events = {row["event_id"]: row for row in store.ask_rows(edition, "events", OF_THE_WAR)}
    told: dict[str, list[dict[str, Any]]] = {}
    for row in events.values():
        told.setdefault(row["happening_id"], []).append(row)
    wanted = 0
    for happening, versions in told.items():
        counted = [v for v in versions if v["status"] == "occurred" and v["verified"]]
        ranked = sorted(
            versions, key=lambda v: (v["event_id"] != happening, v not in counted, str(v["day_start"]), v["event_id"])
        )
        first = ranked[0]
        if first in counted:
            best, low = first["deaths_best"], first["deaths_low"]
            wanted += best if best is not None else low or 0
    assert sum(row["deaths"] for row in rows) == wanted > 50


def test_each_event_lies_on_one_layer(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "event_map")
    assert {row["layer"] for row in rows} == {"violence", "talks", "handovers", "other"}
    every = [event_id for row in rows for event_id in row["event_ids"]]
    assert len(every) == len(set(every)) == len(store.ask_rows(edition, "events"))
    kinds = {row["event_id"]: row["type"] for row in store.ask_rows(edition, "events")}
    alone = [row for row in rows if row["events"] + row["others"] == len(row["event_ids"])]
    assert {kinds[e] for row in alone if row["layer"] == "violence" for e in row["event_ids"]} == {"ASSAULT"}
    assert {kinds[e] for row in alone if row["layer"] == "handovers" for e in row["event_ids"]} == {"RETREAT"}


# --- playing ----------------------------------------------------------------------------------------


def bounds(step: date, grain: str, window: int) -> tuple[date, date]:
    """Return first and last day that a step shows."""
    if grain == "month":
        months = step.year * 12 + step.month - window
        following = (step.replace(day=28) + timedelta(days=4)).replace(day=1)
        return date(months // 12, months % 12 + 1, 1), following - timedelta(days=1)
    length = 7 if grain == "week" else 1
    return step - timedelta(days=(window - 1) * length), step + timedelta(days=length - 1)


@pytest.mark.parametrize(("grain", "window"), [("day", 1), ("day", 7), ("week", 3), ("month", 1), ("month", 12)])
@pytest.mark.parametrize("chosen", [OF_THE_WAR, Filters(actors=("FRA",)), Filters(types=("ASSAULT",))])
def test_a_step_shows_what_went_on_in_its_window(
    edition: store.Edition, chosen: Filters, grain: str, window: int
) -> None:
    rows = store.ask_rows(edition, "map_over_time", chosen, grain=grain, window=window)
    events = [row for row in store.ask_rows(edition, "events", chosen) if row["day_start"]]
    shown: dict[date, set[str]] = {}
    for row in rows:
        shown.setdefault(row["step"], set()).update(row["event_ids"])
    assert shown
    for step in sorted(shown)[:: max(1, len(shown) // 25)]:
        first, last = bounds(step, grain, window)
        low, high = max(first, chosen.start or first), min(last, chosen.end or last)
        wanted = {e["event_id"] for e in events if e["day_start"] <= high and e["day_end"] >= low}
        assert shown[step] == wanted, step


def test_playing_draws_one_picture_per_step_on_the_ground_of_its_day(opened: Opener) -> None:
    app = opened("map", time="play", step="month", start="2020-06-01", end="2021-03-31")
    drawn = figure(app)
    frames = drawn["layout"]["meta"]["frames"]
    assert len(frames) == 10
    assert frames[0]["label"].startswith("1 April – 30 June 2020: ")
    epochs = {trace["meta"]["epoch"] for trace in drawn["data"] if trace.get("meta")}
    assert {frame["epoch"] for frame in frames} == epochs
    assert len(epochs) >= 3, "before, at the war's first day, and after"
    words = {trace["meta"]["epoch"]: trace["name"].replace("<br>", " ") for trace in drawn["data"] if trace.get("meta")}
    assert "Karabakh Armenian" in words[frames[1]["epoch"]]
    assert "peacekeepers" in str(words[frames[-1]["epoch"]])
    largest = max(max(frame["marks"]["marker"]["size"], default=0) for frame in frames)
    assert largest <= 41
    assert "all have one scale" in note(app)


def test_playing_a_filter_that_matches_nothing_says_so(opened: Opener) -> None:
    app = opened("map", time="play", start="1950-01-01", end="1950-01-02")
    assert "No event matches this filter." in texts(figure(app))
    assert figure(app)["layout"]["meta"]["frames"] == []


def test_the_histogram_counts_what_the_filter_holds_at_any_time(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "events_by_period", grain="month")
    counted: dict[date, set[str]] = {}
    for event in store.ask_rows(edition, "events"):
        if event["day_start"] and event["status"] == "occurred" and event["verified"]:
            counted.setdefault(event["day_start"].replace(day=1), set()).add(event["happening_id"])
    assert {row["period"]: row["events"] for row in rows} == {day: len(ids) for day, ids in counted.items()}
