"""An article with its events marked on the words they rest on, and the card of the event being read."""

import streamlit as st

from dashboard import controls, evidence, frame, words
from dashboard.article_view import article_view
from dashboard.receipt import receipt

st.html(
    "<h1>Evidence</h1><p class='kt-lead'>What each event rests on: the articles of this edition, with the words that "
    "were coded. Every article is listed, whatever the filter.</p>"
)


def draw(listed: list[dict[str, object]]) -> None:
    """Draw the list of articles, the article and the card beside it."""
    article_id, event = evidence.asked()
    chosen = evidence.choose(listed, alone=bool(event) and not article_id)
    event = controls.word("event", "event", None, again=False) or ""
    article = evidence.read(chosen) if chosen else None
    if article is None:
        st.caption("This event rests on no article of this edition. Its card tells its sources.")
        card(event)
        return
    events = frame.rows("events_of_article", article_id=chosen)
    text, beside = st.columns([10, 9], gap="large")
    with text:
        told = article_view("article", article, evidence.spans(events), evidence.mentions(article), event)
    if told.event and told.event != event:
        evidence.go(told.event)
        st.rerun()
    with beside, st.container(key="event-card"):
        if events:
            evidence.walk(chosen, events, event)
        card(event, events=len(events))


def card(event: str, *, events: int | None = None) -> None:
    """Draw the card of an event; ``events`` is how many the article beside it has, None where there is no article."""
    if event:
        receipt(event, beside_article=events is not None)
    elif events:
        st.caption("Choose marked words, or a label behind them, to see who did what, when and where.")
    elif events is not None:
        st.caption("No event was found in this article. Go on to the next one.")
    st.container(key="event-review")  # the place of the form that judges this event


articles = frame.rows("articles")
if articles:
    draw(articles)
else:
    st.info(words.literal("There is no article in this edition yet. Add one with “karabakh add FILE”, or read on."))
    st.page_link("screens/events.py", label="Every event and its receipt")
    if asked := evidence.asked()[1]:
        card(asked)
