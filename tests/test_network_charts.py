"""Matrix, pair, wars and standing as figures: what they say, in which colours, and how fast a large graph is drawn."""

from __future__ import annotations

import json
import random
import re
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from test_figures import content, strings

from dashboard import network, store
from dashboard.charts import theme
from dashboard.charts.network import actor_network
from dashboard.charts.network_matrix import MOST, network_matrix
from dashboard.charts.network_multiples import NetworkPanel, network_multiples
from dashboard.charts.network_pair import dyad_timeline
from dashboard.charts.network_slope import network_slope
from dashboard.model import Filters
from dashboard.network import dyads, measures
from dashboard.network.graph import chosen_ties, graph_of
from dashboard.network.wars import WARS

NASTY = "<b>bold</b> & <a href='https://evil.example'>link</a>"
CAPTION = theme.Caption("Who & <whom>", "All dates", "n = 12 events", "8 rows.", "2026-11-23-abcdef", "How to read it.")
SELECTIONS = {
    "no filter": Filters(),
    "the 44-day war": Filters(date(2020, 9, 27), date(2020, 11, 10)),
    "one actor": Filters(actors=("FRA",)),
    "nothing": Filters(date(1950, 1, 1), date(1950, 1, 2)),
}
SHOWS = ("matrix", "pair", "wars", "standing")


@pytest.fixture(scope="module")
def names(edition: store.Edition) -> dict[str, str]:
    return {row["id"]: row["short"] for row in store.ask_rows(edition, "actors")} | {"TUR": NASTY}


@pytest.fixture(scope="module")
def places(edition: store.Edition) -> dict[str, tuple[float, float]]:
    return network.positions(store.ask(edition, "actor_network"))


@pytest.fixture(scope="module", params=list(SELECTIONS))
def chosen(request: pytest.FixtureRequest) -> Filters:
    return SELECTIONS[request.param]


@pytest.fixture(scope="module")
def drawn(
    edition: store.Edition, names: dict[str, str], places: dict[str, tuple[float, float]], chosen: Filters
) -> dict[str, go.Figure]:
    """Return all figures of a filter."""
    ties = chosen_ties(store.ask(edition, "actor_network", chosen))
    groups = measures.communities(graph_of(ties))
    days = store.ask(edition, "days_of_events", chosen)
    dyad = dyads.dyad(ties, days, "ARM", "AZE", grain="quarter", first=chosen.start)
    first, last = chosen.start or date(1988, 2, 20), chosen.end or date(2026, 5, 1)
    found = periods(edition, chosen)
    rows = [(name, measures.of_actors(graph_of(some))) for name, some in found]
    panels = [NetworkPanel(name, some, "7 events") for name, some in found]
    return {
        "matrix": network_matrix(ties, groups, names, CAPTION),
        "pair": dyad_timeline(dyad, ("ARM", "AZE"), names, CAPTION, grain="quarter", first=first, last=last),
        "wars": network_multiples(panels, places, names, CAPTION),
        "standing": network_slope(rows, "weighted_degree", names, CAPTION),
    }


def periods(edition: store.Edition, chosen: Filters) -> list[tuple[str, pd.DataFrame]]:
    nothing = chosen == SELECTIONS["nothing"]
    return [
        (one.name, chosen_ties(store.ask(edition, "actor_network", chosen if nothing else chosen.with_(
            start=one.start, end=one.end))))
        for one in WARS["2020"][1]
    ]  # fmt: skip


def notes(figure: go.Figure, name: str = "") -> list[str]:
    return [str(note.text) for note in figure.layout.annotations if not name or note.name == name]


# --- every figure -----------------------------------------------------------------------------------


