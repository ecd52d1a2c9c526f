"""How dense are the events? Counts per hexagon of one size on the ground, in five classes of exact bounds."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dashboard import geography, language
from dashboard.charts import ground, theme
from dashboard.charts.ground import period_in_words
from dashboard.charts.marks import class_name
from dashboard.geography import VIEWS, View
from dashboard.model import dataset_name

#: Kilometres from side to side of a hexagon, which is also how far the middles of neighbours are apart: the largest
#: that goes twenty times into the frame's width, 10 for Karabakh and 25 for the South Caucasus.
ACROSS_KM: Final = (50, 25, 10, 5, 2)
#: Bounds are rounded to these figures, so that they can be said and remembered.
_ROUND: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hexagon that holds events: its middle in km, counted events and others, and what lies behind them."""

    x: float
    y: float
    events: int
    others: int
    quads: dict[int, int]
    tellers: dict[str, int]
    places: tuple[tuple[str, int], ...]
    days: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The hexagons of a view, ``across`` km from side to side, the least number of each class, what is left out."""

    across: int
    cells: tuple[Cell, ...]
    bounds: tuple[int, ...]
    #: Rows of the question that are in hexagons; all others are rings, listed or beyond the ground.
    rows: NDArray[np.bool_]
    in_view: int
    imprecise: int

    @property
    def most(self) -> int:
        """The number of the fullest hexagon."""
        return max((cell.events for cell in self.cells), default=0)

    def class_of(self, cell: Cell) -> int:
        """Return which class a hexagon is in, from 0, or -1 if none of its events is counted."""
        return int(np.searchsorted(self.bounds, cell.events, side="right")) - 1


def grid(places: pd.DataFrame, view: str, names: str = "both", *, zoom: View | None = None) -> Grid:
    """Count the events of ``places``, the rows of ``queries/event_map.sql``, in the hexagons of ``view``.

    Only places known to the point are counted in hexagons. The lattice is fixed to the ground, not to the
    data, so that a hexagon stays the same under every filter.
    """
    frame = zoom or VIEWS[view]
    across = next((km for km in ACROSS_KM if km <= frame.width / 20), ACROSS_KM[-1])
    x, y = geography.project(places["lon"].astype(float), places["lat"].astype(float))
    exact = (places["place_precision"] == "exact").to_numpy(bool) & np.isfinite(x)
    exact[exact] = shapely.contains_xy(geography.land()["whole"], x[exact], y[exact])
    x, y = x[exact], y[exact]
    found = places.loc[exact]
    column, row = _lattice(x, y, across)
    order = np.lexsort((column, row))
    starts = np.flatnonzero(np.r_[True, (np.diff(column[order]) != 0) | (np.diff(row[order]) != 0)][: len(order)])
    found = found.iloc[order].assign(name_=_names(found, names)[order])
    middles = _middle(column[order][starts], row[order][starts], across)
    cells = _cells(found, np.r_[starts, len(order)], middles)
    counts = places["events"].to_numpy(int)
    rough = places["place_precision"].isin(["district", "region"]).to_numpy(bool)
    seen = frame.contains(x, y)
    return Grid(
        across,
        cells,
        class_bounds(max((cell.events for cell in cells), default=0)),
        exact,
        int(counts[exact][seen].sum()),
        int(counts[rough].sum()),
    )


def _lattice(x: NDArray[Any], y: NDArray[Any], across: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return column (in half widths) and row of the hexagon, one corner north, that each point lies in.

    The middles are those of two rectangular lattices, one set into the other; a point belongs to the nearer.
    """
    rise = across * math.sqrt(3)  # between rows of one lattice
    a_column, a_row = np.rint(x / across), np.rint(y / rise)
    b_column, b_row = np.floor(x / across) + 0.5, np.floor(y / rise) + 0.5
    to_a = (x - a_column * across) ** 2 + (y - a_row * rise) ** 2
    to_b = (x - b_column * across) ** 2 + (y - b_row * rise) ** 2
    nearer = to_a <= to_b
    column = np.where(nearer, 2 * a_column, 2 * b_column).astype(np.int64)
    return column, np.where(nearer, 2 * a_row, 2 * b_row).astype(np.int64)


def _middle(column: NDArray[np.int64], row: NDArray[np.int64], across: float) -> NDArray[np.float64]:
    return np.column_stack([column * across / 2, row * across * math.sqrt(3) / 2])


