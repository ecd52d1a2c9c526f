"""How did it change? Small maps of several dates side by side: one frame, one scale of marks, one figure to print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import ground, map_words, panels, theme
from dashboard.charts.marks import Place, legend, px_of_one
from dashboard.charts.panels import Panel, SmallMap
from dashboard.geography import VIEWS, View

WIDTH: Final = 1152  # px of the plot on paper
PHONE: Final = 386  # and on a phone
GUTTER: Final = 24
HEAD: Final = 50  # px above a panel for its title
FOOT: Final = 14  # px below a panel's key
SIZES: Final = 76  # px of the strip that explains the sizes
TALLEST: Final = {1: 560.0, 2: 460.0}  # px of a panel, by the number of rows
TALLEST_ON_A_PHONE: Final = 340.0
#: Px of the narrowest and widest screens that show two columns, and of the smallest phone.
SCREENS: Final = ((640, 1320), (346,))
MOST: Final = 6


def map_multiples(
    several: Sequence[Panel],
    caption: theme.Caption,
    *,
    view: str = "karabakh",
    names: str = "both",
    boundaries: str = "by_date",
    zoom: View | None = None,
) -> go.Figure:
    """Return the panels as one figure in two columns; four make a page, two a before and after.

    ``view``, ``names``, ``boundaries`` and ``zoom`` mean what they mean in ``event_map``. Where axes and keys stand on
    a phone, one panel under the other, is in ``layout.meta["narrow"]``: path in the layout -> value.
    """
    if not 1 <= len(several) <= MOST:
        raise ValueError(f"A figure has 1 to {MOST} maps, not {len(several)}.")
    frame = zoom or VIEWS[view]
    maps = [panels.small_map(panel, i, frame, names, boundaries) for i, panel in enumerate(several)]
    keys = [panels.key(one, boundaries) for one in maps]
    paper, phone = _page(keys, frame, columns=2), _page(keys, frame, columns=1)
    whole = frame.widened(paper.size)
    seen = [place for one in maps for place in one.points if whole.contains(place.x, place.y)]
    unit = px_of_one(seen)
    most_in_a_ring = max(one.most_in_a_ring for one in maps)
    bar_km = ground.bar_km(frame)
    traces: list[dict[str, Any]] = []
    for one, key in zip(maps, keys, strict=True):
        foot = bar_km if one is maps[-1] else 0
        labels = panels.labels(one, frame, names, unit=unit, screens=_screens(paper, phone), bar_km=foot)
        traces += panels.draw(one, key, labels, unit=unit, most_in_a_ring=most_in_a_ring)
    bar, bar_text = ground.scale_bar(frame, bar_km)
    here = {"xref": f"x{maps[-1].axis}", "yref": f"y{maps[-1].axis} domain"}
    figure = theme.compose(
        [*traces, *_sizes(seen, unit, len(maps)), *legend([place for one in maps for place in one.drawn])],
        map_words.noted(caption, _notes(maps, seen, frame, names, dotted=boundaries != "none")),
        height=round(paper.height),
        narrow_height=round(phone.height),
        inner={"b": 8},
        alt=_alt(caption.title, maps, keys),
        plot_bgcolor=theme.WATER,
        shapes=[*(line | here for line in bar), _blank(len(maps))],
        annotations=[bar_text | here, *(note for one in maps for note in panels.titles(one)), _sizes_title(maps, seen)],
        hovermode="closest",
        **_axes(maps, frame, paper),
        **_key_boxes(paper),
    )
    figure.layout.meta = {**figure.layout.meta, "narrow": _on_a_phone(phone)}
    return figure


# --- the page ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the panels stand: its height and a panel's size in px, domains of x and y, and the corners of the keys."""

    height: float
    size: tuple[float, float]
    domains: list[tuple[list[float], list[float]]]
    corners: list[tuple[float, float]]

    @property
    def strip(self) -> list[float]:
        """The domain of the sizes, at the foot."""
        return [0.0, 46 / self.height]


