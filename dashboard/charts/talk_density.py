"""The timeline at full range: per track a bar for every quarter, and marks for the landmark talks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from dashboard import language
from dashboard.charts import lanes, talk_marks, theme
from dashboard.charts.lanes import NAME, ROW, Item, Window
from dashboard.charts.periods import in_words

_BARS: Final = 26  # px of the tallest bar
_ROWS: Final = 2  # rows of landmarks
HEIGHT: Final = NAME + ROW * _ROWS + _BARS + 14
_QUARTER: Final = 91 * 86_400_000


def lanes_of_bars(
    dated: pd.DataFrame, tops: Mapping[str, int], heights: Mapping[str, int], window: Window
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return traces and labels: bars whose height is the square root of the count, landmarks with place and year."""
    counted = quarters(dated, window)
    peak = int(counted["events"].max())
    traces, notes = [], []
    for lane, rows in counted.groupby("track", sort=False):
        floor = tops[str(lane)] - heights[str(lane)] + 1
        tall = [_BARS * math.sqrt(max(count, 0.4) / peak) for count in rows["events"]]
        traces += _clipped(rows, floor, tall, window)
        notes.append(_most(rows, floor, tall, window))
    marked, items = _landmarks(dated, tops, window)
    return [*traces, *talk_marks.marks(marked)], [*notes, *lanes.labels(items, window)]


def quarters(dated: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return per track and quarter the happenings that occurred, the others, and the ids of all.

    What began before the window and lasts into it counts in its first quarter.
    """
    lasting = (dated["start"] < window.start) & (dated["end"] > window.start)
    starts = pd.to_datetime(dated["from"]).where(~lasting, pd.Timestamp(window.start) + pd.Timedelta(days=1))
    quarter = starts.dt.to_period("Q").dt.start_time
    told = []
    for (track, start), rows in dated.groupby([dated["track"], quarter], sort=True):
        events = rows.loc[rows["counted"], "happening_id"].nunique()
        told.append(
            {
                "track": track,
                "period": start,
                "events": events,
                "others": rows["happening_id"].nunique() - events,
                "event_ids": list(rows["event_id"]),
            }
        )
    return pd.DataFrame(told)


def _clipped(rows: pd.DataFrame, floor: float, tall: list[float], window: Window) -> list[dict[str, Any]]:
    """Return the bars of a lane, those of a quarter that the window cuts by themselves: a bar lasts as long as it."""
    first, last = pd.Timestamp(window.start), pd.Timestamp(window.end)
    whole = [start >= first and start + pd.Timedelta(days=91) <= last for start in rows["period"]]
    made = []
    if any(whole):
        kept = rows[whole]
        days = [start.date().isoformat() for start in kept["period"]]
        made.append(
            _bars(kept, floor, [y for y, is_whole in zip(tall, whole, strict=True) if is_whole], days, _QUARTER)
        )
    for at in [n for n, is_whole in enumerate(whole) if not is_whole]:
        row = rows.iloc[[at]]
        start = max(row["period"].iloc[0], first)
        end = min(row["period"].iloc[0] + pd.Timedelta(days=91), last)
        if start < end:
            made.append(
                _bars(row, floor, [tall[at]], [start.isoformat()], (end - start) / pd.Timedelta(milliseconds=1))
            )
    return made


def _bars(rows: pd.DataFrame, floor: float, tall: list[float], days: list[str], width: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": days,
        "y": tall,
        "base": [floor] * len(rows),
        "width": width * 0.86,
        "offset": 0,
        "marker": {"color": theme.BORDER, "line": {"width": 0}},
        "customdata": [{"event_ids": ids} for ids in rows["event_ids"]],
        "hovertext": [
            _hover(in_words(start, "quarter"), events, others)
            for start, events, others in zip(rows["period"], rows["events"], rows["others"], strict=True)
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _hover(quarter: str, events: int, others: int) -> str:
    if not others:
        return language.text("{period}: {n} of diplomacy", period=quarter, n=events)
    return language.text(
        "{period}: {n} of diplomacy, {others} more not counted", period=quarter, n=events, others=others
    )


def _most(rows: pd.DataFrame, floor: float, tall: list[float], window: Window) -> dict[str, Any]:
    """Write the number of the busiest quarter above its bar."""
    top = int(rows["events"].to_numpy().argmax())
    start = pd.Timestamp(rows["period"].iloc[top]).to_pydatetime()
    return {
        "text": language.number(rows["events"].iloc[top], ""),
        "xref": "x",
        "yref": "y",
        "x": min(max(start + timedelta(days=45), window.start), window.end).isoformat(),
        "xanchor": "center",
        "y": floor + tall[top],
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 10, "color": theme.SOFT_INK},
    }


def _landmarks(dated: pd.DataFrame, tops: Mapping[str, int], window: Window) -> tuple[pd.DataFrame, list[Item]]:
    """Return the weightiest talks that find room for mark and label, in two rows of each lane."""
    rows = [row for row in dated.to_dict("records") if talk_marks.place_of(row)]
    rows.sort(key=lambda row: (-talk_marks.weight(row), row["at"]))
    taken: dict[tuple[str, int], list[tuple[float, float]]] = {}
    kept: dict[str, float] = {}
    items = []
    for row in rows:
        text = f"{talk_marks.place_of(row)} ’{row['from']:%y}"
        middle = window.px(row["at"], lanes.WIDE)
        wide = lanes.text_width(text)
        box = (middle - 9, middle + 9 + wide)
        if box[1] > lanes.WIDE:
            box = (middle - 9 - wide, middle + 9)
        for level in range(_ROWS):
            used = taken.setdefault((row["track"], level), [])
            if all(box[1] < left or box[0] > right for left, right in used):
                used.append(box)
                y = tops[row["track"]] - NAME - ROW * level - 6
                kept[row["event_id"]] = y
                at: datetime = row["at"]
                items.append(Item((row["track"], level), y, at, at, at, (text,), (text,), talk_marks.weight(row)))
                break
    marked = dated[dated["event_id"].isin(kept)].copy()
    marked["y"] = [kept[event_id] for event_id in marked["event_id"]]
    return marked, items
