"""Who acts on whom."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from dashboard import frame, network, store
from dashboard.charts.network import actor_network, least_shown
from dashboard.model import MEDIA, Filters, dataset_name
from dashboard.receipt import receipts

KINDS = {
    "all": ("All", [0, 1, 2, 3, 4]),
    "cooperation": ("Cooperation", [1, 2]),
    "conflict": ("Conflict", [3, 4]),
    "mediation": ("Mediation", [0]),
}


@lru_cache(maxsize=4)
def positions(edition: store.Edition) -> dict[str, tuple[float, float]]:
    """Return the places of all actors of an edition: no filter moves them."""
    asked = Filters(datasets=tuple(MEDIA))
    own = network.positions(store.ask(edition, "actor_network"))
    return network.positions(store.ask(edition, "media_network", asked), own)


chosen = frame.filters()
ties = frame.answer("actor_network", chosen)
if frame.asks_for_media(chosen):
    ties = pd.concat([ties, frame.answer("media_network", chosen)], ignore_index=True)
tellers = list(dict.fromkeys(["own", *sorted(ties["told_by"].unique())]))
told_by = (
    st.segmented_control(
        "As told by",
        tellers,
        default="own",
        format_func=lambda t: "Fact base and articles" if t == "own" else dataset_name(t),
        key="told_by",
        required=True,
    )
    if len(tellers) > 1
    else "own"
)
ties = ties[ties["told_by"] == (told_by or "own")]
wanted = st.segmented_control(
    "Ties", list(KINDS), default="all", format_func=lambda k: KINDS[k][0], key="ties", required=True
)
kinds = KINDS[wanted or "all"][1]
least = least_shown(ties[(ties["events"] > 0) & ties["quad"].isin(kinds)])
caption = frame.caption(
    "Who acts on whom",
    chosen,
    "Width: number of events. Arrows: directed acts; joint acts such as talks have none. Squares: the parties. Places "
    "come from the whole edition and do not move with the filter."
    + (f" Ties of fewer than {least} events are not drawn; the table has them." if least > 1 else ""),
    told_by=told_by or "own",
)
figure = actor_network(ties, positions(frame.edition()), frame.labels(), caption, kinds=kinds)
picked = frame.chart("actor_network", figure, chosen)
receipts(picked, "Choose a tie or an actor to see the events behind it.")
frame.table(
    ties,
    {
        "source": "From",
        "target": "To",
        "quad": "Quad class (0: mediation)",
        "directed": "Directed",
        "events": "Counted",
        "others": "Not counted",
        "first_day": "First day",
        "last_day": "Last day",
    },
)
