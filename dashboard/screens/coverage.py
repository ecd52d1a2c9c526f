"""What the pictures rest on, and where the holes are."""

import streamlit as st

from dashboard import controls, filter_bar, frame, words
from dashboard.model import Filters
from dashboard.pictures import Picture, coverage
from dashboard.receipt import events_table, receipt, receipts

HINTS = {
    "gaps": "Choose a number to see the events behind it.",
    "outlets": "Choose a bar to see the events that rest on it.",
    "datasets": "Choose a part of a bar to see its events.",
}
BY = {"outlet": "Outlet", "language": "Language", "side": "Side", "owner": "Owner", "kind": "Kind"}
#: How the rows of our own datasets came about.
MADE = {"curated": "curated by people", "coded": "coded by machine", "reviewed": "coded and then reviewed"}


@frame.part  # a control of the page alone leaves the filter bar as it is
def draw(chosen: Filters) -> None:
    """Draw how much there is, one picture of what it rests on, what the reader picked in it, and its table."""
    filter_bar.follow()
    figures(chosen)
    with controls.behind_the_picture():
        with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
            names = {key: one.name for key, one in coverage.SHOWS.items()}
            show = controls.choice("show", "Show", names, "gaps")
            trait = controls.choice("by", "By", BY, "outlet") if show == "outlets" else "outlet"
        picture = coverage.picture(frame.answers(), chosen, show, trait)
        picked = frame.chart(picture, look=f"{show} {trait}")
    rows = picture.answers[0].rows
    if rows.empty and frame.answer("key_figures", chosen)["rows"].any():
        st.info("Only imported datasets have rows under this filter. What these add stands under Datasets.")
        return
    if show == "single":
        on_one_source(chosen, picture, picked)
    else:
        receipts(picked, HINTS[show])
    frame.table(rows, coverage.SHOWS[show].columns, key=f"{show} {trait}")


def figures(chosen: Filters) -> None:
    """Say how many rows people made and how many a machine."""
    own = frame.answers().figures_of(chosen)
    parts = [f"{own[name]:,} {said}" for name, said in MADE.items()]
    imported = frame.answer("key_figures", chosen)["rows"].sum() - own["rows"]
    parts += [f"{imported:,} of imported datasets"] if imported else []
    st.html(f"<p class='kt-lead'>Rows under this filter: {', '.join(parts)}.</p>")


def on_one_source(chosen: Filters, picture: Picture, picked: list[str]) -> None:
    """List the events that rest on one source only, or those that the reader picked; a row opens its receipt."""
    rows = picture.answers[0].rows
    single = {str(one) for ids in rows.loc[rows["number"] == 1, "event_ids"] for one in ids}
    listed = [row for row in frame.answers().rows("events", chosen) if row["event_id"] in (set(picked) or single)]
    if not listed:
        st.caption("No event of this filter rests on one source only.")
        return
    said = "behind your choice" if picked else "on one source only, those that do not count too"
    st.markdown(f"**{words.plural(len(listed), 'row')} {said}.** Choose one to open its receipt.")
    if opened := events_table(listed, key="single-events"):
        receipt(opened)


draw(frame.filters())
