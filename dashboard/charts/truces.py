"""Ceasefires on the timeline: lines from entry into force to the first reported breach, to the hour if it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from dashboard import language, words
from dashboard.charts import lanes, theme
from dashboard.charts.lanes import Item, Window
from dashboard.model import message

LANE = "ceasefires"
NAME = message("Ceasefires, from entry into force to the first reported breach")


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
    text, plural = language.text, language.plural
    if row["breach_from"] is None:
        return text("first breach not on file")
    least, most = int(row["minutes_least"]), int(row["minutes_most"])
    if least == most:
        return text("{n} min", n=least) if least < 120 else text("{n:.0f} hours", n=least / 60)
    if row["breach_precision"] == "hours":
        if least < 60:
            return text("within {n:.0f} hours", n=most / 60)
        return text("{least:.0f}–{most:.0f} hours", least=least / 60, most=most / 60)
    low, high = ((row[key].date() - row["in_force_at"].date()).days for key in ("breach_from", "breach_to"))
    return plural("{n:,} day", "{n:,} days", low) if low == high else text("{low}–{high} days", low=low, high=high)


def moment(at: datetime, precision: str) -> str:
    """Return a local time in words, the hour only where it is known."""
    return language.day(at.date()) + (f", {clock(at)}" if precision == "minute" else "")


def clock(at: datetime) -> str:
    """Return a time of day: 13:00, in Indonesian 13.00."""
    return language.text("{hour}:{minute}", hour=f"{at:%H}", minute=f"{at:%M}")


def mediated(row: Mapping[str, Any]) -> str:
    """Return the mediators in words."""
    return ", ".join(map(language.name, row["mediators"])) or language.text("no mediator named")


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
    at = f" {clock(start)}" if row["in_force_precision"] == "minute" else ""
    who, told = ", ".join(map(language.name, row["mediators"])), held(row)
    exact = row["breach_precision"] == "minute" and window.days < 60
    breach = f" ({_breach(row)})" if exact else ""
    day = f"{language.dated(start.date(), 'd MMM')}{year}"
    brief = language.text("not on file") if row["breach_from"] is None else told
    return (
        f"{day}{at}, {who}: {told}{breach}",
        *((f"{day}{at}, {who}: {told}",) if breach else ()),
        f"{day}, {who}: {brief}",
        f"{who}: {brief}",
        brief,
    )


def _breach(row: Mapping[str, Any]) -> str:
    return language.text("breach reported {time}", time=clock(row["breach_from"]))


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
            language.text("ceasefire takes effect"),
            [(row, item, item.start) for row, item in zip(rows, placed, strict=True)],
            starts,
            "event_id",
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
        made.append(_points(language.text("first reported breach"), ends, crosses, "breach_id"))
    return [trace for trace in made if trace["x"]]


def alt(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the ceasefires in words."""
    if not rows:
        return ""
    said = [
        language.text(
            "{moment}, mediated by {mediators}, {held}",
            moment=moment(row["in_force_at"], row["in_force_precision"]),
            mediators=mediated(row),
            held=held(row),
        )
        for row in rows
    ]
    return " " + language.text(
        "Ceasefires, each with the time until its first reported breach: {ceasefires}.", ceasefires="; ".join(said)
    )


def hover(row: Mapping[str, Any]) -> str:
    """Return the box of a ceasefire."""
    text = language.text
    lines = [
        f"<b>{theme.plain(row['headline'])}</b>",
        text("In force {moment} (local time)", moment=moment(row["in_force_at"], row["in_force_precision"])),
        text("Mediated by {mediators}", mediators=theme.plain(mediated(row))),
    ]
    if row["breach_from"] is not None:
        when = words.span(row["breach_from"].date(), row["breach_to"].date())
        if row["breach_precision"] == "minute":
            when += f", {clock(row['breach_from'])}"
        told = text("First breach reported {when}", when=when)
        if len(row["reported_by"]):
            reporters = theme.plain(", ".join(map(language.name, row["reported_by"])))
            told = text("First breach reported {when}, by {reporters}", when=when, reporters=reporters)
        within = row["breach_precision"] == "hours" and row["minutes_least"] < min(60, row["minutes_most"])
        lines.append(f"{told}: {held(row)}" if within else text("{breach}: after {held}", breach=told, held=held(row)))
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
    name: str, points: Sequence[tuple[Mapping[str, Any], Item, datetime]], marker: dict[str, Any], opened: str
) -> dict[str, Any]:
    """Return marks with their key; each opens the event whose id its row bears as ``opened``."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [at.isoformat() for _, _, at in points],
        "y": [item.y for _, item, _ in points],
        "marker": marker,
        "meta": [row["event_id"] for row, _, _ in points],
        "customdata": [{"event_ids": [row[opened]]} for row, _, _ in points],
        "hovertext": [hover(row) for row, _, _ in points],
        "hoverinfo": "text",
        "showlegend": True,
    }


def _missing(value: Any) -> bool:
    return not isinstance(value, list | str | tuple) and not hasattr(value, "__len__") and bool(pd.isna(value))
