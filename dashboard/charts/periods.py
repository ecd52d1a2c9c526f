"""Bars of counts per period and grounds of phases, as the overview and the timeline draw them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from dashboard.charts import theme
from dashboard.model import dataset_name

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_SHADES = {"curated": (theme.QUAD_COLOURS[4], ""), "coded": (theme.QUAD_COLOURS[3], "/")}
#: Datasets that were imported are grey and differ by pattern: colour stays with what our own rows say.
_IMPORTED = ((theme.SOFT_INK, ""), (theme.SOFT_INK, "\\"), (theme.SOFT_INK, "x"), (theme.SOFT_INK, "."))


def grain_for(days: int) -> str:
    """Return the period that gives a readable number of bars over ``days``."""
    return next((grain for limit, grain in ((120, "day"), (900, "week"), (4400, "month")) if days <= limit), "quarter")


def spans(first: date, last: date, grain: str) -> list[tuple[date, date]]:
    """Return first and last day of every period from that of ``first`` to that of ``last``; weeks begin on Monday."""
    form = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[grain]
    found = pd.period_range(pd.Timestamp(first), pd.Timestamp(last), freq=form)
    return [(period.start_time.date(), period.end_time.date()) for period in found]


def bands(phases: Iterable[tuple[str, date, date]], colour: str) -> list[dict[str, Any]]:
    """Return the grounds behind ``phases``: each from its first to its last moment, as high as the picture."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "paper",
            "x0": start.isoformat(),
            "x1": end.isoformat(),
            "y0": 0,
            "y1": 1,
            "fillcolor": colour,
            "line": {"width": 1, "color": colour},
        }
        for _, start, end in phases
    ]


def bars(
    frame: pd.DataFrame,
    name: str,
    colour: str,
    grain: str,
    *,
    sign: int = 1,
    pattern: str = "",
    share: tuple[int, int] = (0, 1),
    yaxis: str = "y",
    over_date: bool = True,
) -> dict[str, Any]:
    """Return one series of bars; ``share`` is its place among those that divide a period's width.

    The bar of a day stands over its date, or fills the day from midnight to midnight if not ``over_date``.

    ``frame`` has period, events (counted), others (not counted) and event_ids.
    """
    width = _DAYS[grain] * 86_400_000 * 0.86 / share[1]
    return {
        "type": "bar",
        "name": name,
        "yaxis": yaxis,
        "x": [pd.Timestamp(value).date().isoformat() for value in frame["period"]],
        "y": [sign * int(value) for value in frame["events"]],
        "width": width,
        "offset": (share[0] - (share[1] / 2 if grain == "day" and over_date else 0))
        * width,  # a day stands over its date
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": theme.PAPER, "solidity": 0.35, "size": 6},
        },
        "customdata": [{"event_ids": list(ids)} for ids in frame["event_ids"]],
        "hovertext": [
            f"{in_words(value, grain)}: {events} {name if events != 1 else name.replace('events', 'event', 1)}"
            + (f"<br>{others} more not counted" if others else "")
            for value, events, others in zip(frame["period"], frame["events"], frame["others"], strict=True)
        ],
        "hoverinfo": "text",
    }


def violence(
    frame: pd.DataFrame, grain: str, *, sign: int = 1, yaxis: str = "y", over_date: bool = True
) -> list[dict[str, Any]]:
    """Return one series per dataset, side by side: datasets are never added up."""
    held = set(frame["dataset"])
    order = [*(name for name in _SHADES if name in held), *sorted(held - set(_SHADES))]
    series = [(dataset, frame[frame["dataset"] == dataset]) for dataset in order]
    shades = dict(zip(sorted(held - set(_SHADES)), _IMPORTED, strict=False)) | _SHADES
    traces = []
    for place, (dataset, rows) in enumerate(series):
        colour, pattern = shades.get(dataset, _IMPORTED[-1])
        name = f"armed events, {_label(dataset)}"
        traces.append(
            bars(
                rows,
                name,
                colour,
                grain,
                sign=sign,
                pattern=pattern,
                share=(place, len(series)),
                yaxis=yaxis,
                over_date=over_date,
            )
        )
    return traces


def media(frame: pd.DataFrame, grain: str, *, yaxis: str) -> list[dict[str, Any]]:
    """Return one series per machine-coded dataset: how many reports media made, on an axis of their own.

    ``frame`` has dataset, period and reports, as ``queries/media_by_period.sql`` gives them.
    """
    held = sorted(set(frame["dataset"]))
    traces = []
    for place, (dataset, pattern) in enumerate(zip(held, ("", "/", "x"), strict=False)):
        rows = frame[frame["dataset"] == dataset].rename(columns={"reports": "events"})
        rows = rows.assign(others=0, event_ids=[[]] * len(rows))
        name = f"media reports, {dataset_name(str(dataset)).removesuffix(' (media attention)')}"
        share = (place, len(held))
        traces.append(bars(rows, name, theme.BORDER, grain, pattern=pattern, share=share, yaxis=yaxis))
    return traces


def _label(dataset: str) -> str:
    name = dataset_name(dataset)
    return name.lower() if dataset in _SHADES else name


def in_words(value: Any, grain: str) -> str:
    """Return a period as readers name it: 1994, Q2 1994, May 1994, week of 9 May 1994."""
    start = pd.Timestamp(value)
    form = {"year": "%Y", "quarter": f"Q{start.quarter} %Y", "month": "%B %Y", "week": f"week of {start.day} %B %Y"}
    return start.strftime(form.get(grain, f"{start.day} %B %Y"))
