"""Who acts on whom: actors at places that no filter moves, ties by quad class."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.charts import theme
from dashboard.charts.theme import Caption
from dashboard.model import QUADS

#: Kind of tie -> name, colour, dash. Kind 0 is mediation; the others are the quad classes.
TIES: dict[int, tuple[str, str, str]] = {
    0: ("mediation", theme.BORDER, "dot"),
    1: (QUADS[1], theme.QUAD_COLOURS[1], "solid"),
    2: (QUADS[2], theme.QUAD_COLOURS[2], "solid"),
    3: (QUADS[3], theme.QUAD_COLOURS[3], "dash"),
    4: (QUADS[4], theme.QUAD_COLOURS[4], "solid"),
}
_PARTIES = frozenset({"ARM", "AZE", "NKR"})
_MOST_TIES = 70
_MOST_NAMED_ON_PHONES = 9
_STEPS = 14


def actor_network(
    ties: pd.DataFrame,
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    caption: Caption,
    *,
    kinds: Iterable[int] = tuple(TIES),
    least: int | None = None,
) -> go.Figure:
    """Draw ties of ``least`` events or more (default: so many that the picture stays readable).

    ``ties`` has the columns of ``actor_network.sql``; ``positions`` come from the whole edition, ``names``
    maps actor ids to labels, ``kinds`` are keys of ``TIES``. Width grows with the square root of the events.
    """
    counted = ties[(ties["events"] > 0) & ties["quad"].isin(list(kinds))]
    least = least or least_shown(counted)
    shown = counted[counted["events"] >= least]
    weights: dict[str, int] = {}
    for source, target, events in zip(counted["source"], counted["target"], counted["events"], strict=True):
        weights[source] = weights.get(source, 0) + int(events)
        weights[target] = weights.get(target, 0) + int(events)
    present = set(shown["source"]) | set(shown["target"])
    nodes = sorted(present, key=lambda actor: (-weights[actor], actor))
    hidden = len(counted) - len(shown)
    alt = (
        f"{caption.title}. {caption.filters}. {len(nodes)} actors, {len(shown)} ties"
        + (f", {hidden} of fewer than {least} events not drawn" if hidden else "")
        + f". Most active: {', '.join(f'{names.get(a, a)} {weights[a]}' for a in nodes[:5]) or 'none'}."
    )
    return theme.compose(
        [*_tie_traces(shown, positions, names), *_node_traces(nodes, weights, ties, positions, names)]
        or [{"type": "scatter", "x": [], "y": []}],
        caption,
        height=680,
        narrow_height=520,
        alt=alt,
        hovermode="closest",
        annotations=_labels(nodes, weights, positions, names) if nodes else [theme.nothing_matches()],
        xaxis=theme.axis(range=[-1.75, 1.75], showgrid=False, showticklabels=False),
        yaxis=theme.axis(range=[-1.15, 1.12], showgrid=False, showticklabels=False),
    )


def least_shown(ties: pd.DataFrame) -> int:
    """Return the number of events below which ties are left out, so that at most 70 are drawn."""
    sizes = sorted((int(n) for n in ties["events"]), reverse=True)
    return 1 if len(sizes) <= _MOST_TIES else min(sizes[_MOST_TIES] + 1, sizes[0])


def _tie_traces(
    ties: pd.DataFrame, positions: Mapping[str, tuple[float, float]], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    traces: list[dict[str, Any]] = []
    for kind, (label, colour, dash) in TIES.items():
        rows = ties[ties["quad"] == kind].sort_values("events", ascending=False)
        for first, row in enumerate(rows.to_dict("records")):
            bend = _bend(row, kind)
            x, y = _curve(positions[row["source"]], positions[row["target"]], bend)
            custom = {"event_ids": list(row["event_ids"])}
            arrow = "→" if row["directed"] else "↔"
            text = (
                f"<b>{theme.plain(names.get(row['source'], row['source']))} {arrow} "
                f"{theme.plain(names.get(row['target'], row['target']))}</b><br>{label}: "
                + words.plural(row["events"], "event")
                + (f", {row['others']} not counted" if row["others"] else "")
            )
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": label,
                    "legendgroup": label,
                    "showlegend": first == 0,
                    "x": x,
                    "y": y,
                    "line": {
                        "color": colour,
                        "width": _width(row["events"]) if kind else min(3.0, _width(row["events"])),
                        "dash": dash,
                        "shape": "spline",
                    },
                    "opacity": 0.75,
                    "customdata": [custom] * len(x),
                    "hovertext": text,
                    "hoverinfo": "text",
                }
            )
        directed = rows[rows["directed"]]
        if len(directed):
            traces.append(_arrows(directed, kind, positions, colour))
    return traces


def _arrows(rows: pd.DataFrame, kind: int, positions: Mapping[str, tuple[float, float]], colour: str) -> dict[str, Any]:
    xs, ys, angles = [], [], []
    for row in rows.to_dict("records"):
        x, y = _curve(positions[row["source"]], positions[row["target"]], _bend(row, kind))
        at = round(len(x) * 0.62)
        xs.append(x[at])
        ys.append(y[at])
        # the picture is 3.5 by 2.27 units on 1150 by 680 px: nearly the same scale both ways
        angle = 90 - math.degrees(math.atan2(y[at + 1] - y[at - 1], x[at + 1] - x[at - 1]))
        angles.append((round(angle) + 180) % 360 - 180)  # plotly's range
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": {"symbol": "arrow", "angle": angles, "size": 9, "color": colour},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _node_traces(
    nodes: list[str],
    weights: Mapping[str, int],
    ties: pd.DataFrame,
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    if not nodes:
        return []
    events: dict[str, set[str]] = {actor: set() for actor in nodes}
    for source, target, ids in zip(ties["source"], ties["target"], ties["event_ids"], strict=True):
        for actor in (source, target):
            if actor in events:
                events[actor].update(ids)
    sizes = _sizes(nodes, weights)
    party = [actor in _PARTIES for actor in nodes]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [positions[actor][0] for actor in nodes],
            "y": [positions[actor][1] for actor in nodes],
            "marker": {
                "size": sizes,
                "symbol": ["square" if p else "circle" for p in party],
                "color": [theme.INK if p else theme.PAPER for p in party],
                "opacity": 1,
                "line": {"width": 1.6, "color": theme.INK},
            },
            "customdata": [{"event_ids": sorted(events[actor]), "actor": actor} for actor in nodes],
            "hovertext": [
                f"<b>{theme.plain(names.get(a, a))}</b><br>{words.plural(len(events[a]), 'event')}" for a in nodes
            ],
            "hoverinfo": "text",
            "showlegend": False,
            "cliponaxis": False,
        }
    ]


def _sizes(nodes: list[str], weights: Mapping[str, int]) -> list[float]:
    most = max(weights[actor] for actor in nodes)
    return [round(11 + 25 * math.sqrt(weights[actor] / most), 1) for actor in nodes]


def _labels(
    nodes: list[str],
    weights: Mapping[str, int],
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Name the actors under their marks, on a veil that keeps the ties behind from crossing the letters."""
    return [
        {
            "name": "actor" if rank < _MOST_NAMED_ON_PHONES else "wide-actor",
            "text": f"<b>{theme.plain(names.get(actor, actor))}</b>"
            if actor in _PARTIES
            else theme.plain(names.get(actor, actor)),
            "x": positions[actor][0],
            "y": positions[actor][1],
            "yshift": -size / 2 - 2,
            "yanchor": "top",
            **_inward(positions[actor][0], size),
            "showarrow": False,
            "bgcolor": theme.VEIL,
            "borderpad": 0,
            "font": {"size": 12, "color": theme.INK},
        }
        for rank, (actor, size) in enumerate(zip(nodes, _sizes(nodes, weights), strict=True))
    ]


