"""The ties as a table of numbers: who acts down the side, on whom along the foot, neighbours in one group together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme
from dashboard.charts.network_ties import TIES, weights_of
from dashboard.charts.theme import Caption
from dashboard.network.measures import letter

MOST = 16
#: The least number of each shade.
_STEPS = (1, 3, 10, 30, 100)


def network_matrix(
    ties: pd.DataFrame, groups: Mapping[str, int], names: Mapping[str, str], caption: Caption, *, unit: str = "events"
) -> go.Figure:
    """Draw the ``ties`` among the most active actors as a matrix in the order of their ``groups``.

    A directed tie fills the cell of who acts (row) and on whom (column), a joint one both cells of the pair.
    """
    weights = weights_of(ties)
    actors = sorted(weights, key=lambda actor: (-weights[actor], actor))[:MOST]
    actors.sort(key=lambda actor: (groups.get(actor, len(groups)), -weights[actor], actor))
    cells = _cells(ties, set(actors))
    if not cells:
        return theme.empty(caption, alt=_alt(caption, cells, [], names, 0), height=300, x=[], y=[])
    labels = [theme.plain(names.get(actor, actor)) for actor in actors]
    size = len(actors)
    numbered = [f"{label}  <b>{at}</b>" for at, label in enumerate(labels, start=1)]
    longest = max(len(label) for label in labels)
    figure = theme.compose(
        [_marks(cells, actors, names), *_key(unit)],
        caption,
        height=30 * size + 20,
        narrow_height=22 * size + 20,
        inner={"l": 40 + round(6.4 * longest), "r": 40, "b": 30 + round(6.6 * longest)},
        inner_narrow={"l": 26 + round(5.4 * longest), "r": 20, "b": 26},
        alt=_alt(caption, cells, actors, names, len(weights) - size),
        hovermode="closest",
        annotations=[*_numbers(cells, actors), *_letters(actors, groups)],
        shapes=_blocks(actors, groups),
        xaxis=theme.axis(
            range=[-0.5, size - 0.5], tickvals=list(range(size)), ticktext=labels, tickangle=-90, showgrid=False,
            fixedrange=True,
        ),
        yaxis=theme.axis(
            range=[size - 0.5, -0.5], tickvals=list(range(size)), ticktext=numbered, showgrid=False, fixedrange=True,
        ),
    )  # fmt: skip
    small = {"size": 10, "color": theme.SOFT_INK}
    figure.layout.meta["narrow"] = {
        "xaxis.ticktext": [str(at) for at in range(1, size + 1)],
        "xaxis.tickangle": 0,
        "xaxis.tickfont": small,
        "yaxis.tickfont": small,
    }
    return figure


def _cells(ties: pd.DataFrame, actors: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return for row and column: events in all, per kind of tie, and the ids of the events."""
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row in ties.to_dict("records"):
        if not {row["source"], row["target"]} <= actors:
            continue
        one_way = [(row["source"], row["target"])]
        for pair in one_way if row["directed"] else [*one_way, (row["target"], row["source"])]:
            cell = cells.setdefault(pair, {"events": 0, "kinds": {}, "event_ids": {}})
            cell["events"] += int(row["events"])
            label = language.text(TIES[int(row["quad"])][0])
            if not row["directed"]:
                label = language.text("{kind}, together", kind=label)
            cell["kinds"][label] = cell["kinds"].get(label, 0) + int(row["events"])
            cell["event_ids"] |= dict.fromkeys(row["event_ids"])
    return cells


def _step(events: int) -> int:
    return sum(events >= least for least in _STEPS) - 1