def _page(keys: list[list[dict[str, Any]]], frame: View, *, columns: int) -> _Page:
    """Return the page: panels of one size in rows, each with its title above and its key below."""
    full, rows = (WIDTH, math.ceil(len(keys) / columns)) if columns > 1 else (PHONE, len(keys))
    width = (full - GUTTER * (columns - 1)) / columns
    tallest = TALLEST[min(rows, 2)] if columns > 1 else TALLEST_ON_A_PHONE
    height = max(180.0, min(tallest, width * frame.height / frame.width))
    below = [ground.key_size([part["name"] for part in key if part["showlegend"]])[1] + FOOT for key in keys]
    deepest = [max(below[row * columns : (row + 1) * columns]) for row in range(rows)]
    total = sum(HEAD + height + deep for deep in deepest) + SIZES
    domains, corners = [], []
    for i in range(len(keys)):
        row, column = divmod(i, columns)
        top = total - sum(HEAD + height + deep for deep in deepest[:row]) - HEAD
        west = column * (width + GUTTER) / full
        domains.append(([west, west + width / full], [(top - height) / total, top / total]))
        corners.append((west, (top - height - 4) / total))
    return _Page(total, (width, height), domains, corners)


def _screens(paper: _Page, phone: _Page) -> list[tuple[float, float, bool]]:
    """Return width and height of a panel on the screens between which its names have to stand free."""
    two = [((width - GUTTER * width / WIDTH) / 2, paper.size[1], False) for width in SCREENS[0]]
    return [(*paper.size, False), *two, (*phone.size, True), *((float(w), phone.size[1], True) for w in SCREENS[1])]


def _axes(maps: list[SmallMap], frame: View, page: _Page) -> dict[str, Any]:
    """Return the axes of all panels, which move together, and those of the strip that explains the sizes."""
    axes: dict[str, Any] = {}
    for one, (across, up) in zip(maps, page.domains, strict=True):
        shared = ground.frame(frame)
        x = shared["xaxis"] | {"domain": across, "anchor": f"y{one.axis}"}
        y = shared["yaxis"] | {"domain": up, "anchor": f"x{one.axis}"}
        if one.number:
            x |= {"matches": "x"}
            y = {name: value for name, value in y.items() if not name.startswith("scale")} | {"matches": "y"}
        axes |= {f"xaxis{one.axis}": x, f"yaxis{one.axis}": y}
    n, still = len(maps) + 1, {"visible": False, "fixedrange": True}
    axes[f"xaxis{n}"] = theme.axis(domain=[0, 1], anchor=f"y{n}", range=[0, WIDTH], **still)
    axes[f"yaxis{n}"] = theme.axis(domain=page.strip, anchor=f"x{n}", range=[-1, 1], **still)
    return axes


def _on_a_phone(page: _Page) -> dict[str, Any]:
    """Return what is different in the layout on a phone."""
    changes: dict[str, Any] = {}
    for i, ((across, up), (x, y)) in enumerate(zip(page.domains, page.corners, strict=True)):
        axis = str(i + 1) if i else ""
        changes |= {f"xaxis{axis}.domain": across, f"yaxis{axis}.domain": up}
        changes |= {f"legend{i + 2}.x": x, f"legend{i + 2}.y": y}
    n = len(page.domains) + 1
    return changes | {f"yaxis{n}.domain": page.strip, f"xaxis{n}.range": [0, PHONE]}


def _key_boxes(page: _Page) -> dict[str, Any]:
    """Return the boxes of the panels' keys, which hang below them."""
    plain = ground.key_box() | {"bgcolor": "rgba(0,0,0,0)", "borderwidth": 0, "yanchor": "top"}
    return {f"legend{i + 2}": plain | {"x": x, "y": y} for i, (x, y) in enumerate(page.corners)}


# --- one scale of marks -----------------------------------------------------------------------------


def _shown_sizes(seen: list[Place]) -> list[int]:
    """Return the numbers whose marks explain the scale: one, the largest, and a round one between."""
    most = max((place.size for place in seen), default=0)
    between = next((n for n in (500, 200, 100, 50, 20, 10, 5, 2) if n <= most / 3), 0)
    return sorted({n for n in (1, between, most) if n})


