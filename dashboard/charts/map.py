"""Where did it happen? Events on the ground of their day, as marks whose area is their number."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import geography
from dashboard.charts import attention, ground, theme
from dashboard.charts.ground import day_in_words
from dashboard.charts.marks import Place, gather, legend, marks, px_of_one, rings
from dashboard.charts.placing import PAPER, Label, place_labels
from dashboard.geography import VIEWS

HEIGHT: Final = 640
NARROW_HEIGHT: Final = 560
SCALE_BAR_KM: Final = {"karabakh": 50, "caucasus": 100}
DISCLAIMER: Final = (
    "Outlines of control are this project's own, generalised and approximate. "
    "Names and borders on this map imply no endorsement."
)


def event_map(
    places: pd.DataFrame,
    caption: theme.Caption,
    *,
    day: date,
    view: str = "karabakh",
    names: str = "both",
    boundaries: str = "by_date",
    media: pd.DataFrame | None = None,
) -> go.Figure:
    """Return the map of ``places``, one row per place and quad class as ``queries/event_map.sql`` gives them.

    ``day`` decides which areas of control are drawn; ``boundaries`` is ``by_date``, ``oblast`` (its line
    only) or ``none``; ``names`` is ``both``, ``armenian`` or ``azerbaijani`` for towns of two names. ``media`` adds how
    many reports name each place, as ``queries/media_map.sql`` gives them.
    """
    frame = VIEWS[view]
    found = gather(places, names)
    widest = min(frame.width, frame.height) / 2
    drawn = [p for p in found if math.isfinite(p.x) and (p.radius <= widest if p.ring else p.precision == "exact")]
    off_map = [p for p in found if p not in drawn]
    outside = [p for p in drawn if not frame.contains(p.x, p.y)]
    inside = [p for p in drawn if p not in outside]
    drawn = [p for p in drawn if geography.on_ground(p.x, p.y)]
    points = [p for p in drawn if not p.ring]
    seen = [p for p in points if frame.widened(PAPER).contains(p.x, p.y)]
    unit = px_of_one(seen)

    areas = geography.areas_on(day).rename(columns={"name": "name_"})
    areas = areas[areas["holder"] != ""] if boundaries == "by_date" else areas.iloc[:0]
    key = ground.control(areas) + ([] if boundaries == "none" else [ground.oblast()])
    bar, bar_text = ground.scale_bar(frame, SCALE_BAR_KM[view])
    keys = (ground.key_size([trace["name"] for trace in key if trace["showlegend"]]), SCALE_BAR_KM[view])
    labels = place_labels(
        _wanted([p for p in drawn if p.told_by == "own"], unit, names),
        [(p.x, p.y, unit * math.sqrt(p.size)) for p in points],
        frame,
        keys,
    )
    notes = [
        _list("Not on the map, because the place is known too roughly (any status)", off_map),
        _list(
            f"Outside the middle {frame.width:.0f} × {frame.height:.0f} km of this view (any status)", outside, most=6
        ),
        _how_to_read(seen, any(p.ring for p in drawn)),
        "" if media is None or media.empty else attention.note(media),
        caption.note,
        DISCLAIMER,
    ]
    return theme.compose(
        [
            *ground.base(),
            *key,
            ground.borders(),
            *rings([p for p in drawn if p.ring]),
            _dots(labels, points),
            *([] if media is None else attention.attention(media)),
            marks(points, unit),
            *legend(drawn),
            _names([label for label in labels if not label.wide]),
        ],
        replace(caption, note=" ".join(note for note in notes if note)),
        height=HEIGHT,
        narrow_height=NARROW_HEIGHT,
        alt=_alt(caption.title, day, (inside, outside, off_map), areas),
        plot_bgcolor=theme.WATER,
        shapes=bar,
        annotations=[
            bar_text,
            *[_wide_name(label) for label in labels if label.wide],
            *(
                []
                if found
                else [theme.nothing_matches() | {"y": 0.95, "yanchor": "top", "bgcolor": theme.PAPER, "borderpad": 10}]
            ),
        ],
        legend2=ground.key_box(),
        hovermode="closest",
        **ground.frame(frame),
    )


def _wanted(places: list[Place], unit: float, names: str) -> list[Label]:
    """Return the names that would like to stand on the map: countries, places with events, rings, towns by rank."""
    points = [p for p in places if not p.ring]
    marked = {p.place_id for p in points}
    own = geography.labels()
    centred, towns = [], []
    for (kind, label_id), rows in own.groupby(["kind", "label_id"], sort=False):
        name = str(rows[geography.NAMES[names]].iloc[0])
        spots = tuple(zip(rows["x"].tolist(), rows["y"].tolist(), strict=True))
        if kind == "country":
            centred.append(Label(str(label_id), spots, (name.upper(),), 13, theme.SOFT_INK, centred=True))
        elif kind != "town":
            lines = tuple(name.replace(" (", "\n(").split("\n"))
            centred.append(Label(str(label_id), spots, lines, 11, theme.SOFT_INK, centred=True))
        elif label_id not in marked:
            towns.append(Label(str(label_id), spots, _lines(name), 11, theme.SOFT_INK, mark=4))
    largest = max((p.size for p in points), default=0)
    events = [
        Label(
            p.place_id,
            ((p.x, p.y),),
            _lines(p.name),
            12,
            theme.INK,
            mark=unit * math.sqrt(p.size),
            may_lead=p.size > largest / 5,
        )
        for p in points
    ]
    rings = [
        Label(
            f"ring {p.place_id}",
            tuple((p.x + p.radius * math.sin(a), p.y + p.radius * math.cos(a)) for a in np.arange(0.3, 6.3, 0.5)),
            (f"{p.name}: {p.size}",),
            11,
            theme.SOFT_INK,
            centred=True,
        )
        for p in places
        if p.ring
    ]
    return [*centred, *events, *rings, *towns]


def _lines(name: str) -> tuple[str, ...]:
    first, _, second = name.partition(" / ")
    return (f"{first} /", second) if second else (first,)


def _dots(labels: list[Label], points: list[Place]) -> dict[str, Any]:
    """Return the small dots of named towns without events."""
    marked = {p.place_id for p in points}
    dots = [label for label in labels if not label.centred and label.label_id not in marked]
    return ground.quiet(
        name="towns",
        x=[round(label.x, 2) for label in dots],
        y=[round(label.y, 2) for label in dots],
        mode="markers",
        marker={"size": 4, "color": theme.SOFT_INK},
    )


def _names(labels: list[Label]) -> dict[str, Any]:
    """Return the names that stand on every screen."""
    return ground.quiet(
        name="names",
        mode="markers+text",
        x=[round(label.x, 2) for label in labels],
        y=[round(label.y, 2) for label in labels],
        text=["<br>".join(theme.plain(line) for line in label.lines) for label in labels],
        textposition=[label.position for label in labels],
        textfont={
            "size": [label.size for label in labels],
            "color": [label.colour for label in labels],
            "family": theme.FONT,
            "shadow": "auto",
        },
        marker={"size": [label.mark for label in labels], "opacity": 0},
    )


def _wide_name(label: Label) -> dict[str, Any]:
    """Return a name that a telephone has no room for; the browser component leaves out what is called wide."""
    across, up = label.shift
    name = {
        "name": f"wide {label.label_id}",
        "x": round(label.x, 2),
        "y": round(label.y, 2),
        "text": "<br>".join(theme.plain(line) for line in label.lines),
        "showarrow": False,
        "xanchor": "left" if across > 0 else "right" if across < 0 else "center",
        "yanchor": "bottom" if up > 0 else "top" if up < 0 else "middle",
        "borderpad": 0 if not label.leader else 1,
        "align": "left" if across > 0 else "right" if across < 0 else "center",
        "font": {"size": label.size, "color": label.colour, "family": theme.FONT, "shadow": "auto"},
    }
    if not label.leader:
        return name | {"xshift": across, "yshift": up}
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": theme.SOFT_INK}
    return name | line | {"ax": across, "ay": -up}


def _list(lead: str, places: list[Place], most: int = 12) -> str:
    """Return ``lead`` and the places with their numbers, or nothing."""
    if not places:
        return ""
    ranked = sorted(places, key=lambda p: (-p.total, p.name))
    parts = [f"{p.name} {p.total}" for p in ranked[:most]]
    if rest := ranked[most:]:
        parts.append(f"{len(rest)} more places {sum(p.total for p in rest)}")
    return f"{lead}: {', '.join(parts)}."


def _how_to_read(points: list[Place], rings_too: bool) -> str:
    words = []
    if points:
        largest = max(points, key=lambda p: p.size)
        words.append(
            f"The area of a mark is its number of events; the largest, {largest.name}, stands for {largest.size}."
        )
        if any(len(p.shown) > 1 for p in points):
            words.append(
                "Where a place has several classes, the most frequent gives the shape and the others lie in it."
            )
        if any(p.hollow for p in points):
            words.append("Hollow: planned, alleged, denied or told as background only, and not counted.")
    if rings_too:
        words.append("A ring has the radius within which the place lies; the more events, the broader its line.")
    return " ".join(words)


def _alt(title: str, day: date, places: tuple[list[Place], list[Place], list[Place]], areas: pd.DataFrame) -> str:
    """Return the sentence of the figure for those who do not see it."""
    inside, outside, off_map = places
    valid = zip(areas["name_"], areas["valid_from"], areas["valid_to"], strict=True)
    drawn = list(dict.fromkeys(ground.in_words(*row) for row in valid))
    ranked = sorted(inside, key=lambda p: (-p.size, p.name))
    counted = sum(sum(p.events.values()) for p in inside)
    words = [f"{title}. Map of the ground on {day_in_words(day)}."]
    if not (inside or outside or off_map):
        words.append("No event matches this filter.")
    if inside:
        top = ", ".join(f"{p.name} {p.size}" for p in ranked[:5])
        words.append(f"{counted} counted events at {len(inside)} places in view, most at {top}.")
    words.append(_list("Not on the map", off_map, most=5))
    words.append(_list("Outside the view", outside, most=5))
    words.append(f"Areas: {'; '.join(drawn)}." if drawn else "No area of control is drawn for this day.")
    return " ".join(word for word in words if word)
