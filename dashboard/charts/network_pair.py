"""Two actors over time: cooperation and mediation above the axis, conflict below it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import periods, theme
from dashboard.charts.network_ties import TIES
from dashboard.charts.theme import Caption
from dashboard.model import message

#: From the axis outwards: above it, and below.
_ORDER = ((2, 1, 0), (4, 3))
#: What is said of the period with most events on each side.
_FOREMOST = (
    message("Most cooperation and mediation in {period}: {n:,}."),
    message("Most conflict in {period}: {n:,}."),
)
_PATTERNS = {0: ".", 1: "", 2: "", 3: "/", 4: ""}
#: The wars as grounds of grey: name, first and last day.
_WARS = (
    (message("First war"), date(1992, 1, 1), date(1994, 5, 12)),
    (message("44-day war"), date(2020, 9, 27), date(2020, 11, 10)),
    (message("September 2023"), date(2023, 9, 19), date(2023, 9, 30)),
)


def dyad_timeline(
    dyad: pd.DataFrame,
    pair: tuple[str, str],
    names: Mapping[str, str],
    caption: Caption,
    *,
    grain: str,
    first: date,
    last: date,
) -> go.Figure:
    """Draw ``dyad``, a frame of ``network.dyads.dyad``, with a bar per period and kind of tie."""
    one, other = (names.get(actor, actor) for actor in pair)
    traces = []
    for sign, kinds in zip((1, -1), _ORDER, strict=True):
        for kind in kinds:
            rows = dyad[dyad["quad"] == kind]
            if not rows["events"].sum():
                continue
            told, colour, _ = TIES[kind]
            name = language.text(told)
            bars = periods.bars(rows, name, str, colour, grain, sign=sign, pattern=_PATTERNS[kind])
            bars["legendrank"] = 1000 + kind
            bars["hovertext"] = [
                _in_words(row, name, one, other, grain) for row in rows.to_dict("records")
            ]  # fmt: skip
            traces.append(bars)
    tallest = max([1, *(int(height) for kinds in _ORDER for height in _heights(dyad, kinds))])
    axis, padded = _both_ways(tallest), theme.padded(first, last)
    return theme.compose(
        traces or [{"type": "scatter", "x": [], "y": []}],
        caption,
        height=430,
        narrow_height=380,
        inner={"l": 56, "r": 24, "b": 40},
        inner_narrow={"l": 34, "r": 6, "b": 40},
        legend=bool(traces),
        alt=_alt(dyad, one, other, caption, grain),
        barmode="relative",
        hovermode="closest",
        annotations=[*_peaks(dyad, grain), *_war_names(first, last), *_sides()] if traces else [_nothing(one, other)],
        shapes=_wars(first, last),
        xaxis=theme.axis(type="date", range=padded, showgrid=False) | periods.ticks(padded),
        yaxis=theme.axis(range=[-tallest * 1.22, tallest * 1.22], zeroline=True, zerolinecolor=theme.INK, **axis),
    )


def _both_ways(tallest: int) -> dict[str, Any]:
    """Return the ticks of an axis that counts upwards on both sides of zero."""
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if tallest / n <= 4)
    values = [step * n for n in range(int(tallest / step) + 1)]
    return {
        "tickvals": [-value for value in values[:0:-1]] + values,
        "ticktext": [language.number(value) for value in (*values[:0:-1], *values)],
    }


def _heights(dyad: pd.DataFrame, kinds: tuple[int, ...]) -> pd.Series[int]:
    return dyad[dyad["quad"].isin(kinds)].groupby("period")["events"].sum()


def _in_words(row: Mapping[Any, Any], name: str, one: str, other: str, grain: str) -> str:
    one, other = theme.plain(one), theme.plain(other)
    sides = (("forth", f"{one} → {other}"), ("back", f"{other} → {one}"), ("joint", language.text("together")))
    lines = [f"<b>{periods.in_words(row['period'], grain)}</b>", f"{name}: {language.number(row['events'], '')}"]
    lines.append("<br>".join(f"{side}: {language.number(row[key], '')}" for key, side in sides if row[key]))
    if row["others"]:
        lines.append(language.text("{n} more not counted", n=row["others"]))
    return "<br>".join(lines)


def _peaks(dyad: pd.DataFrame, grain: str) -> list[dict[str, Any]]:
    """Return the number and the period of the tallest bar on each side."""
    notes = []
    for sign, kinds in zip((1, -1), _ORDER, strict=True):
        heights = _heights(dyad, kinds)
        if heights.empty or not heights.max():
            continue
        period = heights.idxmax()
        days = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[grain]
        notes.append(
            {
                "name": "peak",
                "text": language.text("{n:,} in {period}", n=heights.max(), period=periods.in_words(period, grain)),
                "x": (pd.Timestamp(str(period)) + pd.Timedelta(days=days / 2 if days > 1 else 0)).isoformat(),
                "y": sign * int(heights.max()),
                "yanchor": "bottom" if sign > 0 else "top",
                "showarrow": False,
                "bgcolor": theme.VEIL,
                "font": {"size": 12, "color": theme.INK},
            }
        )
    return notes


def _sides() -> list[dict[str, Any]]:
    """Return what stands above the axis and what below, in the corners."""
    look = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "bgcolor": theme.VEIL}
    font = {"font": {"size": 12, "color": theme.SOFT_INK}}
    return [
        {"name": "side", "text": language.text("cooperation ↑"), "y": 1, "yanchor": "top", **look, **font},
        {"name": "side", "text": language.text("conflict ↓"), "y": 0, "yanchor": "bottom", **look, **font},
    ]


def _seen(first: date, last: date) -> list[tuple[str, date, date]]:
    return [(name, max(start, first), min(end, last)) for name, start, end in _WARS if start <= last and end >= first]


def _wars(first: date, last: date) -> list[dict[str, Any]]:
    box = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    return [
        box | {"x0": start.isoformat(), "x1": end.isoformat(), "fillcolor": theme.NEIGHBOUR_LAND}
        for _, start, end in _seen(first, last)
    ]


def _war_names(first: date, last: date) -> list[dict[str, Any]]:
    """Return the names of the wars at the foot, each ending where its ground ends, so that none meets the next."""
    return [
        {
            "name": "wide-war",
            "text": language.text(name),
            "x": end.isoformat(),
            "yref": "paper",
            "y": 0.055 if name == "September 2023" else 0,
            "xanchor": "right",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 11, "color": theme.SOFT_INK},
        }
        for name, _, end in _seen(first, last)
        if (end - first).days > 0.15 * (last - first).days  # else it would meet the corner
    ]


def _nothing(one: str, other: str) -> dict[str, Any]:
    said = language.text(
        "No event that counts ties {one} and {other} here.<br>Choose another pair.",
        one=theme.plain(one),
        other=theme.plain(other),
    )
    return theme.nothing_matches() | {"text": said}


def _alt(dyad: pd.DataFrame, one: str, other: str, caption: Caption, grain: str) -> str:
    totals = dyad.groupby("quad")["events"].sum().to_dict() if len(dyad) else {}
    text = language.text
    parts = [f"{text(TIES[kind][0])} {language.number(totals[kind])}" for kind in (0, 1, 2, 3, 4) if totals.get(kind)]
    said = text("Events of {one} and {other}: {kinds}.", one=one, other=other, kinds=", ".join(parts) or text("none"))
    alt = f"{caption.title}. {caption.filters}. {said}"
    for side, kinds in zip(_FOREMOST, _ORDER, strict=True):
        heights = _heights(dyad, kinds) if len(dyad) else pd.Series(dtype=int)
        if len(heights) and heights.max():
            alt += " " + text(side, period=periods.in_words(heights.idxmax(), grain), n=heights.max())
    return alt
