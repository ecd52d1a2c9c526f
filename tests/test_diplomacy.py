"""The diplomacy page: ceasefires as the fact base has them, analyses counted again in plain Python, reading mode."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import NOTHING, WAR_QUERY, at_url, chart_of, complaints, html, texts, url_of
from test_queries import draw_filters

from dashboard import store
from dashboard.bundle import DATA
from dashboard.charts import lanes, truces
from dashboard.charts.lanes import Window
from dashboard.model import Filters
from dashboard.pictures.analyses import ANALYSES
from dashboard.store import asking

Row = dict[str, Any]
at = datetime.fromisoformat
Opener = Callable[..., AppTest]
FILTERS = draw_filters(16)
OCTOBER = Filters(date(2020, 10, 1), date(2020, 10, 31))


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


@pytest.fixture(scope="module")
def talks(edition: store.Edition) -> dict[str, Row]:
    """Return the table of talks by event."""
    cursor = asking.connection(edition).cursor().sql("select event_id, format, level, outcome from talks")
    return {
        row[0]: dict(zip(("event_id", "format", "level", "outcome"), row, strict=True)) for row in cursor.fetchall()
    }


def counts(row: Row) -> bool:
    return row["status"] == "occurred" and bool(row["verified"]) and row["day_start"] is not None


def held(edition: store.Edition, chosen: Filters, talks: dict[str, Row]) -> list[Row]:
    """Return the talks of a filter that were held, each told by one row: that which names it, else the first."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in store.ask_rows(edition, "events", chosen):
        if row["event_id"] in talks and counts(row):
            told[row["happening_id"]].append(row | talks[row["event_id"]] | {"track": row["track"] or "other"})
    first = [
        min(rows, key=lambda r: (r["event_id"] != r["happening_id"], r["day_start"], r["event_id"]))
        for rows in told.values()
    ]
    return sorted(first, key=lambda row: (row["day_start"], row["event_id"]))


def ids(rows: Iterable[Row]) -> list[str]:
    return [row["event_id"] for row in rows]


