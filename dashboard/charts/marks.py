"""Events as marks: one shape per place whose area is its number of events, a ring where the place is an area."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import geography, language
from dashboard.charts import ground, theme
from dashboard.charts.ground import period_in_words
from dashboard.model import QUADS, dataset_name, message

LARGEST_PX: Final = 40.0
ONE_EVENT_PX: Final = 10.0
#: Used where the gazetteer gives a district or region no radius, in km.
USUAL_RADIUS_KM: Final = {"district": 20.0, "region": 50.0}
#: A dataset's own types that have no class in the codebook are grey discs.
_COLOURS: Final = theme.QUAD_COLOURS | {0: theme.SOFT_INK}
_SYMBOLS: Final = theme.QUAD_SYMBOLS | {0: "circle"}
#: Plotly's symbols of one size differ in area; times this, each covers what its circle does.
EQUAL_AREA: Final = {"circle": 1.0, "square": 0.886, "triangle-up": 1.166, "diamond": 0.964}


@dataclass(slots=True)
class Place:
    """One place with all the events that one teller has there: counts per class; ``x``, ``y``, ``radius`` in km.

    ``by_deaths`` says that its mark stands for the deaths stated there, not for the number of events.
    """

    place_id: str
    told_by: str
    name: str
    x: float
    y: float
    precision: str
    radius: float
    events: dict[int, int] = field(default_factory=dict)
    others: dict[int, int] = field(default_factory=dict)
    deaths: dict[int, int] = field(default_factory=dict)
    by_deaths: bool = False
    days: list[date] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of events of any status."""
        return sum(self.events.values()) + sum(self.others.values())

    @property
    def hollow(self) -> bool:
        """Whether no event here is counted: all are planned, alleged, denied or background."""
        return not self.by_deaths and not any(self.events.values())

    @property
    def shown(self) -> list[tuple[int, int]]:
        """Quad class and number of what the mark shows, most frequent first: counted events, else the others."""
        numbers = self.deaths if self.by_deaths else self.others if self.hollow else self.events
        return sorted(((quad, n) for quad, n in numbers.items() if n), key=lambda pair: (-pair[1], -pair[0]))

    @property
    def size(self) -> int:
        """The number that the mark's area stands for."""
        return sum(n for _, n in self.shown)

    @property
    def ring(self) -> bool:
        """Whether the place is an area rather than a point."""
        return self.precision in USUAL_RADIUS_KM


def gather(rows: pd.DataFrame, names: str, *, by_deaths: bool = False) -> list[Place]:
    """Gather the rows into places, the one with most events first so that small marks lie on top.

    ``by_deaths`` leaves out the places for which no deaths are stated.
    """
    return gathered(projected(rows), names, by_deaths=by_deaths)