@pytest.mark.parametrize("show", SHOWS)
def test_a_figure_is_valid_bears_its_caption_and_only_colours_of_the_palette(
    drawn: dict[str, go.Figure], show: str
) -> None:
    figure = drawn[show]
    assert content(go.Figure(figure.to_dict())) == content(figure)
    assert figure.layout.meta["caption"]["footer"] == CAPTION.footer()
    text = json.dumps(content(figure))
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)", text)) - {"rgba(0,0,0,0)"}
    assert found <= set(theme.DARK)
    tags = {tag for value in strings(content(figure)) for tag in re.findall("<[^>]*>", value)}
    alts = set(re.findall("<[^>]*>", figure.layout.meta["alt"] + CAPTION.title))
    assert tags - alts <= {"<b>", "</b>", "<br>"}


@pytest.mark.parametrize("show", SHOWS)
def test_a_figure_of_nothing_says_so_in_one_sentence(drawn: dict[str, go.Figure], chosen: Filters, show: str) -> None:
    said = " ".join(notes(drawn[show]))
    empty = {"matrix": "No event matches", "pair": "No event that counts ties", "wars": "no tie",
             "standing": "No event matches"}[show]  # fmt: skip
    assert (empty in said) == (chosen == SELECTIONS["nothing"])


@pytest.mark.parametrize("show", SHOWS)
def test_what_is_different_on_a_phone_are_places_in_the_layout(drawn: dict[str, go.Figure], show: str) -> None:
    figure = drawn[show]
    for path in figure.layout.meta.get("narrow", {}):
        part, key = path.split(".")
        held = content(figure)["layout"][part]
        assert int(key) < len(held) if part == "annotations" else isinstance(held, dict)


# --- matrix -----------------------------------------------------------------------------------------


def test_a_cell_of_the_matrix_counts_the_ties_of_row_and_column(
    edition: store.Edition, drawn: dict[str, go.Figure], names: dict[str, str], chosen: Filters
) -> None:
    ties = chosen_ties(store.ask(edition, "actor_network", chosen)).to_dict("records")
    figure = drawn["matrix"]
    if not ties:
        return
    shown = [re.sub(r"  <b>\d+</b>", "", text) for text in figure.layout.yaxis.ticktext]
    ids = {theme.plain(names.get(actor, actor)): actor for row in ties for actor in (row["source"], row["target"])}
    actors = [ids[label] for label in shown]
    assert len(actors) == min(MOST, len(ids))
    numbers = {
        (actors[note.y], actors[note.x]): int(note.text.replace(",", ""))
        for note in figure.layout.annotations
        if note.name == "wide-number"
    }
    right: dict[tuple[str, str], int] = {}
    for row in ties:
        for pair in {(row["source"], row["target"]), *([] if row["directed"] else [(row["target"], row["source"])])}:
            if set(pair) <= set(actors):
                right[pair] = right.get(pair, 0) + row["events"]
    assert numbers == right
    (cells,) = (trace for trace in figure.data if trace.type == "bar")
    filled = {(actors[round(base + 0.47)], actors[x]) for base, x in zip(cells.base, cells.x, strict=True)}
    assert filled == set(right)
    assert f"{len(right)} cells" in figure.layout.meta["alt"]


def test_actors_of_one_group_stand_together(edition: store.Edition, names: dict[str, str]) -> None:
    ties = chosen_ties(store.ask(edition, "people_network"))
    groups = measures.communities(graph_of(ties))
    figure = network_matrix(ties, groups, names, CAPTION)
    letters = notes(figure, "group")
    assert letters == sorted(set(letters), key=letters.index)
    assert len(letters) > 1


# --- a pair -----------------------------------------------------------------------------------------


def test_cooperation_stands_above_the_axis_and_conflict_below(drawn: dict[str, go.Figure], chosen: Filters) -> None:
    figure = drawn["pair"]
    for trace in figure.data:
        heights = [y for y in trace.y or () if y]
        if trace.type == "bar" and heights:
            assert all((y < 0) == ("conflict" in trace.name) for y in heights)
            assert len(trace.customdata) == len(trace.y)
    if chosen != SELECTIONS["nothing"]:
        total = sum(abs(y) for trace in figure.data for y in trace.y)
        said = [int(n.replace(",", "")) for n in re.findall(r"(?:cooperation|conflict|mediation) ([\d,]+)[,.]",
                                                            figure.layout.meta["alt"])]  # fmt: skip
        assert sum(said) == total > 0


