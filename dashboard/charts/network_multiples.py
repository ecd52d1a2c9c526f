"""The network before, during and after a war: three pictures with the same places and one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import network_names, theme
from dashboard.charts.network_names import FRAME, Name, Screen
from dashboard.charts.network_ties import (
    PARTIES,
    least_shown,
    node_traces,
    sizes_of,
    tie_traces,
    weights_of,
)
from dashboard.charts.theme import Caption

MOST_TIES = 28
_GAP, _HEAD = 0.025, 46.0
_HIGH, _HIGH_ON_PHONES = 330.0, 400.0
_LARGEST = 24


@dataclass(frozen=True, slots=True)
class NetworkPanel:
    """One picture: its heading, the ties of its days, and how many events there are."""

    heading: str
    ties: pd.DataFrame
    count: str = ""


def network_multiples(
    panels: list[NetworkPanel],
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    caption: Caption,
    *,
    least: int | None = None,
) -> go.Figure:
    """Draw the panels side by side, on phones one below the other.

    Each shows its ties of ``least`` events or more; without it, so many that the panel stays readable.
    """
    most = max((max(weights_of(panel.ties).values(), default=1) for panel in panels), default=1)
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    narrow: dict[str, Any] = {}
    legend: set[int] = set()
    axes: dict[str, Any] = {}
    alt = [
        f"{caption.title}. {caption.filters}.",
        language.text("{n} networks side by side, with the same places.", n=len(panels)),
    ]
    total = len(panels) * (_HIGH_ON_PHONES + _HEAD)
    for at, panel in enumerate(panels):
        axis = str(at + 1) if at else ""
        bound = least or least_shown(panel.ties, MOST_TIES)
        shown = panel.ties[panel.ties["events"] >= bound]
        weights = weights_of(panel.ties)
        nodes = sorted(set(shown["source"]) | set(shown["target"]), key=lambda actor: (-weights[actor], actor))
        sizes = sizes_of(nodes, weights, most, _LARGEST)
        traces += [_holding(axis), *tie_traces(shown, positions, names, axis=axis, legend=legend)]
        traces += node_traces(nodes, sizes, panel.ties, positions, names, axis=axis)
        across = [at * (1 + _GAP) / len(panels), (at * (1 + _GAP) + 1 - _GAP * 2) / len(panels)]
        top = 1 - at * (_HIGH_ON_PHONES + _HEAD) / total
        below = [top - (_HIGH_ON_PHONES + _HEAD) / total, top - _HEAD / total]
        refs = {"showgrid": False, "showticklabels": False}
        axes[f"xaxis{axis}"] = theme.axis(range=list(FRAME[:2]), domain=across, anchor=f"y{axis}", **refs)
        axes[f"yaxis{axis}"] = theme.axis(
            range=list(FRAME[2:]), domain=[0, _HIGH / (_HIGH + _HEAD)], anchor=f"x{axis}", **refs
        )
        narrow |= {f"xaxis{axis}.domain": [0, 1], f"yaxis{axis}.domain": below}
        head = _heading(panel, axis, (len(nodes), len(shown)), bound)
        notes.append(head)
        marks = [
            Name(actor, names.get(actor, actor), *positions[actor], size, bold=actor in PARTIES)
            for actor, size in zip(nodes, sizes, strict=True)
        ]
        _add_names(marks, axis, notes, narrow)
        alt.append(_alt(panel, nodes, weights, names, shown=len(shown), bound=bound))
    figure = theme.compose(
        traces,
        caption,
        height=round(_HIGH + _HEAD),
        narrow_height=round(total),
        legend=bool(legend),
        alt=" ".join(alt),
        hovermode="closest",
        annotations=notes,
        **axes,
    )
    figure.layout.meta["narrow"] = narrow
    return figure


def _holding(axis: str) -> dict[str, Any]:
    """Return a trace without points: axes that hold no trace are not drawn, and the heading would stand elsewhere."""
    unseen = {"hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "x": [None], "y": [None], "xaxis": f"x{axis}", "yaxis": f"y{axis}"} | unseen


def _heading(panel: NetworkPanel, axis: str, drawn: tuple[int, int], bound: int) -> dict[str, Any]:
    """Return what stands above a panel."""
    plural, text = language.plural, language.text
    nodes, shown = drawn
    ties = plural("{n:,} tie", "{n:,} ties", len(panel.ties))
    said = plural("{n:,} actor", "{n:,} actors", nodes) + f", {ties}"
    if shown < len(panel.ties):
        least = plural("{n:,} event", "{n:,} events", bound)
        said = text("{shown} of {ties} drawn: {events} or more", shown=shown, ties=ties, events=least)
    counted = f"{theme.plain(panel.count)}; {said}" if len(panel.ties) else text("no tie")
    lines = [f"<b>{theme.plain(panel.heading)}</b>", counted]
    return {
        "name": "heading",
        "text": "<br>".join(lines),
        "xref": f"x{axis} domain",
        "yref": f"y{axis} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 12, "color": theme.INK},
    }


def _alt(
    panel: NetworkPanel,
    nodes: list[str],
    weights: Mapping[str, int],
    names: Mapping[str, str],
    *,
    shown: int,
    bound: int,
) -> str:
    text = language.text
    most = ", ".join(f"{names.get(a, a)} {language.number(weights[a])}" for a in nodes[:3])
    return text(
        "{panel}, {count}: {actors} actors, {ties} ties of at least {events}, most active {most}.",
        panel=panel.heading,
        count=panel.count,
        actors=len(nodes),
        ties=shown,
        events=language.plural("{n:,} event", "{n:,} events", bound),
        most=most or text("none"),
    )


def _add_names(marks: list[Name], axis: str, notes: list[dict[str, Any]], narrow: dict[str, Any]) -> None:
    """Add the names that find room in a panel, and what is different on phones."""
    share = (1 - _GAP * 2) / 3
    marks.sort(key=lambda name: not name.bold)
    wide = [Screen(w * share, _HIGH, size=11) for w in (1152, 900, 1000, 1300)]
    phones = [Screen(w, _HIGH_ON_PHONES, shrunk=0.75, size=11) for w in (330, 358, 400)]
    sides, on_phones = network_names.settle(marks, wide), network_names.settle(marks, phones)
    for name in marks:
        if name.actor not in sides and name.actor not in on_phones:
            continue
        text = theme.plain(name.text)
        look = {
            "text": f"<b>{text}</b>" if name.bold else text,
            "bgcolor": theme.VEIL,
            "font": {"size": 11, "color": theme.INK},
            "xref": f"x{axis}",
            "yref": f"y{axis}",
        }
        if name.actor in on_phones:
            small = network_names.annotation(replace(name, mark=name.mark * 0.75), on_phones[name.actor], look)
            narrow[f"annotations.{len(notes)}"] = small | {"name": "actor"}
        drawn = network_names.annotation(name, sides.get(name.actor, (0, -1)), look)
        notes.append(drawn | {"name": "wide-actor", "visible": name.actor in sides})