def grouped(rows: Iterable[tuple[Any, Row]]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found


def figure(app: AppTest) -> dict[str, Any]:
    assert not app.exception
    found: dict[str, Any] = chart_of(app)["figure"]
    return found


def table(name: str) -> list[dict[str, str]]:
    with (DATA / "curated" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- ceasefires -------------------------------------------------------------------------------------


def test_the_three_ceasefires_of_october_2020_stand_as_three(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "ceasefires", OCTOBER)
    columns = ("in_force_at", "mediators", "breach_from", "minutes_least", "reported_by")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        (at("2020-10-10 12:00"), ["Russia"], at("2020-10-10 12:05"), 5, ["Armenia"]),
        (at("2020-10-18 00:00"), ["France", "Russia"], at("2020-10-18 00:04"), 4, ["Armenia"]),
        (at("2020-10-26 08:00"), ["United States"], at("2020-10-26 08:05"), 5, ["Azerbaijan"]),
    ]  # fmt: skip
    assert all(r["announced_by"] and r["breach_id"] and r["minutes_least"] == r["minutes_most"] for r in rows)


def test_a_ceasefire_rests_on_rows_of_the_fact_base_and_says_no_more_than_they_do() -> None:
    events = {row["event_id"]: row for row in table("events.csv")}
    for row in table("ceasefires.csv"):
        truce = events[row["event_id"]]
        assert truce["event_type"] == "AGREE"
        assert truce["day_start"] == row["in_force_at"][:10]
        assert not row["announced_by"] or row["announced_by"] in events
        assert bool(row["breach_id"]) == bool(row["breach_from"]) == bool(row["breach_to"])
        if row["breach_id"]:
            breach = events[row["breach_id"]]
            assert row["in_force_at"] <= row["breach_from"] <= row["breach_to"]
            assert breach["day_start"] <= row["breach_to"][:10]
            named = {part.strip() for role in ("source", "target", "participant") for part in breach[role].split(";")}
            assert {part.strip() for part in row["reported_by"].split(";") if part} <= named
        else:
            assert not row["reported_by"]
            assert row["note"]


@pytest.mark.parametrize("query", [{}, {"start": "2020-10-01", "end": "2020-10-31"}, WAR_QUERY])
def test_the_timeline_draws_each_ceasefire_with_its_breach_and_says_so(opened: Opener, query: dict[str, str]) -> None:
    drawn = figure(opened("diplomacy", **query))
    points = {trace["name"]: trace for trace in drawn["data"] if trace.get("meta")}
    starts, breaches = points["ceasefire takes effect"], points["first reported breach"]
    wanted = {
        "2020-10-10-ceasefire-takes-effect": ("2020-10-10T12:00:00", "2020-10-10T12:05:00", "Russia"),
        "2020-10-18-second-truce-takes-effect": ("2020-10-18T00:00:00", "2020-10-18T00:04:00", "France, Russia"),
        "2020-10-26-third-truce-takes-effect": ("2020-10-26T08:00:00", "2020-10-26T08:05:00", "United States"),
    }
    alt = drawn["layout"]["meta"]["alt"]
    for event_id, (start, breach, mediator) in wanted.items():
        n = starts["meta"].index(event_id)
        assert starts["x"][n] == start
        assert f"Mediated by {mediator}" in starts["hovertext"][n].replace("<br>", " ")
        assert breaches["x"][breaches["meta"].index(event_id)] == breach
    rows = {starts["y"][starts["meta"].index(event_id)] for event_id in wanted}
    assert len(rows) == 3 or query, "at full range they stand under each other"
    assert "10 October 2020, 12:00, mediated by Russia, 5 min" in alt
    assert "26 October 2020, 08:00, mediated by United States, 5 min" in alt


@pytest.mark.parametrize(
    ("least", "most", "precision", "said"),
    [(5, 5, "minute", "5 min"), (0, 839, "hours", "within 14 hours"), (480, 1320, "hours", "8–22 hours")],
)
def test_how_long_a_ceasefire_held_is_said_as_exactly_as_it_is_known(
    least: int, most: int, precision: str, said: str
) -> None:
    start = at("2020-10-10 12:00")
    row = {
        "in_force_at": start, "breach_from": start + timedelta(minutes=least),
        "breach_to": start + timedelta(minutes=most), "minutes_least": least, "minutes_most": most,
        "breach_precision": precision,
    }  # fmt: skip
    assert truces.held(row) == said
    whole_days = row | {
        "breach_precision": "day", "breach_from": at("2020-10-12 00:00"), "breach_to": at("2020-10-13 23:59"),
        "minutes_most": 5000,
    }  # fmt: skip
    assert truces.held(whole_days) == "2–3 days"
    assert truces.held(row | {"breach_from": None}) == "first breach not on file"


# --- analyses, counted again ------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", FILTERS)
def test_the_analyses_are_those_of_the_events(edition: store.Edition, talks: dict[str, Row], chosen: Filters) -> None:
    rows = held(edition, chosen, talks)

    per_year = grouped(((row["track"], row["day_start"].year), row) for row in rows)
    found = store.ask_rows(edition, "talks_per_year", chosen)
    assert [(r["track"], r["year"], r["talks"], r["event_ids"]) for r in found] == [
        (*key, len(told), ids(told)) for key, told in sorted(per_year.items())
    ]

    met = grouped(
        ((*pair, row["track"]), row) for row in rows for pair in combinations(sorted(set(row["participant"])), 2)
    )
    found = store.ask_rows(edition, "who_met_whom", chosen)
    assert [(r["one"], r["other"], r["track"], r["talks"], r["event_ids"]) for r in found] == [
        (*key, len(told), ids(told)) for key, told in sorted(met.items())
    ]

    present = grouped(((actor, row["track"]), row) for row in rows for actor in {*row["participant"], *row["mediator"]})
    found = store.ask_rows(edition, "actors_by_track", chosen)
    assert [(r["actor_id"], r["track"], r["talks"], r["event_ids"]) for r in found] == [
        (*key, len(told), ids(told)) for key, told in sorted(present.items())
    ]

    mediated = grouped((date(row["day_start"].year, 1, 1), row) for row in rows if row["mediator"])
    by_mediator = grouped(
        ((year, actor), row) for year, told in mediated.items() for row in told for actor in set(row["mediator"])
    )
    found = store.ask_rows(edition, "mediation_shares", chosen, grain="year")
    assert [(r["period"], r["mediator"], r["talks"], r["mediated"], r["event_ids"]) for r in found] == [
        (*key, len(told), len(mediated[key[0]]), ids(told)) for key, told in sorted(by_mediator.items())
    ]
    assert all(r["share"] == pytest.approx(r["talks"] / r["mediated"]) for r in found)

    profile = grouped(
        ((trait, value), row)
        for row in rows
        for trait in ("track", "level", "format", "outcome", "mediator")
        for value in (row[trait] if trait == "mediator" else [row[trait]])
    )
    found = store.ask_rows(edition, "talk_profile", chosen)
    assert [(r["trait"], r["value"], r["talks"], r["of_talks"], r["event_ids"]) for r in found] == [
        (*key, len(told), len(rows), ids(told)) for key, told in sorted(profile.items())
    ]


@pytest.mark.parametrize("chosen", FILTERS)
def test_the_days_between_talks_are_those_of_the_events(
    edition: store.Edition, talks: dict[str, Row], chosen: Filters
) -> None:
    exact = [row for row in held(edition, chosen, talks) if row["day_precision"] in ("day", "days")]
    gaps = [
        (track, before["event_id"], row["event_id"], (row["day_start"] - before["day_start"]).days)
        for track, told in sorted(grouped((row["track"], row) for row in exact).items())
        for before, row in pairwise(told)
    ]
    found = store.ask_rows(edition, "days_between_talks", chosen)
    assert [(r["track"], r["previous_id"], r["event_id"], r["days"]) for r in found] == gaps
    for row in found:
        assert row["median"] == pytest.approx(median(days for track, *_, days in gaps if track == row["track"]))


@pytest.mark.parametrize("chosen", [*FILTERS[:8], Filters(datasets=("coded",))])
def test_the_violence_around_talks_is_that_of_the_events_of_each_dataset(
    edition: store.Edition, talks: dict[str, Row], chosen: Filters
) -> None:
    exact = [row for row in held(edition, chosen, talks) if row["day_precision"] in ("day", "days")]
    armed: dict[str, dict[str, date]] = defaultdict(dict)
    for row in store.ask_rows(edition, "events"):
        if row["type"] == "ASSAULT" and counts(row) and row["day_precision"] in ("day", "days"):
            first = armed[row["dataset"]].get(row["happening_id"], row["day_start"])
            armed[row["dataset"]][row["happening_id"]] = min(first, row["day_start"])
    right = []
    for dataset in sorted(set(armed) & set(chosen.datasets or armed)):
        for talk in exact:
            start, end = talk["day_start"], talk["day_end"]
            days = armed[dataset].values()
            before = sum(start - timedelta(30) <= day < start for day in days)
            after = sum(end < day <= end + timedelta(30) for day in days)
            right.append((dataset, talk["event_id"], before, after))
    found = store.ask_rows(edition, "violence_around_talks", chosen)
    assert [(r["dataset"], r["event_id"], r["before"], r["after"]) for r in found] == right


@pytest.mark.parametrize("event_id", ["2020-10-09-moscow-ministers-talks", "2020-10-30-geneva-co-chairs-ministers"])
def test_what_came_before_and_after_a_talk_is_that_of_the_events(
    edition: store.Edition, talks: dict[str, Row], event_id: str
) -> None:
    rows = store.ask_rows(edition, "events")
    (this,) = (row for row in rows if row["event_id"] == event_id)
    right: dict[tuple[str, str, int], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in rows:
        apart = (
            (this["day_start"] - row["day_start"]).days
            if row["day_start"] and row["day_start"] < this["day_start"]
            else (row["day_start"] - this["day_end"]).days
            if row["day_start"]
            else 99
        )
        exact = row["day_precision"] in ("day", "days")
        if not counts(row) or not exact or not 0 < apart <= 30 or row["happening_id"] == this["happening_id"]:
            continue
        kind = "armed" if row["type"] == "ASSAULT" else "talks" if row["event_id"] in talks else "agreements"
        if kind == "agreements" and row["type"] != "AGREE":
            continue
        teller = row["dataset"] if kind == "armed" else "own"
        for days in (7, 30):
            if apart <= days:
                right[kind, teller, days][row["day_start"] > this["day_end"]].add(row["happening_id"])
    found = store.ask_rows(edition, "around_event", event_id=event_id)
    assert {(r["kind"], r["told_by"], r["days"]): (r["before"], r["after"]) for r in found} == {
        key: (len(before), len(after)) for key, (before, after) in right.items()
    }
    assert found


# --- the page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ANALYSES)
def test_each_analysis_is_drawn_and_says_so_where_nothing_matches(opened: Opener, question: str) -> None:
    query = {} if question == "talks_per_year" else {"analysis": question}
    app = opened("diplomacy", show="analyses", **query)
    drawn = figure(app)
    caption = drawn["layout"]["meta"]["caption"]
    assert caption["title"] == ANALYSES[question].title
    assert url_of(app) == {"show": "analyses", **query}
    assert any(char.isdigit() for char in drawn["layout"]["meta"]["alt"])
    empty = figure(opened("diplomacy", show="analyses", **query, **NOTHING))
    assert "No event matches this filter." in texts(empty)


def test_the_numbers_of_a_matrix_are_those_of_its_answer(opened: Opener, edition: store.Edition) -> None:
    (trace,) = figure(opened("diplomacy", show="analyses"))["data"]
    written = Counter(text for line in trace["text"] for text in line if text)
    assert written == Counter(str(row["talks"]) for row in store.ask_rows(edition, "talks_per_year"))


@pytest.mark.parametrize("query", [{}, {"compare": "tracks"}, {"left_period": "war", "right_period": "first_war"}])
def test_two_periods_or_tracks_stand_side_by_side(
    opened: Opener, edition: store.Edition, talks: dict[str, Row], query: dict[str, str]
) -> None:
    drawn = figure(opened("diplomacy", show="compare", **query))
    left, right = (trace for trace in drawn["data"] if trace["type"] == "bar")
    wanted = {
        (): (Filters(date(1994, 5, 12), date(2020, 9, 26)), Filters(date(2020, 11, 10), date(2023, 9, 18))),
        ("compare",): (Filters(tracks=("minsk_group",)), Filters(tracks=("moscow",))),
    }.get(tuple(query), (Filters(date(2020, 9, 27), date(2020, 11, 9)), Filters(end=date(1994, 5, 11))))
    for trace, chosen in zip((left, right), wanted, strict=True):
        rows = held(edition, chosen, talks)
        assert f"{len(rows)} talks" in texts(drawn).replace(",", "")
        shown = {event_id for data in trace["customdata"] for event_id in data["event_ids"]}
        assert shown == set(ids(rows))


def test_comparing_what_matches_nothing_says_so(opened: Opener) -> None:
    drawn = figure(opened("diplomacy", show="compare", actors="CHE", tracks="csto", types="ASSAULT"))
    assert "No event matches this filter." in texts(drawn)


def test_every_geneva_meeting_stands_in_the_geneva_lane_with_who_was_there(
    opened: Opener, edition: store.Edition
) -> None:
    names = {row["id"]: row["name"] for row in store.ask_rows(edition, "actors")}
    told = {row["event_id"] for row in table("talks.csv")}
    meetings = [row for row in table("events.csv") if row["track"] == "geneva" and row["event_id"] in told]
    assert len(meetings) >= 15
    timeline = {row["event_id"]: row for row in store.ask_rows(edition, "diplomacy_timeline")}
    drawn = figure(opened("diplomacy", tracks="geneva"))
    marks = {
        data["event_ids"][0]: hover
        for trace in drawn["data"]
        if trace.get("mode") == "markers" and "hovertext" in trace
        for data, hover in zip(trace["customdata"], trace["hovertext"], strict=True)
    }
    for meeting in meetings:
        row = timeline[meeting["event_id"]]
        assert row["track"] == "geneva"
        there = sorted(names[part.strip()] for part in meeting["participant"].split(";"))
        assert row["parties"] == there
        assert ", ".join(there) in marks[meeting["event_id"]].replace("<br>", " ")


def test_a_frame_of_the_address_is_drawn_with_its_own_grain_until_the_filter_changes(opened: Opener) -> None:
    hours = [(at(f"2020-10-{day:02}") - at("1970-01-01")) // timedelta(hours=1) for day in (9, 12)]
    query = {"hours": f"{hours[0]},{hours[1]}"}
    app = opened("diplomacy", **query)
    drawn = figure(app)
    assert [text[:10] for text in drawn["layout"]["xaxis"]["range"]] == ["2020-10-09", "2020-10-12"]
    assert "Armed events per day" in texts(drawn)
    assert url_of(app) == query
    app.session_state["start"] = date(2020, 9, 1)
    app.run()
    assert "hours" not in app.query_params
    assert figure(app)["layout"]["xaxis"]["range"][0] < "2020-09-01"


@pytest.mark.parametrize("hours", ["1,2,3", "a,b", "5,4"])
def test_a_frame_that_makes_no_sense_leaves_the_whole_picture(opened: Opener, hours: str) -> None:
    assert figure(opened("diplomacy", hours=hours))["data"] == figure(opened("diplomacy"))["data"]


def test_the_switch_leaves_whom_it_names_as_mediators_only(opened: Opener, edition: store.Edition) -> None:
    app = opened("diplomacy", actors="USA", mediators="1", **WAR_QUERY)
    drawn = figure(app)
    assert drawn["layout"]["meta"]["caption"]["filters"].endswith("as mediators only")
    rows = store.ask_rows(edition, "events", Filters(date(2020, 9, 27), date(2020, 11, 10), actors=("USA",)))
    mediated = {row["event_id"] for row in rows if "USA" in row["mediator"]}
    marked = {
        event_id
        for trace in drawn["data"]
        if trace["type"] == "scatter" and not trace.get("meta")
        for data in trace.get("customdata") or []
        for event_id in data["event_ids"]
    }
    timeline = {row["event_id"] for row in store.ask_rows(edition, "diplomacy_timeline")}
    assert marked == mediated & timeline
    assert marked < {row["event_id"] for row in rows} & timeline


def test_a_talk_of_the_address_is_read_and_the_next_and_the_one_before_follow(
    opened: Opener, edition: store.Edition, talks: dict[str, Row]
) -> None:
    rows = store.ask_rows(edition, "diplomacy_timeline", Filters(date(2020, 9, 27), date(2020, 11, 10)))
    order = [row["event_id"] for row in rows if row["track"] == "moscow" and row["event_id"] in talks]
    n = order.index("2020-10-09-moscow-ministers-talks")
    app = opened("diplomacy", talk=order[n], **WAR_QUERY)
    said = html(app)
    for part in (
        "trilateral", "level of ministers", "Host", "Russia", "Zohrab Mnatsakanyan (Minister of Foreign Affairs)",
        "Joint statement on a humanitarian ceasefire", "Before and after", "30 days before", "Took part", "Mediated",
    ):  # fmt: skip
        assert part in said, part
    assert any(trace.get("name") == "the talk below" for trace in figure(app)["data"])
    app.button(key="talk-on").click().run()
    assert url_of(app)["talk"] == order[n + 1]
    app.button(key="talk-back").click().run()
    app.button(key="talk-back").click().run()
    assert url_of(app)["talk"] == order[n - 1]
    app.button(key="talk-close").click().run()
    assert url_of(app) == WAR_QUERY


def test_reading_begins_with_the_first_talk_of_the_filter(opened: Opener, talks: dict[str, Row]) -> None:
    app = opened("diplomacy", **WAR_QUERY)
    app.button(key="talk-on").click().run()
    first = url_of(app)["talk"]
    assert first in talks
    assert first.startswith("2020-09-2")


def test_a_talk_that_does_not_exist_is_told_so(opened: Opener) -> None:
    app = opened("diplomacy", talk="1900-01-01-nothing", **WAR_QUERY)
    assert not app.exception
    assert "has no event" in " ".join(complaints(app))


# --- labels -----------------------------------------------------------------------------------------


def test_rows_are_stacked_so_that_no_mark_meets_another() -> None:
    window = Window.of(date(2020, 1, 1), date(2020, 12, 31))
    days = [lanes.noon(date(2020, 5, 1) + timedelta(days=n)) for n in (0, 1, 2, 40, 41)]
    rows = lanes.stacked(window, [("moscow", day, day, day) for day in days])
    assert rows == [0, 1, 2, 0, 1]


def test_a_label_is_written_only_where_it_is_free_and_the_weightier_first() -> None:
    window = Window.of(date(2020, 1, 1), date(2020, 12, 31))

    def item(day: date, weight: float) -> lanes.Item:
        noon = lanes.noon(day)
        return lanes.Item(("moscow", 0), 10, noon, noon, noon, ("A rather long name", "Short"), ("Short",), weight)

    light, heavy = item(date(2020, 6, 1), 1), item(date(2020, 7, 10), 5)
    wide = [note["text"] for note in lanes.labels([light, heavy], window) if note["name"] == "wide-label"]
    assert wide[0] == "A rather long name", "the weightier has the choice"
    assert len(wide) == 2
    phone = [note for note in lanes.labels([light, heavy], window) if note["name"] == "narrow-label"]
    assert not any(note["visible"] for note in phone), "shown on a telephone only"


def test_a_line_that_the_window_cuts_leaves_room_for_its_label() -> None:
    window = Window.of(date(2020, 9, 27), date(2020, 11, 11))
    start, end = at("2020-11-10 01:00"), at("2020-11-26 23:59")
    taken: tuple[lanes.Taken, lanes.Taken] = ({}, {})
    early = at("2020-10-10 12:00")
    assert lanes.reserved(taken, ("x", 0), window, (early, early, early), ("10 Oct, Russia: 5 min",) * 2)
    assert not lanes.reserved(taken, ("x", 0), window, (start, start, end), ("10 Nov, Russia: 16 days " * 3,) * 2)
    assert lanes.reserved(taken, ("x", 1), window, (start, start, end), ("10 Nov, Russia: 16 days",) * 2)


def test_a_lane_without_anything_in_view_folds_and_the_caption_says_what_is_shown(opened: Opener) -> None:
    drawn = figure(opened("diplomacy", hours="445176,445248"))
    assert drawn["layout"]["meta"]["caption"]["filters"] == "All dates · all actors · shown: 14–16 October 2020"
    assert "United Nations" in texts(drawn)
    assert "CSTO" not in texts(drawn)
    assert "Minsk Group (OSCE)" not in texts(drawn)
