"""Where were talks held, and who came? One mark per venue from Key West to Tianjin, its area the number of talks."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import ground, map_names, theme, venue_facts, venue_names, world
from dashboard.charts.marks import EQUAL_AREA
from dashboard.charts.placing import Label
from dashboard.charts.venue_facts import LEVELS, Venue

HEIGHT: Final = 640
NARROW_HEIGHT: Final = 300
LARGEST_PX: Final = 42.0
ONE_TALK_PX: Final = 8.0
WIDEST_LINE_PX: Final = 6.0
LINE_OPACITY: Final = 0.45
#: Level of talks -> symbol, as on the timeline, and colour.
LOOKS: Final = {
    "heads": ("circle", theme.QUAD_COLOURS[2]),
    "ministers": ("square", theme.QUAD_COLOURS[1]),
    "envoys": ("diamond", theme.SOFT_INK),
    "experts": ("triangle-up", theme.SOFT_INK),
}


def venues_map(
    venues: pd.DataFrame, caption: theme.Caption, *, lines: bool, names: str = "both", of: str | None = None
) -> go.Figure:
    """Return the map of ``venues``, as ``queries/talk_venues.sql`` gives them.

    ``lines`` draws great circles from each venue, or from the one whose place id is ``of``, to the capitals of the
    parties; ``names`` is ``both``, ``armenian`` or ``azerbaijani`` for towns of two names.
    """
    found = venue_facts.gather(venues, names)
    sited = [v for v in found if v.kind == "venue" and v.precision != "country" and math.isfinite(v.x)]
    drawn = [v for v in sited if world.FRAME.contains(v.x, v.y)]
    points = [v for v in drawn if not v.ring]
    unit = min(ONE_TALK_PX, LARGEST_PX / math.sqrt(max([1, *(v.size for v in points)])))
    sent = venue_facts.ties([v for v in drawn if of in (None, v.place_id)]) if lines else []
    ends = {capital for _, capital, _ in sent} - {v.place_id for v in points}
    labels = venue_names.place(
        _wanted(drawn, unit, ends, names),
        [(v.x, v.y, _px(v, unit)) for v in points] + [(*venue_facts.at(capital), 6.0) for capital in sorted(ends)],
    )
    notes = [
        venue_facts.listed(
            language.text("Known to the country only and not on the map (any status)"),
            [v for v in found if v.precision == "country"],
        ),
        venue_facts.listed(language.text("Outside the map (any status)"), [v for v in sited if v not in drawn]),
        venue_facts.without_venue(found),
        venue_facts.unnamed([v for v in drawn if v.place_id not in {label.label_id for label in labels}]),
        venue_facts.how_to_read(points, rings=any(v.ring for v in drawn), lines=bool(sent)),
        caption.note,
        language.text(world.NOTE),
    ]
    empty = theme.nothing_matches() | {
        "text": "<br>".join(
            [language.text("No talks match this filter."), language.text("Widen the dates or take out an actor.")]
        ),
        "bgcolor": theme.PAPER,
        "borderpad": 10,
    }
    return theme.compose(
        [
            *world.base(),
            *_lines(sent),
            *(trace for v in drawn if v.ring for trace in _ring(v)),
            _ends(ends),
            _marks(points, unit),
            *_legend(drawn, sent),
            map_names.standing(labels, digits=1),
        ],
        replace(caption, note=" ".join(note for note in notes if note)),
        height=HEIGHT,
        narrow_height=NARROW_HEIGHT,
        alt=venue_facts.alt(caption.title, found, drawn, sent),
        annotations=[*venue_names.notes(labels), *([] if found else [empty])],
        hovermode="closest",
        **ground.frame(world.FRAME),
    )


def _lines(ties: list[tuple[Venue, str, int]]) -> list[dict[str, Any]]:
    """Return the great circles, those of one number as one trace, the narrow ones on top."""
    most = max((n for *_, n in ties), default=1)
    traces = []
    for number in sorted({n for *_, n in ties}, reverse=True):
        x: list[float | None] = []
        y: list[float | None] = []
        for venue, capital, n in ties:
            if n == number:
                px, py = world.great_circle((venue.lon, venue.lat), venue_facts.towns()[capital][1:])
                x += [*px, None]
                y += [*py, None]
        width = round(0.5 + (WIDEST_LINE_PX - 0.5) * number / most, 2)
        line = {"color": theme.HATCH, "width": width}
        traces.append(ground.quiet(name="lines", mode="lines", x=x[:-1], y=y[:-1], line=line, opacity=LINE_OPACITY))
    return traces


def _ends(capitals_alone: set[str]) -> dict[str, Any]:
    """Return small dots for capitals that lines lead to and where no talks are marked."""
    places = [venue_facts.at(capital) for capital in sorted(capitals_alone)]
    return ground.quiet(
        name="capitals",
        mode="markers",
        x=[round(x, 1) for x, _ in places],
        y=[round(y, 1) for _, y in places],
        marker={"size": 5, "symbol": "square", "color": theme.INK},
    )


def _px(venue: Venue, unit: float) -> float:
    return round(unit * math.sqrt(venue.size) * EQUAL_AREA[LOOKS[venue.level][0]], 1)


def _marks(points: list[Venue], unit: float) -> dict[str, Any]:
    """Return all marks as one trace, the largest first."""
    ordered = sorted(points, key=lambda v: (-v.size, v.place_id))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "venues",
        "showlegend": False,
        "x": [round(v.x, 2) for v in ordered],
        "y": [round(v.y, 2) for v in ordered],
        "marker": {
            "size": [_px(v, unit) for v in ordered],
            "symbol": [LOOKS[v.level][0] + ("-open" if v.hollow else "") for v in ordered],
            "color": [LOOKS[v.level][1] for v in ordered],
            "opacity": 1,
            "line": {
                "width": [1.6 if v.hollow else 0.8 for v in ordered],
                "color": [LOOKS[v.level][1] if v.hollow else theme.PAPER for v in ordered],
            },
        },
        "hoverinfo": "text",
        "hovertext": [venue_facts.hover(v) for v in ordered],
        "customdata": [_selection(v) for v in ordered],
    }


def _selection(venue: Venue) -> dict[str, Any]:
    return {"event_ids": venue.event_ids, "place_id": venue.place_id}


def _ring(venue: Venue) -> list[dict[str, Any]]:
    """Return the circle within which a venue lies, and the points on it that answer the pointer."""
    x, y = world.circle(venue.lon, venue.lat, venue.radius, np.linspace(0, 360, 49))
    colour = LOOKS[venue.level][1]
    line = {"color": colour, "width": round(min(2.4, 0.8 + 0.16 * venue.size), 2)}
    around = slice(0, -1, 4)
    return [
        ground.quiet(
            name="ring", mode="lines", x=x, y=y, line=line | {"dash": "dot" if venue.hollow else "solid"}, opacity=0.8
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "name": "ring",
            "showlegend": False,
            "x": x[around],
            "y": y[around],
            "marker": {"size": 9, "opacity": 0},
            "hoverinfo": "text",
            "hovertext": venue_facts.hover(venue),
            "customdata": [_selection(venue)],
        },
    ]


def _legend(drawn: list[Venue], sent: list[tuple[Venue, str, int]]) -> list[dict[str, Any]]:
    """Return empty traces that stand in the legend for what is drawn."""
    point = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
    entries: list[dict[str, Any]] = []
    for level, (symbol, colour) in LOOKS.items():
        if any(v.level == level for v in drawn):
            mark = {"symbol": symbol, "color": colour, "size": 11}
            name = language.text(LEVELS[level])
            if not entries:
                name = language.text("Highest level: {level}", level=name)
            entries.append(point | {"name": name, "marker": mark})
    if any(v.hollow for v in drawn):
        mark = {"symbol": "circle-open", "color": theme.SOFT_INK, "size": 10, "line": {"width": 1.6}}
        entries.append(point | {"name": language.text("Only planned or cancelled"), "marker": mark})
    if any(v.ring for v in drawn):
        line = {"color": theme.SOFT_INK, "width": 1.6}
        entries.append(point | {"name": language.text("Somewhere in the ring"), "mode": "lines", "line": line})
    if sent:
        line = {"color": theme.HATCH, "width": 3}
        entries.append(point | {"name": language.text("To the parties' capitals"), "mode": "lines", "line": line})
    return entries


def _wanted(drawn: list[Venue], unit: float, ends: set[str], names: str) -> list[Label]:
    """Return the names that would like to stand on the map: venues by number, capitals, rings, seas."""
    wanted = []
    for v in drawn:
        size = 12 if v.size > 2 else 11
        if v.ring:
            x, y = world.circle(v.lon, v.lat, v.radius, np.arange(180.0, 540.0, 60.0))
            around = tuple(zip(x, y, strict=True))
            wanted.append(Label(v.place_id, around, (v.name,), size, theme.INK, mark=2, may_lead=True))
        else:
            wanted.append(
                Label(v.place_id, ((v.x, v.y),), (v.name,), size, theme.INK, mark=_px(v, unit), may_lead=True)
            )
    for capital in sorted(ends):
        name = venue_facts.name_of(capital, venue_facts.towns()[capital][0], names)
        wanted.append(Label(capital, (venue_facts.at(capital),), (name,), 11, theme.SOFT_INK, mark=5, may_lead=True))
    seas = [Label(f"sea {name}", ((x, y),), (name,), 11, theme.BORDER, centred=True) for name, x, y in world.seas()]
    return [*wanted, *seas]