def projected(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as records with ``x`` and ``y`` in km."""
    xs, ys = geography.project(rows["lon"].astype(float), rows["lat"].astype(float))
    return rows.assign(x=xs, y=ys).to_dict("records")  # type: ignore[return-value]


def gathered(records: Iterable[Mapping[str, Any]], names: str, *, by_deaths: bool = False) -> list[Place]:
    """Gather records of ``projected`` into places, as ``gather`` does."""
    own = geography.names_of_labels(names)
    found: dict[str, Place] = {}
    for row in records:
        place_id = row["place_id"] if isinstance(row["place_id"], str) else ""
        if (told_by := str(row["told_by"])) != "own":  # a dataset's marks are its own, on its own points
            place_id = f"{told_by}/{place_id or row['place']}/{row['lon']}/{row['lat']}"
        precision, radius = str(row["place_precision"]), row["uncertainty_km"]
        radius = float(radius) if pd.notna(radius) else USUAL_RADIUS_KM.get(precision, 0.0)
        name = str(own.get(place_id, row["place"]) if names != "both" else row["place"])
        new = Place(place_id, told_by, language.name(name), row["x"], row["y"], precision, radius, by_deaths=by_deaths)
        place = found.setdefault(place_id, new)
        quad = int(row["quad"])
        place.events[quad] = place.events.get(quad, 0) + int(row["events"])
        place.others[quad] = place.others.get(quad, 0) + int(row["others"])
        place.deaths[quad] = place.deaths.get(quad, 0) + int(row.get("deaths", 0))
        place.days += [pd.Timestamp(row[name]).date() for name in ("first_day", "last_day") if pd.notna(row[name])]
        place.event_ids += [str(event_id) for event_id in row["event_ids"]]
        place.headlines += [str(headline) for headline in row["headlines"]]
    kept = [place for place in found.values() if place.size or not by_deaths]
    return sorted(kept, key=lambda p: (-p.total, p.place_id))


def px_of_one(places: list[Place]) -> float:
    """Return the diameter, in px, of a disc that stands for one event."""
    return min(ONE_EVENT_PX, LARGEST_PX / math.sqrt(max([1, *(p.size for p in places)])))


def marks(places: list[Place], unit: float) -> dict[str, Any]:
    """Return all marks as one trace, the largest place first.

    A place's classes are nested in one shape, that of the most frequent: the outermost layer is the whole,
    and each class shows an area of its own number.
    """
    layers = []
    for place in sorted(places, key=lambda p: (-p.size, p.place_id)):
        rest = place.size
        symbol = _SYMBOLS[place.shown[0][0]]
        for quad, n in place.shown:
            layers.append((place, quad, unit * math.sqrt(rest) * EQUAL_AREA[symbol], symbol))
            rest -= n
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "events",
        "showlegend": False,
        "x": [round(place.x, 2) for place, *_ in layers],
        "y": [round(place.y, 2) for place, *_ in layers],
        "marker": {
            "size": [round(px, 1) for _, _, px, _ in layers],
            "symbol": [f"{symbol}-open" if place.hollow else symbol for place, _, _, symbol in layers],
            "color": [_COLOURS[quad] for _, quad, _, _ in layers],
            "opacity": 1,
            "line": {
                "width": [1.8 if place.hollow or place.told_by != "own" else 0.8 for place, *_ in layers],
                "color": [_outline(place, quad) for place, quad, *_ in layers],
            },
        },
        "hoverinfo": "text",
        "hovertext": [_hover(place) for place, *_ in layers],
        "customdata": [_selection(place) for place, *_ in layers],
    }


def _outline(place: Place, quad: int) -> str:
    """Return the colour of a mark's edge: dark where a dataset tells it, of the class where nothing is counted."""
    if place.hollow:
        return _COLOURS[quad]
    return theme.PAPER if place.told_by == "own" else theme.INK


def rings(places: list[Place]) -> list[dict[str, Any]]:
    """Return the circles of places known to their district or region, the broader the line the more events."""
    own = [place for place in places if place.told_by == "own"]
    most = max((place.size for place in own), default=1)
    thin = [trace for place in places if place.told_by != "own" for trace in _ring(place, 0.6)]
    return [
        *_joined(thin),
        *(trace for place in own for trace in _ring(place, 0.8 + 1.6 * math.sqrt(place.size / most))),
    ]


def _joined(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rings of one look as one trace each: a dataset may have hundreds, and each trace takes its time."""
    joined: dict[str, dict[str, Any]] = {}
    for trace in traces:
        lists = [name for name in ("x", "y", "customdata", "hovertext") if name in trace]
        if "hovertext" in trace:
            trace["hovertext"] = [trace["hovertext"]] * len(trace["x"])
            trace["customdata"] *= len(trace["x"])
        look = repr(sorted((name, str(value)) for name, value in trace.items() if name not in lists))
        known = joined.setdefault(look, {**trace, **{name: [] for name in lists}})
        for name in lists:
            known[name] += [*trace[name], *([None] if trace["mode"] == "lines" else [])]
    return list(joined.values())


def _ring(place: Place, width: float) -> list[dict[str, Any]]:
    """Return arcs that share the circle by class, from north clockwise, and the points that answer the pointer."""
    around = np.linspace(0, 2 * math.pi, 16, endpoint=False)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "ring",
            "showlegend": False,
            "x": np.round(place.x + place.radius * np.sin(around), 2).tolist(),
            "y": np.round(place.y + place.radius * np.cos(around), 2).tolist(),
            "marker": {"size": 12, "opacity": 0},
            "hoverinfo": "text",
            "hovertext": _hover(place),
            "customdata": [_selection(place)],
        }
    ]
    start = 0.0
    for quad, n in place.shown:
        end = start + 2 * math.pi * n / place.size
        turn = np.linspace(start, end, max(4, round(40 * n / place.size)))
        traces.append(
            ground.quiet(
                name="arc",
                mode="lines",
                x=np.round(place.x + place.radius * np.sin(turn), 2).tolist(),
                y=np.round(place.y + place.radius * np.cos(turn), 2).tolist(),
                opacity=0.8 if place.told_by == "own" else 0.4,
                line={
                    "color": _COLOURS[quad],
                    "width": round(width, 2),
                    "shape": "spline",
                    "dash": "dot" if place.hollow else "solid",
                },
            )
        )
        start = end
    return traces


def _selection(place: Place) -> dict[str, Any]:
    return {"event_ids": place.event_ids, "place_id": place.place_id}


def _hover(place: Place) -> str:
    """Return the box of a place: untrusted texts are made plain, as Plotly reads them as HTML."""
    text = language.text
    lines = [f"<b>{theme.plain(place.name)}</b>"]
    if place.told_by != "own":
        lines.append(text("As {dataset} tells it", dataset=theme.plain(text(dataset_name(place.told_by)))))
    lines += [f"{class_name(quad)}: {language.number(n, '')}" for quad, n in sorted(place.events.items()) if n]
    if dead := sum(place.deaths.values()):
        lines.append(text("Deaths stated there: {n:,}", n=dead))
    if others := sum(place.others.values()):
        lines.append(text("Planned, alleged, denied or background: {n}", n=others))
    if place.days:
        first, last = min(place.days), max(place.days)
        lines.append(period_in_words(first, last))
    if place.ring:
        lines.append(known_to(place.precision, place.radius))
    for headline in place.headlines[:5]:
        lines += [theme.plain(line) for line in theme.wrap(f"– {headline}", 420, 13)]
    return "<br>".join(lines)


def class_name(quad: int) -> str:
    """Return the name of a quad class at the head of a line."""
    name = language.text(QUADS[quad]) if quad in QUADS else language.text("other acts")
    return name.capitalize()


def known_to(precision: str, radius: float) -> str:
    """Return how exactly a place is known that is an area of so many km around its middle."""
    told = {
        "district": message("Known to the district: within {km:.0f} km"),
        "region": message("Known to the region: within {km:.0f} km"),
    }
    return language.text(told[precision], km=radius)


def legend(places: list[Place]) -> list[dict[str, Any]]:
    """Return empty traces that stand in the legend for the classes and for what is hollow or a ring."""
    point = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
    entries: list[dict[str, Any]] = []
    for quad in QUADS:
        marker = {"symbol": theme.QUAD_SYMBOLS[quad], "color": theme.QUAD_COLOURS[quad], "size": 11}
        entries.append(point | {"name": class_name(quad), "marker": marker})
    if any(place.hollow for place in places):
        marker = {"symbol": "circle-open", "color": theme.SOFT_INK, "size": 10, "line": {"width": 1.8}}
        entries.append(point | {"name": language.text("Only planned or alleged"), "marker": marker})
    for told_by in sorted({place.told_by for place in places} - {"own"}):
        marker = {"symbol": "circle", "color": theme.PAPER, "size": 11, "line": {"width": 1.8, "color": theme.INK}}
        name = language.text("Dark edge: {dataset}", dataset=language.text(dataset_name(told_by)))
        entries.append(point | {"name": name, "marker": marker})
    if any(place.ring for place in places):
        stroke = {"color": theme.SOFT_INK, "width": 1.6}
        entries.append(point | {"name": language.text("Somewhere in the ring"), "mode": "lines", "line": stroke})
    return entries