def _marks(
    cells: Mapping[tuple[str, str], dict[str, Any]], actors: list[str], names: Mapping[str, str]
) -> dict[str, Any]:
    """Return the cells as bars that each fill one: a heatmap would be dots in a file of vectors."""
    place = {actor: at for at, actor in enumerate(actors)}

    def said(source: str, target: str, kinds: Mapping[str, int]) -> str:
        pair = " → ".join(theme.plain(names.get(actor, actor)) for actor in (source, target))
        return "<br>".join([f"<b>{pair}</b>", *(f"{kind}: {language.number(n)}" for kind, n in kinds.items())])

    return {
        "type": "bar",
        "x": [place[target] for _, target in cells],
        "base": [place[source] - 0.47 for source, _ in cells],
        "y": [0.94] * len(cells),
        "width": 0.96,
        "marker": {"color": [theme.DENSITY[_step(cell["events"])] for cell in cells.values()], "line": {"width": 0}},
        "customdata": [{"event_ids": list(cell["event_ids"])} for cell in cells.values()],
        "hovertext": [said(*pair, cell["kinds"]) for pair, cell in cells.items()],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _key(unit: str) -> list[dict[str, Any]]:
    """Return the shades as entries of the key."""
    spans = [*(f"{low}–{high - 1}" for low, high in pairwise(_STEPS)), language.text("{n} or more", n=_STEPS[-1])]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": f"{span} {language.text(unit)}" if not n else span,
            "x": [None],
            "y": [None],
            "marker": {"symbol": "square", "size": 14, "color": shade},
            "hoverinfo": "skip",
        }
        for n, (span, shade) in enumerate(zip(spans, theme.DENSITY, strict=True))
    ]


def _numbers(cells: Mapping[tuple[str, str], dict[str, Any]], actors: list[str]) -> list[dict[str, Any]]:
    place = {actor: at for at, actor in enumerate(actors)}
    return [
        {
            "name": "wide-number",
            "text": language.number(cell["events"]),
            "x": place[target],
            "y": place[source],
            "showarrow": False,
            "font": {"size": 12, "color": theme.PAPER if _step(cell["events"]) > 2 else theme.INK},
        }
        for (source, target), cell in cells.items()
    ]


def _runs(actors: list[str], groups: Mapping[str, int]) -> list[tuple[int, int, int]]:
    """Return each group with the first and last of its places."""
    runs, at = [], 0
    for group, members in groupby(actors, key=lambda actor: groups.get(actor, len(groups))):
        count = len(list(members))
        runs.append((group, at, at + count - 1))
        at += count
    return runs


def _blocks(actors: list[str], groups: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the empty diagonal, and a frame around the ties within each group."""
    nobody = [
        {"type": "rect", "x0": at - 0.47, "x1": at + 0.47, "y0": at - 0.45, "y1": at + 0.45, "line": {"width": 0},
         "fillcolor": theme.GRID, "layer": "below"}
        for at in range(len(actors))
    ]  # fmt: skip
    frames = [
        {"type": "rect", "x0": low - 0.5, "x1": high + 0.5, "y0": low - 0.5, "y1": high + 0.5,
         "line": {"width": 1.5, "color": theme.INK}}
        for _, low, high in _runs(actors, groups)
    ]  # fmt: skip
    return [*nobody, *frames]


def _letters(actors: list[str], groups: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": "group",
            "text": f"<b>{letter(group)}</b>",
            "xref": "paper",
            "x": 1,
            "xshift": 6,
            "xanchor": "left",
            "y": (low + high) / 2,
            "showarrow": False,
            "font": {"size": 13, "color": theme.SOFT_INK},
        }
        for group, low, high in _runs(actors, groups)
    ]


def _alt(
    caption: Caption, cells: Mapping[tuple[str, str], dict[str, Any]], actors: list[str], names: Mapping[str, str],
    left_out: int,
) -> str:  # fmt: skip
    text = language.text
    most = sorted(cells.items(), key=lambda item: (-item[1]["events"], item[0]))[:6]
    said = [
        text("{one} to {other} {n:,}", one=names.get(s, s), other=names.get(t, t), n=cell["events"])
        for (s, t), cell in most
    ]
    told = text(
        "Matrix of {actors} actors, {cells} cells with a tie. Most: {most}.",
        actors=len(actors),
        cells=len(cells),
        most="; ".join(said) or text("none"),
    )
    rest = " " + text("{n} less active actors are not drawn.", n=left_out) if left_out > 0 else ""
    return f"{caption.title}. {caption.filters}. {told}{rest}"
