"""The graph as files that other programs open: GraphML, GEXF, and the ties as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import networkx as nx
import pandas as pd

from dashboard.network.graph import KINDS

_COLUMNS = (
    "source", "source_name", "target", "target_name", "kind", "quad", "directed", "events", "not_counted",
    "mean_intensity", "first_day", "last_day", "told_by", "event_ids",
)  # fmt: skip


def graphml(graph: nx.MultiDiGraph, about: Mapping[str, str]) -> bytes:
    """Return the graph as GraphML; ``about`` is kept as data of the graph."""
    described = graph.copy()
    described.graph.update(about)
    text = io.BytesIO()
    nx.write_graphml_xml(described, text, encoding="utf-8", named_key_ids=True, edge_id_from_attribute=None)
    return text.getvalue()


def gexf(graph: nx.MultiDiGraph, about: Mapping[str, str]) -> bytes:
    """Return the graph as GEXF, dynamic: each tie is there from its first day to its last."""
    described = nx.MultiDiGraph(**about, mode="dynamic")
    described.graph["name"] = about.get("title", "")
    described.add_nodes_from(graph.nodes(data=True))
    for number, (source, target, tie) in enumerate(graph.edges(data=True)):
        days = {end: tie[name] for end, name in (("start", "first_day"), ("end", "last_day")) if name in tie}
        described.add_edge(source, target, key=number, **tie, **days)
    text = io.BytesIO()
    nx.write_gexf(described, text, encoding="utf-8")
    return text.getvalue()


def edge_list(ties: pd.DataFrame, names: Mapping[str, str]) -> bytes:
    """Return the ties as CSV in UTF-8, a row each, with the ids of the events that they hold, and their panel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    panels = ("panel",) if "panel" in ties else ()
    writer.writerow((*_COLUMNS, *panels))
    for row in ties.to_dict("records"):
        days = [pd.Timestamp(row[d]).date().isoformat() if pd.notna(row[d]) else "" for d in ("first_day", "last_day")]
        intensity = row.get("intensity")
        source, target = (_cell(names.get(row[end], row[end])) for end in ("source", "target"))
        writer.writerow([
            row["source"], source, row["target"], target, KINDS[int(row["quad"])], int(row["quad"]),
            str(bool(row["directed"])).lower(), int(row["events"]), int(row["others"]),
            "" if intensity is None or pd.isna(intensity) else round(float(intensity), 3), *days,
            row.get("told_by", ""), " ".join(row["event_ids"]), *(_cell(row[name]) for name in panels),
        ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
