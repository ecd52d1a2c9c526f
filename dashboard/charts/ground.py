"""The ground under the events: land, water, districts, borders, dated areas of control, key and scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard import geography, language
from dashboard.charts import theme
from dashboard.charts.placing import Label
from dashboard.geography import View
from dashboard.model import message

HATCHES: Final = {"NKR": "/", "RUS_PEACEKEEPERS": "\\"}
#: How a claim is drawn: its hatch and its edge.
CLAIM: Final = ("x", "1.5px,2px")
#: Size of the letters of the key and the width in px that its words are broken to.
KEY_TEXT: Final = 11
KEY_WIDTH: Final = 235
#: Px between a map and the key below it.
_KEY_GAP: Final = 4
OBLAST_NAME: Final = message("Nagorno-Karabakh Autonomous Oblast, 1923–1991 (administrative line)")


def quiet(**trace: Any) -> dict[str, Any]:
    """Return a trace that neither answers the pointer nor stands in the legend."""
    return {"type": "scatter", "hoverinfo": "skip", "showlegend": False} | trace


@cache
def base(around: View | None = None) -> tuple[dict[str, Any], ...]:
    """Return land, lakes and the hairlines of the districts, of the region or ``around`` a view; shared, to look at."""
    land = geography.land()
    return (
        _fill(_cut(land["neighbours"], around), theme.NEIGHBOUR_LAND),
        _fill(_cut(land["own"], around), theme.LAND),
        _line(_cut(land["districts"], around), theme.DISTRICT_LINE, 0.7),
        _fill(geography.boundaries("lakes").geometry, theme.WATER),
    )


@cache
def borders(around: View | None = None) -> dict[str, Any]:
    """Return the countries' borders, which lie above the areas of control; as in ``base``."""
    return _line(_cut(geography.land()["borders"], around), theme.BORDER, 1.0)


def _cut(shapes: Any, around: View | None) -> Any:
    """Return what a reader of a view can turn to at one go: all the rest takes its time to draw.

    The page draws another frame anew, with what is around that one.
    """
    if not around:
        return shapes
    across, up = 2 * around.width, around.height
    seen = shapely.box(around.west - across, around.south - up, around.east + across, around.north + up)
    parts = shapely.get_parts(shapes)
    cut = shapely.intersection(parts, seen)
    return cut[~shapely.is_empty(cut) & (shapely.get_dimensions(cut) == shapely.get_dimensions(parts))]


def control_on(day: date) -> tuple[Any, tuple[dict[str, Any], ...]]:
    """Return the areas with a holder that are valid on a day, and how they are drawn; both are shared, to look at."""
    return _control_on(day, language.spoken())


@lru_cache(maxsize=64)
def _control_on(day: date, _language: str) -> tuple[Any, tuple[dict[str, Any], ...]]:
    areas = geography.areas_on(day).rename(columns={"name": "name_"})
    areas = areas[areas["holder"] != ""]
    return areas, tuple(control(areas))


def control(areas: Any) -> list[dict[str, Any]]:
    """Return the dated areas, hatched by holder and named in the key with their days of validity."""
    traces: list[dict[str, Any]] = []
    named: set[str] = set()
    for row in areas.itertuples():
        same = areas[areas["name_"] == row.name_]
        if row.kind == "note":
            traces.append(_note(_broken(in_words(row.name_, row.valid_from, row.valid_to))))
            continue
        first, latest, last = same["valid_from"].min(), same["valid_from"].max(), same["valid_to"].max()
        x, y = geography.path(row.geometry)
        hatch, dash = CLAIM if row.kind == "claim" else (HATCHES[row.holder], "6px,3px")
        pattern = {
            "shape": hatch,
            "fgcolor": theme.HATCH,
            "fgopacity": 0.5,
            "bgcolor": theme.HATCH_FILL,
            "size": 8,
            "solidity": 0.1,
            "fillmode": "replace",
        }
        traces.append(
            quiet(
                name=_broken(in_words(row.name_, first, last, latest)),
                x=x,
                y=y,
                mode="lines",
                fill="toself",
                fillcolor=theme.HATCH_FILL,
                fillpattern=pattern,
                line={"color": theme.HATCH, "width": 1.3, "dash": dash},
                showlegend=row.name_ not in named,
                legend="legend2",
            )
        )
        named.add(row.name_)
    return traces


