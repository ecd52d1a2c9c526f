"""The options of the network page: which picture of which ties, and whom it is about."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import controls, frame
from dashboard.model import Filters, dataset_name
from dashboard.network import measures
from dashboard.network.wars import WARS
from dashboard.pictures.ties import KINDS, USUAL_PAIR, NetworkOptions, ties_of

SHOWS: Final = {
    "network": "Network",
    "matrix": "Matrix",
    "time": "Play",
    "pair": "Two actors over time",
    "wars": "Before and after a war",
    "standing": "Who stands where",
}
LEVELS: Final = {"actors": "As told", "states": "States and organisations", "persons": "Persons"}
SLOPES: Final = {name: one.name for name, one in measures.OF_ACTORS.items() if name != "community"}
_EVERYBODY: Final = "everybody"


def draw(chosen: Filters) -> tuple[NetworkOptions, pd.DataFrame]:
    """Draw the options; return what they say, and the ties of their teller and level."""
    left, right = st.columns([6, 1], vertical_alignment="bottom")
    with left:
        show = controls.choice("show", "Show", SHOWS, "network")
    with right.popover("Options", width="stretch"):
        level = controls.choice("level", "Actors", LEVELS, "actors")
        least = controls.count("least", "Ties of at least … events (empty: chosen for the picture)")
    ties = ties_of(frame.answers(), chosen, level)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        told_by = _teller(ties)
        kinds = controls.choice("ties", "Ties", {key: label for key, (label, _) in KINDS.items()}, "all")
        ties = ties[ties["told_by"] == told_by]
        base = NetworkOptions(show, told_by, level, KINDS[kinds][1], least)
        return _of_the_picture(base, ties), ties


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
        one, other = USUAL_PAIR
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
