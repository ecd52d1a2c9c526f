"""The options of the network page: which picture of which ties, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import controls, frame, network, words
from dashboard.charts import periods
from dashboard.charts.network_playing import NetworkStep
from dashboard.charts.network_ties import least_shown
from dashboard.charts.theme import Caption
from dashboard.model import MEDIA, Filters, dataset_name
from dashboard.network import PARTIES, measures
from dashboard.network.graph import chosen_ties, graph_of
from dashboard.network.wars import WARS, Period

SHOWS: Final = {
    "network": "Network",
    "matrix": "Matrix",
    "time": "Play",
    "pair": "Two actors over time",
    "wars": "Before and after a war",
    "standing": "Who stands where",
}
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
    "network": "Who acts on whom",
    "matrix": "Who acts on whom, as a matrix",
    "time": "Who acts on whom as time passes",
    "wars": "Who acted on whom before, during and after",
    "standing": "Who gained and who lost standing",
}
HOW_TO_READ: Final = {
    "network": "Width and numbers on ties: {unit}. Arrows: directed acts; joint acts such as talks have none. Squares: "
    "the parties. Places come from the whole edition and do not move with the filter.",
    "time": "One picture per {grain}; widths, marks and places are the same in all. Arrows: directed acts; joint acts "
    "such as talks have none. Squares: the parties.",
    "matrix": "A cell counts what the row does to the column; what both do together stands in both cells. Frames and "
    "letters: groups with more {unit} among each other than chance would put there. At most the {most} most active "
    "actors are drawn; the table has all.",
    "pair": "Above the axis cooperation and mediation, below it conflict, by the first day of each event; events of "
    "no known day are left out. Grey grounds: the wars.",
    "wars": "Width: {unit}; widths, marks and places are the same in all panels. Arrows: directed acts. Squares: the "
    "parties. An event across the border of two periods is in both.",
    "standing": "Rank, name and value of those who are among the first eight in any period. Periods differ in length, "
    "so compare ranks rather than values.",
}
KINDS: Final = {
    "all": ("All", (0, 1, 2, 3, 4)),
    "cooperation": ("Cooperation", (1, 2)),
    "conflict": ("Conflict", (3, 4)),
    "mediation": ("Mediation", (0,)),
}
LEVELS: Final = {"actors": "As told", "states": "States and organisations", "persons": "Persons"}
QUESTIONS: Final = {"actors": "actor_network", "states": "state_network", "persons": "people_network"}
SLOPES: Final = {name: one.name for name, one in measures.OF_ACTORS.items() if name != "community"}
_EVERYBODY: Final = "everybody"
_USUAL_PAIR: Final = ("ARM", "AZE")
OWN_DAYS: Final = "Each period has its own days, whatever the dates of the filter."


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What the reader chose."""

    show: str
    told_by: str
    level: str
    kinds: tuple[int, ...]
    least: int | None
    around: str | None = None
    pair: tuple[str, str] = _USUAL_PAIR
    war: str = "2020"
    measure: str = "weighted_degree"

    @property
    def unit(self) -> str:
        """What is counted."""
        return "reports" if self.told_by in MEDIA else "events"

    @property
    def periods(self) -> tuple[Period, Period, Period]:
        """Before, during and after the war."""
        return WARS[self.war][1]

    def kept(self, ties: pd.DataFrame) -> pd.DataFrame:
        """Return the ties that the picture is of: kinds and threshold, and those around one actor."""
        return chosen_ties(ties, kinds=self.kinds, least=self.least or 1, around=self.around)

    def in_words(self, names: Mapping[str, str]) -> str:
        """Return what the picture is of beyond the filter, in words."""
        parts = []
        if self.around:
            parts.append(f"Drawn: {names.get(self.around, self.around)}, all tied to it, and the ties among these.")
        if len(self.kinds) < len(KINDS["all"][1]):
            kind = next(label for label, kinds in KINDS.values() if kinds == self.kinds)
            parts.append(f"Only ties of {kind.lower()}.")
        if self.level == "states" and self.unit == "events":
            parts.append("Bodies and formations stand under the state or organisation they belong to.")
        if self.level == "persons" and self.unit == "events":
            parts.append("Persons stand in place of the actors for whom they took part in person.")
        return " ".join(parts)


