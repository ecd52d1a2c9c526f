"""Ties and actors as marks: curves by kind of tie, arrows where somebody acts, and a disc or square per actor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import language, words
from dashboard.charts import theme
from dashboard.model import QUADS, message

#: Kind of tie -> name, colour, dash. Kind 0 is mediation; the others are the quad classes.
TIES: dict[int, tuple[str, str, str]] = {
    0: (message("mediation"), theme.BORDER, "dot"),
    1: (QUADS[1], theme.QUAD_COLOURS[1], "solid"),
    2: (QUADS[2], theme.QUAD_COLOURS[2], "solid"),
    3: (QUADS[3], theme.QUAD_COLOURS[3], "dash"),
    4: (QUADS[4], theme.QUAD_COLOURS[4], "solid"),
}
PARTIES = frozenset({"ARM", "AZE", "NKR"})
_MOST_TIES = 70
STEPS = 14
Places = Mapping[str, tuple[float, float]]


def least_shown(ties: pd.DataFrame, most: int = _MOST_TIES) -> int:
    """Return the number of events below which ties are left out, so that at most ``most`` are drawn."""
    sizes = sorted((int(n) for n in ties["events"]), reverse=True)
    return 1 if len(sizes) <= most else min(sizes[most] + 1, sizes[0])


def weights_of(ties: pd.DataFrame) -> dict[str, int]:
    """Return the events of each actor's ties."""
    found: dict[str, int] = {}
    for source, target, events in zip(ties["source"], ties["target"], ties["events"], strict=True):
        found[source] = found.get(source, 0) + int(events)
        found[target] = found.get(target, 0) + int(events)
    return found


def in_words(row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    """Return a tie in words, as it stands under the pointer."""
    arrow = "→" if row["directed"] else "↔"
    days = words.span(_day(row["first_day"]), _day(row["last_day"])) if pd.notna(row["first_day"]) else ""
    intensity = row.get("intensity")
    text, (kind, *_) = language.text, TIES[int(row["quad"])]
    source, target = (theme.plain(names.get(row[end], row[end])) for end in ("source", "target"))
    events = language.plural("{n:,} event", "{n:,} events", row["events"])
    if row["others"]:
        events += ", " + text("{n} not counted", n=row["others"])
    lines = [f"<b>{source} {arrow} {target}</b>", f"{text(kind)}: {events}"]
    if intensity is not None and pd.notna(intensity):
        lines.append(text("mean intensity {n:.1f}", n=intensity))
    return "<br>".join([*lines, days] if days else lines)


def _day(value: Any) -> Any:
    return pd.Timestamp(value).date()


def tie_traces(
    ties: pd.DataFrame, positions: Places, names: Mapping[str, str], *, axis: str = "", legend: set[int] | None = None
) -> list[dict[str, Any]]:
    """Return a curve per tie, and the arrows; kinds of ``legend`` already stand in the key and are added to it."""
    told = set() if legend is None else legend
    traces: list[dict[str, Any]] = []
    for kind, (told_of, colour, dash) in TIES.items():
        label = language.text(told_of)
        rows = ties[ties["quad"] == kind].sort_values("events", ascending=False)
        for row in rows.to_dict("records"):
            x, y = curve(positions[row["source"]], positions[row["target"]], bend(row, kind))
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": label,
                    "legendgroup": label,
                    "legendrank": 1000 + kind,
                    "showlegend": kind not in told,
                    "x": x,
                    "y": y,
                    "line": {
                        "color": colour,
                        "width": width(row["events"]) if kind else min(3.0, width(row["events"])),
                        "dash": dash,
                        "shape": "spline",
                    },
                    "opacity": 0.75,
                    "customdata": [{"event_ids": list(row["event_ids"])}],
                    "hovertext": in_words(row, names),
                    "hoverinfo": "text",
                    **_axes(axis),
                }
            )
            told.add(kind)
        directed = rows[rows["directed"]]
        if len(directed):
            traces.append(_arrows(directed, kind, positions, colour) | _axes(axis))
    return traces


def _axes(axis: str) -> dict[str, str]:
    return {"xaxis": f"x{axis}", "yaxis": f"y{axis}"} if axis else {}


