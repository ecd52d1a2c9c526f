"""Where did it happen? Events on the ground of their day, as marks whose area is their number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import geography, language
from dashboard.charts import attention, ground, map_names, map_words, theme
from dashboard.charts import density as hexagons
from dashboard.charts.marks import gather, legend, marks, px_of_one, rings
from dashboard.charts.placing import PAPER, Label, place_labels
from dashboard.geography import VIEWS, View
from dashboard.model import message

HEIGHT: Final = 640
NARROW_HEIGHT: Final = 560
#: Layers of events: what a row is about, as queries/event_map.sql tells.
LAYERS: Final = {
    "violence": message("Violence"),
    "talks": message("Talks"),
    "handovers": message("Handovers"),
    "other": message("Other acts"),
}


def event_map(
    places: pd.DataFrame,
    caption: theme.Caption,
    *,
    day: date,
    view: str = "karabakh",
    names: str = "both",
    boundaries: str = "by_date",
    media: pd.DataFrame | None = None,
    layers: Sequence[str] = tuple(LAYERS),
    by_deaths: bool = False,
    density: bool = False,
    zoom: View | None = None,
    graticule: bool = False,
) -> go.Figure:
    """Return the map of ``places``, one row per place, layer and quad class as ``queries/event_map.sql`` gives them.

    ``day`` decides which areas of control are drawn; ``boundaries`` is ``by_date``, ``oblast`` (its line
    only) or ``none``; ``names`` is ``both``, ``armenian`` or ``azerbaijani`` for towns of two names. ``media`` adds how
    many reports name each place, as ``queries/media_map.sql`` gives them. ``layers`` are those of ``LAYERS`` to draw;
    a mark stands for events, or ``by_deaths`` for the deaths stated; ``density`` counts them in hexagons
    instead.
    ``zoom`` is another frame than that of the ``view``, in km; ``graticule`` draws parallels and meridians.
    """
    frame = zoom or VIEWS[view]
    places = places[places["layer"].isin(layers)]
    grid = hexagons.grid(places, view, names, zoom=zoom) if density else None
    found = gather(places[~grid.rows] if grid else places, names, by_deaths=by_deaths and not density)
    widest = min(frame.width, frame.height) / 2
    drawn = [p for p in found if math.isfinite(p.x) and (p.radius <= widest if p.ring else p.precision == "exact")]
    off_map = [p for p in found if p not in drawn]
    outside = [p for p in drawn if not frame.contains(p.x, p.y)]
    inside = [p for p in drawn if p not in outside]
    drawn = [p for p in drawn if geography.on_ground(p.x, p.y)]
    points = [p for p in drawn if not p.ring]
    seen = [p for p in points if frame.widened(PAPER).contains(p.x, p.y)]
    unit = px_of_one(seen)

    areas, held = ground.control_on(day if boundaries == "by_date" else date.min)
    key = [*held, *([] if boundaries == "none" else [ground.oblast()])]
    labels = place_labels(
        [
            *map_names.wanted_names([p for p in drawn if p.told_by == "own"], unit, names, frame),
            *(ground.degrees(frame) if graticule else []),
        ],
        [(p.x, p.y, unit * math.sqrt(p.size)) for p in points],
        frame,
        (ground.key_size([trace["name"] for trace in key if trace["showlegend"]]), ground.bar_km(frame)),
    )
    notes = [
        map_words.listed(language.text(map_words.TOO_ROUGH), off_map),
        map_words.listed(map_words.outside(frame), outside, most=6),
        map_words.layers(layers, LAYERS),
        hexagons.note(grid) if grid else "",
        map_words.how_to_read(seen, any(p.ring for p in drawn)),
        "" if media is None or media.empty else attention.note(media),
        map_words.naming(names),
    ]
    return assemble(
        map_words.noted(caption, notes),
        frame,
        [
            *(ground.graticule(frame) if graticule else []),
            *rings([p for p in drawn if p.ring]),
            *([] if media is None else attention.attention(media)),
            marks(points, unit),
            *(hexagons.hexagon_legend(grid) if grid else []),
            *legend(drawn),
        ],
        under=hexagons.hexagons(grid) if grid else [],
        key=key,
        labels=labels,
        marked=[p.place_id for p in points],
        alt=map_words.alt(caption.title, day, (inside, outside, off_map), areas)
        + (f" {hexagons.alt(grid)}" if grid else ""),
        empty=not (found or (grid and grid.cells)),
    )


def assemble(
    caption: theme.Caption,
    frame: View,
    traces: Sequence[dict[str, Any]],
    *,
    key: Sequence[dict[str, Any]],
    labels: Sequence[Label],
    marked: Iterable[str],
    alt: str,
    empty: bool,
    under: Sequence[dict[str, Any]] = (),
) -> go.Figure:
    """Return a map of ``frame``: the ground, the areas of the ``key``, the ``traces`` of events, the names.

    Traces that lie ``under`` the areas of control stand directly on the land. On a phone, where it would cover a
    quarter of the map, the key stands below it.
    """
    bar, bar_text = ground.scale_bar(frame, ground.bar_km(frame))
    nothing = theme.nothing_matches() | {"y": 0.95, "yanchor": "top", "bgcolor": theme.PAPER, "borderpad": 10}
    on_phones, below = ground.key_below(key, NARROW_HEIGHT)
    around = frame if frame == VIEWS["karabakh"] else None  # readers' own frames are too many to be kept
    figure = theme.compose(
        [
            *ground.base(around),
            *under,
            *key,
            ground.borders(around),
            map_names.dots(labels, marked),
            *traces,
            map_names.standing(labels),
        ],
        caption,
        height=HEIGHT,
        narrow_height=NARROW_HEIGHT,
        inner_narrow={"b": 26 + round(below)},
        alt=alt,
        plot_bgcolor=theme.WATER,
        shapes=bar,
        annotations=[
            bar_text,
            *[map_names.wide_name(label) for label in labels if label.wide],
            *([nothing] if empty else []),
        ],
        legend2=ground.key_box(),
        hovermode="closest",
        **ground.frame(frame),
    )
    figure.layout.meta["narrow"] = on_phones
    return figure
