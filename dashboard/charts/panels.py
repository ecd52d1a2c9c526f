"""One small map of several: the ground on its day, the events of its days, its names, its key and its title."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from string import ascii_lowercase
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from dashboard import geography, language
from dashboard.charts import ground, map_names, theme
from dashboard.charts.ground import day_in_words, period_in_words
from dashboard.charts.marks import Place, gather, marks, rings
from dashboard.charts.placing import POSITIONS, Label, Screen
from dashboard.geography import View
from dashboard.model import dataset_name, message

#: Px that the words of a key are broken to, which is a panel on the narrowest wide screen.
KEY_WIDTH: Final = 258
#: A panel is so small that corners of less than this, in km, are not seen.
FINEST_KM: Final = 0.3
#: The most important rank of towns that are named, by the width of the frame in km.
TOWNS: Final = ((120, 6), (350, 3), (math.inf, 2))
#: What a panel's key says of the oblast; the note gives its full name.
OBLAST: Final = message("Oblast of 1923–1991 (administrative line)")
NO_AREA: Final = message("No area of control is drawn for this day")
#: On a phone the browser component draws marks in this part of their size.
PHONE_MARKS: Final = 0.75
#: Places with the most events that are named as well.
FOREMOST: Final = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One small map: the ground on ``day`` and the events from ``first`` to ``last``, both included.

    ``places`` are the rows of ``queries/event_map.sql`` for these days; ``title`` may say what the day stands for.
    """

    title: str
    day: date
    first: date
    last: date
    places: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SmallMap:
    """A panel with its axes, its places by whether and where they are drawn, and the areas of its day."""

    panel: Panel
    number: int
    found: list[Place]
    drawn: list[Place]
    inside: list[Place]
    outside: list[Place]
    off_map: list[Place]
    areas: pd.DataFrame

    @property
    def letter(self) -> str:
        """By which the notes call the panel."""
        return ascii_lowercase[self.number]

    @property
    def axis(self) -> str:
        """What follows x or y in the name of the panel's axis."""
        return str(self.number + 1) if self.number else ""

    @property
    def points(self) -> list[Place]:
        """The places that are marks."""
        return [place for place in self.drawn if not place.ring]

    @property
    def most_in_a_ring(self) -> int:
        """The number of the ring with most events."""
        return max((p.size for p in self.drawn if p.ring and p.told_by == "own"), default=1)

    @property
    def count(self) -> str:
        """The number of counted events, each dataset's for itself."""
        told = {} if self.found else {"own": 0}
        for place in self.found:
            told[place.told_by] = told.get(place.told_by, 0) + sum(place.events.values())
        number, text = language.number, language.text
        parts = [
            number(n) if by == "own" else f"{text(dataset_name(by))} {number(n)}" for by, n in sorted(told.items())
        ]
        if len(told) > 1 or not self.found:
            return f"n = {'; '.join(parts)}"
        return text("n = {number}, {in_view:,} in view", number="; ".join(parts), in_view=self.in_view)

    @property
    def empty(self) -> bool:
        """Whether no event is drawn in the frame of the view."""
        return not any(place in self.drawn for place in self.inside)

    @property
    def in_view(self) -> int:
        """The number of counted events that lie in the frame of the view."""
        return sum(sum(place.events.values()) for place in self.inside)

    @property
    def heading(self) -> str:
        """The panel's letter and day, after what the day stands for."""
        day = day_in_words(self.panel.day)
        return f"{self.panel.title} · {day}" if self.panel.title not in {"", day} else day

    @property
    def days(self) -> str:
        """The days of its events."""
        return period_in_words(self.panel.first, self.panel.last)