def _arrows(rows: pd.DataFrame, kind: int, positions: Places, colour: str) -> dict[str, Any]:
    xs, ys, angles = [], [], []
    for row in rows.to_dict("records"):
        x, y = curve(positions[row["source"]], positions[row["target"]], bend(row, kind))
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


def node_traces(
    nodes: list[str],
    sizes: list[float],
    ties: pd.DataFrame,
    positions: Places,
    names: Mapping[str, str],
    *,
    axis: str = "",
) -> list[dict[str, Any]]:
    """Return the marks of the actors; each opens the events of all its ``ties``."""
    if not nodes:
        return []
    opened: dict[str, set[str]] = {actor: set() for actor in nodes}
    reports = weights_of(ties) if not any(len(ids) for ids in ties["event_ids"]) else {}
    for source, target, ids in zip(ties["source"], ties["target"], ties["event_ids"], strict=True):
        for actor in (source, target):
            if actor in opened:
                opened[actor].update(ids)
    party = [actor in PARTIES for actor in nodes]
    said = [
        language.plural("{n:,} report", "{n:,} reports", reports[a])
        if reports
        else language.plural("{n:,} event", "{n:,} events", len(opened[a]))
        for a in nodes
    ]
    pointed = {
        "type": "scatter",
        "x": [positions[actor][0] for actor in nodes],
        "y": [positions[actor][1] for actor in nodes],
        "customdata": [{"event_ids": sorted(opened[actor]), "actor": actor} for actor in nodes],
        "hovertext": [f"<b>{theme.plain(names.get(a, a))}</b><br>{s}" for a, s in zip(nodes, said, strict=True)],
        "hoverinfo": "text",
        "showlegend": False,
        **_axes(axis),
    }
    marker = {
        "size": sizes,
        "symbol": ["square" if p else "circle" for p in party],
        "color": [theme.INK if p else theme.PAPER for p in party],
        "opacity": 1,
        "line": {"width": 1.6, "color": theme.INK},
    }
    # Points without ink: at the middle of a mark the ends of its ties would be nearer to the pointer than the mark.
    return [pointed | {"mode": "markers", "marker": marker, "cliponaxis": False}, pointed | {"mode": "none"}]


def sizes_of(nodes: list[str], weights: Mapping[str, int], most: int | None = None, largest: int = 36) -> list[float]:
    """Return a diameter in px per actor, whose square grows with the events of its ties."""
    top = most or max((weights[actor] for actor in nodes), default=1)
    small = largest * 0.3
    return [round(small + (largest - small) * math.sqrt(min(1.0, weights[actor] / top)), 1) for actor in nodes]


def width(events: int) -> float:
    """Return how wide a tie is drawn, in px: with the square root of its events."""
    return round(min(9.0, 0.6 + 0.75 * math.sqrt(events)), 1)


def bend(row: Mapping[Any, Any], kind: int) -> float:
    """Return the sideways bow of a tie, so that ties of one pair run beside each other."""
    if not row["directed"]:
        return (0.0, 0.0, 0.07, -0.07, -0.12)[kind]
    side = 1 if row["source"] < row["target"] else -1
    return side * (0.17, 0.1, 0.13, 0.2, 0.26)[kind]


def curve(start: tuple[float, float], end: tuple[float, float], bow: float) -> tuple[list[float], list[float]]:
    """Return a quadratic curve whose middle is off the straight line by ``bow`` of its length."""
    (x0, y0), (x1, y1) = (start, end) if start <= end else (end, start)
    sign = 1 if start <= end else -1
    cx = (x0 + x1) / 2 - (y1 - y0) * bow
    cy = (y0 + y1) / 2 + (x1 - x0) * bow
    steps = [step / STEPS for step in range(STEPS + 1)][::sign]
    xs = [round((1 - t) ** 2 * x0 + 2 * t * (1 - t) * cx + t * t * x1, 4) for t in steps]
    ys = [round((1 - t) ** 2 * y0 + 2 * t * (1 - t) * cy + t * t * y1, 4) for t in steps]
    return xs, ys
