"""An article with its events marked on the words they rest on, and the card of the event being read."""

from typing import Any

import streamlit as st

from dashboard import controls, evidence, frame, words
from dashboard.article_view import article_view, just_chosen
from dashboard.receipt import receipt

st.html(
    "<h1>Evidence</h1><p class='kt-lead'>What each event rests on: the articles of this edition, with the words that "
    "were coded. Every article is listed, whatever the filter.</p>"
)


def draw(listed: list[dict[str, Any]]) -> None:
    """Draw the list of articles, the article and the card beside it."""
    alone = evidence.asked(listed)
    chosen = evidence.choose(listed, alone=alone)
    picked = just_chosen("article")
    event = controls.word("event", "event", picked, again=picked is not None) or ""
    article = evidence.read(chosen)
    if article is None:
        st.caption("This event rests on no article of this edition. Its card tells its sources.")
        card(event, marked=False)
        return
    events = frame.rows("events_of_article", article_id=chosen)
    text, beside = st.columns([10, 9], gap="large")
    with text:
        article_view("article", article, evidence.spans(events), evidence.mentions(article), event)
    with beside, st.container(key="event-card"):
        evidence.walk(chosen, events, event)
        card(event, marked=any(row["event_id"] == event for row in events))


def card(event: str, *, marked: bool) -> None:
    """Draw the card of an event, which may be ``marked`` in the article beside it, and below it what judges it."""
    if event:
        receipt(event, beside_article=marked)
    st.container(key="event-review")  # the place of the form that judges this event


articles = frame.rows("articles")
if articles:
    draw(articles)
else:
    st.info(words.literal("There is no article in this edition yet. Add one with “karabakh add FILE”, or read on."))
    st.page_link("screens/events.py", label="Every event and its receipt")
    if event := st.query_params.get("event"):
        card(event, marked=False)
