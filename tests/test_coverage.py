"""What the events rest on and where there are none: the numbers counted again in plain Python, and the page."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_happenings import STRIKE, coded
from test_pages import NOTHING, WAR_QUERY, Opener, at_url, chart_of, figure, html, texts, url_of

from dashboard import build, importers, store
from dashboard.answers import Answers
from dashboard.bundle import DATA
from dashboard.charts import coverage as drawn
from dashboard.charts.theme import Caption
from dashboard.model import TRACKS, Filters
from dashboard.pictures import coverage
from dashboard.store import asking

Row = dict[str, Any]
SAMPLES = Path(__file__).parent / "samples"
FILES = {"pax": SAMPLES / "pax" / "pax_all_agreements_v8.csv", "ucdp_ged": SAMPLES / "ucdp" / "GEDEvent_v26_1.csv"}
WAR = Filters(date(2020, 9, 27), date(2020, 11, 10))
FILTERS = {
    "none": Filters(),
    "the war": WAR,
    "from the midst of an event": Filters(start=date(1992, 8, 20)),
    "France": Filters(actors=("FRA",)),
    "what the machine coded": Filters(datasets=("coded",)),
    "nothing": Filters(date(1950, 1, 1), date(1950, 1, 2)),
}
OUTLETS = list(csv.DictReader((DATA / "curated" / "outlets.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Return a function that opens a page at a URL with the built workspace."""
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with two datasets beside the bundled data."""
    folder = tmp_path_factory.mktemp("held")
    for name, path in FILES.items():
        prospect = importers.look(name, [path], tmp_path_factory.mktemp(name))
        importers.keep(folder, prospect, importers.summary(prospect))
    build.build_edition(folder)
    return folder


@pytest.fixture(scope="module")
def mixed(held: Path) -> store.Edition:
    found = store.edition(held)
    assert found
    return found


def rows_of(edition: store.Edition, sql: str) -> list[tuple[Any, ...]]:
    return asking.connection(edition).cursor().execute(sql).fetchall()


def own(edition: store.Edition, chosen: Filters) -> dict[str, list[Row]]:
    """Return our own rows of a filter by happening, each with its sources as id, outlet, language and kind."""
    told: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for event, *source in rows_of(
        edition,
        "select event_id, source_id, outlet, coalesce(language, 'not_stated'), kind "
        "from evidence join sources using (source_id)",
    ):
        told[event].append(tuple(source))
    found: dict[str, list[Row]] = defaultdict(list)
    for row in store.ask_rows(edition, "events", chosen):
        if row["dataset"] in ("curated", "coded"):
            found[row["happening_id"]].append(row | {"told": told[row["event_id"]]})
    return found


def counts(rows: list[Row]) -> bool:
    return any(row["status"] == "occurred" and row["verified"] for row in rows)


def first_of(rows: list[Row]) -> Row:
    """Return the row that names a happening, else the first that counts."""

    def order(row: Row) -> tuple[bool, bool, date, str]:
        counted = row["status"] == "occurred" and row["verified"]
        return (row["event_id"] != row["happening_id"], not counted, row["day_start"] or date.max, row["event_id"])

    return min(rows, key=order)


# --- the numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILTERS)
def test_each_dated_happening_stands_in_one_cell_with_all_its_sources(edition: store.Edition, name: str) -> None:
    chosen = FILTERS[name]
    right: dict[tuple[str | None, int], list[list[Row]]] = defaultdict(list)
    for rows in own(edition, chosen).values():
        if dated := [row for row in rows if row["day_start"]]:
            row = first_of(dated)
            right[row["track"], max(row["day_start"], chosen.start or date.min).year].append(dated)
    found = {
        (row["track"], row["period"].year): row
        for row in store.ask_rows(edition, "coverage_by_track", chosen, grain="year")
    }
    assert set(found) == set(right)
    for cell, happenings in right.items():
        counted = [rows for rows in happenings if counts(rows)]
        sources = [{one for row in rows for one in row["told"]} for rows in happenings]
        row = found[cell]
        assert row["told_by"] == "own"
        assert (row["events"], row["others"]) == (len(counted), len(happenings) - len(counted))
        assert row["documents"] == len({one[0] for told in sources for one in told})
        assert set(row["outlets"]) == {one[1] for told in sources for one in told}
        assert row["single"] == sum(
            len({one[0] for row in rows for one in row["told"]}) == 1 for rows in happenings if counts(rows)
        )
        assert set(row["event_ids"]) == {row["event_id"] for rows in happenings for row in rows}


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize(("trait", "at"), [("outlet", 1), ("language", 2), ("kind", 3), ("side", 1)])
def test_events_are_counted_at_everything_they_rest_on(edition: store.Edition, name: str, trait: str, at: int) -> None:
    sides = {row["outlet"]: row["side"] for row in OUTLETS}
    right: dict[str, set[str]] = defaultdict(set)
    alone: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, set[str]] = defaultdict(set)
    for happening, rows in own(edition, FILTERS[name]).items():
        told = {
            (one[0], sides.get(one[1], "not_classified") if trait == "side" else one[at])
            for row in rows
            for one in row["told"]
        }
        values = {value for _, value in told}
        for source, value in told:
            documents[value].add(source)
        for value in values if counts(rows) else ():
            right[value].add(happening)
            if len(values) == 1:
                alone[value].add(happening)
    found = {
        row["value"]: row
        for row in store.ask_rows(edition, "coverage_by_source", FILTERS[name])
        if row["trait"] == trait
    }
    assert set(found) == set(documents)
    for value, row in found.items():
        assert (row["events"], row["alone"], row["documents"]) == (
            len(right[value]), len(alone[value]), len(documents[value]),
        )  # fmt: skip
        assert set(row["alone_ids"]) <= set(row["event_ids"])


@pytest.mark.parametrize("name", FILTERS)
def test_events_are_sorted_by_the_number_of_their_sources(edition: store.Edition, name: str) -> None:
    right: dict[int, set[str]] = defaultdict(set)
    for happening, rows in own(edition, FILTERS[name]).items():
        if counts(rows):
            right[min(4, len({one[0] for row in rows for one in row["told"]}))].add(happening)
    found: dict[int, int] = defaultdict(int)
    for row in store.ask_rows(edition, "coverage_by_number", FILTERS[name], grain="month"):
        found[row["number"]] += row["events"]
        assert row["one_outlet"] <= row["events"]
        assert row["number"] > 1 or row["one_outlet"] == row["events"]
    assert {number: count for number, count in found.items() if count} == {n: len(one) for n, one in right.items()}


def test_what_a_dataset_adds_is_what_no_link_leads_to(mixed: store.Edition) -> None:
    events = {
        event: (happening, dataset)
        for event, happening, dataset in rows_of(mixed, "select event_id, happening_id, dataset from events")
    }
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for happening, dataset in events.values():
        told[happening, "same"].add(dataset)
    for one, other, kind in rows_of(mixed, "select event_id, same_as, kind from event_links"):
        for here, there in ((one, other), (other, one)):
            told[events[here][0], kind] |= {
                dataset for happening, dataset in events.values() if happening == events[there][0]
            }
    right: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.ask_rows(mixed, "events"):
        mine = {row["dataset"]}
        surely = told[row["happening_id"], "same"] - mine
        perhaps = told[row["happening_id"], "may_overlap"] - mine
        telling = "others_too" if surely else "perhaps" if perhaps else "alone"
        right[row["dataset"], telling].add(row["happening_id"])
    found = {(row["dataset"], row["telling"]): row for row in store.ask_rows(mixed, "coverage_by_dataset")}
    assert {one: row["events"] + row["others"] for one, row in found.items()} == {
        one: len(of) for one, of in right.items()
    }
    assert {"curated", "coded", "pax", "ucdp_ged"} == {dataset for dataset, _ in found}
    assert "Curated fact base" in found["pax", "others_too"]["also_told_by"]
    assert "PA-X" in found["curated", "others_too"]["also_told_by"]
    assert found["pax", "alone"]["also_told_by"] == []
    assert sum(row["rows"] for row in found.values()) == len(events)


def test_another_dataset_tells_a_happening_even_where_the_filter_leaves_it_out(mixed: store.Edition) -> None:
    everything, alone = (
        {
            row["telling"]: row["events"]
            for row in store.ask_rows(mixed, "coverage_by_dataset", chosen)
            if row["dataset"] == "pax"
        }
        for chosen in (Filters(), Filters(datasets=("pax",)))
    )
    assert alone == everything
    assert alone["others_too"] > 0


def test_what_people_reviewed_is_called_by_its_title_where_it_tells_the_same(tmp_path: Path) -> None:
    sentences = ("Rockets fired from Armenia killed four people.", "Armenian rockets killed four people.")
    strike = STRIKE | {"date": date(2019, 3, 6)}
    made = [coded(number, ("en", "2019-03-07", words, strike)) for number, words in enumerate(sentences)]
    events = [event for _, event in made]
    accepted = {
        "decision_id": "1", "decided_at": "2026-01-01 00:00:00", "reviewer": "Ani", "kind": "accept", "state": "holds",
        "event_id": store.event_ids(events)[0],
    }  # fmt: skip
    edition = store.new_edition(tmp_path, [article for article, _ in made], events, [], decisions=[accepted])
    day = Filters(date(2019, 3, 6), date(2019, 3, 6), places=("lachin",))
    assert {row["dataset"]: row["also_told_by"] for row in store.ask_rows(edition, "coverage_by_dataset", day)} == {
        "coded": ["Coded from articles, reviewed"],
        "reviewed": ["Coded from articles"],
    }
    drawn_so = str(coverage.by_dataset(Answers(edition), day).figure.to_dict())
    assert "the others: Coded from articles, reviewed" in drawn_so
    assert "the others: reviewed" not in drawn_so


# --- whose the outlets are --------------------------------------------------------------------------


def test_every_outlet_that_was_looked_up_is_one_of_the_sources(edition: store.Edition) -> None:
    known = {outlet for (outlet,) in rows_of(edition, "select outlet from sources")}
    assert [row["outlet"] for row in OUTLETS if row["outlet"] not in known] == []
    assert [row["outlet"] for row in OUTLETS] == sorted({row["outlet"] for row in OUTLETS})
    assert {row["side"] for row in OUTLETS} == set(drawn.SIDES) - {"not_classified"}
    assert {row["ownership"] for row in OUTLETS} - {""} == set(drawn.OWNERS) - {"not_classified"}


def test_a_report_goes_with_the_outlet_that_wrote_it() -> None:
    known = {row["outlet"]: row for row in OUTLETS}
    followed = 0
    for row in OUTLETS:
        if match := re.match(r"as (.+), whose report it is$", row["source"]):
            assert {key: known[match[1]][key] for key in ("country", "side", "ownership")} == {
                key: row[key] for key in ("country", "side", "ownership")
            }, row["outlet"]
            followed += 1
    assert followed > 50


def test_what_nobody_looked_up_is_not_classified_and_never_counted_on_a_side(edition: store.Edition) -> None:
    looked_up = {row["outlet"] for row in OUTLETS}
    rows = store.ask_rows(edition, "coverage_by_source")
    unknown = set(
        chain(*(row["event_ids"] for row in rows if row["trait"] == "outlet" and row["value"] not in looked_up))
    )
    (not_classified,) = (row for row in rows if (row["trait"], row["value"]) == ("side", "not_classified"))
    assert set(not_classified["event_ids"]) == unknown
    assert unknown


# --- the pictures -----------------------------------------------------------------------------------


def cells(made: dict[str, Any], name: str | None = None) -> int:
    (trace,) = (one for one in made["data"] if one.get("name") == name)
    return sum(value is not None for line in trace["z"] for value in line)


def test_every_cell_of_the_gaps_has_a_number_or_is_marked(edition: store.Edition) -> None:
    for chosen in (Filters(), WAR, Filters(actors=("FRA",))):
        made = coverage.by_track(Answers(edition), chosen).figure.to_dict()
        days, grain = coverage.spans(Answers(edition), chosen)
        full = len(store.ask_rows(edition, "coverage_by_track", chosen, grain=grain))
        assert cells(made) == full
        assert cells(made, "gaps") == len(days) * (len(TRACKS) + 1) - full
        assert "no event on file" in next(text for text in chain(*made["data"][0]["hovertext"]) if text)


@pytest.mark.parametrize(
    ("chosen", "grain"),
    [
        (WAR, "week"),
        (Filters(date(2020, 1, 1), date(2022, 6, 30)), "month"),
        (Filters(date(2016, 1, 1), date(2020, 12, 31)), "year"),
    ],
)
def test_periods_are_as_short_as_the_range_can_bear(edition: store.Edition, chosen: Filters, grain: str) -> None:
    days, found = coverage.spans(Answers(edition), chosen)
    assert found == grain
    assert len(days) <= 40


def test_what_the_filter_does_not_let_through_is_no_gap(mixed: store.Edition) -> None:
    def columns(chosen: Filters) -> list[str]:
        return list(coverage.by_track(Answers(mixed), chosen).figure.layout.xaxis.ticktext)

    assert columns(Filters(tracks=("moscow", "eu"))) == ["Moscow", "EU"]
    assert columns(Filters(datasets=("pax",))) == ["PA-X"]
    assert columns(Filters(datasets=("curated", "ucdp_ged")))[-2:] == ["No track", "UCDP GED"]
    assert columns(Filters(date(2022, 1, 1), date(2023, 12, 31)))[-2:] == ["PA-X", "UCDP GED"], (
        "a dataset with none is a gap"
    )


def test_a_bar_leads_to_the_events_it_counts(edition: store.Edition) -> None:
    rows = {row["value"]: row for row in store.ask_rows(edition, "coverage_by_source") if row["trait"] == "side"}
    alone, others = coverage.by_source(Answers(edition), Filters(), "side").figure.to_dict()["data"]
    (armenian,) = (n for n, text in enumerate(alone["hovertext"]) if text.startswith("Armenian:"))
    assert alone["x"][armenian] == rows["armenian"]["alone"]
    assert alone["customdata"][armenian]["event_ids"] == sorted(rows["armenian"]["alone_ids"])
    behind = chain(
        *(
            one["event_ids"]
            for trace in (alone, others)
            for one, text in zip(trace["customdata"], trace["hovertext"], strict=True)
            if text.startswith("Armenian:")
        )
    )
    assert sorted(behind) == sorted(rows["armenian"]["event_ids"])


def test_the_bars_of_datasets_are_shares_so_that_a_small_one_can_be_read(mixed: store.Edition) -> None:
    made = coverage.by_dataset(Answers(mixed), Filters()).figure.to_dict()
    total: dict[float, float] = defaultdict(float)
    for trace in made["data"]:
        for at, share in zip(trace["y"], trace["x"], strict=True):
            total[at] += share
    assert len(total) == 4
    assert all(abs(share - 100) < 1e-6 for share in total.values())


def test_an_outlet_cannot_write_into_the_picture() -> None:
    evil = "<b>Big</b><br><a href='https://x.test'>x</a>"
    told: Row = {
        "trait": "outlet",
        "value": evil,
        "events": 2,
        "alone": 1,
        "others": 0,
        "documents": 2,
        "alone_ids": ["a"],
        "event_ids": ["a", "b"],
    }
    frame = pd.DataFrame([told])
    made = drawn.coverage_by_source(frame, "outlet", Caption("T", "F", "n", "S", "E", "N")).to_dict()
    shown = [note["text"].replace("<br>", " ") for note in made["layout"]["annotations"]] + made["data"][0]["hovertext"]
    assert not [text for text in shown if "<a" in text or "<b>" in text]
    assert sum("&lt;a href" in text for text in shown) >= 2


# --- the page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, *({"show": show} for show in ("outlets", "datasets", "single"))])
def test_every_picture_of_the_page_is_drawn_and_says_so_where_nothing_matches(
    opened: Opener, query: dict[str, str]
) -> None:
    app = opened("coverage", **query)
    given = chart_of(app)
    assert url_of(app) == query
    assert given["figure"]["layout"]["meta"]["alt"]
    assert f"show={query.get('show', 'gaps')}" in given["saving"]["links"]["share"]
    empty = opened("coverage", **query, **NOTHING)
    assert "No event matches this filter." in texts(figure(empty))
    assert "0 curated by people" in html(empty)


def test_the_page_says_how_many_rows_people_made_and_how_many_a_machine(opened: Opener, edition: store.Edition) -> None:
    held = {row["dataset"]: row["rows"] for row in store.ask_rows(edition, "datasets")}
    said = html(opened("coverage"))
    assert f"{held['curated']} curated by people, {held['coded']} coded by machine, 0 coded and then reviewed." in said


def test_the_list_of_what_rests_on_one_source_is_that_of_the_picture_and_opens_receipts(
    opened: Opener, edition: store.Edition
) -> None:
    app = opened("coverage", show="single", **WAR_QUERY)
    right = {
        one
        for row in store.ask_rows(edition, "coverage_by_number", WAR, grain="week")
        if row["number"] == 1
        for one in row["event_ids"]
    }
    assert f"**{len(right)} rows on one source only" in "".join(str(one.value) for one in app.markdown)
    (listed,) = app.dataframe
    assert len(listed.value) == len(right)
    assert set(listed.value["Sources"]) == {1}
    app.session_state["single-events"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    assert "What it rests on" in html(app.run())


def test_the_sources_can_be_told_apart_by_side_and_the_address_says_so(opened: Opener) -> None:
    app = opened("coverage", show="outlets", by="side")
    shown = [text for trace in figure(app)["data"] for text in trace["hovertext"]]
    assert {text.split(":")[0] for text in shown} == set(drawn.SIDES.values())
    assert url_of(app) == {"show": "outlets", "by": "side"}


def test_imported_datasets_stand_beside_our_own_rows(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(held))
    app = at_url("coverage")
    assert "of imported datasets" in html(app)
    assert {"PA-X", "UCDP GED"} <= set(figure(app)["layout"]["xaxis"]["ticktext"])
    alone = at_url("coverage", show="outlets", datasets="pax")
    assert "What these add stands under Datasets." in "".join(str(one.value) for one in alone.info)
    assert "Rows of imported datasets rest on their dataset" in str(figure(alone)["layout"]["meta"])
