"""Every chart of the dashboard as the picture that its page shows, and a figure that is drawn in no time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import plotly.graph_objects as go

from dashboard.answers import Answers
from dashboard.charts.theme import Caption, compose
from dashboard.model import Filters
from dashboard.pictures import Picture, analyses, coverage, network, overview, talks
from dashboard.pictures import map as maps
from dashboard.pictures.map import MapOptions
from dashboard.pictures.ties import NetworkOptions

WAR: Final = Filters(date(2020, 9, 27), date(2020, 11, 10))
_DAYS: Final = tuple(date(year, 10, 1) for year in (1994, 2016, 2020, 2023))
_MAPS: Final = {
    "map": MapOptions(),
    "map of deaths": MapOptions(mark="deaths", lines=True),
    "map of density": MapOptions(mark="hexagons", ground={"view": "caucasus"}),
    "map, played": MapOptions("play", step="week", window=1),
    "map of four dates": MapOptions("four", dates=_DAYS),
    "map before and after": MapOptions("two", dates=_DAYS[1:3], span=90),
    "map of venues": MapOptions("venues", lines=True),
}


def _of_map(options: MapOptions) -> Callable[[Answers, Filters], Picture]:
    return lambda given, chosen: maps.picture(given, chosen, options)


def _of_question(question: str) -> Callable[[Answers, Filters], Picture]:
    return lambda given, chosen: analyses.picture(given, chosen, question)


def _of_coverage(show: str) -> Callable[[Answers, Filters], Picture]:
    return lambda given, chosen: coverage.picture(given, chosen, show)


def _of_network(show: str) -> Callable[[Answers, Filters], Picture]:
    return lambda given, chosen: network.draw(given, chosen, NetworkOptions(show)).picture


EVERY: Final[dict[str, Callable[[Answers, Filters], Picture]]] = {
    "overview": overview.picture,
    **{name: _of_map(options) for name, options in _MAPS.items()},
    "timeline": talks.timeline,
    "comparison": talks.comparison,
    **{question: _of_question(question) for question in analyses.ANALYSES},
    **{f"coverage: {show}": _of_coverage(show) for show in coverage.SHOWS},
    **{f"network: {show}": _of_network(show) for show in network.CHARTS},
}
#: Those that a reader plays: a file of a server shows their first step.
PLAYED: Final = ("map, played", "network: time")


def small(title: str, filters: str = "All dates · all actors", *, count: str = "n = 3 events") -> go.Figure:
    """Return a line between three days with a caption."""
    caption = Caption(title, filters, count, "3 rows.", "2026-01-01-abcdef, karabakh-timeline, CC BY 4.0", "")
    line = {"type": "scatter", "x": ["2020-01-01", "2020-06-01", "2021-01-01"], "y": [1, 3, 2], "name": "a line"}
    return compose([line | {"line": {"color": "#b23a24"}}], caption, height=300, alt=title)
