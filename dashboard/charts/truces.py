"""Ceasefires on the timeline: lines from entry into force to the first reported breach, to the hour if it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.charts import lanes, theme
from dashboard.charts.lanes import Item, Window

LANE = "ceasefires"
NAME = "Ceasefires, from entry into force to the first reported breach"


def listed(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of ``ceasefires.sql`` in plain values: times as datetime, None for what is not known."""
    rows = []
    for row in frame.to_dict("records"):
        plain = {str(key): None if _missing(value) else value for key, value in row.items()}
        for key in ("in_force_at", "breach_from", "breach_to"):
            at: Any = plain[key]
            plain[key] = pd.Timestamp(at).to_pydatetime() if at is not None else None
        rows.append(plain)
    return rows


def held(row: Mapping[str, Any]) -> str:
    """Return how long it was until the first reported breach, no more exactly than it is known."""
    if row["breach_from"] is None:
        return "first breach not on file"
    least, most = int(row["minutes_least"]), int(row["minutes_most"])
    if least == most:
        return f"{least} min" if least < 120 else f"{least / 60:.0f} hours"
    if row["breach_precision"] == "hours":
        return f"within {most / 60:.0f} hours" if least < 60 else f"{least / 60:.0f}–{most / 60:.0f} hours"
    low, high = ((row[key].date() - row["in_force_at"].date()).days for key in ("breach_from", "breach_to"))
    return words.plural(low, "day") if low == high else f"{low}–{high} days"


def moment(at: datetime, precision: str) -> str:
    """Return a local time in words, the hour only where it is known."""
    return words.day(at.date()) + (f", {at:%H:%M}" if precision == "minute" else "")


def mediated(row: Mapping[str, Any]) -> str:
    """Return the mediators in words."""
    return ", ".join(row["mediators"]) or "no mediator named"


def items(rows: Sequence[Mapping[str, Any]], window: Window, top: float) -> list[Item]:
    """Return where each ceasefire stands beneath ``top``, in rows in which there is room for its label."""
    taken: tuple[lanes.Taken, lanes.Taken] = ({}, {})
    placed = []
    for order, row in enumerate(rows):
        start, end = row["in_force_at"], _end(row, window)
        moments = (start, start, end)
        text, short = (
            lanes.fitting(window, width, moments, _texts(row, window)[skip:])
            for width, skip in ((lanes.WIDE, 0), (lanes.NARROW, 1))
        )
        level = 0
        while not lanes.reserved(taken, (LANE, level), window, moments, (text, short)):
            level += 1
        y = top - lanes.NAME - lanes.ROW * level - 6
        placed.append(Item((LANE, level), y, start, start, end, (text,), (short,), -float(order)))
    return placed


def _texts(row: Mapping[str, Any], window: Window) -> tuple[str, ...]:
    """Return what a ceasefire may be called, longest first."""
    start: datetime = row["in_force_at"]
    year = f" {start.year}" if window.days > 400 else ""
    clock = f" {start:%H:%M}" if row["in_force_precision"] == "minute" else ""
    who, told = ", ".join(row["mediators"]), held(row)
    exact = row["breach_precision"] == "minute" and window.days < 60
    breach = f" (breach reported {row['breach_from']:%H:%M})" if exact else ""
    day = f"{start.day} {start:%b}{year}"
    brief = "not on file" if row["breach_from"] is None else told
    return (
        f"{day}{clock}, {who}: {told}{breach}",
        *((f"{day}{clock}, {who}: {told}",) if breach else ()),
        f"{day}, {who}: {brief}",
        f"{who}: {brief}",
        brief,
    )