def _sizes(seen: list[Place], unit: float, number: int) -> list[dict[str, Any]]:
    """Return the marks that explain the one scale of all panels, in a strip at the foot."""
    shown = _shown_sizes(seen)
    if not shown:
        return []
    marker = {"symbol": "circle", "color": theme.RULE, "line": {"width": 0.8, "color": theme.SOFT_INK}}
    return [
        ground.quiet(
            name="sizes",
            mode="markers+text",
            x=[24 + 95 * i for i in range(len(shown))],
            y=[0] * len(shown),
            text=[language.number(n) for n in shown],
            textposition="middle right",
            textfont={"size": 12, "color": theme.INK, "family": theme.FONT},
            marker=marker | {"size": [round(unit * math.sqrt(n), 1) for n in shown]},
            xaxis=f"x{number + 1}",
            yaxis=f"y{number + 1}",
        )
    ]


def _blank(number: int) -> dict[str, Any]:
    """Return the paper under the sizes, where the panels have water."""
    refs = {"xref": f"x{number + 1} domain", "yref": f"y{number + 1} domain", "layer": "below"}
    return refs | {"type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "fillcolor": theme.PAPER, "line": {"width": 0}}


def _sizes_title(maps: list[SmallMap], seen: list[Place]) -> dict[str, Any]:
    axis = len(maps) + 1
    return {
        "name": "sizes",
        "text": language.text("Events at a place, one scale in all panels")
        if seen
        else language.text("No place is marked in any panel"),
        "xref": "paper",
        "yref": f"y{axis} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": theme.SOFT_INK},
    }


# --- words ------------------------------------------------------------------------------------------


def _notes(maps: list[SmallMap], seen: list[Place], frame: View, names: str, *, dotted: bool) -> list[str]:
    """Return what stands under the figure: what no panel shows, and how to read them."""
    text = language.text
    holder = next((one for one in maps if any(p is _largest(seen) for p in one.points)), None)
    return [
        _per_panel(
            language.text(map_words.TOO_ROUGH),
            [(one.letter, one.off_map) for one in maps],
        ),
        _per_panel(map_words.outside(frame), [(one.letter, one.outside) for one in maps]),
        map_words.how_to_read(seen, any(p.ring for one in maps for p in one.drawn)),
        text("Marks and rings have one scale in all panels; the largest mark is in {panel}.", panel=holder.letter)
        if holder
        else "",
        text(
            "Each panel shows the areas as they were on its day; dotted: the Nagorno-Karabakh Autonomous Oblast of "
            "1923–1991."
        )
        if dotted
        else text("Each panel shows the areas as they were on its day."),
        map_words.naming(names),
    ]


def _largest(seen: list[Place]) -> Place | None:
    return max(seen, key=lambda p: p.size, default=None)


def _per_panel(lead: str, places: list[tuple[str, list[Place]]]) -> str:
    """Return ``lead`` and each panel's foremost places with their numbers, or nothing."""
    parts = [map_words.listed(letter, some, most=4).rstrip(".") for letter, some in places if some]
    return f"{lead} – {'; '.join(parts)}." if parts else ""


def _alt(title: str, maps: list[SmallMap], keys: list[list[dict[str, Any]]]) -> str:
    """Return the sentences of the figure for those who do not see it, one for each panel."""
    text, number = language.text, language.number
    words = [text("{title}. {n} maps side by side, with one scale of marks.", title=title, n=len(maps))]
    unnamed = {text(panels.OBLAST), text(panels.NO_AREA)}
    for one, key in zip(maps, keys, strict=True):
        words.append(
            text(
                "{panel}, {heading}, events of {days}, {count}:",
                panel=one.letter,
                heading=one.heading,
                days=one.days,
                count=one.count,
            )
        )
        if one.inside:
            first = sorted(one.inside, key=lambda p: (-p.size, p.name))[:3]
            top = ", ".join(f"{p.name} {number(p.size)}" for p in first)
            words.append(text("places in view {n:,}, most at {most};", n=len(one.inside), most=top))
        elif one.found:
            words.append(text("none in view;"))
        else:
            words.append(text("no event matches this filter in these days;"))
        if one.off_map:
            words.append(text("{n:,} known too roughly for the map;", n=sum(p.total for p in one.off_map)))
        if one.outside:
            words.append(text("{n:,} outside the view;", n=sum(p.total for p in one.outside)))
        areas = [trace["name"].replace("<br>", " ") for trace in key if trace["showlegend"]]
        areas = [name for name in areas if name not in unnamed]
        words.append(text("areas: {areas}.", areas="; ".join(areas)) if areas else text("no area of control is drawn."))
    return " ".join(words)
