"""Every picture by its name, as the command line and the brief know it, with the usual options of its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from dashboard.answers import Answers
from dashboard.model import Filters
from dashboard.pictures import analyses, network, overview, talks
from dashboard.pictures import map as maps
from dashboard.pictures.map import MapOptions
from dashboard.pictures.picture import Picture
from dashboard.pictures.ties import NetworkOptions


def _network(show: str) -> Callable[[Answers, Filters], Picture]:
    return lambda given, chosen: network.draw(given, chosen, NetworkOptions(show=show)).picture


#: Name of a figure -> how it is made for a filter. Films are for the page: a file shows no time passing.
CHARTS: Final[dict[str, Callable[[Answers, Filters], Picture]]] = {
    "overview": overview.picture,
    "event_map": maps.picture,
    "event_density": partial(maps.picture, options=MapOptions(mark="hexagons")),
    "talk_venues": partial(maps.picture, options=MapOptions(time="venues")),
    "diplomacy_timeline": talks.timeline,
    **{question: partial(analyses.picture, question=question) for question in analyses.ANALYSES},
    "talk_comparison": talks.comparison,
    **{name: _network(show) for show, name in network.CHARTS.items() if show != "time"},
}
