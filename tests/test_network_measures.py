"""The actor graph in numbers: counted anew in plain Python, measured by networkx, written and read back."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import store
from dashboard.bundle import DATA
from dashboard.model import EVENT_TYPES, QUADS, TRACKS, Filters
from dashboard.network import dyads, files, measures
from dashboard.network.graph import chosen_ties, graph_of, pairs, signed
from dashboard.network.wars import WARS

Row = dict[str, Any]
LEVELS = {"actors": "actor_network", "states": "state_network", "persons": "people_network"}
ABOUT = {"title": "Who acts on whom", "filters": "All dates · all actors", "edition": "2026-11-23-abcdef", "note": ""}
CHANCE = random.Random(8)  # noqa: S311  # filters that can be drawn again


def some_filters(count: int) -> Iterator[Filters]:
    for _ in range(count):
        start = date(1988, 1, 1) + timedelta(days=CHANCE.randrange(14000))
        changes: dict[str, Any] = {"start": start, "end": start + timedelta(days=CHANCE.randrange(6000))}
        if CHANCE.random() < 0.4:
            changes["actors"] = tuple(CHANCE.sample(["RUS", "FRA", "NKR", "ilham-aliyev", "UN", "OSCE", "TUR"], 2))
        if CHANCE.random() < 0.3:
            changes["tracks"] = tuple(CHANCE.sample(list(TRACKS), 3))
        if CHANCE.random() < 0.3:
            changes["types"] = tuple(CHANCE.sample(list(EVENT_TYPES), 6))
        yield Filters(**changes)


FILTERS = [Filters(), Filters(statuses=("occurred",)), *some_filters(15)]


@pytest.fixture(scope="module")
def parents(edition: store.Edition) -> dict[str, str]:
    """Return to whom each actor rolls up."""
    roots = {row["actor_id"]: row["part_of"] for row in actors_of_the_file()}

    def root(actor: str) -> str:
        return root(roots[actor]) if roots.get(actor) else actor

    assert store.ask_rows(edition, "actors")
    return {actor: root(actor) for actor in roots}


def actors_of_the_file() -> list[dict[str, str]]:
    with (DATA / "actors" / "actors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recount(edition: store.Edition, chosen: Filters, root: dict[str, str]) -> dict[tuple[str, str, int, bool], Row]:
    """Count the ties of a filter in plain Python, from the rows of its events."""
    found: dict[tuple[str, str, int, bool], Row] = defaultdict(lambda: {"counted": set(), "all": set(), "ids": set()})
    for row in store.ask_rows(edition, "events", chosen):
        mediators, joint = set(row["mediator"]), set(row["participant"])
        ties = {(m, p, 0, True) for m in mediators for p in joint - mediators}
        if joint:
            ties |= {(a, b, row["quad"], False) for a, b in combinations(sorted(joint), 2)}
        else:
            ties |= {(a, b, row["quad"], True) for a in row["source"] for b in row["target"]}
        for source, target, quad, directed in ties:
            one, two = root.get(source, source), root.get(target, target)
            if one == two:
                continue
            one, two = (one, two) if directed else (min(one, two), max(one, two))
            tie = found[one, two, quad, directed]
            tie["all"].add(row["happening_id"])
            tie["ids"].add(row["event_id"])
            if row["status"] == "occurred" and row["verified"]:
                tie["counted"].add(row["happening_id"])
    return found


@pytest.mark.parametrize("level", ["actors", "states"])
def test_the_ties_are_the_events_of_the_same_filter_counted_directly(
    edition: store.Edition, parents: dict[str, str], level: str
) -> None:
    drawn = 0
    for chosen in FILTERS:
        right = recount(edition, chosen, parents if level == "states" else {})
        rows = store.ask_rows(edition, LEVELS[level], chosen)
        found = {(r["source"], r["target"], r["quad"], r["directed"]): r for r in rows}
        assert len(found) == len(rows)
        assert found.keys() == right.keys()
        for key, tie in right.items():
            assert found[key]["events"] == len(tie["counted"])
            assert found[key]["others"] == len(tie["all"]) - len(tie["counted"])
            assert sorted(found[key]["event_ids"]) == sorted(tie["ids"])
        drawn += len(rows)
    assert drawn > 500


def test_persons_stand_in_place_of_the_actors_they_took_part_for(edition: store.Edition) -> None:
    people = {row["id"] for row in store.ask_rows(edition, "actors") if row["kind"] == "person"}
    for chosen in FILTERS[:6]:
        opened = store.ask_rows(edition, "people_network", chosen)
        as_told = store.ask_rows(edition, "actor_network", chosen)
        told_ids = {event_id for row in as_told for event_id in row["event_ids"]}
        assert {event_id for row in opened for event_id in row["event_ids"]} == told_ids
        assert all(row["source"] != row["target"] for row in opened)
        assert {row["source"] for row in opened} <= people | {row[e] for row in as_told for e in ("source", "target")}
    whole = store.ask_rows(edition, "people_network")
    pair = [r for r in whole if {r["source"], r["target"]} == {"ilham-aliyev", "nikol-pashinyan"} and r["quad"] == 1]
    assert len(pair) == 1
    together = {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=("ilham-aliyev",)))}
    together &= {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=("nikol-pashinyan",)))}
    assert set(pair[0]["event_ids"]) <= together
    assert pair[0]["events"] > 10


# --- measures ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=list(LEVELS))
def ties(edition: store.Edition, request: pytest.FixtureRequest) -> pd.DataFrame:
    return chosen_ties(store.ask(edition, LEVELS[request.param]))


def read_back(ties: pd.DataFrame) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(files.graphml(graph_of(ties), ABOUT)), force_multigraph=True)


def test_the_measures_are_those_of_networkx_on_the_file_that_was_exported(ties: pd.DataFrame) -> None:
    exported = read_back(ties)
    simple = nx.Graph()
    for source, target, tie in exported.edges(data=True):
        weight = tie["weight"] + (simple[source][target]["weight"] if simple.has_edge(source, target) else 0)
        simple.add_edge(source, target, weight=weight)
    for *_, tie in simple.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    arrows = nx.DiGraph((s, t) for s, t, tie in exported.edges(data=True) if tie["directed"])
    found = measures.of_actors(graph_of(ties)).set_index("actor")
    assert set(found.index) == set(simple)
    assert found["degree"].to_dict() == dict(simple.degree())
    assert found["weighted_degree"].to_dict() == dict(simple.degree(weight="weight"))
    between = nx.betweenness_centrality(simple, weight="length")
    assert found["betweenness"].to_dict() == pytest.approx(between, abs=1e-9)
    core = simple.subgraph(max(nx.connected_components(simple), key=len))
    standing = nx.eigenvector_centrality(core, max_iter=100_000, tol=1e-11, weight="weight")
    assert {actor: found["eigenvector"][actor] for actor in core} == pytest.approx(standing, abs=1e-5)
    answered = nx.reciprocity(arrows, [actor for actor in arrows if arrows.degree(actor)])
    assert found["reciprocity"].dropna().to_dict() == pytest.approx(answered)
    groups = [set(rows.index) for _, rows in found.groupby("community")]
    whole = measures.of_graph(graph_of(ties))
    assert whole["modularity"] == pytest.approx(nx.community.modularity(simple, groups, weight="weight"))
    assert whole["reciprocity"] == pytest.approx(nx.overall_reciprocity(arrows))
    assert (whole["actors"], whole["pairs"]) == (len(simple), simple.number_of_edges())
    assert whole["events"] == ties["events"].sum() == simple.size(weight="weight")
    assert whole["triads"] <= sum(nx.triangles(simple).values()) / 3


def test_groups_are_named_from_the_one_with_the_most_events(ties: pd.DataFrame) -> None:
    found = measures.of_actors(graph_of(ties))
    totals = found.groupby("community")["weighted_degree"].sum()
    assert list(totals.sort_values(ascending=False, kind="stable").index) == list(totals.index)
    assert found["weighted_degree"].is_monotonic_decreasing
    shuffled = measures.of_actors(graph_of(ties.sample(frac=1, random_state=3)))
    columns = ["actor", "degree", "weighted_degree", "community"]
    assert shuffled[columns].equals(found[columns]), "no measure depends on the order of the rows"


def frame(*rows: tuple[str, str, int, bool, int]) -> pd.DataFrame:
    day = pd.Timestamp("2020-01-01")
    made: list[dict[str, object]] = [
        {"source": source, "target": target, "quad": quad, "directed": directed, "events": events, "others": 0,
         "first_day": day, "last_day": None, "event_ids": [], "told_by": "own"}
        for source, target, quad, directed, events in rows
    ]  # fmt: skip
    columns = ["source", "target", "quad", "directed", "events", "others", "first_day", "last_day", "event_ids"]
    return pd.DataFrame(made, columns=[*columns, "told_by"])


def test_a_triad_is_balanced_with_no_or_two_conflicts() -> None:
    two_against_one = frame(("A", "B", 1, False, 5), ("A", "C", 4, True, 3), ("B", "C", 4, True, 2))
    assert measures.balance(graph_of(two_against_one)) == {"+--": 1}
    assert measures.of_graph(graph_of(two_against_one))["balanced"] == 1
    torn = frame(("A", "B", 1, False, 5), ("A", "C", 2, False, 3), ("B", "C", 4, True, 2))
    assert measures.of_graph(graph_of(torn))["balanced"] == 0
    a_draw = frame(("A", "B", 1, False, 2), ("B", "A", 4, True, 2), ("A", "C", 1, False, 1), ("B", "C", 1, False, 1))
    assert measures.of_graph(graph_of(a_draw)) | {"balanced": None} == measures.of_graph(graph_of(a_draw))
    mediation = frame(("A", "B", 0, True, 9), ("A", "C", 1, False, 1), ("B", "C", 1, False, 1))
    assert not signed(graph_of(mediation)).has_edge("A", "B")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from("ABCDEFG"), st.integers(0, 4), st.booleans(),
                  st.integers(1, 10**6)).filter(lambda row: row[0] != row[1]),
        max_size=40,
    )
)  # fmt: skip
def test_any_graph_is_measured_within_its_bounds(rows: list[tuple[str, str, int, bool, int]]) -> None:
    graph = graph_of(frame(*rows))
    found, whole = measures.of_actors(graph), measures.of_graph(graph)
    assert len(found) == len({actor for row in rows for actor in row[:2]})
    for name in ("betweenness", "eigenvector"):
        assert ((found[name] >= -1e-9) & (found[name] <= 1 + 1e-9)).all()
    assert found["reciprocity"].dropna().between(0, 1).all()
    assert sum(measures.balance(graph).values()) == whole["triads"]
    assert (whole["balanced"] is None) == (whole["triads"] == 0)


def test_every_measure_says_what_it_is_and_the_formulas_say_whose_they_are() -> None:
    assert list(measures.OF_ACTORS) == [c for c in measures.of_actors(graph_of(frame())).columns if c != "actor"]
    assert list(measures.OF_GRAPH) == list(measures.of_graph(graph_of(frame())))
    for one in (*measures.OF_ACTORS.values(), *measures.OF_GRAPH.values()):
        assert one.in_words.endswith(".")
    assert all("doi:10." in one.source for one in measures.OF_ACTORS.values())


def test_the_names_of_groups_go_on_after_z() -> None:
    assert [measures.letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# --- choosing ---------------------------------------------------------------------------------------


def test_around_one_actor_stand_its_partners_and_their_ties() -> None:
    rows = frame(("A", "B", 1, False, 5), ("B", "C", 1, False, 2), ("C", "D", 4, True, 9), ("A", "C", 4, True, 1))
    assert list(chosen_ties(rows, around="A")["target"]) == ["B", "C", "C"]
    assert list(chosen_ties(rows, around="A", least=2)["target"]) == ["B"], "who is tied too weakly is no partner"
    assert len(chosen_ties(rows, around="D")) == 1
    assert chosen_ties(rows, around="NOBODY").empty
    assert list(chosen_ties(rows, kinds=[4])["events"]) == [9, 1]


def test_the_periods_are_all_days_and_no_day_is_in_two() -> None:
    for _, periods in WARS.values():
        for before, after in pairwise(periods):
            assert before.end is not None
            assert after.start == before.end + timedelta(days=1)
    assert [periods[2] for _, periods in WARS.values()][:2] == [periods[0] for _, periods in WARS.values()][1:]


# --- two actors over time ---------------------------------------------------------------------------


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
@pytest.mark.parametrize("pair", [("ARM", "AZE"), ("RUS", "AZE"), ("AZE", "NKR"), ("FRA", "VAT")])
def test_the_events_of_a_pair_add_up(edition: store.Edition, pair: tuple[str, str], grain: str) -> None:
    for chosen in FILTERS[:12]:
        ties = store.ask(edition, "actor_network", chosen)
        days = store.ask(edition, "days_of_events", chosen)
        found = dyads.dyad(ties, days, *pair, grain=grain, first=chosen.start)
        dated = {row["event_id"]: row for row in store.ask_rows(edition, "events", chosen) if row["day_start"]}
        both = ties[ties["source"].isin(pair) & ties["target"].isin(pair)]
        right = defaultdict(set)
        for tie in both.to_dict("records"):
            for event_id in set(tie["event_ids"]) & set(dated):
                row = dated[event_id]
                day = max(row["day_start"], chosen.start or row["day_start"])
                start = day.replace(
                    day=1, month={"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1}.get(grain, 1)
                )
                if row["status"] == "occurred" and row["verified"]:
                    right[start, tie["quad"]].add(row["happening_id"])
        counted = found[found["events"] > 0]
        assert {(pd.Timestamp(r["period"]).date(), r["quad"]): r["events"] for r in counted.to_dict("records")} == {
            key: len(ids) for key, ids in right.items()
        }
        assert set().union(*right.values()) == set() or dyads.happenings(ties, days, *pair) == len(
            set().union(*right.values())
        )


# --- files ------------------------------------------------------------------------------------------


def test_graphml_and_gexf_read_back_are_the_same_graph(ties: pd.DataFrame) -> None:
    graph = graph_of(ties, {"ARM": "Armenia & <co>"}, {"ARM": "state"})
    ml = nx.read_graphml(io.BytesIO(files.graphml(graph, ABOUT)), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(files.gexf(graph, ABOUT)))
    assert ml.nodes["ARM"] == {"label": "Armenia & <co>", "kind": "state"}
    assert gexf.nodes["ARM"]["label"] == "Armenia & <co>"
    assert set(ml) == set(gexf) == set(graph)
    shared = ("quad", "kind", "directed", "weight", "not_counted", "first_day", "last_day")

    def content(one: nx.MultiDiGraph) -> list[tuple[Any, ...]]:
        return sorted((s, t, *(tie.get(name) for name in shared)) for s, t, tie in one.edges(data=True))

    assert content(ml) == content(gexf) == content(graph)
    assert {name: ml.graph[name] for name in ABOUT} == ABOUT
    assert gexf.graph["mode"] == "dynamic"
    days = {(t.get("start"), t.get("first_day"), t.get("end"), t.get("last_day")) for *_, t in gexf.edges(data=True)}
    assert all(start == first and end == last for start, first, end, last in days)
    assert len(days) > 20


def test_igraph_reads_the_same_graph(ties: pd.DataFrame, tmp_path: Path) -> None:
    graph = graph_of(ties, {"ARM": "Armenia & <co>"}, {"ARM": "state"})
    path = tmp_path / "ties.graphml"
    path.write_bytes(files.graphml(graph, ABOUT))
    read = igraph.Graph.Read_GraphML(str(path))
    assert read.is_directed()
    assert sorted(read.vs["id"]) == sorted(graph)
    names = dict(enumerate(read.vs["id"]))
    found = sorted((names[e.source], names[e.target], e["quad"], e["weight"], e["first_day"] or "") for e in read.es)
    assert found == sorted((s, t, d["quad"], d["weight"], d.get("first_day", "")) for s, t, d in graph.edges(data=True))
    degrees = dict(zip(read.vs["id"], read.degree(), strict=True))
    assert degrees == dict(graph.degree())


def test_the_edge_list_has_a_row_per_tie_and_no_cell_is_a_formula(ties: pd.DataFrame) -> None:
    text = files.edge_list(ties, {"ARM": '=HYPERLINK("http://evil.example")'}).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(ties)
    assert [int(row["events"]) for row in rows] == list(ties["events"])
    assert [row["event_ids"].split() for row in rows] == [list(ids) for ids in ties["event_ids"]]
    assert {row["kind"] for row in rows} <= {"mediation", *QUADS.values()}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_names_that_no_xml_may_hold_do_not_break_the_files() -> None:
    rows = frame(("A\x00\x1b", "B", 4, True, 2))
    graph = graph_of(rows, {"B": "B\x07 \ud800"})
    for read, written in ((nx.read_graphml, files.graphml), (nx.read_gexf, files.gexf)):
        assert len(read(io.BytesIO(written(graph, ABOUT)))) == 2


def test_an_empty_graph_can_be_saved_and_measured() -> None:
    empty = graph_of(frame())
    assert len(nx.read_graphml(io.BytesIO(files.graphml(empty, ABOUT)))) == 0
    assert len(nx.read_gexf(io.BytesIO(files.gexf(empty, ABOUT)))) == 0
    assert measures.of_actors(empty).empty
    assert measures.of_graph(empty)["modularity"] is None
    assert pairs(empty).number_of_edges() == 0
