"""The marks of the diplomacy timeline: a talk's level is its shape, its outcome the colour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from dashboard import language, words
from dashboard.charts import theme
from dashboard.charts.lanes import Item, Window
from dashboard.model import message

#: Level of a talk -> mark; what is no talk is a small tick.
LEVELS = {
    "heads": ("circle", 13),
    "ministers": ("square", 10),
    "envoys": ("diamond", 10),
    "experts": ("triangle-up", 9),
}
#: Outcome -> colour and name in the legend.
OUTCOMES = {
    "agreement": (theme.QUAD_COLOURS[2], message("agreement")),
    "statement": (theme.QUAD_COLOURS[1], message("statement")),
    "no_result": (theme.QUAD_COLOURS[3], message("no result stated")),
    "none": (theme.BORDER, message("other act")),
}
_LEVEL_WORDS = {
    "heads": message("heads of state or government"),
    "ministers": message("ministers"),
    "envoys": message("envoys"),
    "experts": message("experts"),
}


def marks(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one trace per outcome, and its key; what did not occur as told is hollow."""
    if frame.empty:
        return []
    outcome = [
        stated if stated in OUTCOMES else "agreement" if kind == "AGREE" else "none"
        for stated, kind in zip(frame["outcome"], frame["type"], strict=True)
    ]
    traces = []
    for key, (colour, told) in OUTCOMES.items():
        name = language.text(told)
        rows = frame[[value == key for value in outcome]]
        if rows.empty:
            continue
        hollow = [status != "occurred" for status in rows["status"]]
        looks = [_look(level, is_hollow, colour) for level, is_hollow in zip(rows["level"], hollow, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [day.isoformat() for day in rows["at"]],
                "y": list(rows["y"]),
                "marker": {
                    "symbol": [look["symbol"] for look in looks],
                    "size": [look["size"] for look in looks],
                    "color": colour,
                    "opacity": 1,
                    "line": {
                        "width": [look["edge"] for look in looks],
                        "color": [look["edge_colour"] for look in looks],
                    },
                },
                "customdata": [{"event_ids": [event_id]} for event_id in rows["event_id"]],
                "hovertext": [_hover(row) for row in rows.to_dict("records")],
                "hoverinfo": "text",
                "showlegend": False,
            }
        )
        traces.append(_colour_key(name, colour))
    if any(frame["status"] != "occurred"):
        traces.append(_key(language.text("planned, cancelled or not confirmed"), "circle-open", theme.SOFT_INK))
    return traces


def _look(level: object, hollow: bool, colour: str) -> dict[str, Any]:
    """Return symbol, size and edge of a mark; an act that is no talk is a tick, or a cross if it did not occur."""
    if level not in LEVELS:
        return {"symbol": "x-thin" if hollow else "line-ns", "size": 8, "edge": 2, "edge_colour": colour}
    symbol, size = LEVELS[str(level)]
    if hollow:
        return {"symbol": f"{symbol}-open", "size": size, "edge": 2, "edge_colour": colour}
    return {"symbol": symbol, "size": size, "edge": 1, "edge_colour": theme.PAPER}


def piles(frame: pd.DataFrame, apart: float) -> list[dict[str, Any]]:
    """Stand one number for the marks that have no room at this scale; it opens their events.

    Numbers closer than ``apart`` days in one lane become one.
    """
    heaps: list[tuple[str, datetime, float, list[str]]] = []
    for track, at, y, event_id in zip(frame["track"], frame["at"], frame["y"], frame["event_id"], strict=True):
        beside = [heap for heap in heaps if heap[0] == track and (at - heap[1]) / timedelta(days=1) < apart]
        if beside:
            beside[0][3].append(event_id)
        else:
            heaps.append((track, at, y, [event_id]))
    if not heaps:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [at.isoformat() for _, at, _, _ in heaps],
            "y": [y for _, _, y, _ in heaps],
            "text": [f"<b>+{len(ids)}</b>" for *_, ids in heaps],
            "textfont": {"size": 12, "color": theme.INK},
            "customdata": [{"event_ids": ids} for *_, ids in heaps],
            "hovertext": [
                language.text(
                    "{n} more from {day} on; a shorter period shows each", n=len(ids), day=language.day(at.date())
                )
                for _, at, _, ids in heaps
            ],
            "hoverinfo": "text",
            "showlegend": False,
        }
    ]


