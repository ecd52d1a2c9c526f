"""The story at a glance: violence and diplomacy on one time axis, key figures of the filter."""

from html import escape

import streamlit as st

from dashboard import frame, overview_brief, words
from dashboard.pictures import overview as pictured
from dashboard.receipt import receipts

chosen = frame.filters()
frame.answers().expect(chosen)
figures = frame.answers().figures_of(chosen)
outlets = frame.answer("sources_of_selection", chosen)

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
} | {one["dataset"]: (one["shown"], f"{one['unit']}s of {one['short']}") for one in frame.answers().imported(chosen)}
st.html(
    "<div class='kt-figures'>"
    + "".join(
        f"<div data-figure='{key}'><b>{int(number):,}</b><span>{escape(label)}</span></div>"
        for key, (number, label) in shown.items()
    )
    + "</div>"
)
picture = pictured.picture(frame.answers(), chosen)
picked = frame.chart(picture)
receipts(picked, "Choose a bar to see the events behind it; the Events page lists all of them.")
overview_brief.offer(chosen)
columns = {"period": "Period", "events": "Counted", "others": "Not counted"}
diplomacy, violence, *_ = picture.answers
frame.table(diplomacy.rows, {"track": "Track", **columns}, "Talks as a table")
frame.table(violence.rows, {"dataset": "Dataset", **columns}, "Violence as a table")
if figures["undated"]:
    st.caption(f"{words.plural(int(figures['undated']), 'event')} of the filter bear no date and are not drawn.")