def in_words(name: str, first: date, last: date, latest: date | None = None) -> str:
    """Return what the key says of an area: name, days of validity, and that it is approximate or not drawn.

    ``latest`` is the day from which the last of several open-ended outlines of this name is valid.
    """
    rows = geography.control()
    if name in set(rows.loc[rows["kind"] == "note", "name"]):
        return language.text("{area} {days} (no outline)", area=language.name(name), days=period_in_words(first, last))
    days = period_in_words(first, last)
    if last == date.max and latest and latest > first:
        days = language.text("{one} and {other}", one=days, other=day_in_words(latest))
    return language.text("{area}, {days} (approximate)", area=language.name(name), days=days)


def period_in_words(first: date, last: date) -> str:
    """Return two days, both included, without saying month or year twice; ``date.max`` is an open end."""
    if last == date.max:
        return language.text("since {day}", day=day_in_words(first))
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_in_words(last)}"
    start = day_in_words(first)
    return language.text("{first} – {last}", first=start.removesuffix(f" {last.year}"), last=day_in_words(last))


def day_in_words(day: date) -> str:
    """Return a day as newspapers write it."""
    if not language.is_english():
        return language.dated(day, "d MMM y")
    months = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
    return f"{day.day} {months[day.month - 1]} {day.year}"


def oblast() -> dict[str, Any]:
    """Return the dotted line of the oblast of 1923-1991."""
    name = _broken(language.text(OBLAST_NAME))
    return _oblast() | {"name": name, "showlegend": True, "legend": "legend2"}


@cache
def _oblast() -> dict[str, Any]:
    return _line(geography.oblast(), theme.INK, 1.2, dash="1.5px,2.5px")


def frame(view: View) -> dict[str, Any]:
    """Return the axes: one scale both ways, no ticks, a hairline around."""
    plain = {"showgrid": False, "showticklabels": False, "showline": True, "mirror": True, "linecolor": theme.RULE}
    return {
        "xaxis": theme.axis(range=[view.west, view.east], **plain),
        "yaxis": theme.axis(range=[view.south, view.north], scaleanchor="x", scaleratio=1, **plain),
    }


def key_box() -> dict[str, Any]:
    """Return the key of lines and areas, bottom left inside the map."""
    return {
        "x": 0.0,
        "y": 0.0,
        "xanchor": "left",
        "yanchor": "bottom",
        "bgcolor": theme.PAPER,
        "bordercolor": theme.RULE,
        "borderwidth": 1,
        "font": {"size": KEY_TEXT, "color": theme.INK},
        "itemclick": False,
        "itemdoubleclick": False,
        "tracegroupgap": 2,
    }


def key_below(key: Sequence[Mapping[str, Any]], height: float) -> tuple[dict[str, Any], float]:
    """Return what is different of the key under a map of ``height`` px, and the px that it takes there.

    Of the areas of a film only those of one epoch are shown at a time, which those of all others make room for.
    """
    named = [trace for trace in key if trace["showlegend"]]
    epochs = [trace.get("meta", {}).get("epoch") for trace in named]
    sizes = [
        key_size([trace["name"] for trace, of in zip(named, epochs, strict=True) if of in (None, epoch)])[1]
        for epoch in set(epochs)
    ]
    changes = {"y": -_KEY_GAP / height, "yanchor": "top", "bgcolor": "rgba(0,0,0,0)", "borderwidth": 0}
    return {f"legend2.{name}": value for name, value in changes.items()}, max(sizes, default=0.0)


def key_size(entries: list[str]) -> tuple[float, float]:
    """Return the px that the key takes for these entries."""
    lines = [line for entry in entries for line in entry.split("<br>")]
    width = max((len(line) for line in lines), default=0) * KEY_TEXT * 0.56 + 56
    return (width, len(lines) * KEY_TEXT * 1.3 + 6 * len(entries) + 8) if lines else (0.0, 0.0)