def small_map(panel: Panel, number: int, frame: View, names: str, boundaries: str) -> SmallMap:
    """Sort the places of a panel as the large map does, and find the areas of its day."""
    found = gather(panel.places, names)
    widest = min(frame.width, frame.height) / 2
    known = [p for p in found if math.isfinite(p.x) and (p.radius <= widest if p.ring else p.precision == "exact")]
    areas = geography.areas_on(panel.day).rename(columns={"name": "name_"})
    return SmallMap(
        panel,
        number,
        found,
        drawn=[p for p in known if geography.on_ground(p.x, p.y)],
        inside=[p for p in known if frame.contains(p.x, p.y)],
        outside=[p for p in known if not frame.contains(p.x, p.y)],
        off_map=[p for p in found if p not in known],
        areas=areas[areas["holder"] != ""] if boundaries == "by_date" else areas.iloc[:0],
    )


def key(one: SmallMap, boundaries: str) -> list[dict[str, Any]]:
    """Return the areas of the panel's day, each named in its own key, or that there are none, and the oblast's line."""
    if boundaries == "none":
        return []
    traces = ground.control(one.areas)
    if boundaries == "by_date" and one.areas.empty:
        nothing = {"x": [None], "y": [None], "mode": "lines", "line": {"width": 0}, "showlegend": True}
        traces.append(ground.quiet(name=language.text(NO_AREA), **nothing))
    traces.append(ground.oblast() | {"name": language.text(OBLAST)})
    for trace in traces:
        trace["name"] = "<br>".join(theme.wrap(trace["name"].replace("<br>", " "), KEY_WIDTH, ground.KEY_TEXT))
        trace["legend"] = f"legend{one.number + 2}"
    return traces


def draw(
    one: SmallMap, key: list[dict[str, Any]], labels: list[Label], *, unit: float, most_in_a_ring: int
) -> list[dict[str, Any]]:
    """Return everything that is drawn in a panel, on its axes.

    ``unit`` is the diameter of one event and ``most_in_a_ring`` the number of the broadest ring, in all panels alike.
    """
    circles = rings([place for place in one.drawn if place.ring])
    thinner = math.sqrt(one.most_in_a_ring / most_in_a_ring)
    for trace in circles:
        if (line := trace.get("line")) and line["width"] > 0.8:
            trace["line"] = line | {"width": round(0.8 + (line["width"] - 0.8) * thinner, 2)}
    dots = map_names.dots(labels, (place.place_id for place in one.points))
    dots["marker"]["size"] = [3.5] * len(dots["x"])  # Plotly draws dots whose sizes are a list more lightly
    parts = [*_base(), *key, _borders(), *circles, dots, marks(one.points, unit), map_names.standing(labels)]
    return [{**part, "xaxis": f"x{one.axis}", "yaxis": f"y{one.axis}"} for part in parts]


@cache
def _base() -> tuple[dict[str, Any], ...]:
    return tuple(_light(trace) for trace in ground.base())


@cache
def _borders() -> dict[str, Any]:
    return _light(ground.borders())


