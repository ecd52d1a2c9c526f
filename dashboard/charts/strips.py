"""Numbers on one axis, a strip per row with its name above it: marks, a line for the middle half, the median."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme

_ROW: Final = 30
_LINE: Final = 15  # px of a line of its name
_SIZE: Final = 11  # of its letters
_WIDTH: Final = 315  # px of a line on a telephone


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark: where, how large in px, what its box says, and the events behind it."""

    at: float
    hover: str
    event_ids: tuple[str, ...]
    size: float = 9.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A row: its name, which says its numbers too; marks, and lines from one value to another."""

    name: str
    dots: Sequence[Dot] = ()
    lines: Sequence[tuple[float, float]] = ()
    median: float | None = None
    colour: str = field(default=theme.QUAD_COLOURS[2])


def strips(
    rows: Sequence[Strip],
    ticks: Mapping[float, str],
    caption: theme.Caption,
    *,
    alt: str,
    log: bool,
    symbol: str = "circle",
) -> go.Figure:
    """Return the rows under each other on an axis with ``ticks``: value to words."""
    if not rows:
        return theme.empty(caption, alt=alt + " " + language.text("None."))
    names = ["<br>".join(map(theme.plain, theme.wrap(row.name, _WIDTH, _SIZE))) for row in rows]
    tall = [_ROW + _LINE * (1 + name.count("<br>")) for name in names]
    height = sum(tall)
    traces: list[dict[str, Any]] = []
    notes, below = [], float(height)
    for row, name, room in zip(rows, names, tall, strict=True):
        y = below - room + _ROW / 2
        notes += [
            row_name("wide-name", theme.plain(row.name), y + _ROW / 2),
            row_name("narrow-name", name, y + _ROW / 2),
        ]
        traces += _marks(row, y, symbol)
        below -= room
    values = [
        value for row in rows for value in (*(dot.at for dot in row.dots), *(v for line in row.lines for v in line))
    ]
    low, high = min([*ticks, *values]), max([*ticks, *values])
    span = [math.log10(low) - 0.25, math.log10(high) + 0.25] if log else [low - 0.02 * high - 0.3, high * 1.03 + 0.3]
    return theme.compose(
        traces or [{"type": "scatter"}],
        caption,
        height=height + 6,
        legend=False,
        inner={"b": 34},
        alt=alt,
        hovermode="closest",
        annotations=notes,
        xaxis=theme.axis(
            type="log" if log else "linear",
            range=span,
            tickvals=list(ticks),
            ticktext=list(ticks.values()),
            tickangle=0,
            ticklabeloverflow="allow",
            fixedrange=True,
        ),
        yaxis=theme.axis(range=[0, height], showgrid=False, showticklabels=False, fixedrange=True),
    )


def _marks(row: Strip, y: float, symbol: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(line),
            "y": [y, y],
            "line": {"width": 7, "color": row.colour},
            "opacity": 0.35,
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for line in row.lines
    ]
    if row.dots:
        thin = symbol.startswith("line")
        made.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [dot.at for dot in row.dots],
                "y": [y] * len(row.dots),
                "marker": {
                    "symbol": symbol,
                    "size": [dot.size for dot in row.dots],
                    "color": row.colour,
                    "opacity": 0.75,
                    "line": {"width": 1.5 if thin else 1, "color": row.colour if thin else theme.PAPER},
                },
                "customdata": [{"event_ids": list(dot.event_ids)} for dot in row.dots],
                "hovertext": [dot.hover for dot in row.dots],
                "hoverinfo": "text",
                "showlegend": False,
            }
        )
    if row.median is not None:
        made.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.median],
                "y": [y],
                "marker": {
                    "symbol": "diamond",
                    "size": 13,
                    "color": theme.INK,
                    "line": {"width": 1, "color": theme.PAPER},
                },
                "hovertext": [language.text("median")],
                "hoverinfo": "text",
                "showlegend": False,
            }
        )
    return made


def row_name(name: str, text: str, y: float) -> dict[str, Any]:
    """Return the name of a row, standing on ``y``; ``name`` says on which width of paper it is seen."""
    return {
        "name": name,
        "visible": not name.startswith("narrow"),
        "text": text,
        "xref": "paper",
        "yref": "y",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": _SIZE, "color": theme.INK},
    }