def draw(chosen: Filters) -> tuple[NetworkOptions, pd.DataFrame]:
    """Draw the options; return what they say, and the ties of their teller and level."""
    left, right = st.columns([6, 1], vertical_alignment="bottom")
    with left:
        show = controls.choice("show", "Show", SHOWS, "network")
    with right.popover("Options", width="stretch"):
        level = controls.choice("level", "Actors", LEVELS, "actors")
        least = controls.count("least", "Ties of at least … events (empty: chosen for the picture)")
    ties = ties_of(chosen, level)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        told_by = _teller(ties)
        kinds = controls.choice("ties", "Ties", {key: label for key, (label, _) in KINDS.items()}, "all")
        ties = ties[ties["told_by"] == told_by]
        base = NetworkOptions(show, told_by, level, KINDS[kinds][1], least)
        return _of_the_picture(base, ties), ties


def ties_of(chosen: Filters, level: str) -> pd.DataFrame:
    """Return the ties of a filter as every teller has them; media know no persons and no members."""
    ties = frame.answer(QUESTIONS[level], chosen)
    if frame.asks_for_media(chosen):
        ties = pd.concat([ties, frame.answer("media_network", chosen)], ignore_index=True)
    return ties


def panels(options: NetworkOptions, chosen: Filters) -> list[tuple[Period, Filters, pd.DataFrame]]:
    """Return each period of the war with its filter and its ties."""
    made = []
    for period in options.periods:
        then = chosen.with_(start=period.start, end=period.end)
        ties = ties_of(then, options.level)
        ties = ties[ties["told_by"] == options.told_by]
        made.append((period, then, chosen_ties(ties, kinds=options.kinds, least=1, around=options.around)))
    return made


def steps(options: NetworkOptions, chosen: Filters) -> tuple[str, list[NetworkStep]]:
    """Return the years, months or weeks of the filter, whichever make a film of readable length, with their ties."""
    first, after, _ = frame.time_axis(chosen)
    last = after - timedelta(days=1)
    grain = "year" if (last - first).days > 1100 else "month" if (last - first).days > 100 else "week"
    made = []
    for start, end in periods.spans(first, last, grain):
        then = chosen.with_(start=max(start, first), end=min(end, last))
        ties = ties_of(then, options.level)
        ties = chosen_ties(
            ties[ties["told_by"] == options.told_by], kinds=options.kinds, least=1, around=options.around
        )
        made.append(NetworkStep(periods.in_words(start, grain), ties, counted(then, options)))
    return grain, made


def least_measured(found: Sequence[tuple[Period, Filters, pd.DataFrame]], options: NetworkOptions) -> int:
    """Return the events below which ties are left out of the measures: without a choice, more than 2,000 take long."""
    return options.least or max(least_shown(ties, 2000) for _, _, ties in found)


def measured(found: Sequence[tuple[Period, Filters, pd.DataFrame]], least: int) -> list[tuple[str, pd.DataFrame]]:
    """Return the measures of all actors in each period."""
    return [
        (period.name, measures.of_actors(graph_of(ties[ties["events"] >= least]))) for period, _, ties in found
    ]  # fmt: skip


def _teller(ties: pd.DataFrame) -> str:
    tellers = list(dict.fromkeys(["own", *sorted(ties["told_by"].unique())]))
    if len(tellers) == 1:
        return "own"
    labels = {one: "Fact base and articles" if one == "own" else dataset_name(one) for one in tellers}
    return controls.choice("told_by", "As told by", labels, "own")


def _of_the_picture(base: NetworkOptions, ties: pd.DataFrame) -> NetworkOptions:
    """Draw the controls that one picture alone has."""
    found = {name: getattr(base, name) for name in ("show", "told_by", "level", "kinds", "least")}
    actors = _listed(ties)
    if base.show == "pair":
        one, other = _USUAL_PAIR
        first = controls.one_of("one", "One actor", actors, one if one in actors else next(iter(actors)))
        usual = next((actor for actor in (other, one, *actors) if actor in actors and actor != first), first)
        others = {actor: label for actor, label in actors.items() if actor != first} or actors
        return NetworkOptions(**found, pair=(first, controls.one_of("other", "And another", others, usual)))
    around = None
    if base.show in ("network", "matrix", "time"):
        label = controls.one_of("around", "Around", {_EVERYBODY: "Everybody"} | actors, _EVERYBODY)
        around = None if label == _EVERYBODY else label
        return NetworkOptions(**found, around=around)
    war = controls.choice("war", "Before, during and after", {key: label for key, (label, _) in WARS.items()}, "2020")
    if base.show == "standing":
        return NetworkOptions(**found, war=war, measure=controls.one_of("measure", "By", SLOPES, "weighted_degree"))
    return NetworkOptions(**found, war=war)


