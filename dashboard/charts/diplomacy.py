"""Who talked, on which track, and what came of it: one lane per track, violence beneath on the same axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import periods, talk_marks, theme
from dashboard.charts.theme import Caption
from dashboard.model import TRACKS, dataset_name

_WIDTH = 1150  # px of the plot on paper
_ROW = 15  # px between marks stacked in a lane
_HEAD = 30  # px for a lane's name and its labels
_MOST_ROWS = 7  # marks on top of each other; the rest is one mark with its number
_STRIP = 96  # px for the violence strip, of which the axis takes 20


def diplomacy_timeline(
    talks: pd.DataFrame, violence: pd.DataFrame, caption: Caption, *, grain: str, first: date, last: date
) -> go.Figure:
    """Draw events of diplomacy in lanes from ``first`` to ``last``.

    ``talks`` has the columns of ``diplomacy_timeline.sql``, ``violence`` those of ``violence_by_period.sql``
    at ``grain``. A dataset that names no track has a lane of its own, below those of the tracks.
    A mark's shape is the level, its colour the outcome; what did not occur is hollow.
    Undated events are not drawn; the caption's count includes them.
    """
    dated = talks[talks["day_start"].notna()].copy()
    dated["from"] = pd.to_datetime(dated["day_start"]).dt.date
    dated["to"] = pd.to_datetime(dated["day_end"]).dt.date
    present = set(dated["track"])
    lanes = [track for track in TRACKS if track in present] + sorted(present - set(TRACKS))
    days = max(1, (last - first).days)
    dated = _stack(dated, days)
    deepest = {lane: int(dated.loc[dated["track"] == lane, "row"].max()) for lane in lanes}
    heights = {lane: _HEAD + _ROW * (1 + min(deepest[lane], _MOST_ROWS)) for lane in lanes}
    total = sum(heights.values()) + _STRIP if lanes else 420
    tops: dict[str, int] = {}
    below = total
    for lane in lanes:
        tops[lane] = below
        below -= heights[lane]
    rows = [min(row, _MOST_ROWS) for row in dated["row"]]
    dated["y"] = [tops[track] - _HEAD - _ROW * row + 2 for track, row in zip(dated["track"], rows, strict=True)]
    dated["at"] = [max(first, _at(row)) for row in dated.to_dict("records")]
    shown = dated[dated["row"] < _MOST_ROWS]
    strip = 1 if violence.empty else max(1, int(violence["events"].max()))  # whole numbers only on its axis
    return theme.compose(
        [
            *talk_marks.bars(shown),
            *talk_marks.marks(shown),
            *talk_marks.piles(dated[dated["row"] >= _MOST_ROWS], apart=34 * days / _WIDTH),
            *periods.violence(violence, grain, yaxis="y2"),
            *talk_marks.level_keys(dated),
        ]
        or [{"type": "scatter"}],
        caption,
        height=total,
        inner={"b": 40},
        alt=_alt(dated, lanes, caption),
        hovermode="closest",
        barmode="overlay",
        shapes=_lane_lines(lanes, tops, heights),
        annotations=[_strip_name(grain), *_lane_names(lanes, tops), *_talk_labels(dated, tops, first, days)]
        if lanes
        else [theme.nothing_matches()],
        xaxis=theme.axis(type="date", range=theme.padded(first, last), anchor="y2" if lanes else "y", side="bottom"),
        yaxis=theme.axis(
            range=[_STRIP, total], domain=[_STRIP / total, 1], showgrid=False, showticklabels=False, fixedrange=True
        ),
        yaxis2=theme.axis(
            domain=[0, (_STRIP - 34) / total],
            anchor="x",
            rangemode="tozero",
            dtick=(strip + 1) // 2,
            autorange="reversed",
            side="right",
            ticklabelposition="inside",
            showgrid=False,
            fixedrange=True,
            tickfont={"size": 10, "color": theme.SOFT_INK},
        ),
    )


def _at(row: Mapping[Any, Any]) -> date:
    """Return where the mark stands: the first day if days are known, else the middle of what is known."""
    start: date = row["from"]
    return start if row["day_precision"] in ("day", "days") else start + (row["to"] - start) / 2


def _stack(frame: pd.DataFrame, days: int) -> pd.DataFrame:
    """Give each event the highest row of its lane where it overlaps no earlier mark: x stays exact."""
    rows: list[int] = []
    ends: dict[str, list[float]] = {}
    per_px = days / _WIDTH
    frame = frame.sort_values(["day_start", "event_id"], kind="stable")
    for track, start, end in zip(frame["track"], frame["from"], frame["to"], strict=True):
        left = start.toordinal() - 7 * per_px
        right = max(end.toordinal(), start.toordinal()) + 7 * per_px
        taken = ends.setdefault(track, [])
        row = next((index for index, used in enumerate(taken) if used <= left), len(taken))
        taken[row : row + 1] = [right]
        rows.append(row)
    frame["row"] = rows
    return frame


def _lane_lines(lanes: list[str], tops: dict[str, int], heights: dict[str, int]) -> list[dict[str, Any]]:
    edges = [tops[lane] for lane in lanes] + ([tops[lanes[-1]] - heights[lanes[-1]]] if lanes else [])
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
    return TRACKS.get(lane) or theme.plain(dataset_name(lane))


def _lane_names(lanes: list[str], tops: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "text": f"<b>{_lane_name(lane)}</b>",
            "xref": "paper",
            "yref": "y",
            "x": 0,
            "xanchor": "left",
            "y": tops[lane] - 2,
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12, "color": theme.INK},
            "bgcolor": theme.PAPER,
            "borderpad": 0,
        }
        for lane in lanes
    ]


def _strip_name(grain: str) -> dict[str, Any]:
    return {
        "text": f"<b>Armed events per {grain}</b>",
        "xref": "paper",
        "yref": "y2 domain",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": theme.INK},
    }


def _talk_labels(frame: pd.DataFrame, tops: dict[str, int], first: date, days: int) -> list[dict[str, Any]]:
    """Name the places of the weightiest talks of each lane, as far as they fit beside each other."""
    in_a_room = ~frame["format"].isin(["call", "letter"])  # the place of a call is nobody's
    named = frame[in_a_room & frame["place"].notna() & (frame["status"] == "occurred") & frame["level"].notna()]
    weight = (named["outcome"] == "agreement") * 4 + (named["level"] == "heads") * 2 + (named["level"] == "ministers")
    taken: dict[str, list[tuple[float, float]]] = {
        lane: [(0.0, len(_lane_name(lane)) * 7.4 / _WIDTH + 0.01)] for lane in tops
    }
    labels = []
    for row in (
        named.assign(weight=weight).sort_values(["weight", "day_start"], ascending=[False, True]).to_dict("records")
    ):
        text = str(row["place"]).split(" / ", 1)[0]
        if days > 1500:
            text += f" {row['from']:%y}".replace(" ", " ’")
        at = (row["at"] - first).days / days
        half = len(text) * 5.9 / _WIDTH / 2 + 0.004
        if not half <= at <= 1 - half or any(
            at - half < right and at + half > left for left, right in taken[row["track"]]
        ):
            continue
        taken[row["track"]].append((at - half, at + half))
        labels.append(
            {
                "name": "wide-label",
                "text": theme.plain(text),
                "x": row["at"].isoformat(),
                "xref": "x",
                "y": tops[row["track"]] - 4,
                "yref": "y",
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 11, "color": theme.SOFT_INK},
            }
        )
    return labels


def _alt(frame: pd.DataFrame, lanes: Iterable[str], caption: Caption) -> str:
    counts = frame[frame["status"] == "occurred"].groupby("track")["happening_id"].nunique()
    tracks = "; ".join(f"{_lane_name(lane)} {counts.get(lane, 0)}" for lane in lanes)
    return f"{caption.title}. {caption.filters}. Events of diplomacy that occurred, by track: {tracks or 'none'}."