# --- before, during and after -----------------------------------------------------------------------


def test_nobody_moves_from_panel_to_panel(drawn: dict[str, go.Figure], places: dict[str, tuple[float, float]]) -> None:
    seen = 0
    for trace in drawn["wars"].data:
        if trace.mode == "markers" and trace.customdata:
            for data, x, y in zip(trace.customdata, trace.x, trace.y, strict=True):
                assert places[data["actor"]] == (x, y)
                seen += 1
    ranges = {tuple(drawn["wars"].layout[f"{axis}axis{n}"].range) for axis in "xy" for n in ("", "2", "3")}
    assert len(ranges) == 2
    assert seen == 0 or seen > 6


def test_each_kind_of_tie_stands_once_in_the_key(drawn: dict[str, go.Figure]) -> None:
    told = [trace.name for trace in drawn["wars"].data if trace.showlegend]
    assert len(told) == len(set(told))


# --- standing ---------------------------------------------------------------------------------------


def test_the_ends_of_a_line_say_rank_and_value(
    edition: store.Edition, drawn: dict[str, go.Figure], names: dict[str, str], chosen: Filters
) -> None:
    found = periods(edition, chosen)
    said = notes(drawn["standing"], "actor")
    for name, ties in (found[0], found[-1]):
        held = measures.of_actors(graph_of(ties))
        for place, row in enumerate(held.head(3).to_dict("records"), start=1):
            label = theme.plain(names.get(row["actor"], row["actor"]))
            rank = 1 + int((held["weighted_degree"] > row["weighted_degree"]).sum())
            assert f"{rank}  {label}  <b>{row['weighted_degree']:,}</b>" in said, (name, place)


def test_lines_tell_gain_and_loss_by_colour_and_dash() -> None:
    before = pd.DataFrame({"actor": ["A", "B", "C", "D"], "degree": [9, 5, 3, 0]})
    after = pd.DataFrame({"actor": ["A", "B", "C", "D"], "degree": [9, 2, 8, 0]})
    figure = network_slope([("x: y", before), ("z", after)], "degree", {}, CAPTION)
    dashes = {trace.customdata[0]["actor"]: trace.line.dash for trace in figure.data}
    assert dashes == {"A": "dot", "B": "dash", "C": "solid"}, "who has nothing has no standing"


# --- a large graph ----------------------------------------------------------------------------------


def many_ties() -> pd.DataFrame:
    """Return 20,000 ties of 300 actors, few of them busy, as a machine that reads the news gives them."""
    chance = random.Random(1)  # noqa: S311  # the same graph each time
    actors = ["ARM", "AZE", "NKR", *(f"Actor {n:03}" for n in range(297))]
    weights = [(n + 1) ** -0.8 for n in range(300)]
    found: dict[tuple[str, str, int], int] = {}
    while len(found) < 20_000:
        source, target = chance.choices(actors, weights, k=2)
        if source != target:
            found[source, target, chance.randint(1, 4)] = 1 + min(99_999, int(chance.paretovariate(0.7)))
    ties = pd.DataFrame(
        [(*key, events) for key, events in found.items()], columns=["source", "target", "quad", "events"]
    )
    ties["others"], ties["directed"], ties["event_ids"] = 0, True, [[] for _ in range(len(ties))]
    ties["first_day"], ties["last_day"] = pd.Timestamp("2020-01-01"), pd.Timestamp("2021-01-01")
    return ties


def test_three_hundred_actors_and_twenty_thousand_ties_can_be_read() -> None:
    ties = many_ties()
    positions = network.positions(ties)
    figure = actor_network(ties, positions, {}, CAPTION, unit="reports")
    assert len(figure.to_json(validate=False)) < 500_000
    assert len([trace for trace in figure.data if trace.mode == "lines"]) <= 70
    assert len(positions) == len(set(positions.values())) == 300
    named = [note for note in figure.layout.annotations if note.name in ("actor", "wide-actor")]
    assert len(named) > 15
