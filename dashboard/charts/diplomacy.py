"""Who talked, on which track, and what came of it: one lane per track, ceasefires and violence on the same axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import lanes, periods, talk_density, talk_marks, theme, truces
from dashboard.charts.lanes import NAME, ROW, Window
from dashboard.charts.overview import PHASES
from dashboard.charts.theme import Caption
from dashboard.model import TRACKS, dataset_name

_MOST_ROWS: Final = 8  # marks on top of each other; the rest is one mark with its number
_STRIP: Final = 100  # px for the violence strip, of which the axis takes 20
_HEAD: Final = 36  # px above the lanes for the names of phases
#: From so many days and events on the marks would be a crowd: then each quarter is a bar, and landmarks have marks.
_LONG, _MANY = 1500, 120


def diplomacy_timeline(
    talks: pd.DataFrame,
    violence: pd.DataFrame,
    caption: Caption,
    *,
    grain: str,
    first: date,
    last: date,
    ceasefires: pd.DataFrame | None = None,
    window: Window | None = None,
    chosen: str | None = None,
) -> go.Figure:
    """Draw events of diplomacy in lanes from ``first`` to ``last``, or the ``window`` that the reader turned to.

    ``talks`` has the columns of ``diplomacy_timeline.sql``, ``violence`` those of ``violence_by_period.sql`` at
    ``grain``, ``ceasefires`` those of ``ceasefires.sql``. A dataset that names no track has a lane of its own, below
    those of the tracks. A mark's shape is the level, its colour the outcome; what did not occur is hollow; the talk
    ``chosen`` for reading has a ring. Undated events are not drawn; the caption's count includes them.
    """
    window = window or Window.of(first, last)
    dated = _dated(talks, window)
    truced = truces.listed(ceasefires) if ceasefires is not None else []
    truced = [row for row in truced if window.sees(row["in_force_at"], row["breach_to"] or row["in_force_at"])]
    inside = [window.sees(start, end) for start, end in zip(dated["start"], dated["end"], strict=True)]
    present = set(dated.loc[inside, "track"])  # a lane without anything in view folds
    dated = dated[dated["track"].isin(present)].copy()
    named = [track for track in TRACKS if track in present] + sorted(present - set(TRACKS))
    crowded = window.days > _LONG and len(dated) > _MANY
    dated["row"] = lanes.stacked(window, zip(dated["track"], dated["at"], dated["start"], dated["end"], strict=True))
    tops, heights, total = _heights(dated, named, truced, window, crowded)
    floor = [tops[lane] - heights[lane] for lane in tops]
    dated["y"] = [
        tops[t] - NAME - ROW * min(row, _MOST_ROWS) - 6 for t, row in zip(dated["track"], dated["row"], strict=True)
    ]
    drawn: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    if crowded:
        drawn, notes = talk_density.lanes_of_bars(dated, tops, heights, window)
    else:
        shown, heaped = dated[dated["row"] < _MOST_ROWS], dated[dated["row"] >= _MOST_ROWS]
        drawn = [
            *talk_marks.bars(shown),
            *talk_marks.marks(shown),
            *talk_marks.piles(heaped, apart=44 * window.days / lanes.NARROW),
        ]
        notes = lanes.labels([talk_marks.item(row, window) for row in shown.to_dict("records")], window)
    placed = truces.items(truced, window, tops.get(truces.LANE, 0.0))
    drawn += truces.traces(truced, placed)
    notes += lanes.labels(placed, window)
    drawn += [
        *periods.violence(violence, grain, yaxis="y2", over_date=False),
        *talk_marks.level_keys(dated),
        *talk_marks.ring(dated, chosen),
    ]
    if violence.empty:
        notes.append(_no_violence())
    return theme.compose(
        drawn or [{"type": "scatter"}],
        caption,
        height=total,
        inner={"b": 40},
        alt=_alt(dated, named, caption)
        + truces.alt([row for row in truced if window.sees(row["in_force_at"], row["in_force_at"])]),
        hovermode="closest",
        barmode="overlay",
        shapes=[*periods.bands(_phases(window), theme.LAND), *_lane_lines([*tops.values(), *floor[-1:]])]
        if named
        else [],
        annotations=[*_phase_names(window, total), _strip_name(grain), *_lane_names(tops), *notes]
        if named
        else [theme.nothing_matches()],
        xaxis=_time_axis(window, bool(named)),
        yaxis=theme.axis(
            range=[_STRIP, total], domain=[_STRIP / total, 1], showgrid=False, showticklabels=False, fixedrange=True
        ),
        yaxis2=_strip_axis(violence, total),
    )


def _dated(talks: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the dated events in and near the window, with the moments where their marks and lines stand."""
    dated = talks[talks["day_start"].notna()].copy()
    dated["from"] = pd.to_datetime(dated["day_start"]).dt.date
    dated["to"] = pd.to_datetime(dated["day_end"]).dt.date
    dated["start"] = [lanes.midnight(day) for day in dated["from"]]
    dated["end"] = [lanes.midnight(day) + timedelta(days=1) for day in dated["to"]]
    near = [window.sees(start, end, 0.5) for start, end in zip(dated["start"], dated["end"], strict=True)]
    dated = dated[pd.Series(near, dated.index, dtype=bool)].sort_values(["day_start", "event_id"], kind="stable")
    dated["at"] = [_at(row, window) for row in dated.to_dict("records")]
    one_day = dated["from"] == dated["to"]
    dated.loc[one_day, "start"] = dated.loc[one_day, "at"]
    dated.loc[one_day, "end"] = dated.loc[one_day, "at"]
    return dated


