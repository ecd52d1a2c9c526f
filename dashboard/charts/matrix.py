"""Tables that are coloured by their numbers: a row and a column per name, the number written in each cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme

_ROW: Final = 22  # px
_HEAD: Final = 42  # px above the first row for the names of the columns


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: what is written, what the box says, and the events behind it."""

    value: float
    text: str
    hover: str
    event_ids: tuple[str, ...]


def matrix(
    cells: Mapping[tuple[str, str], Cell],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    caption: theme.Caption,
    *,
    alt: str,
    gap: Callable[[str, str], str] | None = None,
) -> go.Figure:
    """Return the matrix of ``cells`` by row and column key; ``rows`` and ``columns`` are keys with their names.

    A cell that has no number stays empty, which is not written as zero; where it is the point that there is none, it
    is marked, and ``gap`` says of its row and column what its box says.
    """
    if not cells:
        return theme.empty(caption, alt=alt + " " + language.text("None."))
    grid = [[cells.get((row, column)) for column, _ in columns] for row, _ in rows]
    height = _ROW * len(rows) + _HEAD
    head = round(max(len(name) for _, name in columns) * 6.5) + 12  # on a telephone, where they stand upright
    tall = _ROW * len(rows) + head
    top = math.sqrt(max(cell.value for cell in cells.values()))
    steps = len(theme.DENSITY) - 1
    longest = max(len(name) for _, name in rows)
    trace = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [[math.sqrt(cell.value) if cell else None for cell in line] for line in grid],  # so that few differ too
        "text": [[cell.text if cell else "" for cell in line] for line in grid],
        "texttemplate": "%{text}",
        "textfont": {"size": 12},
        "hovertext": [[cell.hover if cell else "" for cell in line] for line in grid],
        "hoverinfo": "text",
        "hoverongaps": False,
        "customdata": [[{"event_ids": list(cell.event_ids)} if cell else None for cell in line] for line in grid],
        "colorscale": [[step / steps, colour] for step, colour in enumerate(theme.DENSITY)],
        "zmin": 0,
        "zmax": top,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    figure = theme.compose(
        [trace] if gap is None else [_gaps(grid, rows, columns, gap), trace],
        caption,
        height=height,
        narrow_height=tall,
        legend=False,
        inner={"l": round(longest * 6.3) + 16, "b": 10},
        inner_narrow={"l": round(longest * 5.7) + 12},
        alt=alt,
        xaxis=theme.axis(
            side="top",
            tickvals=list(range(len(columns))),
            ticktext=["<br>".join(theme.wrap(theme.plain(name), 84, 12)) for _, name in columns],
            tickangle=0,
            ticklabeloverflow="allow",
            range=[-0.5, len(columns) - 0.5],
            showgrid=False,
            fixedrange=True,
        ),
        yaxis=theme.axis(
            tickvals=list(range(len(rows))),
            ticktext=[theme.plain(name) for _, name in rows],
            tickfont={"size": 11, "color": theme.INK},
            range=[len(rows) - 0.5, -0.5],
            domain=[0, 1 - _HEAD / height],
            ticklabelstandoff=5,
            showgrid=False,
            fixedrange=True,
        ),
    )
    narrow = {
        "xaxis.tickangle": -90,
        "xaxis.ticktext": [theme.plain(name) for _, name in columns],
        "xaxis.tickfont": {"size": 11, "color": theme.SOFT_INK},
        "yaxis.domain": [0, 1 - head / tall],
        "yaxis.tickfont": {"size": 10, "color": theme.INK},
    }
    figure.layout.meta = {**figure.layout.meta, "narrow": narrow}
    return figure


def _gaps(
    grid: Sequence[Sequence[Cell | None]],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    said: Callable[[str, str], str],
) -> dict[str, Any]:
    """Return the marks of the cells that have no number."""
    return {
        "type": "heatmap",
        "name": "gaps",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [[None if cell else 0 for cell in line] for line in grid],
        "text": [["" if cell else "–" for cell in line] for line in grid],
        "texttemplate": "%{text}",
        "textfont": {"size": 12, "color": theme.SOFT_INK},
        "hovertext": [
            ["" if cell else said(row, column) for cell, (column, _) in zip(line, columns, strict=True)]
            for line, (row, _) in zip(grid, rows, strict=True)
        ],
        "hoverinfo": "text",
        "hoverongaps": False,
        "colorscale": [[0, theme.NEIGHBOUR_LAND], [1, theme.NEIGHBOUR_LAND]],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
