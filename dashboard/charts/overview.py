"""Violence and diplomacy on one time axis: talks rise above the line, armed events hang below it."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import periods, theme
from dashboard.charts.theme import Caption
from dashboard.model import message

#: Phases that a reader looks for, with the days they are dated by.
PHASES = (
    (message("1988–94 conflict and war"), date(1988, 2, 20), date(1994, 5, 12)),
    (message("April 2016"), date(2016, 4, 2), date(2016, 4, 5)),
    (message("44-day war"), date(2020, 9, 27), date(2020, 11, 10)),
    (message("Sept 2022"), date(2022, 9, 13), date(2022, 9, 14)),
    (message("Sept 2023"), date(2023, 9, 19), date(2023, 9, 20)),
)


def overview(
    diplomacy: pd.DataFrame,
    violence: pd.DataFrame,
    caption: Caption,
    *,
    grain: str,
    first: date,
    last: date,
    media: pd.DataFrame | None = None,
) -> go.Figure:
    """Draw events of diplomacy and of violence per ``grain`` from ``first`` to ``last``.

    ``diplomacy`` has the columns of ``diplomacy_by_period``, ``violence`` those of ``violence_by_period``.
    Datasets are drawn as series beside each other, never added up. Beyond 25 events a period heights grow
    with the square root of the count, so that a quiet quarter stays visible beside the war of 2020. ``media`` are the
    columns of ``media_by_period``: how much was written, on an axis of its own underneath.
    """
    upper = _by_period(diplomacy)
    traces = [
        periods.bars(
            upper,
            language.text("events of diplomacy"),
            lambda n: language.plural("{n} event of diplomacy", "{n} events of diplomacy", n),
            theme.QUAD_COLOURS[2],
            grain,
        ),
        *periods.violence(violence, grain, sign=-1),
    ]
    peak = max(1, int(upper["events"].max()) if len(upper) else 1)
    depth = max(1, int(violence["events"].max()) if len(violence) else 1)
    rooted = is_rooted(diplomacy, violence)
    height = math.sqrt if rooted else float
    for trace in traces:
        trace["y"] = [math.copysign(height(abs(value)), value) for value in trace["y"]]
    padded = theme.padded(first, last)
    wrote = media is not None and not media.empty
    if media is not None and wrote:
        traces += periods.media(media, grain, yaxis="y2")
    ticks = [*(-value for value in reversed(_ticks(depth, rooted))), 0, *_ticks(peak, rooted)]
    return theme.compose(
        traces,
        caption,
        height=560 if wrote else 430,
        narrow_height=440 if wrote else 360,
        inner={"l": 56, "b": 40},
        inner_narrow={"l": 34},
        alt=f"{caption.title}. {caption.filters}. "
        + language.text(
            "{talks} events of diplomacy above the line, {armed} armed events below it, by {grain}.",
            talks=int(upper["events"].sum()),
            armed=int(violence["events"].sum()),
            grain=periods.name_of(grain),
        ),
        barmode="overlay",
        hovermode="closest",
        shapes=periods.bands(_visible_phases(first, last), theme.NEIGHBOUR_LAND),
        annotations=_labels(first, last, diplomacy.empty and violence.empty, foot=_FOOT if wrote else 0.0),
        xaxis=theme.axis(type="date", range=padded, showgrid=False, anchor="y2" if wrote else "y")
        | periods.ticks(padded),
        yaxis2=_media_axis() if wrote else {"visible": False},
        yaxis=theme.axis(
            domain=[_FOOT if wrote else 0, 1],
            range=[-height(depth * 1.25), height(peak * 1.4)],
            tickvals=[math.copysign(height(abs(value)), value) for value in ticks],
            ticktext=[language.number(abs(value)) for value in ticks],
            ticklabelstandoff=6,
            zeroline=True,
            zerolinecolor=theme.INK,
            zerolinewidth=1,
            fixedrange=True,
        ),
    )


#: Where the upper picture begins once media attention lies under it, as a share of the height.
_FOOT = 0.25


def _media_axis() -> dict[str, Any]:
    title = {"text": language.text("media<br>reports"), "font": {"size": 11, "color": theme.SOFT_INK}}
    return theme.axis(domain=[0, 0.19], rangemode="tozero", nticks=4, fixedrange=True, title=title)


def is_rooted(diplomacy: pd.DataFrame, violence: pd.DataFrame) -> bool:
    """Tell whether heights grow with the square root of the count, which the caption then has to say."""
    peaks = [diplomacy.groupby("period")["events"].sum().max(), violence["events"].max()]
    return any(peak > 25 for peak in peaks if pd.notna(peak))


def _by_period(frame: pd.DataFrame) -> pd.DataFrame:
    """Add up the tracks of a period: an event has one track, so nothing is counted twice."""
    if frame.empty:
        return frame
    return frame.groupby("period", as_index=False).agg({"events": "sum", "others": "sum", "event_ids": _joined})


def _joined(lists: pd.Series[Any]) -> list[str]:
    return [event_id for ids in lists for event_id in ids]


def _ticks(top: int, rooted: bool) -> list[int]:
    steps = (1, 5, 20, 50, 100, 200, 500, 1000, 5000) if rooted else (1, 2, 5, 10, 15, 20, 25)
    return [value for value in steps if value <= top]


def _visible_phases(first: date, last: date) -> list[tuple[str, date, date]]:
    seen = [
        (language.text(name), max(start, first), min(end, last))
        for name, start, end in PHASES
        if start <= last and end >= first
    ]
    return [phase for phase in seen if (phase[2] - phase[1]).days < 0.9 * (last - first).days]


def _labels(first: date, last: date, empty: bool, foot: float) -> list[dict[str, Any]]:
    days = max(1, (last - first).days)
    labels: list[dict[str, Any]] = []
    taken: list[float] = [-1.0, -1.0, -1.0]
    for name, start, end in _visible_phases(first, last):
        at = ((start - first).days + (end - first).days) / 2 / days
        half = len(name) * 6.6 / 1150 / 2
        at = min(max(at, half), 1 - half)
        row = next((row for row, right in enumerate(taken) if at - half > right), None)
        if row is None:
            continue
        taken[row] = at + half
        labels.append(
            {
                "name": "wide-phase",
                "text": name,
                "xref": "paper",
                "yref": "paper",
                "x": at,
                "y": 1,
                "xanchor": "center",
                "yshift": -16 * row,
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 11, "color": theme.SOFT_INK},
            }
        )
    sides = [
        (language.text("more talks ↑"), 0.92, "top"),
        (language.text("more violence ↓"), foot + 0.02, "bottom"),
    ]
    labels += [
        {
            "name": "wide-side",
            "text": text,
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": y,
            "yanchor": anchor,
            "showarrow": False,
            "font": {"size": 11, "color": theme.SOFT_INK},
        }
        for text, y, anchor in sides
        if not empty
    ]
    if empty:
        labels.append(theme.nothing_matches())
    return labels
