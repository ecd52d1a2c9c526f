"""The story at a glance: violence and diplomacy on one time axis, key figures of the filter."""

from html import escape

import streamlit as st

from dashboard import frame, words
from dashboard.charts.overview import is_rooted, overview
from dashboard.receipt import receipts

chosen = frame.filters()
figures = frame.figures_of(chosen)
outlets = frame.answer("sources_of_selection", chosen)
first, last, grain = frame.time_axis(chosen)

st.html(
    "<h1>Nagorno-Karabakh, 1988 to today</h1>"
    "<p class='kt-lead'>Talks above the line, violence below it. Every bar opens the events behind it, and every "
    "event the sources it rests on.</p>"
)
shown = {
    "events": (figures["happenings"], "events that occurred"),
    "armed": (figures["armed"], "armed events"),
    "talks": (figures["talks"], "talks held"),
    "agreements": (figures["agreements"], "agreements and statements agreed"),
    "outlets": (outlets.loc[outlets["kind"] != "import", "outlet"].nunique(), "outlets they rest on"),
} | {one["dataset"]: (one["shown"], f"{one['unit']}s of {one['short']}") for one in frame.imported(chosen)}
st.html(
    "<div class='kt-figures'>"
    + "".join(
        f"<div data-figure='{key}'><b>{int(number):,}</b><span>{escape(label)}</span></div>"
        for key, (number, label) in shown.items()
    )
    + "</div>"
)
diplomacy = frame.answer("diplomacy_by_period", chosen, grain=grain)
violence = frame.answer("violence_by_period", chosen, grain=grain)
media = frame.answer("media_by_period", chosen, grain=grain) if frame.asks_for_media(chosen) else None
caption = frame.caption(
    f"Talks and violence per {grain}",
    chosen,
    "Bars count events, not deaths"
    + ("; heights grow with the square root of the count" if is_rooted(diplomacy, violence) else "")
    + ". Datasets stand beside each other and are never added up. A happening that several rows tell counts once in "
    "each series.",
)
picked = frame.chart(
    "overview", overview(diplomacy, violence, caption, media=media, grain=grain, first=first, last=last), chosen
)
receipts(picked, "Choose a bar to see the events behind it; the Events page lists all of them.")
columns = {"period": "Period", "events": "Counted", "others": "Not counted"}
frame.table(diplomacy, {"track": "Track", **columns}, "Talks as a table")
frame.table(violence, {"dataset": "Dataset", **columns}, "Violence as a table")
if figures["undated"]:
    st.caption(f"{words.plural(int(figures['undated']), 'event')} of the filter bear no date and are not drawn.")
