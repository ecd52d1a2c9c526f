"""The ties that a picture of the network is of: whose, of which kinds, around whom, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pandas as pd

from dashboard import language
from dashboard.answers import Answers, asks_for_media
from dashboard.charts import periods
from dashboard.charts.network_playing import NetworkStep
from dashboard.charts.network_ties import least_shown
from dashboard.model import MEDIA, Filters, message
from dashboard.network import measures
from dashboard.network.graph import chosen_ties, graph_of
from dashboard.network.wars import WARS, Period

KINDS: Final = {
    "all": ("All", (0, 1, 2, 3, 4)),
    "cooperation": (message("Cooperation"), (1, 2)),
    "conflict": (message("Conflict"), (3, 4)),
    "mediation": (message("Mediation"), (0,)),
}
QUESTIONS: Final = {"actors": "actor_network", "states": "state_network", "persons": "people_network"}
USUAL_PAIR: Final = ("ARM", "AZE")


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What the reader chose."""

    show: str = "network"
    told_by: str = "own"
    level: str = "actors"
    kinds: tuple[int, ...] = KINDS["all"][1]
    least: int | None = None
    around: str | None = None
    pair: tuple[str, str] = USUAL_PAIR
    war: str = "2020"
    measure: str = "weighted_degree"

    @property
    def unit(self) -> str:
        """What is counted."""
        return message("reports") if self.told_by in MEDIA else message("events")

    @property
    def periods(self) -> tuple[Period, Period, Period]:
        """Before, during and after the war."""
        return WARS[self.war][1]

    def kept(self, ties: pd.DataFrame) -> pd.DataFrame:
        """Return the ties that the picture is of: kinds and threshold, and those around one actor."""
        return chosen_ties(ties, kinds=self.kinds, least=self.least or 1, around=self.around)

    def in_words(self, names: Mapping[str, str]) -> str:
        """Return what the picture is of beyond the filter, in words."""
        text = language.text
        parts = []
        if self.around:
            drawn = names.get(self.around, self.around)
            parts.append(text("Drawn: {actor}, all tied to it, and the ties among these.", actor=drawn))
        if len(self.kinds) < len(KINDS["all"][1]):
            kind = next(label for label, kinds in KINDS.values() if kinds == self.kinds)
            parts.append(text("Only ties of {kind}.", kind=text(kind).lower()))
        if self.level == "states" and self.unit == "events":
            parts.append(text("Bodies and formations stand under the state or organisation they belong to."))
        if self.level == "persons" and self.unit == "events":
            parts.append(text("Persons stand in place of the actors for whom they took part in person."))
        return " ".join(parts)


def question(options: NetworkOptions) -> str:
    """Return the question whose answer the ties are."""
    return "media_network" if options.told_by in MEDIA else QUESTIONS[options.level]


def ties_of(given: Answers, chosen: Filters, level: str) -> pd.DataFrame:
    """Return the ties of a filter as every teller has them; media know no persons and no members."""
    given.expect(chosen, QUESTIONS[level], media="media_network")
    ties = given.ask(QUESTIONS[level], chosen)
    if asks_for_media(chosen):
        ties = pd.concat([ties, given.ask("media_network", chosen)], ignore_index=True)
    return ties


def panels(given: Answers, options: NetworkOptions, chosen: Filters) -> list[tuple[Period, Filters, pd.DataFrame]]:
    """Return each period of the war with its filter and its ties."""
    made = []
    for period in options.periods:
        then = chosen.with_(start=period.start, end=period.end)
        ties = ties_of(given, then, options.level)
        ties = ties[ties["told_by"] == options.told_by]
        made.append((period, then, chosen_ties(ties, kinds=options.kinds, least=1, around=options.around)))
    return made


def steps(given: Answers, options: NetworkOptions, chosen: Filters) -> tuple[str, list[NetworkStep]]:
    """Return the years, months or weeks of the filter, whichever make a film of readable length, with their ties."""
    first, after, _ = given.time_axis(chosen)
    last = after - timedelta(days=1)
    grain = "year" if (last - first).days > 1100 else "month" if (last - first).days > 100 else "week"
    made = []
    for start, end in periods.spans(first, last, grain):
        then = chosen.with_(start=max(start, first), end=min(end, last))
        ties = ties_of(given, then, options.level)
        ties = chosen_ties(
            ties[ties["told_by"] == options.told_by], kinds=options.kinds, least=1, around=options.around
        )
        made.append(NetworkStep(periods.in_words(start, grain), ties, counted(given, then, options)))
    return grain, made


def least_measured(found: Sequence[tuple[Period, Filters, pd.DataFrame]], options: NetworkOptions) -> int:
    """Return the events below which ties are left out of the measures: without a choice, more than 2,000 take long."""
    return options.least or max(least_shown(ties, 2000) for _, _, ties in found)


def measured(found: Sequence[tuple[Period, Filters, pd.DataFrame]], least: int) -> list[tuple[str, pd.DataFrame]]:
    """Return the measures of all actors in each period."""
    return [
        (language.text(period.name), measures.of_actors(graph_of(ties[ties["events"] >= least])))
        for period, _, ties in found
    ]


def as_a_whole(found: Sequence[tuple[Period, Filters, pd.DataFrame]], least: int) -> list[dict[str, object]]:
    """Return the measures of the whole graph in each period."""
    return [measures.of_graph(graph_of(ties[ties["events"] >= least])) for _, _, ties in found]


def counted(given: Answers, chosen: Filters, options: NetworkOptions) -> str:
    """Return how many events, rows or reports of a teller the filter holds."""
    rows = given.told(chosen).set_index("told_by")["rows"].to_dict()
    if options.told_by == "own":
        return language.plural("{n:,} event", "{n:,} events", int(given.figures_of(chosen)["happenings"]))
    number = int(rows.get(options.told_by, 0))
    if options.unit == "reports":
        return language.plural("{n:,} report", "{n:,} reports", number)
    return language.plural("{n:,} event", "{n:,} events", number)