def traces(rows: Sequence[Mapping[str, Any]], placed: Sequence[Item]) -> list[dict[str, Any]]:
    """Return lines, starts and breaches; what is not known to the hour ends softly, what is not on file fades out."""
    made: list[dict[str, Any]] = []
    for row, item in zip(rows, placed, strict=True):
        sure = row["breach_from"] or item.start
        made.append(_line([item.start, sure], item.y, 5, 1.0))
        if row["breach_from"] is None or row["breach_to"] > sure:
            made += [_line([sure, sure + (item.end - sure) * share], item.y, 5, 0.3) for share in (0.4, 0.7, 1.0)]
    starts = {
        "symbol": "circle-open",
        "size": 13,
        "color": theme.QUAD_COLOURS[2],
        "line": {"width": 2, "color": theme.QUAD_COLOURS[2]},
    }
    breaches = [(row, item) for row, item in zip(rows, placed, strict=True) if row["breach_from"] is not None]
    made.append(
        _points(
            "ceasefire takes effect", [(row, item, item.start) for row, item in zip(rows, placed, strict=True)], starts
        )
    )
    if breaches:
        crosses = {
            "symbol": "x-thin",
            "size": 8,
            "color": theme.QUAD_COLOURS[4],
            "line": {"width": 2, "color": theme.QUAD_COLOURS[4]},
        }
        ends = [(row, item, _shown_breach(row)) for row, item in breaches]
        made.append(_points("first reported breach", ends, crosses))
    return [trace for trace in made if trace["x"]]


def alt(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the ceasefires in words."""
    if not rows:
        return ""
    said = "; ".join(
        f"{moment(row['in_force_at'], row['in_force_precision'])}, mediated by {mediated(row)}, {held(row)}"
        for row in rows
    )
    return f" Ceasefires, each with the time until its first reported breach: {said}."


def hover(row: Mapping[str, Any]) -> str:
    """Return the box of a ceasefire."""
    lines = [
        f"<b>{theme.plain(row['headline'])}</b>",
        f"In force {moment(row['in_force_at'], row['in_force_precision'])} (local time)",
        f"Mediated by {theme.plain(mediated(row))}",
    ]
    if row["breach_from"] is not None:
        by = f", by {theme.plain(', '.join(row['reported_by']))}" if len(row["reported_by"]) else ""
        when = words.span(row["breach_from"].date(), row["breach_to"].date())
        clock = f", {row['breach_from']:%H:%M}" if row["breach_precision"] == "minute" else ""
        lines.append(f"First breach reported {when}{clock}{by}: after {held(row)}".replace("after within", "within"))
    lines.append(theme.plain(row["note"] or ""))
    return "<br>".join("<br>".join(theme.wrap(line, 420, 13)) for line in lines if line)


def _end(row: Mapping[str, Any], window: Window) -> datetime:
    """Return where the line ends: at the latest moment of the breach, or a little further on if none is on file."""
    if row["breach_to"] is not None:
        end: datetime = row["breach_to"]
        return end
    start: datetime = row["in_force_at"]
    return start + timedelta(days=window.days * 0.025)


def _shown_breach(row: Mapping[str, Any]) -> datetime:
    start: datetime = row["breach_from"]
    end: datetime = row["breach_to"]
    return start + (end - start) / 2


def _line(ends: Sequence[datetime], y: float, width: int, opacity: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end.isoformat() for end in ends],
        "y": [y, y],
        "line": {"width": width, "color": theme.QUAD_COLOURS[2]},
        "opacity": opacity,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _points(
    name: str, points: Sequence[tuple[Mapping[str, Any], Item, datetime]], marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [at.isoformat() for _, _, at in points],
        "y": [item.y for _, item, _ in points],
        "marker": marker,
        "meta": [row["event_id"] for row, _, _ in points],
        "customdata": [
            {"event_ids": [row["breach_id"] if name == "first reported breach" else row["event_id"]]}
            for row, _, _ in points
        ],
        "hovertext": [hover(row) for row, _, _ in points],
        "hoverinfo": "text",
        "showlegend": True,
    }


def _missing(value: Any) -> bool:
    return not isinstance(value, list | str | tuple) and not hasattr(value, "__len__") and bool(pd.isna(value))
