"""The names on the map: which would like to stand there, and how those that found room are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from dashboard import geography, language
from dashboard.charts import ground, theme
from dashboard.charts.marks import Place
from dashboard.charts.placing import Label
from dashboard.geography import View


def wanted_names(places: list[Place], unit: float, names: str, frame: View) -> list[Label]:
    """Return the names that would like to stand on the map: countries, places with events, rings, towns by rank."""
    points = [p for p in places if not p.ring]
    marked = {p.place_id for p in points}
    centred, towns = [], []
    for kind, label_id, told, everywhere in _named(names):
        name = language.name(told)
        spots = tuple(sorted(everywhere, key=lambda spot: not frame.contains(*spot)))
        if kind == "country":
            centred.append(Label(label_id, spots, (name.upper(),), 13, theme.SOFT_INK, centred=True))
        elif kind != "town":
            lines = tuple(name.replace(" (", "\n(").split("\n"))
            centred.append(Label(label_id, spots, lines, 11, theme.SOFT_INK, centred=True))
        elif label_id not in marked:
            towns.append(Label(label_id, spots, lines_of(name), 11, theme.SOFT_INK, mark=4))
    largest = max((p.size for p in points), default=0)
    events = [
        Label(
            p.place_id,
            ((p.x, p.y),),
            lines_of(p.name),
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


@cache
def _named(names: str) -> list[tuple[str, str, str, list[tuple[float, float]]]]:
    """Return kind, id, name and spots in km of all that may be named, most important first."""
    return [
        (str(kind), str(label_id), str(rows[geography.NAMES[names]].iloc[0]),
         list(zip(rows["x"].tolist(), rows["y"].tolist(), strict=True)))
        for (kind, label_id), rows in geography.labels().groupby(["kind", "label_id"], sort=False)
    ]  # fmt: skip


def lines_of(name: str) -> tuple[str, ...]:
    """Return the lines of a town's name: its second name, if it has one, stands on its own."""
    first, _, second = name.partition(" / ")
    return (f"{first} /", second) if second else (first,)


def dots(labels: Iterable[Label], marked: Iterable[str]) -> dict[str, Any]:
    """Return the small dots of named towns that are not ``marked`` by events."""
    known = set(marked)
    dotted = [label for label in labels if not label.centred and label.label_id not in known]
    return ground.quiet(
        name="towns",
        x=[round(label.x, 2) for label in dotted],
        y=[round(label.y, 2) for label in dotted],
        mode="markers",
        marker={"size": 4, "color": theme.SOFT_INK},
    )


def standing(labels: Iterable[Label], *, digits: int = 2) -> dict[str, Any]:
    """Return the names that stand on every screen, their places rounded to ``digits`` of a km."""
    kept = [label for label in labels if not label.wide]
    return ground.quiet(
        name="names",
        mode="markers+text",
        x=[round(label.x, digits) for label in kept],
        y=[round(label.y, digits) for label in kept],
        text=["<br>".join(theme.plain(line) for line in label.lines) for label in kept],
        textposition=[label.position for label in kept],
        textfont={
            "size": [label.size for label in kept],
            "color": [label.colour for label in kept],
            "family": theme.FONT,
            "shadow": "auto",
        },
        marker={"size": [label.mark for label in kept], "opacity": 0},
    )


def wide_name(label: Label) -> dict[str, Any]:
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
