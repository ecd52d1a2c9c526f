"""An article with its events marked on the words they rest on, the card of the event being read, and its review."""

from typing import Any

import streamlit as st

from dashboard import controls, evidence, found_events, frame, review_desk
from dashboard.article_view import article_view, just_chosen
from dashboard.receipt import receipt

st.html(
    "<h1>Evidence</h1><p class='kt-lead'>What each event rests on: the articles of this edition, with the words that "
    "were coded. Every article is listed, whatever the filter.</p>"
)


def draw(listed: list[dict[str, Any]]) -> None:
    """Draw the list of articles, the article and the card beside it."""
    alone = evidence.asked(listed)
    reader = review_desk.reader(listed)
    chosen = evidence.choose(reader.articles, alone=alone or not reader.articles)
    picked = just_chosen("article")
    event = controls.word("event", "event", picked, again=picked is not None) or ""
    desk = review_desk.desk(chosen, reader)
    article = desk.article if desk else evidence.read(chosen)
    if article is None:
        st.caption("This event rests on no article of this edition. Its card tells its sources.")
        receipt(event)
        return
    events = frame.rows("events_of_article", article_id=chosen)
    marks = desk.spans() if desk else evidence.spans(events)
    text, beside = st.columns([10, 9], gap="large")
    with text:
        selecting = bool(desk and reader.name)
        told = article_view("article", article, marks, found_events.mentions(article), event, selecting=selecting)
    with beside, st.container(key="event-card"):
        evidence.walk(chosen, marks, event)
        if desk and (added := review_desk.missed(desk, told.selection)):
            st.query_params["event"] = added
            st.rerun()
        card(event, {row["event_id"] for row in events}, desk)
        if desk:
            review_desk.close(desk)
    review_desk.ledger(reader.log)


def card(event: str, held: set[str], desk: review_desk.Desk | None) -> None:
    """Draw the card of an event, from the edition unless only the ``desk`` knows it, and the ways to decide about it.

    ``held`` are the events of the article beside it that the edition holds.
    """
    only_here = desk is not None and event in desk.shown() and event not in held
    if event and not only_here:
        receipt(event, beside_article=event in held)
    if desk:
        review_desk.judge(desk, event, in_edition=not only_here)


articles = frame.rows("articles")
if articles:
    draw(articles)
else:
    st.info("There is no article in this edition yet.")
    st.page_link("screens/add.py", label="Add your own")
    st.page_link("screens/events.py", label="Every event and its receipt")
    if event := st.query_params.get("event"):
        receipt(event)