def bars(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Draw what lasted as a line from its first to its last day; what is not known to the day has soft ends."""
    lasted = frame[frame["start"] < frame["end"]]
    exact = lasted["day_precision"] == "days"
    traces = [_lines(lasted[exact], 5, theme.RULE, 1.0, 1.0)] if exact.any() else []
    if not exact.all():
        traces += [_lines(lasted[~exact], 5, theme.BORDER, 0.22, share) for share in (1.0, 0.72, 0.44)]
    return traces


def _lines(rows: pd.DataFrame, width: int, colour: str, opacity: float, share: float) -> dict[str, Any]:
    """Return lines over the middle ``share`` of what each row spans; laid upon each other they end softly."""
    x: list[str | None] = []
    y: list[float | None] = []
    for start, end, height in zip(rows["start"], rows["end"], rows["y"], strict=True):
        cut = (end - start) * (1 - share) / 2
        x += [(start + cut).isoformat(), (end - cut).isoformat(), None]
        y += [height, height, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"width": width, "color": colour},
        "opacity": opacity,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]} …"


def ring(frame: pd.DataFrame, chosen: str | None) -> list[dict[str, Any]]:
    """Draw a ring around the talk that is being read."""
    rows = frame[frame["event_id"] == chosen]
    if rows.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": language.text("the talk below"),
            "x": [at.isoformat() for at in rows["at"]],
            "y": list(rows["y"]),
            "marker": {
                "symbol": "circle-open",
                "size": 21,
                "color": theme.INK,
                "line": {"width": 2, "color": theme.INK},
            },
            "hoverinfo": "skip",
            "showlegend": True,
        }
    ]


def place_of(row: Mapping[Any, Any]) -> str | None:
    """Return the place that names a talk: that of a call or a letter is nobody's, nor that of what did not occur."""
    in_a_room = row["format"] not in ("call", "letter") and isinstance(row["level"], str)
    if not in_a_room or not isinstance(row["place"], str) or row["status"] != "occurred":
        return None
    return language.name(row["place"]).split(" / ", 1)[0]


def weight(row: Mapping[str, object] | Mapping[Any, Any]) -> float:
    """Return how much a talk weighs where there is room for few: what was agreed, and at which level."""
    level = {"heads": 2, "ministers": 1}.get(str(row["level"]), 0)
    return 4.0 * (row["outcome"] == "agreement") + level + 0.5 * (row["dataset"] == "curated")


def item(row: Mapping[Any, Any], window: Window) -> Item:
    """Return the room that a mark takes, and what it may be called: by its headline where a day is wide."""
    texts: list[str] = []
    headline = str(row["headline"])
    if window.days <= 21:
        texts += dict.fromkeys(_cut(headline, letters) for letters in (110, 80, 56, 40, 28))
    small = tuple(_cut(headline, letters) for letters in (40, 28)) if window.days <= 6 else ()
    if place := place_of(row):
        texts.append(f"{place} ’{row['from']:%y}" if window.days > 1500 else place)
    level = (str(row["track"]), int(row["row"]))
    short = (*small, *texts[-1:]) if place else small
    return Item(level, row["y"], row["at"], row["start"], row["end"], tuple(texts), short, weight(row))


def level_keys(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the key of the levels that are present."""
    present = set(frame["level"].dropna())
    return [
        _key(language.text(_LEVEL_WORDS[level]), symbol, theme.SOFT_INK)
        for level, (symbol, _) in LEVELS.items()
        if level in present
    ]


def _colour_key(name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [None],
        "y": [None],
        "line": {"color": colour, "width": 7},
    }


def _key(name: str, symbol: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [None],
        "y": [None],
        "marker": {
            "symbol": symbol,
            "size": 11,
            "color": colour,
            "line": {"width": 2 if symbol.endswith("open") else 0, "color": colour},
        },
    }


def _hover(row: Mapping[Any, Any]) -> str:
    lines = [
        f"<b>{theme.plain(row['headline'])}</b>",
        words.span(row["from"], row["to"], row["day_precision"])
        + (f" · {theme.plain(language.name(row['place']))}" if isinstance(row["place"], str) else ""),
    ]
    if parties := theme.plain(", ".join(map(language.name, row["parties"]))):
        if len(row["mediators"]):
            mediators = theme.plain(", ".join(map(language.name, row["mediators"])))
            parties += " · " + language.text("mediated by {mediators}", mediators=mediators)
        lines.append(parties)
    if isinstance(row["outcome_text"], str):
        lines.append(theme.plain(row["outcome_text"]))
    return "<br>".join("<br>".join(theme.wrap(line, 420, 13)) for line in lines)