def _inward(x: float, size: float) -> dict[str, Any]:
    """Let names at the rim run towards the middle, so that a narrow screen does not cut them."""
    if abs(x) < 1.2:
        return {"xanchor": "center"}
    return {"xanchor": "left", "xshift": -size / 2} if x < 0 else {"xanchor": "right", "xshift": size / 2}


def _width(events: int) -> float:
    return round(min(9.0, 0.6 + 0.75 * math.sqrt(events)), 1)


def _bend(row: Mapping[Any, Any], kind: int) -> float:
    """Return the sideways bow of a tie, so that ties of one pair run beside each other."""
    if not row["directed"]:
        return (0.0, 0.0, 0.07, -0.07, -0.12)[kind]
    side = 1 if row["source"] < row["target"] else -1
    return side * (0.17, 0.1, 0.13, 0.2, 0.26)[kind]


def _curve(start: tuple[float, float], end: tuple[float, float], bend: float) -> tuple[list[float], list[float]]:
    """Return a quadratic curve whose middle is off the straight line by ``bend`` of its length."""
    (x0, y0), (x1, y1) = (start, end) if start <= end else (end, start)
    sign = 1 if start <= end else -1
    cx = (x0 + x1) / 2 - (y1 - y0) * bend
    cy = (y0 + y1) / 2 + (x1 - x0) * bend
    steps = [step / _STEPS for step in range(_STEPS + 1)][::sign]
    xs = [round((1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t * t * x1, 4) for t in steps]
    ys = [round((1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t * t * y1, 4) for t in steps]
    return xs, ys
