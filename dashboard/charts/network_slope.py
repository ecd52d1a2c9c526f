"""Who gained and who lost standing from one period to the next: a line per actor through its ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme
from dashboard.charts.theme import Caption
from dashboard.model import message
from dashboard.network.measures import OF_ACTORS

MOST = 8
#: Direction -> name, colour, dash.
_LOOKS = {
    1: (message("higher at the end than at the start"), theme.DENSITY[3], "solid"),
    -1: (message("lower"), theme.HATCH, "dash"),
    0: (message("the same, or without rank at one end"), theme.BORDER, "dot"),
}


def network_slope(
    frames: list[tuple[str, pd.DataFrame]], measure: str, names: Mapping[str, str], caption: Caption
) -> go.Figure:
    """Draw the ranks by ``measure`` of those who are among the first in any of the periods.

    ``frames`` are the periods in order: a name and a frame of ``network.measures.of_actors``.
    """
    ranks = [_ranks(frame, measure) for _, frame in frames]
    first = {actor for column in ranks for actor in [one for one in column if column[one][1] > 0][:MOST]}
    slots = [_slots(column, first) for column in ranks]
    depth = max((len(column) for column in slots), default=0)
    if not depth:
        alt = f"{caption.title}. {caption.filters}. " + language.text("No tie in any of the periods.")
        return theme.empty(caption, alt=alt, height=300, x=[], y=[])
    traces, notes, narrow = _lines(first, slots, ranks, measure, names), [], {}
    for at, (name, _) in enumerate(frames):
        notes.append(_head(name, at, len(frames)))
        narrow[f"annotations.{at}"] = _head(name.split(":")[0], at, len(frames), narrow=True)
    for at, anchor, sign in ((0, "right", -1), (len(frames) - 1, "left", 1)):
        for actor, place in slots[at].items():
            rank, value = ranks[at][actor]
            said, plain = names.get(actor, actor), _value(value, measure)
            side = {"x": at, "y": place, "xanchor": anchor, "xshift": 12 * sign, "showarrow": False, "borderpad": 0}
            place_in_words = _rank(rank, value)
            text = f"{place_in_words}  {theme.plain(said)}  <b>{plain}</b>"
            look = side | {"name": "actor", "text": text, "font": {"size": 13, "color": theme.INK}}
            small = {"text": f"{place_in_words} {theme.plain(said)}", "font": {"size": 10, "color": theme.INK}}
            narrow[f"annotations.{len(notes)}"] = look | small
            notes.append(look)
    notes += _values(slots, ranks, measure)
    last = len(frames) - 1
    figure = theme.compose(
        traces,
        caption,
        height=34 * depth + 76,
        narrow_height=28 * depth + 50,
        inner={"l": 250, "r": 250, "b": 12},
        inner_narrow={"l": 130, "r": 130, "b": 12},
        alt=_alt(frames, ranks, measure, names, caption),
        hovermode="closest",
        annotations=notes,
        xaxis=theme.axis(range=[-0.04, last + 0.04], showticklabels=False, showgrid=False, fixedrange=True),
        yaxis=theme.axis(range=[depth + 0.6, -0.6], showticklabels=False, showgrid=False, fixedrange=True),
    )
    figure.layout.meta["narrow"] = narrow
    return figure


def _ranks(frame: pd.DataFrame, measure: str) -> dict[str, tuple[int, float]]:
    """Return rank and value of each actor; equal values share a rank."""
    held = frame.dropna(subset=measure) if len(frame) else frame
    values = {str(actor): float(value) for actor, value in zip(held["actor"], held[measure], strict=True)}
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return {
        actor: (1 + sum(other > value + 1e-9 for other in values.values()), value) for actor, value in ordered
    }  # fmt: skip


def _slots(column: Mapping[str, tuple[int, float]], shown: set[str]) -> dict[str, int]:
    """Return the row of each shown actor in its period: one below the other, in the order of rank."""
    return {actor: place for place, actor in enumerate((one for one in column if one in shown), start=1)}


def _rank(rank: int, value: float) -> str:
    """Return a rank in figures; who has nothing of the measure has none."""
    return str(rank) if value > 0 else "–"


def _value(value: float, measure: str) -> str:
    return language.number(value, f",.{OF_ACTORS[measure].decimals}f")


def _lines(
    first: set[str],
    slots: list[dict[str, int]],
    ranks: list[dict[str, tuple[int, float]]],
    measure: str,
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    traces = []
    seen: set[int] = set()
    for actor in sorted(first, key=lambda one: (_turn(one, ranks), one), reverse=True):
        turn = _turn(actor, ranks)
        told, colour, dash = _LOOKS[turn]
        label = language.text(told)
        at = [n for n, column in enumerate(slots) if actor in column]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": label,
                "legendgroup": label,
                "legendrank": 1001 - turn,
                "showlegend": turn not in seen,
                "x": at,
                "y": [slots[n][actor] for n in at],
                "line": {"color": colour, "width": 2.2, "dash": dash},
                "marker": {"size": 9, "color": colour, "line": {"width": 1.5, "color": theme.PAPER}},
                "hovertext": [
                    f"<b>{theme.plain(names.get(actor, actor))}</b><br>"
                    + language.text("rank {rank}", rank=ranks[n][actor][0])
                    + f": {_value(ranks[n][actor][1], measure)}"
                    for n in at
                ],
                "hoverinfo": "text",
                "cliponaxis": False,
                "customdata": [{"event_ids": [], "actor": actor} for _ in at],
            }
        )
        seen.add(turn)
    return traces


def _values(
    slots: list[dict[str, int]], ranks: list[dict[str, tuple[int, float]]], measure: str
) -> list[dict[str, Any]]:
    """Return rank and value above the marks between the first column and the last."""
    return [
        {
            "name": "wide-value",
            "text": f"{_rank(*ranks[at][actor])}  <b>{_value(ranks[at][actor][1], measure)}</b>",
            "x": at,
            "y": place,
            "yshift": 6,
            "yanchor": "bottom",
            "showarrow": False,
            "borderpad": 0,
            "bgcolor": theme.VEIL,
            "font": {"size": 11, "color": theme.INK},
        }
        for at in range(1, len(slots) - 1)
        for actor, place in slots[at].items()
    ]


def _turn(actor: str, ranks: list[dict[str, tuple[int, float]]]) -> int:
    """Return 1 if the actor's rank is better at the end than at the start, -1 if worse, 0 if the same or unknown."""
    if actor not in ranks[0] or actor not in ranks[-1]:
        return 0
    start, end = (rank if value > 0 else 10**6 for rank, value in (ranks[0][actor], ranks[-1][actor]))
    return (end < start) - (end > start)


def _head(name: str, at: int, count: int, *, narrow: bool = False) -> dict[str, Any]:
    """Return the name of a period above its column."""
    return {
        "name": "period",
        "text": "<br>".join(f"<b>{theme.plain(part.strip())}</b>" for part in name.split(":")),
        "x": at,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": "right" if at == 0 else "left" if at == count - 1 else "center",
        "xshift": 0 if 0 < at < count - 1 else (-6 if narrow else 8) * (1 if at == 0 else -1),
        "showarrow": False,
        "bgcolor": theme.VEIL,
        "font": {"size": 10 if narrow else 12, "color": theme.SOFT_INK},
    }


def _alt(
    frames: list[tuple[str, pd.DataFrame]],
    ranks: list[dict[str, tuple[int, float]]],
    measure: str,
    names: Mapping[str, str],
    caption: Caption,
) -> str:
    parts = []
    for (name, _), column in zip(frames, ranks, strict=True):
        foremost = [
            f"{names.get(actor, actor)} {_value(value, measure)}" for actor, (_, value) in list(column.items())[:5]
        ]
        told = ", ".join(foremost) or language.text("no tie")
        parts.append(f"{name}: {told}.")
    return f"{caption.title}. {caption.filters}. {' '.join(parts)}"
