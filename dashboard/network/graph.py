"""Ties as graphs: one arc per tie for files, one edge per pair of actors for measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from dashboard.model import QUADS

#: Kind of tie -> its name. Kind 0 is mediation; the others are the quad classes.
KINDS: dict[int, str] = {0: "mediation", **QUADS}
COOPERATION, CONFLICT = (1, 2), (3, 4)
_NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def chosen_ties(
    ties: pd.DataFrame, *, kinds: Iterable[int] = tuple(KINDS), least: int = 1, around: str | None = None
) -> pd.DataFrame:
    """Return the counted ties of ``kinds`` with ``least`` events or more; ``around`` one actor: its own and theirs.

    Those around an actor are everybody tied to it, and the ties among them belong to the picture.
    """
    kept = ties[(ties["events"] >= max(1, least)) & ties["quad"].isin(list(kinds))]
    if around is None:
        return kept
    own = kept[(kept["source"] == around) | (kept["target"] == around)]
    near = set(own["source"]) | set(own["target"])
    return kept[kept["source"].isin(near) & kept["target"].isin(near)]


def graph_of(
    ties: pd.DataFrame, names: Mapping[str, str] | None = None, kinds_of_actors: Mapping[str, str] | None = None
) -> nx.MultiDiGraph:
    """Return ``ties`` with one arc each, from who acts to who is acted on, with dates and numbers as attributes.

    A joint act has no direction: its arc runs from the first to the second name, and ``directed`` says so.
    """
    graph = nx.MultiDiGraph()
    names, kinds_of_actors = names or {}, kinds_of_actors or {}
    for actor in sorted(set(ties["source"]) | set(ties["target"])):
        label = _plain(names.get(actor, actor))
        graph.add_node(_plain(actor), label=label, kind=_plain(kinds_of_actors.get(actor, "")))
    for row in ties.to_dict("records"):
        graph.add_edge(_plain(row["source"]), _plain(row["target"]), **_attributes(row))
    return graph


def _attributes(row: Mapping[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "quad": int(row["quad"]),
        "kind": KINDS[int(row["quad"])],
        "directed": bool(row["directed"]),
        "weight": int(row["events"]),
        "not_counted": int(row["others"]),
    }
    for name in ("first_day", "last_day"):
        if pd.notna(row[name]):
            found[name] = pd.Timestamp(row[name]).date().isoformat()
    if "panel" in row:
        found["panel"] = _plain(row["panel"])
    if pd.notna(row.get("intensity")):
        found["mean_intensity"] = round(float(row["intensity"]), 3)
    return found


def _plain(text: str) -> str:
    """Return text without the characters that no XML file may hold."""
    return _NO_XML.sub("�", str(text))


def pairs(graph: nx.MultiDiGraph) -> nx.Graph:
    """Return one edge per pair of actors: ``weight`` is the events of all its ties, ``length`` one by that number."""
    found = nx.Graph()
    found.add_nodes_from(sorted(graph))
    for source, target, tie in graph.edges(data=True):
        weight = tie["weight"] + (found[source][target]["weight"] if found.has_edge(source, target) else 0)
        found.add_edge(source, target, weight=weight, length=1 / weight)
    return found


def acts(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """Return who acts on whom: the directed ties alone, one arc for each pair and direction."""
    found = nx.DiGraph()
    found.add_nodes_from(sorted(graph))
    found.add_edges_from((source, target) for source, target, tie in graph.edges(data=True) if tie["directed"])
    return found


def signed(graph: nx.MultiDiGraph) -> nx.Graph:
    """Return the pairs whose ties are mostly cooperation (``sign`` 1) or mostly conflict (-1); a draw has no edge."""
    balance: dict[tuple[str, str], int] = {}
    for source, target, tie in graph.edges(data=True):
        pair = (min(source, target), max(source, target))
        sign = (tie["quad"] in COOPERATION) - (tie["quad"] in CONFLICT)
        balance[pair] = balance.get(pair, 0) + sign * tie["weight"]
    found = nx.Graph()
    found.add_nodes_from(sorted(graph))
    found.add_edges_from((*pair, {"sign": 1 if total > 0 else -1}) for pair, total in balance.items() if total)
    return found