def bar_km(view: View) -> int:
    """Return a round number of km that is about a fifth of the frame's width."""
    wanted = view.width / 4
    step = 10 ** math.floor(math.log10(wanted))
    return max(1, int(max(n * step for n in (1, 2, 5) if n * step <= wanted)))


def graticule(view: View) -> list[dict[str, Any]]:
    """Return parallels and meridians across the frame and around it."""
    x: list[float | None] = []
    y: list[float | None] = []
    for _, _, across, up in _lines_of_degrees(view):
        x += [*across.round(1).tolist(), None]
        y += [*up.round(1).tolist(), None]
    style = {"color": theme.DISTRICT_LINE, "width": 0.6, "dash": "1px,3px"}
    return [quiet(name="graticule", x=x, y=y, mode="lines", line=style)]


def degrees(view: View) -> list[Label]:
    """Return the names of parallels and meridians, which stand on their lines near the rim where there is room."""
    return [
        Label(f"degree {name}", tuple(zip(across[order].tolist(), up[order].tolist(), strict=True)), (name,), 10,
              theme.SOFT_INK, centred=True)
        for name, order, across, up in _lines_of_degrees(view)
    ]  # fmt: skip


def _lines_of_degrees(view: View) -> Iterator[tuple[str, NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]]:
    """Yield name, x and y of each line, and the order in which its points would bear the name: those of the frame."""
    west, south, east, north = geography.degrees(view)
    step = next((step for step in (0.25, 0.5, 1.0) if (east - west) / step <= 6), 2.0)
    north_, east_ = language.text("{degrees}° N"), language.text("{degrees}° E")
    for low, high, first, last, form in ((west, east, south, north, east_), (south, north, west, east, north_)):
        for degree in np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step:
            run = np.linspace(first - 4, last + 4, 80)
            fixed = np.full(len(run), degree)
            x, y = geography.project(*((fixed, run) if form == east_ else (run, fixed)))
            inside = np.flatnonzero(view.contains(x, y))
            yield (
                form.format(degrees=language.number(degree, "g")),
                np.r_[inside[::-1]][: max(1, len(inside) // 3)],
                x,
                y,
            )


def scale_bar(view: View, km: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the lines and the text of a bar of ``km``, bottom right of the frame that is always visible."""
    east = view.east - 0.04 * view.width
    style = {"type": "line", "xref": "x", "yref": "paper", "line": {"color": theme.INK, "width": 1.3}}
    ends = ((east - km, east, 0.025, 0.025), (east - km, east - km, 0.025, 0.037), (east, east, 0.025, 0.037))
    text = {
        "name": "scale",
        "x": east - km / 2,
        "xref": "x",
        "y": 0.03,
        "yref": "paper",
        "yanchor": "bottom",
        "text": f"{km} km",
        "showarrow": False,
        "font": {"size": 11, "color": theme.INK},
    }
    return [style | {"x0": x0, "x1": x1, "y0": y0, "y1": y1} for x0, x1, y0, y1 in ends], text


def _numbers(shapes: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return x and y in km as plotly takes them soonest; NaN parts the lines."""
    x, y = geography.path(shapes)
    return np.array(x, np.float32), np.array(y, np.float32)


def _fill(shapes: Any, colour: str) -> dict[str, Any]:
    x, y = _numbers(shapes)
    return quiet(x=x, y=y, fill="toself", fillcolor=colour, line={"width": 0}, mode="lines")


def _line(shapes: Any, colour: str, width: float, **style: Any) -> dict[str, Any]:
    x, y = _numbers(shapes)
    return quiet(x=x, y=y, mode="lines", line={"color": colour, "width": width} | style)


def _note(words: str) -> dict[str, Any]:
    """Return an entry of the key that stands for nothing drawn."""
    return quiet(name=words, x=[None], y=[None], mode="lines", line={"width": 0}, showlegend=True, legend="legend2")


def _broken(words: str) -> str:
    return "<br>".join(theme.wrap(words, KEY_WIDTH, KEY_TEXT))
