"""What stands under a picture of the network: its tables, what the measures mean, and files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import filter_bar, frame, words
from dashboard.model import Filters
from dashboard.network import files, measures
from dashboard.network.graph import KINDS
from dashboard.pictures.network import CHARTS, Drawn, about, graph
from dashboard.pictures.ties import NetworkOptions

_TIES: Final = {
    "from": "From",
    "to": "To",
    "kind": "Kind",
    "directed": "Directed",
    "events": "Counted",
    "others": "Not counted",
    "intensity": "Mean intensity",
    "first_day": "First day",
    "last_day": "Last day",
}
_DYAD: Final = {
    "period": "Period from", "kind": "Kind", "events": "Counted", "forth": "→", "back": "←", "joint": "Together",
    "others": "Not counted",
}  # fmt: skip


def of_ties(ties: pd.DataFrame, label: str = "The same as a table") -> None:
    """Show the ties as a table, names in place of ids."""
    names = frame.names()
    shown = ties.assign(
        **{"from": ties["source"].map(names).fillna(ties["source"])},
        to=ties["target"].map(names).fillna(ties["target"]),
        kind=ties["quad"].map(KINDS),
    )
    columns = dict(_TIES)
    if "intensity" not in shown or shown["intensity"].isna().all():
        del columns["intensity"]  # our own rows have none
    frame.table(shown, columns, label)


def of_the_picture(drawn: Drawn, options: NetworkOptions) -> None:
    """Show the tables that one kind of picture alone has."""
    names = frame.answers().labels()
    if drawn.dyad is not None:
        _of_dyad(drawn.dyad, *(names.get(actor, actor) for actor in options.pair))
    for one in drawn.panels:
        of_ties(one.ties, f"{one.heading}, as a table")
    if drawn.measures:
        _of_measures(drawn.measures, drawn.whole)


def _of_dyad(dyad: pd.DataFrame, one: str, other: str) -> None:
    """Show a pair's events per period."""
    columns = _DYAD | {"forth": f"{one} → {other}", "back": f"{other} → {one}"}
    frame.table(dyad.assign(kind=dyad["quad"].map(KINDS)), columns)


def _of_measures(found: Sequence[tuple[str, pd.DataFrame]], whole: Sequence[dict[str, object]]) -> None:
    """Show the measures of each period: of the graph as a whole, of every actor, and what they mean."""
    st.markdown("**The network as a whole**")
    named = {name: one.name for name, one in measures.OF_GRAPH.items()}
    table = pd.DataFrame(
        {
            name: [_number(row[key], one.decimals) for key, one in measures.OF_GRAPH.items()]
            for (name, _), row in zip(found, whole, strict=True)
        },
        index=pd.Index(named.values(), name="Measure"),
    )
    st.dataframe(table, width="stretch")
    rows = [one.assign(period=name) for name, one in found if len(one)]
    if rows:
        every = pd.concat(rows, ignore_index=True)
        every["actor"] = every["actor"].map(frame.names()).fillna(every["actor"])
        columns = {"actor": "Actor", "period": "Period"} | {k: one.name for k, one in measures.OF_ACTORS.items()}
        digits = {name: one.decimals for name, one in measures.OF_ACTORS.items() if one.decimals}
        frame.table(every.round(digits), columns, "All measures of all actors, as a table")
    _definitions()


def narrowing(chosen: Filters, options: NetworkOptions) -> None:
    """Offer to make the actors that were picked in the picture those of the filter."""
    here = frame.picked_actors(CHARTS[options.show], chosen)
    if here and here != list(chosen.actors):
        said = frame.names()[here[0]] if len(here) == 1 else words.plural(len(here), "actor")
        st.button(f"Filter by {said}", on_click=filter_bar.narrow, kwargs={"actors": here})


def _definitions() -> None:
    """Say what each measure means and where its formula is from."""
    with st.expander("What the measures mean, and where their formulas are from"):
        once = measures.OF_ACTORS | {k: v for k, v in measures.OF_GRAPH.items() if k not in measures.OF_ACTORS}
        for one in once.values():
            st.markdown(f"**{one.name}.** {one.in_words}" + (f" *{one.source}.*" if one.source else ""))
        st.markdown(
            "Counted are the events that occurred, of the kinds of ties chosen above; a tie is a pair of actors in one "
            "kind, so an event with three parties makes three. Directions matter for *Answered* alone."
        )


def downloads(ties: pd.DataFrame, chosen: Filters, options: NetworkOptions) -> None:
    """Offer the ties as GraphML, GEXF and CSV; each is built when it is asked for."""
    given = frame.answers()
    said = about(given, chosen, options)
    stem = words.file_name("actor_network", chosen, frame.edition().edition_id)
    makes: dict[str, tuple[str, str, Callable[[], bytes], str]] = {
        "graphml": ("GraphML", "graphml", lambda: files.graphml(graph(given, ties), said), "application/xml"),
        "gexf": ("GEXF", "gexf", lambda: files.gexf(graph(given, ties), said), "application/xml"),
        "edges": ("Ties as CSV", "csv", lambda: files.edge_list(ties, given.names()), "text/csv"),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{words.plural(len(ties), 'tie')} for other programs, with dates:", width="content")
        for key, (label, ending, make, mime) in makes.items():
            st.download_button(
                label, make, f"{stem}.{ending}", mime, key=f"save-{key}", disabled=ties.empty, on_click="ignore"
            )
    frame.say_terms(ties["told_by"].unique() if "told_by" in ties else ())


def files_and_rows(drawn: Drawn, ties: pd.DataFrame, chosen: Filters, options: NetworkOptions) -> None:
    """Offer the ties of the picture as files and, where the picture is of the whole filter, show their table."""
    of_periods = drawn.picture.shown.panels  # their ties are not those of the filter, which may have other days
    downloads(drawn.picture.shown.rows if of_periods else options.kept(ties), chosen, options)
    if options.show in ("network", "matrix", "time"):
        of_ties(ties)


def _number(value: object, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if isinstance(value, int | float) else "–"