def _light(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace of lines without the corners that are too fine to be seen in a panel."""
    points = np.array([(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)], float)
    parts = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))
    lines = [part[~np.isnan(part[:, 0])] for part in parts]
    x, y = geography.path([shapely.simplify(shapely.linestrings(line), FINEST_KM) for line in lines if len(line) > 1])
    return trace | {"x": x, "y": y}


# --- names ------------------------------------------------------------------------------------------


def labels(
    one: SmallMap, frame: View, names: str, *, unit: float, screens: Sequence[tuple[float, float, bool]], bar_km: float
) -> list[Label]:
    """Return the names that stand free on all ``screens``: foremost places, main towns, countries.

    A screen is width and height of a panel in px and whether it is a phone; ``bar_km`` is the length of the scale bar
    at the foot of this panel, 0 if it has none.
    """
    drawn = [(Screen((width, height), frame), PHONE_MARKS if phone else 1.0) for width, height, phone in screens]
    for screen, part in drawn:
        screen.discs += [(*screen.point(p.x, p.y), part * unit * math.sqrt(p.size)) for p in one.points]
        if bar_km:
            east, south = screen.point(frame.east, frame.south)[0], -screen.size[1] / 2
            screen.boxes.append((east - (bar_km + 0.06 * frame.width) * screen.scale, south, east, south + 40))
        if one.empty:
            foot = -0.4 * screen.size[1]
            screen.boxes.append((-95, foot - 4, 95, foot + 50))
    return [spot for label in _wanted(one, unit, frame, names) if (spot := _settle(label, drawn))]


def _wanted(one: SmallMap, unit: float, frame: View, names: str) -> list[Label]:
    own = geography.labels()
    least = next(rank for width, rank in TOWNS if frame.width < width)
    foremost = sorted((p for p in one.points if p.told_by == "own"), key=lambda p: (-p.size, p.place_id))
    sizes = {p.place_id: unit * math.sqrt(p.size) for p in foremost}
    countries, towns = [], []
    for (kind, at), rows in own.groupby(["kind", "label_id"], sort=False):
        label_id, name = str(at), language.name(str(rows[geography.NAMES[names]].iloc[0]))
        spots = sorted(zip(rows["x"], rows["y"], strict=True), key=lambda spot: not frame.contains(*spot))
        if kind == "country":
            countries.append(Label(label_id, tuple(spots), (name.upper(),), 10, theme.SOFT_INK, centred=True))
        elif kind == "town" and int(rows["rank"].iloc[0]) <= least:
            mark = sizes.get(label_id, 4.0)
            towns.append(Label(label_id, tuple(spots), map_names.lines_of(name), 11, theme.INK, mark=mark))
    seen = [p for p in foremost if frame.contains(p.x, p.y)][:FOREMOST]
    first = [
        Label(p.place_id, ((p.x, p.y),), map_names.lines_of(p.name), 11, theme.INK, mark=sizes[p.place_id])
        for p in seen
    ]
    named = {label.label_id for label in first}
    return [*first, *[town for town in towns if town.label_id not in named], *countries]


def _settle(label: Label, screens: list[tuple[Screen, float]]) -> Label | None:
    """Return the label at its first position that is free on all screens, which is then taken, or None."""
    if label.centred:
        candidates = [replace(label, spots=(spot,)) for spot in label.spots]
    else:
        candidates = [replace(label, position=position) for position in POSITIONS]
    for candidate in candidates:
        boxes = [(screen, screen.box(replace(candidate, mark=candidate.mark * part))) for screen, part in screens]
        if all(screen.free(box) for screen, box in boxes):
            for screen, box in boxes:
                screen.boxes.append(box)
            return candidate
    return None


# --- titles -----------------------------------------------------------------------------------------


def titles(one: SmallMap) -> list[dict[str, Any]]:
    """Return the two lines above a panel, and the sentence in it if it shows no event."""
    domain = {"xref": f"x{one.axis} domain", "yref": f"y{one.axis} domain", "showarrow": False}
    left = domain | {"x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "align": "left", "borderpad": 0}
    events = language.text("Events of {days} · {count}", days=one.days, count=one.count)
    notes = [
        left
        | {
            "name": f"title {one.letter}",
            "text": f"<b>{one.letter}  {theme.plain(one.heading)}</b>",
            "yshift": 19,
            "font": {"size": 15, "color": theme.INK},
        },
        left
        | {
            "name": f"events {one.letter}",
            "text": theme.plain(events),
            "yshift": 2,
            "font": {"size": 11, "color": theme.SOFT_INK},
        },
    ]
    if one.empty:
        none = language.text("No event matches this filter<br>in these days.")
        words = none if not one.found else language.text("No event in this view.")
        calm = {"bgcolor": theme.PAPER, "borderpad": 6, "font": {"size": 12, "color": theme.SOFT_INK}}
        notes.append(
            domain | calm | {"name": f"empty {one.letter}", "x": 0.5, "y": 0.1, "yanchor": "bottom", "text": words}
        )
    return notes
