"""Who acts on whom, and how that changed."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from dashboard import filter_bar, frame, network_options, network_tables, store
from dashboard.charts.network import actor_network, least_shown
from dashboard.charts.network_matrix import MOST, network_matrix
from dashboard.charts.network_multiples import NetworkPanel, network_multiples
from dashboard.charts.network_pair import dyad_timeline
from dashboard.charts.network_playing import playing_network
from dashboard.charts.network_slope import network_slope
from dashboard.model import Filters
from dashboard.network import dyads, measures
from dashboard.network.graph import graph_of
from dashboard.network_options import NetworkOptions
from dashboard.receipt import receipts


@lru_cache(maxsize=8)
def positions(edition: store.Edition) -> dict[str, tuple[float, float]]:  # noqa: ARG001  # of which it is
    """Return the places of all actors and persons of an edition: no filter moves them."""
    return network_options.placed(frame.answer("actor_network"))


def picture(chosen: Filters, options: NetworkOptions, ties: pd.DataFrame) -> list[str]:
    """Draw the picture with its tables; return the events that were picked in it."""
    names, unit, said = frame.labels(), options.unit, options.in_words(frame.labels())
    kept, places = options.kept(ties), positions(frame.edition())
    if options.show == "matrix":
        caption = network_options.caption("matrix", chosen, options, said, most=MOST)
        groups = measures.communities(graph_of(kept))
        return frame.chart("actor_network_matrix", network_matrix(kept, groups, names, caption, unit=unit), chosen)
    if options.show == "time":
        grain, steps = network_options.steps(options, chosen)
        caption = network_options.caption("time", chosen, options, said, grain=grain)
        figure = playing_network(steps, places, names, caption, kinds=options.kinds, least=options.least, unit=unit)
        return frame.chart("actor_network_time", figure, chosen)
    if options.show == "pair":
        first, last, grain = frame.time_axis(chosen)
        given = (ties[ties["quad"].isin(options.kinds)], frame.answer("days_of_events", chosen), *options.pair)
        dyad, n = dyads.dyad(*given, grain=grain, first=chosen.start), dyads.happenings(*given)
        caption = network_options.caption("pair", chosen, options, said, drawn=f"{n:,} between the two, of ")
        figure = dyad_timeline(dyad, options.pair, names, caption, grain=grain, first=first, last=last)
        picked = frame.chart("actor_network_pair", figure, chosen)
        network_tables.of_dyad(dyad, *(names.get(actor, actor) for actor in options.pair))
        return picked
    if options.show in ("wars", "standing"):
        found = network_options.panels(options, chosen)
        least = network_options.least_measured(found, options) if options.show == "standing" else 1
        caption = network_options.caption(options.show, chosen.with_(start=None, end=None), options, said, least=least)
        if options.show == "standing":
            rows = network_options.measured(found, least)
            picked = frame.chart("actor_network_standing", network_slope(rows, options.measure, names, caption), chosen)
            network_tables.of_measures(rows, network_options.as_a_whole(found, least))
            return picked
        shown = [NetworkPanel(one.name, rows, network_options.counted(then, options)) for one, then, rows in found]
        figure = network_multiples(shown, places, names, caption, least=options.least)
        picked = frame.chart("actor_network_wars", figure, chosen)
        network_tables.of_panels(shown)
        return picked
    least = options.least or least_shown(kept)
    caption = network_options.caption("network", chosen, options, said, least=least)
    return frame.chart("actor_network", actor_network(kept, places, names, caption, least=least, unit=unit), chosen)


@st.fragment  # a control of the network alone leaves the rest of the page as it is
def draw(chosen: Filters) -> None:
    """Draw controls, picture, receipts, files and table."""
    filter_bar.follow()
    options, ties = network_options.draw(chosen)
    picked = picture(chosen, options, ties)
    network_tables.narrowing(chosen, options)
    receipts(picked, "Choose a tie or an actor to see the events behind it.")
    network_tables.files_and_rows(ties, chosen, options)


draw(frame.filters())
