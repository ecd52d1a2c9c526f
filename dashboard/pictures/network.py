"""Who acts on whom: as a graph, as a matrix, as time passes, as a pair, and before and after each war."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from dashboard import language, network, words
from dashboard.answers import Answers
from dashboard.charts import periods
from dashboard.charts.network import actor_network, least_shown
from dashboard.charts.network_matrix import MOST, network_matrix
from dashboard.charts.network_multiples import NetworkPanel, network_multiples
from dashboard.charts.network_pair import dyad_timeline
from dashboard.charts.network_playing import playing_network
from dashboard.charts.network_slope import network_slope
from dashboard.charts.theme import Caption
from dashboard.model import MEDIA, Filters, message
from dashboard.network import PARTIES, dyads, measures
from dashboard.network.graph import graph_of
from dashboard.network.wars import Period
from dashboard.pictures import ties as tied
from dashboard.pictures.picture import Picture
from dashboard.pictures.ties import NetworkOptions
from dashboard.saving import Answer

#: Picture -> the name of its chart.
CHARTS: Final = {
    "network": "actor_network",
    "matrix": "actor_network_matrix",
    "time": "actor_network_time",
    "pair": "actor_network_pair",
    "wars": "actor_network_wars",
    "standing": "actor_network_standing",
}
TITLES: Final = {
    "network": message("Who acts on whom"),
    "matrix": message("Who acts on whom, as a matrix"),
    "time": message("Who acts on whom as time passes"),
}
WARS_TITLES: Final = {
    "1992": message("Who acted on whom before, during and after the first war"),
    "2020": message("Who acted on whom before, during and after the 44-day war"),
    "2023": message("Who acted on whom before, during and after September 2023"),
}
HOW_TO_READ: Final = {
    "network": message(
        "Width and numbers on ties: {unit}. Arrows: directed acts; joint acts such as talks have none. Squares: "
        "the parties. Places come from the whole edition and do not move with the filter."
    ),
    "time": message(
        "One picture per {grain}; widths, marks and places are the same in all. Arrows: directed acts; joint acts "
        "such as talks have none. Squares: the parties."
    ),
    "matrix": message(
        "A cell counts what the row does to the column; what both do together stands in both cells. Frames and "
        "letters: groups with more {unit} among each other than chance would put there. At most the {most} most active "
        "actors are drawn; the table has all."
    ),
    "pair": message(
        "Above the axis cooperation and mediation, below it conflict, by the first day of each event; events of "
        "no known day are left out. Grey grounds: the wars."
    ),
    "wars": message(
        "Width: {unit}; widths, marks and places are the same in all panels. Arrows: directed acts. Squares: the "
        "parties. An event across the border of two periods is in both."
    ),
    "standing": message(
        "Rank, name and value of those who are among the first eight in any period. Periods differ in length, "
        "so compare ranks rather than values."
    ),
}
OWN_DAYS: Final = message("Each period has its own days, whatever the dates of the filter.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of the network, and what only its tables show: of a pair, of each panel, or of the measures."""

    picture: Picture
    dyad: pd.DataFrame | None = None
    panels: tuple[NetworkPanel, ...] = ()
    measures: tuple[tuple[str, pd.DataFrame], ...] = ()
    whole: tuple[dict[str, object], ...] = ()


def draw(
    given: Answers, chosen: Filters, options: NetworkOptions | None = None, ties: pd.DataFrame | None = None
) -> Drawn:
    """Return the picture that the options ask for; ``ties`` are those of its teller and level, if known already."""
    options = options or NetworkOptions()
    if ties is None:
        ties = tied.ties_of(given, chosen, options.level)
        ties = ties[ties["told_by"] == options.told_by]
    make = {"pair": _pair, "wars": _wars, "standing": _standing, "matrix": _matrix, "time": _time}
    return make.get(options.show, _graph)(given, chosen, options, ties)


def _graph(given: Answers, chosen: Filters, options: NetworkOptions, ties: pd.DataFrame) -> Drawn:
    kept = options.kept(ties)
    least = options.least or least_shown(kept)
    caption = _caption(given, chosen, options, least=least)
    figure = actor_network(kept, _positions(given), given.labels(), caption, least=least, unit=options.unit)
    return _of_ties(figure, chosen, options, kept)


def _matrix(given: Answers, chosen: Filters, options: NetworkOptions, ties: pd.DataFrame) -> Drawn:
    kept = options.kept(ties)
    groups = measures.communities(graph_of(kept))
    caption = _caption(given, chosen, options, most=MOST)
    return _of_ties(
        network_matrix(kept, groups, given.labels(), caption, unit=options.unit), chosen, options, kept
    )  # fmt: skip


def _time(given: Answers, chosen: Filters, options: NetworkOptions, ties: pd.DataFrame) -> Drawn:
    grain, steps = tied.steps(given, options, chosen)
    caption = _caption(given, chosen, options, grain=grain)
    figure = playing_network(
        steps, _positions(given), given.labels(), caption, kinds=options.kinds, least=options.least, unit=options.unit
    )
    return _of_ties(figure, chosen, options, options.kept(ties))


def _pair(given: Answers, chosen: Filters, options: NetworkOptions, ties: pd.DataFrame) -> Drawn:
    first, last, grain = given.time_axis(chosen)
    of_both = (ties[ties["quad"].isin(options.kinds)], given.ask("days_of_events", chosen), *options.pair)
    dyad, n = dyads.dyad(*of_both, grain=grain, first=chosen.start), dyads.happenings(*of_both)
    caption = _caption(given, chosen, options, drawn=language.text("{n:,} between the two, of ", n=n))
    figure = dyad_timeline(dyad, options.pair, given.labels(), caption, grain=grain, first=first, last=last)
    pair = set(options.pair)
    between = ties[ties["source"].isin(pair) & ties["target"].isin(pair)]
    return replace(_of_ties(figure, chosen, options, between), dyad=dyad)