def _listed(ties: pd.DataFrame) -> dict[str, str]:
    """Return the actors that can be chosen, those of the filter by the events of their ties, then all others."""
    counted = ties[ties["events"] > 0]
    both = pd.concat(
        [counted[["source", "events"]], counted[["target", "events"]].rename(columns={"target": "source"})]
    )
    weights = both.groupby("source")["events"].sum().sort_values(ascending=False, kind="stable")
    names = frame.names()
    here = {str(actor): names.get(str(actor), str(actor)) for actor in weights.index}
    rest = {str(row["id"]): str(row["name"]) for row in frame.answer("actors").to_dict("records")}
    return here | {actor: name for actor, name in rest.items() if actor not in here}


def sides() -> dict[str, str]:
    """Return the party to which each person belongs, for those who belong to one."""
    actors = frame.answer("actors")
    ids = dict(zip(actors["name"], actors["id"], strict=True))
    firsts = {str(row["id"]): ids.get(str(row["state"]).split(", ")[0], "") for row in actors.to_dict("records")}
    return {person: actor for person, actor in firsts.items() if actor in PARTIES}


def placed(ties: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the places of all actors: those of our own ``ties`` first, then of media, states and persons."""
    own = network.positions(ties)
    own = network.positions(frame.answer("media_network", Filters(datasets=tuple(MEDIA))), own)
    own = network.positions(frame.answer("state_network"), own)
    return network.positions(frame.answer("people_network"), own, sides())


def caption(
    show: str,
    chosen: Filters,
    options: NetworkOptions,
    said: str,
    *,
    least: int = 1,
    most: int = 0,
    drawn: str = "",
    grain: str = "",
) -> Caption:
    """Return the caption of one of the pictures: what it shows, and how to read it."""
    one, other = (frame.labels().get(actor, actor) for actor in options.pair)
    title = f"{one} and {other} over time" if show == "pair" else TITLES[show]
    if show == "wars":
        title = f"{title} {WARS[options.war][0].replace('44', 'the 44').replace('First', 'the first')}"
    if show == "standing":
        title = f"{title}, by {measures.OF_ACTORS[options.measure].name.lower()}"
    unit = options.unit
    left_out = f"Ties of fewer than {least} {unit} are not drawn; the table has them." if least > 1 else ""
    if show != "network" and max(least, options.least or 1) > 1:
        left_out = f"Ties of fewer than {max(least, options.least or 1):,} {unit} are left out."
    notes = [said, HOW_TO_READ[show].format(unit=unit, most=most, grain=grain), left_out if show != "pair" else ""]
    if show in ("wars", "standing"):
        notes.insert(1, OWN_DAYS)
    if show == "pair" and options.unit == "reports":
        notes.append("Reports by machines have no events here: choose another teller.")
    return frame.caption(title, chosen, " ".join(note for note in notes if note), drawn, options.told_by)


def counted(chosen: Filters, options: NetworkOptions) -> str:
    """Return how many events, rows or reports of a teller the filter holds."""
    rows = frame.told(chosen).set_index("told_by")["rows"].to_dict()
    if options.told_by == "own":
        return words.plural(int(frame.figures_of(chosen)["happenings"]), "event")
    return words.plural(int(rows.get(options.told_by, 0)), options.unit[:-1])


def as_a_whole(found: Sequence[tuple[Period, Filters, pd.DataFrame]], least: int) -> list[dict[str, object]]:
    """Return the measures of the whole graph in each period."""
    return [measures.of_graph(graph_of(ties[ties["events"] >= least])) for _, _, ties in found]


def about(chosen: Filters, options: NetworkOptions) -> dict[str, str]:
    """Return what a file says of itself."""
    made = f"{frame.edition().edition_id}, karabakh-timeline, CC BY 4.0"
    note = options.in_words(frame.names())
    least = f" Ties of at least {words.plural(options.least, options.unit[:-1])}." if options.least else ""
    return {
        "title": "Who acts on whom",
        "filters": words.filters(chosen, frame.names()),
        "edition": made,
        "note": f"{note}{least}",
    }
