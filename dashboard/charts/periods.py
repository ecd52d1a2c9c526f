"""Bars of counts per period and grounds of phases, as the overview and the timeline draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

import pandas as pd

from dashboard import language
from dashboard.charts import theme
from dashboard.model import dataset_name, message

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
#: Hatched is what a machine coded and nobody has looked at.
_SHADES = {
    "curated": (theme.QUAD_COLOURS[4], ""),
    "coded": (theme.QUAD_COLOURS[3], "/"),
    "reviewed": (theme.QUAD_COLOURS[3], ""),
}
#: Datasets that were imported are grey and differ by pattern: colour stays with what our own rows say.
_IMPORTED = ((theme.SOFT_INK, ""), (theme.SOFT_INK, "\\"), (theme.SOFT_INK, "x"), (theme.SOFT_INK, "."))


_NAMES = {
    "day": message("day"),
    "week": message("week"),
    "month": message("month"),
    "quarter": message("quarter"),
    "year": message("year"),
}


def name_of(grain: str) -> str:
    """Return what a period of this length is called."""
    return language.text(_NAMES[grain])


def grain_for(days: int) -> str:
    """Return the period that gives a readable number of bars over ``days``."""
    return next((grain for limit, grain in ((120, "day"), (900, "week"), (4400, "month")) if days <= limit), "quarter")


def spans(first: date, last: date, grain: str) -> list[tuple[date, date]]:
    """Return first and last day of every period from that of ``first`` to that of ``last``; weeks begin on Monday."""
    form = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[grain]
    found = pd.period_range(pd.Timestamp(first), pd.Timestamp(last), freq=form)
    return list(zip(found.start_time.date, found.end_time.date, strict=True))


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
    told: Callable[[int], str],
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

    ``told`` says a number of what they count, for the box of a bar.

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
            _hover(in_words(value, grain), told(int(events)), int(others))
            for value, events, others in zip(frame["period"], frame["events"], frame["others"], strict=True)
        ],
        "hoverinfo": "text",
    }


def _hover(period: str, told: str, others: int) -> str:
    lines = [f"{period}: {told}"]
    if others:
        lines.append(language.text("{n} more not counted", n=others))
    return "<br>".join(lines)


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
        label = _label(dataset)
        traces.append(
            bars(
                rows,
                language.text("armed events, {dataset}", dataset=label),
                partial(_armed, label),
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
        label = dataset_name(str(dataset)).removesuffix(" (media attention)")
        name = language.text("media reports, {dataset}", dataset=label)
        told = partial(_reports, label)
        share = (place, len(held))
        traces.append(bars(rows, name, told, theme.BORDER, grain, pattern=pattern, share=share, yaxis=yaxis))
    return traces


def _armed(dataset: str, number: int) -> str:
    return language.plural("{n} armed event, {dataset}", "{n} armed events, {dataset}", number, dataset=dataset)


def _reports(dataset: str, number: int) -> str:
    return language.text("{n} media reports, {dataset}", n=number, dataset=dataset)


def _label(dataset: str) -> str:
    name = language.text(dataset_name(dataset))
    return name.lower() if dataset in _SHADES else name


def in_words(value: Any, grain: str) -> str:
    """Return a period as readers name it: 1994, Q2 1994, May 1994, week of 9 May 1994."""
    start = pd.Timestamp(value).date()
    if grain == "year":
        return str(start.year)
    if grain == "quarter":
        return language.text("Q{quarter} {year}", quarter=(start.month + 2) // 3, year=str(start.year))
    if grain == "month":
        return language.dated(start, "MMMM y")
    return language.text("week of {day}", day=language.day(start)) if grain == "week" else language.day(start)


# --- ticks ------------------------------------------------------------------------------------------

#: Steps of an axis of time: days, code of pandas, form of a tick in Babel's letters, and of what stands beneath it.
_STEPS: Final = (
    *((n / 24, f"{n}h", "HH.mm", "d MMM y") for n in (1, 3, 6, 12)),
    *((n, f"{n}D", "d MMM", "y") for n in (1, 2, 7, 14)),
    *((n * 30, f"{n}MS", "MMM", "y") for n in (1, 3, 6)),
    *((n * 365, f"{n}YS", "y", "") for n in (1, 2, 5, 10, 20)),
)


def ticks(ends: Sequence[str], most: int = 8) -> dict[str, Any]:
    """Return the ticks of an axis of time between its ``ends``; in English none, for Plotly sets them itself."""
    if language.is_english():
        return {}
    start, end = map(datetime.fromisoformat, ends)
    days = (end - start) / timedelta(days=1)
    _, code, form, beneath = next((step for step in _STEPS if days / step[0] <= most), _STEPS[-1])
    found = _stepped(start, end, code)
    texts, above = [], ""
    for at in found:
        said, under = (language.dated(at, part) if part else "" for part in (form, beneath))
        texts.append(f"{said}<br>{under}" if under != above else said)
        above = under
    return {"tickvals": [at.isoformat() for at in found], "ticktext": texts}


def _stepped(start: datetime, end: datetime, code: str) -> list[datetime]:
    """Return the moments at whole steps from ``start`` to ``end``: those of years at years that the step divides."""
    first = pd.Timestamp(start).ceil("D") if "D" in code else pd.Timestamp(start).normalize()
    number = int(code.rstrip("hDMSY"))
    if "S" in code:
        year = first.year - first.year % number if "Y" in code else first.year
        first = pd.Timestamp(year, 1, 1)
    return [at.to_pydatetime() for at in pd.date_range(first, pd.Timestamp(end), freq=code) if at >= start]
