"""Every event of the filter; a row opens its receipt."""

import streamlit as st

from dashboard import frame, words
from dashboard.answers import asks_for_media
from dashboard.receipt import events_table, receipt

chosen = frame.filters()
listed = frame.answers().rows("events", chosen)

st.html(f"<h1>Events</h1><p class='kt-lead'>{words.plural(len(listed), 'row')}. Choose one to open its receipt.</p>")
if listed:
    opened = events_table(listed, key="events-table")
    asked = st.query_params.get("event")
    if opened:
        st.query_params["event"] = opened
    if opened or asked:
        receipt(opened or str(asked))
elif not asks_for_media(chosen):
    st.info("No event matches this filter. Widen the dates or take out an actor.")
if asks_for_media(chosen):
    st.subheader("Reports in the media")
    st.caption("What a machine read in the news: attention, not incidents. The newest 500 of the filter.")
    reports = frame.answer("reports", chosen)
    st.dataframe(reports, hide_index=True, width="stretch")
    frame.say_terms(reports["dataset"].unique())