def _at(row: Mapping[Any, Any], window: Window) -> datetime:
    """Return where the mark stands: at noon of the first day if days are known, else in the middle of what is known.

    What began before the window stands at its edge, as long as it lasts into it.
    """
    exact = row["day_precision"] in ("day", "days")
    at = lanes.noon(row["from"]) if exact else row["start"] + (row["end"] - row["start"]) / 2
    inside = row["start"] < window.start < row["end"]
    return max(at, window.start + (window.end - window.start) * 0.008) if inside else at


def _heights(
    dated: pd.DataFrame, named: Sequence[str], truced: Sequence[Mapping[str, Any]], window: Window, crowded: bool
) -> tuple[dict[str, int], dict[str, int], int]:
    """Return the top and the height of each lane, and the height of all."""
    heights: dict[str, int] = {}
    for lane in named:
        deepest = int(dated.loc[dated["track"] == lane, "row"].max())
        heights[lane] = talk_density.HEIGHT if crowded else NAME + ROW * (1 + min(deepest, _MOST_ROWS))
    if named and truced:
        heights[truces.LANE] = NAME + ROW * (1 + max(item.row[1] for item in truces.items(truced, window, 0))) + 4
    head = _HEAD if _phases(window) else 4
    total = sum(heights.values()) + _STRIP + head if named else 420
    tops, below = {}, total - head
    for lane, height in heights.items():
        tops[lane] = below
        below -= height
    return tops, heights, total


def _time_axis(window: Window, strip: bool) -> dict[str, Any]:
    """Return the axis of time: days as spaces between midnights, and hours where a day is wide."""
    axis = theme.axis(
        type="date", range=window.range, anchor="y2" if strip else "y", side="bottom", hoverformat="%-d %b %Y"
    ) | periods.ticks(window.range)
    if window.days <= 6:
        return axis | {"tickformat": "%H:%M\n%-d %b %Y", "nticks": 7}
    if window.days <= 1500:
        form = "%-d %b\n%Y" if window.days <= 200 else "%b\n%Y"
        return axis | {"tickformat": form, "nticks": 9, "ticklabelmode": "instant" if window.days <= 200 else "period"}
    return axis | {"nticks": 9}


def _strip_axis(violence: pd.DataFrame, total: int) -> dict[str, Any]:
    most = 1 if violence.empty else max(1, int(violence["events"].max()))  # whole numbers only
    return theme.axis(
        domain=[0, (_STRIP - 38) / total],
        anchor="x",
        rangemode="tozero",
        dtick=max(1, (most + 1) // 2),
        autorange="reversed",
        side="right",
        ticklabelposition="inside",
        showgrid=False,
        fixedrange=True,
        tickfont={"size": 10, "color": theme.SOFT_INK},
    )


def _phases(window: Window) -> list[tuple[str, datetime, datetime]]:
    """Return the phases of the conflict that the window shows, each with its whole last day."""
    seen = [
        (language.text(name), lanes.midnight(start), lanes.midnight(end) + timedelta(days=1))
        for name, start, end in PHASES
    ]
    cut = [(name, max(start, window.start), min(end, window.end)) for name, start, end in seen]
    longest = (window.end - window.start) * 0.9  # a band behind everything would say nothing
    return [phase for phase in cut if timedelta() < phase[2] - phase[1] < longest]


def _phase_names(window: Window, total: int) -> list[dict[str, Any]]:
    return lanes.centred(_phases(window), window, total - 1)


def _lane_lines(edges: Iterable[float]) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "layer": "below",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": edge,
            "y1": edge,
            "line": {"width": 1, "color": theme.RULE},
        }
        for edge in edges
    ]


def _lane_name(lane: str) -> str:
    """Return the name of a track, or of the dataset whose rows name none."""
    if lane == truces.LANE:
        return language.text(truces.NAME)
    return language.text(TRACKS[lane]) if lane in TRACKS else theme.plain(language.text(dataset_name(lane)))


def _lane_names(tops: Mapping[str, int]) -> list[dict[str, Any]]:
    return [_heading(_lane_name(lane), top - 2, "y", "top") for lane, top in tops.items()]


def _strip_name(grain: str) -> dict[str, Any]:
    return _heading(language.text("Armed events per {grain}", grain=periods.name_of(grain)), 1, "y2 domain", "bottom")


def _heading(text: str, y: float, yref: str, anchor: str) -> dict[str, Any]:
    return {
        "text": f"<b>{text}</b>",
        "xref": "paper",
        "yref": yref,
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": anchor,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 12, "color": theme.INK},
    }


def _no_violence() -> dict[str, Any]:
    said = {"text": language.text("No armed event passes this filter."), "font": {"size": 11, "color": theme.SOFT_INK}}
    return _heading("", 0.8, "y2 domain", "top") | said


def _alt(frame: pd.DataFrame, named: Iterable[str], caption: Caption) -> str:
    counts = frame[frame["status"] == "occurred"].groupby("track")["happening_id"].nunique()
    tracks = "; ".join(f"{_lane_name(lane)} {language.number(counts.get(lane, 0), '')}" for lane in named)
    said = language.text(
        "Events of diplomacy that occurred, by track: {tracks}.", tracks=tracks or language.text("none")
    )
    return f"{caption.title}. {caption.filters}. {said}"
