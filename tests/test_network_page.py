"""The options of the network page: in its address, in its picture, and in what can be saved."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_pages import NOTHING, WAR_QUERY, at_url, chart_of, complaints, elements, figure, note, url_of

from dashboard import store, words
from dashboard.model import Filters
from dashboard.network import files
from dashboard.network.graph import chosen_ties, graph_of
from dashboard.network.wars import WARS

Opener = Callable[..., AppTest]


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


def alt(app: AppTest) -> str:
    return str(figure(app)["layout"]["meta"]["alt"])


@pytest.mark.parametrize("query", [{}, WAR_QUERY, NOTHING, {"actors": "FRA"}, {"statuses": "denied"}], ids=str)
@pytest.mark.parametrize("show", ["network", "matrix", "pair", "wars", "standing"])
@pytest.mark.parametrize("level", ["actors", "states", "persons"])
def test_every_picture_of_every_filter_runs(opened: Opener, show: str, level: str, query: dict[str, str]) -> None:
    app = opened("network", show=show, level=level, **query)
    assert figure(app)["data"]
    assert alt(app)
    assert complaints(app) == []
    usual = {"show": "network", "level": "actors"}
    assert url_of(app) == {k: v for k, v in {"show": show, "level": level, **query}.items() if usual.get(k) != v}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("around", "TUR", "Drawn: Türkiye, all tied to it, and the ties among these."),
        ("ties", "conflict", "Only ties of conflict."),
        ("level", "states", "Bodies and formations stand under the state or organisation"),
        ("level", "persons", "Persons stand in place of the actors"),
        ("least", "12", "Ties of fewer than 12 events are not drawn; the table has them."),
    ],
)
def test_an_option_of_the_address_is_drawn_and_said(opened: Opener, option: str, value: str, said: str) -> None:
    app = opened("network", **{option: value})
    assert said in note(app)
    assert url_of(app) == {option: value}
    assert said not in note(opened("network"))


@pytest.mark.parametrize(
    ("option", "value"),
    [("show", "moon"), ("least", "0"), ("least", "-3"), ("least", "9" * 30), ("least", "٣x"), ("around", "NOBODY"),
     ("level", "![x](http://a.b/c)"), ("ties", "love")],
)  # fmt: skip
def test_an_option_that_makes_no_sense_is_said_and_the_usual_one_holds(opened: Opener, option: str, value: str) -> None:
    app = opened("network", **{option: value})
    assert len(complaints(app)) == 1
    assert "the usual one is shown" in complaints(app)[0]
    assert figure(app) == figure(opened("network"))
    assert url_of(app) == {}


def test_the_threshold_leaves_out_weaker_ties(opened: Opener, edition: store.Edition) -> None:
    app = opened("network", least="20")
    ties = store.ask(edition, "actor_network")
    strong = ties[ties["events"] >= 20]
    lines = [trace for trace in figure(app)["data"] if trace.get("mode") == "lines"]
    assert len(lines) == len(strong)
    assert f"{len(strong)} ties" in alt(app)


def test_a_filter_and_an_option_move_nobody(opened: Opener) -> None:
    def places(**query: str) -> dict[str, tuple[float, float]]:
        return {
            data["actor"]: (x, y)
            for trace in figure(opened("network", **query))["data"]
            for data, x, y in zip(trace.get("customdata", []), trace["x"], trace["y"], strict=False)
            if "actor" in data
        }

    whole = places(least="1")
    for query in ({"around": "TUR"}, {"ties": "conflict"}, WAR_QUERY, {"show": "wars"}, {"level": "states"}):
        some = places(**query)
        assert len(some) > 3
        assert {actor: at for actor, at in some.items() if actor in whole} == {
            actor: whole[actor] for actor in some if actor in whole
        }
    persons = places(level="persons")
    assert {actor: whole[actor] for actor in persons if actor in whole}.items() <= persons.items()
    assert persons["nikol-pashinyan"][0] < persons["ilham-aliyev"][0], "each on the side it belongs to"


def test_a_pair_is_chosen_and_cannot_be_one_actor_twice(opened: Opener) -> None:
    app = opened("network", show="pair", one="AZE", other="TUR")
    assert "Azerbaijan and Türkiye" in alt(app)
    assert "n = " in note(app)
    assert "between the two, of " in note(app)
    twice = opened("network", show="pair", one="AZE", other="AZE")
    assert not twice.exception
    assert "Azerbaijan and Azerbaijan" not in alt(twice)
    nothing = opened("network", show="pair", one="VAT", other="HALO")
    assert "Choose another pair" in str(figure(nothing)["layout"]["annotations"])


def test_the_measures_are_defined_on_the_page_with_their_sources(opened: Opener) -> None:
    app = opened("network", show="standing", measure="betweenness")
    said = " ".join(str(one.value) for one in app.markdown)
    for word in ("Partners", "Betweenness", "Eigenvector", "Answered", "Group", "Balanced triads", "Modularity"):
        assert f"**{word}.**" in said
    assert said.count("doi:10.") >= 8
    assert "by betweenness" in alt(app)
    (whole,) = (table.value for table in app.dataframe)
    assert list(whole.columns)[1] == "Sept–Nov 2020: 44-day war"
    assert whole.loc["Actors"].str.isdecimal().all()


def test_the_table_says_the_same(opened: Opener, edition: store.Edition) -> None:
    app = opened("network", **WAR_QUERY)
    app.toggle(key="table-The same as a table").set_value(True).run()
    assert not app.exception
    (table,) = (one.value for one in app.dataframe)
    rows = store.ask(edition, "actor_network", Filters.from_query(WAR_QUERY, {})[0])
    assert list(table["Counted"]) == list(rows["events"])
    assert "Mean intensity" not in table.columns, "our own rows have none"


def test_the_files_are_named_for_the_filter_and_hold_the_ties_of_the_picture(
    opened: Opener, edition: store.Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, Callable[[], bytes]] = {}
    built: list[str] = []
    write = files.graphml

    def writing(graph: nx.MultiDiGraph, about: dict[str, str]) -> bytes:
        built.append(about["title"])
        return write(graph, about)

    monkeypatch.setattr(st, "download_button", lambda _label, make, name, *_, **__: made.update({name: make}))
    monkeypatch.setattr(files, "graphml", writing)
    app = opened("network", ties="conflict", **WAR_QUERY)
    assert not app.exception
    assert [name.rsplit(".", 1)[1] for name in made] == ["graphml", "gexf", "csv"]
    assert all("2020-09-27--2020-11-10" in name for name in made)
    assert built == [], "a file is built when it is asked for"
    ties = store.ask(edition, "actor_network", Filters.from_query(WAR_QUERY, {})[0])
    right = chosen_ties(ties, kinds=(3, 4))
    found = nx.read_graphml(io.BytesIO(next(iter(made.values()))()), force_multigraph=True)
    assert sorted((s, t, e["weight"]) for s, t, e in found.edges(data=True)) == sorted(
        (s, t, e["weight"]) for s, t, e in graph_of(right).edges(data=True)
    )
    assert found.graph["filters"].startswith("27 September – 10 November 2020")
    assert found.graph["note"] == "Only ties of conflict."
    assert found.nodes["ARM"] == {"label": "Armenia", "kind": "state"}


@pytest.mark.parametrize("show", ["wars", "standing"])
def test_files_of_periods_hold_the_ties_of_each_whatever_the_dates(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, edition: store.Edition, show: str
) -> None:
    made: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, make, name, *_, **__: made.update({name: make}))
    app = opened("network", show=show, start="2019-01-01", end="2019-01-02")
    assert not app.exception
    by_ending = {name.rsplit(".", 1)[1]: make for name, make in made.items()}
    found = nx.read_graphml(io.BytesIO(by_ending["graphml"]()), force_multigraph=True)
    assert "2019" not in found.graph["filters"]
    assert "its own days" in found.graph["note"]
    listed = pd.read_csv(io.BytesIO(by_ending["csv"]()))
    panels = Counter(panel for _, _, panel in found.edges(data="panel"))
    assert panels == listed["panel"].value_counts().to_dict()
    wanted = {
        f"Ties, {one.name}": len(
            chosen_ties(store.ask(edition, "actor_network", Filters(start=one.start, end=one.end)), least=1)
        )
        for one in WARS["2020"][1]
    }
    assert panels == wanted


def test_three_files_are_offered(opened: Opener) -> None:
    app = opened("network")
    buttons = [one for one in elements(app.main) if one.type == "download_button"]
    assert [one.proto.label for one in buttons] == ["GraphML", "GEXF", "Ties as CSV"]


def test_the_network_plays_year_by_year_on_one_scale(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    app = at_url("network", show="time", start="2018-01-01", end="2023-12-31")
    assert not app.exception
    frames = chart_of(app)["figure"]["layout"]["meta"]["frames"]
    assert [frame["label"].split(":")[0] for frame in frames] == [str(year) for year in range(2018, 2024)]
    edition = store.edition(workspace)
    assert edition
    for frame, year in zip(frames, range(2018, 2024), strict=True):
        chosen = Filters(date(year, 1, 1), date(year, 12, 31))
        (row,) = store.ask_rows(edition, "key_figures", chosen)
        assert words.plural(row["happenings"], "event") in frame["label"]
    largest = [max((size for trace in frame["data"] for size in sizes_in(trace)), default=0) for frame in frames]
    assert max(largest) == 36, "the busiest year has the largest mark"
    assert min(largest) < 30, "and others less"


def sizes_in(trace: dict[str, Any]) -> list[float]:
    """Return the sizes of the marks of actors."""
    size = trace.get("marker", {}).get("size", [])
    return [float(one) for one in size] if isinstance(size, list) and "text" not in trace.get("mode", "") else []


def test_playing_nothing_says_so(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    app = at_url("network", show="time", start="1950-01-01", end="1950-02-01")
    assert not app.exception
    figure = chart_of(app)["figure"]
    assert any("No event matches" in note["text"] for note in figure["layout"]["annotations"])