def _wars(given: Answers, chosen: Filters, options: NetworkOptions, _: pd.DataFrame) -> Drawn:
    found = tied.panels(given, options, chosen)
    panels = [
        NetworkPanel(language.text(one.name), rows, tied.counted(given, then, options)) for one, then, rows in found
    ]
    caption = _caption(given, chosen.with_(start=None, end=None), options)
    figure = network_multiples(panels, _positions(given), given.labels(), caption, least=options.least)
    return Drawn(Picture(CHARTS["wars"], figure, chosen, _of_periods(found, options)), panels=tuple(panels))


def _standing(given: Answers, chosen: Filters, options: NetworkOptions, _: pd.DataFrame) -> Drawn:
    found = tied.panels(given, options, chosen)
    least = tied.least_measured(found, options)
    caption = _caption(given, chosen.with_(start=None, end=None), options, least=least)
    rows = tied.measured(found, least)
    figure = network_slope(rows, options.measure, given.labels(), caption)
    picture = Picture(CHARTS["standing"], figure, chosen, _of_periods(found, options))
    return Drawn(picture, measures=tuple(rows), whole=tuple(tied.as_a_whole(found, least)))


def _of_ties(figure: go.Figure, chosen: Filters, options: NetworkOptions, rows: pd.DataFrame) -> Drawn:
    answer = Answer(tied.question(options), chosen, {}, rows, "Ties")
    return Drawn(Picture(CHARTS[options.show], figure, chosen, (answer,)))


def _of_periods(found: list[tuple[Period, Filters, pd.DataFrame]], options: NetworkOptions) -> tuple[Answer, ...]:
    return tuple(Answer(tied.question(options), then, {}, rows, f"Ties, {one.name}") for one, then, rows in found)


@lru_cache(maxsize=8)
def _positions(given: Answers) -> dict[str, tuple[float, float]]:
    """Return the places of all actors, which no filter moves: of our own first, then of media, states and persons."""
    own = network.positions(given.ask("actor_network"))
    own = network.positions(given.ask("media_network", Filters(datasets=tuple(MEDIA))), own)
    own = network.positions(given.ask("state_network"), own)
    return network.positions(given.ask("people_network"), own, _sides(given))


def _sides(given: Answers) -> dict[str, str]:
    """Return the party to which each person belongs, for those who belong to one."""
    actors = given.ask("actors")
    ids = dict(zip(actors["name"], actors["id"], strict=True))
    firsts = {str(row["id"]): ids.get(str(row["state"]).split(", ")[0], "") for row in actors.to_dict("records")}
    return {person: actor for person, actor in firsts.items() if actor in PARTIES}


def _caption(
    given: Answers,
    chosen: Filters,
    options: NetworkOptions,
    *,
    least: int = 1,
    most: int = 0,
    drawn: str = "",
    grain: str = "",
) -> Caption:
    """Return the caption of one of the pictures: what it shows, and how to read it."""
    text, show = language.text, options.show
    notes = [options.in_words(given.labels())]
    if show in ("wars", "standing"):
        notes.append(text(OWN_DAYS))
    unit, bound = text(options.unit), max(least, options.least or 1)
    notes.append(text(HOW_TO_READ[show], unit=unit, most=most, grain=periods.name_of(grain) if grain else ""))
    if show == "network" and least > 1:
        notes.append(
            text("Ties of fewer than {least} {unit} are not drawn; the table has them.", least=least, unit=unit)
        )
    elif show not in ("network", "pair") and bound > 1:
        notes.append(text("Ties of fewer than {least:,} {unit} are left out.", least=bound, unit=unit))
    if show == "pair" and options.unit == "reports":
        notes.append(text("Reports by machines have no events here: choose another teller."))
    title = _title(given, options)
    return given.caption(title, chosen, " ".join(note for note in notes if note), drawn, options.told_by)


def _title(given: Answers, options: NetworkOptions) -> str:
    text, show = language.text, options.show
    if show == "pair":
        one, other = (given.labels().get(actor, actor) for actor in options.pair)
        return text("{one} and {other} over time", one=one, other=other)
    if show == "wars":
        return text(WARS_TITLES[options.war])
    if show == "standing":
        measure = text(measures.OF_ACTORS[options.measure].name).lower()
        return text("Who gained and who lost standing, by {measure}", measure=measure)
    return text(TITLES[show])


def graph(given: Answers, ties: pd.DataFrame) -> nx.MultiDiGraph:
    """Return ties as a graph for files: with names and kinds of actors."""
    return graph_of(ties, given.names(), dict(given.ask("actors")[["id", "kind"]].to_numpy().tolist()))


def about(given: Answers, chosen: Filters, options: NetworkOptions) -> dict[str, str]:
    """Return what a file says of itself."""
    made = f"{given.edition.edition_id}, karabakh-timeline, CC BY 4.0"
    own_days = options.show in ("wars", "standing")
    note = " ".join(said for said in (options.in_words(given.names()), OWN_DAYS if own_days else "") if said)
    least = f" Ties of at least {words.plural(options.least, options.unit[:-1])}." if options.least else ""
    return {
        "title": "Who acts on whom",
        "filters": words.filters(chosen.with_(start=None, end=None) if own_days else chosen, given.names()),
        "edition": made,
        "note": f"{note}{least}",
    }