def _names(found: pd.DataFrame, names: str) -> NDArray[Any]:
    """Return the name of each row's place in the chosen naming."""
    given = found["place"].astype(str).map(language.name).to_numpy(object)
    if names == "both":
        return given
    own = geography.labels().drop_duplicates("label_id").set_index("label_id")[geography.NAMES[names]]
    chosen = found["place_id"].map(own)
    return np.where(chosen.notna(), chosen, given)


def _cells(found: pd.DataFrame, starts: NDArray[Any], middles: NDArray[np.float64]) -> tuple[Cell, ...]:
    """Return the hexagons of rows that are sorted so that each hexagon's stand together from its start on."""
    columns = ("name_", "quad", "told_by", "events", "others", "event_ids")
    name, quad, told_by, events, others, ids = (found[column].tolist() for column in columns)
    days = [pd.to_datetime(found[column]).to_numpy("datetime64[D]") for column in ("first_day", "last_day")]
    cells = []
    for (x, y), a, b in zip(middles.tolist(), starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        per_place, per_quad, per_teller = Counter[str](), Counter[int](), Counter[str]()
        for i in range(a, b):
            per_place[name[i]] += int(events[i])
            per_quad[int(quad[i])] += int(events[i])
            per_teller[told_by[i]] += int(events[i])
        known = np.concatenate([column[a:b] for column in days])
        known = known[~np.isnat(known)]
        cells.append(
            Cell(
                round(x, 3),
                round(y, 3),
                per_quad.total(),
                int(sum(others[a:b])),
                {quad: n for quad, n in sorted(per_quad.items()) if n},
                {teller: n for teller, n in sorted(per_teller.items()) if n},
                tuple(sorted(per_place.items(), key=lambda pair: (-pair[1], pair[0]))),
                period_in_words(known.min().item(), known.max().item()) if len(known) else "",
                tuple(dict.fromkeys(map(str, chain.from_iterable(ids[a:b])))),
            )
        )
    return tuple(cells)


def class_bounds(most: int) -> tuple[int, ...]:
    """Return the least number of each class, at most five, whose widths grow by one factor, rounded."""
    steps = len(theme.DENSITY)
    if most <= steps:
        return tuple(range(1, most + 1))
    bounds = [1]
    for i in range(1, steps):
        exact = most ** (i / steps)
        scale = 10 ** math.floor(math.log10(exact))
        nice = min((step * scale for step in _ROUND), key=lambda value: abs(math.log(value / exact)))
        bounds.append(max(bounds[-1] + 1, math.ceil(nice)))
    return tuple(bounds)


def hexagons(counted: Grid) -> list[dict[str, Any]]:
    """Return the hexagons, one trace per class, and above them the middles that answer the pointer.

    They lie above the land and below the areas of control, the borders and the names.
    """
    ranked = sorted(counted.cells, key=counted.class_of)
    traces = []
    for step, cells in groupby(ranked, counted.class_of):
        x, y = _outlines(list(cells), counted.across)
        colour = theme.SOFT_INK if step < 0 else theme.DENSITY[step]
        style = {"fill": "none", "line": {"color": colour, "width": 1, "dash": "dot"}}
        if step >= 0:
            style = {"fill": "toself", "fillcolor": colour, "line": {"color": theme.PAPER, "width": 0.6}}
        traces.append(ground.quiet(name="hexagons", x=x, y=y, mode="lines", opacity=0.9, **style))
    return [*traces, _middles(counted)] if traces else []


def _outlines(cells: list[Cell], across: float) -> tuple[list[float | None], list[float | None]]:
    """Return closed outlines with None between them."""
    turn = np.radians(np.arange(0, 361, 60))
    reach = across / math.sqrt(3)
    middles = np.array([(cell.x, cell.y) for cell in cells])
    x = np.round(middles[:, :1] + reach * np.sin(turn), 2)
    y = np.round(middles[:, 1:] + reach * np.cos(turn), 2)
    gap = np.full((len(cells), 1), None)
    return np.hstack([x, gap]).ravel().tolist()[:-1], np.hstack([y, gap]).ravel().tolist()[:-1]


def _middles(counted: Grid) -> dict[str, Any]:
    """Return what answers the pointer: small, so that the nearest middle is that of the hexagon under it."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "middles of hexagons",
        "showlegend": False,
        "x": [round(cell.x, 2) for cell in counted.cells],
        "y": [round(cell.y, 2) for cell in counted.cells],
        "marker": {"size": [6] * len(counted.cells), "opacity": 0},
        "hoverinfo": "text",
        "hovertext": [_hover(cell, counted.across) for cell in counted.cells],
        "customdata": [{"event_ids": list(cell.event_ids), "place_id": ""} for cell in counted.cells],
    }


def _hover(cell: Cell, across: int) -> str:
    """Return the box of a hexagon: number, foremost places, classes and days; untrusted texts are made plain."""
    text = language.text
    events = language.plural("{n:,} event", "{n:,} events", cell.events)
    lines = [text("{events} in a hexagon of {across} km", events=f"<b>{events}</b>", across=across)]
    lines += [f"{theme.plain(name)}: {language.number(n)}" for name, n in cell.places[:5] if n or not cell.events]
    if rest := cell.places[5:]:
        more = language.plural("{n:,} more place", "{n:,} more places", len(rest))
        lines.append(f"{more}: {language.number(sum(n for _, n in rest))}")
    lines += [f"{class_name(quad)}: {language.number(n)}" for quad, n in cell.quads.items()]
    if set(cell.tellers) - {"own"}:
        lines += [_told(told_by, n) for told_by, n in cell.tellers.items()]
    if cell.others:
        lines.append(text("Planned, alleged, denied or background, not counted: {n:,}", n=cell.others))
    return "<br>".join([*lines, cell.days] if cell.days else lines)


def _told(told_by: str, number: int) -> str:
    if told_by == "own":
        return language.text("As our own rows tell it: {n:,}", n=number)
    dataset = theme.plain(language.text(dataset_name(told_by)))
    return language.text("As the rows of {dataset} tell it: {n:,}", dataset=dataset, n=number)


def hexagon_legend(counted: Grid) -> list[dict[str, Any]]:
    """Return empty traces that stand in the legend for the classes, with the bounds of each."""
    point = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
    entries: list[dict[str, Any]] = []
    ends = [*(bound - 1 for bound in counted.bounds[1:]), counted.most]
    for i, low in enumerate(counted.bounds):
        high = ends[i]
        words = language.number(low) if low == high else f"{language.number(low)}–{language.number(high)}"
        name = words if i else language.text("Events in a hexagon: {number}", number=words)
        marker = {"symbol": "hexagon", "color": theme.DENSITY[i], "size": 13}
        entries.append(point | {"name": name, "marker": marker})
    if any(not cell.events for cell in counted.cells):
        marker = {"symbol": "hexagon-open", "color": theme.SOFT_INK, "size": 12}
        entries.append(point | {"name": language.text("Only planned or alleged"), "marker": marker})
    return entries


def note(counted: Grid) -> str:
    """Return how to read the hexagons, and what is not in them."""
    text, plural = language.text, language.plural
    words = [
        text(
            "Hexagons: {across} km from side to side, {area:,.0f} km² each in UTM 38N, which in the views of this map "
            "is true to less than 1 %; {events} at places known to the point, {in_view:,} of them in the middle of "
            "this view.",
            across=counted.across,
            area=counted.across**2 * math.sqrt(3) / 2,
            events=_counted(sum(cell.events for cell in counted.cells)),
            in_view=counted.in_view,
        )
    ]
    if counted.imprecise:
        words.append(
            plural(
                "{n:,} event known to a district or region only is in no hexagon.",
                "{n:,} events known to a district or region only are in no hexagon.",
                counted.imprecise,
            )
        )
    if len({told_by for cell in counted.cells for told_by in cell.tellers}) > 1:
        words.append(text("Several datasets: what two of them tell counts twice."))
    return " ".join(words)


def alt(counted: Grid) -> str:
    """Return the sentence of the hexagons for those who do not see them."""
    if not counted.cells:
        return language.text("No event at a place known to the point.")
    ranked = sorted(counted.cells, key=lambda cell: (-cell.events, cell.x, cell.y))
    top = [language.text("{place} and around {n:,}", place=cell.places[0][0], n=cell.events) for cell in ranked[:5]]
    return language.text(
        "{events} in {hexagons} of {across} km, most at {most}.",
        events=_counted(sum(cell.events for cell in ranked)),
        hexagons=language.plural("{n:,} hexagon", "{n:,} hexagons", len(ranked)),
        across=counted.across,
        most=", ".join(top),
    )


def _counted(number: int) -> str:
    return language.plural("{n:,} counted event", "{n:,} counted events", number)
