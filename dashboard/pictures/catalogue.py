"""Every picture by its name, as the command line and the brief know it, with the usual options of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from dashboard.answers import Answers
from dashboard.model import Filters
from dashboard.pictures import analyses, coverage, network, overview, talks
from dashboard.pictures import map as maps
from dashboard.pictures.map import MapOptions
from dashboard.pictures.picture import Picture
from dashboard.pictures.ties import NetworkOptions


@dataclass(frozen=True, slots=True)
class Chart:
    """How a picture is made for a filter, and where it stands: a page below the dashboard's address, its options."""

    make: Callable[[Answers, Filters], Picture]
    page: str
    options: Mapping[str, str] = field(default_factory=dict)


def _network(show: str) -> Chart:
    def make(given: Answers, chosen: Filters) -> Picture:
        return network.draw(given, chosen, NetworkOptions(show=show)).picture

    return Chart(make, "network", {} if show == "network" else {"show": show})


def _analysis(question: str) -> Chart:
    make = partial(analyses.picture, question=question)
    return Chart(make, "diplomacy", {"show": "analyses", "analysis": question})


#: Name of a figure -> its chart. Films are for the page: a file shows no time passing.
CHARTS: Final[dict[str, Chart]] = {
    "overview": Chart(overview.picture, ""),
    "event_map": Chart(maps.picture, "map"),
    "event_density": Chart(partial(maps.picture, options=MapOptions(mark="hexagons")), "map", {"marks": "hexagons"}),
    "talk_venues": Chart(partial(maps.picture, options=MapOptions(time="venues")), "map", {"view": "venues"}),
    "diplomacy_timeline": Chart(talks.timeline, "diplomacy"),
    **{question: _analysis(question) for question in analyses.ANALYSES},
    "talk_comparison": Chart(talks.comparison, "diplomacy", {"show": "compare"}),
    **{name: _network(show) for show, name in network.CHARTS.items() if show != "time"},
    "coverage_by_track": Chart(coverage.by_track, "coverage"),
    "coverage_by_source": Chart(coverage.by_source, "coverage", {"show": "outlets"}),
    "coverage_by_side": Chart(partial(coverage.by_source, trait="side"), "coverage", {"show": "outlets", "by": "side"}),
    "coverage_by_dataset": Chart(coverage.by_dataset, "coverage", {"show": "datasets"}),
    "coverage_by_number": Chart(coverage.by_number, "coverage", {"show": "single"}),
}
