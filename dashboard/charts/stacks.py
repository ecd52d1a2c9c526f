"""Bars of parts, a row each with its name and number above it: how much of a thing is of which sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme
from dashboard.charts.strips import row_name

_BAR: Final = 13  # px
_LINE: Final = 15  # px of a line of a row's name
_GAP: Final = 9  # px below a bar
_TOP: Final = 6  # px above the first name
_SIZE: Final = 11  # of the letters
_WIDTH: Final = 315  # px of a line on a telephone


@dataclass(frozen=True, slots=True)
class Part:
    """What a legend calls a part, its colour and pattern."""

    name: str
    colour: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one row: how long it is, what is written in it and in its box, and the events behind it."""

    value: float
    hover: str
    event_ids: tuple[str, ...] = ()
    text: str = ""


def stacks(
    rows: Sequence[tuple[str, Mapping[str, Piece]]],
    parts: Mapping[str, Part],
    caption: theme.Caption,
    *,
    alt: str,
    unit: str = "",
) -> go.Figure:
    """Return a bar per row: its name, and its pieces by the key of their part, in the order of ``parts``.

    ``unit`` stands behind the numbers of the axis.
    """
    if not rows:
        return theme.empty(caption, alt=alt + " " + language.text("None."))
    names = ["<br>".join(map(theme.plain, theme.wrap(name, _WIDTH, _SIZE))) for name, _ in rows]
    tall = [_BAR + _GAP + _LINE * (1 + name.count("<br>")) for name in names]
    below = float(sum(tall))
    spots: list[float] = []
    notes: list[dict[str, Any]] = []
    for (plain, _), wrapped, room in zip(rows, names, tall, strict=True):
        below -= room
        spots.append(below + _GAP + _BAR / 2)
        notes += [
            row_name(name, text, below + _GAP + _BAR + 1)
            for name, text in (("wide-label", theme.plain(plain)), ("narrow-label", wrapped))
        ]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": part.name,
            "x": [pieces[key].value for _, pieces in rows if key in pieces],
            "y": [spot for spot, (_, pieces) in zip(spots, rows, strict=True) if key in pieces],
            "width": _BAR,
            "marker": {
                "color": part.colour,
                "line": {"width": 0},
                "pattern": {
                    "shape": part.pattern,
                    "fillmode": "overlay",
                    "fgcolor": theme.PAPER,
                    "solidity": 0.35,
                    "size": 6,
                },
            },
            "text": [pieces[key].text for _, pieces in rows if key in pieces],
            "textposition": "inside",
            "insidetextanchor": "start",
            "textangle": 0,
            "constraintext": "none",
            "insidetextfont": {"size": 10},
            "hovertext": [pieces[key].hover for _, pieces in rows if key in pieces],
            "hoverinfo": "text",
            "customdata": [{"event_ids": list(pieces[key].event_ids)} for _, pieces in rows if key in pieces],
        }
        for key, part in parts.items()
    ]
    most = max(sum(piece.value for piece in pieces.values()) for _, pieces in rows)
    return theme.compose(
        traces,
        caption,
        height=sum(tall) + _TOP,
        legend=True,
        inner={"b": 30},
        alt=alt,
        barmode="stack",
        legend_traceorder="normal",
        hovermode="closest",
        annotations=notes,
        xaxis=theme.axis(
            range=[0, max(1, most) * (1.06 if unit else 1.03)],  # room for half of “100 %” at the rim
            nticks=7,
            ticksuffix=unit,
            showticksuffix="last",
            ticklabeloverflow="allow",
            fixedrange=True,
        ),
        yaxis=theme.axis(range=[0, sum(tall) + _TOP], showgrid=False, showticklabels=False, fixedrange=True),
    )
