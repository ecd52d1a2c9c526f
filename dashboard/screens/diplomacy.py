"""Who talked, on which track, and what came of it."""

import streamlit as st

from dashboard import controls, filter_bar, frame, talk_card, timeline_options
from dashboard.model import Filters
from dashboard.pictures import analyses, talks
from dashboard.receipt import receipts

TALK_COLUMNS = {
    "day_start": "From", "day_end": "To", "track": "Track", "headline": "Event", "place": "Place",
    "parties": "Took part", "mediators": "Mediators", "format": "Format", "level": "Level",
    "outcome": "Outcome", "status": "Status",
}  # fmt: skip
HINT = "Choose a number to see the events behind it."


@frame.part  # a control of the page alone leaves the filter bar as it is
def draw(chosen: Filters) -> None:
    """Draw the timeline, an analysis or a comparison, and what the reader picked in it."""
    filter_bar.follow()
    with controls.behind_the_picture():
        show, mediators = timeline_options.shows()
        if show == "timeline":
            timeline(chosen, mediators=mediators)
        elif show == "analyses":
            analysis(chosen)
        else:
            comparison(chosen)


def timeline(chosen: Filters, *, mediators: bool) -> None:
    """Draw the timeline and the card of the talk that is being read."""
    frame.answers().expect(chosen, "diplomacy_timeline", "ceasefires")
    listed = talks.talks_of(frame.answers(), chosen, mediators=mediators)
    reading = talk_card.chosen("diplomacy_timeline")
    shown = timeline_options.shown(chosen, "diplomacy_timeline", talk_card.day_of(reading, listed))
    picture = talks.timeline(frame.answers(), chosen, shown, mediators=mediators, reading=reading)
    frame.chart(picture, zooms=True)
    talk_card.draw(reading, listed, shown.window.start.date() if shown.window else shown.first)
    frame.table(listed, TALK_COLUMNS)
    ceasefires = frame.answer("ceasefires", chosen)
    frame.table(ceasefires, analyses.ANALYSES["ceasefires"].columns, "The ceasefires as a table")


def analysis(chosen: Filters) -> None:
    """Draw one of the analyses."""
    names = {question: one.name for question, one in analyses.ANALYSES.items()}
    with st.container():
        question = controls.choice("analysis", "Analysis", names, "talks_per_year")
    picture = analyses.picture(frame.answers(), chosen, question)
    receipts(frame.chart(picture), HINT)
    frame.table(picture.answers[0].rows, analyses.ANALYSES[question].columns)


def comparison(chosen: Filters) -> None:
    """Draw two periods or two tracks side by side."""
    picture = talks.comparison(frame.answers(), chosen, timeline_options.sides(chosen))
    receipts(frame.chart(picture), HINT)
    for side, answer in zip(("left", "right"), picture.answers, strict=True):
        columns = {"trait": "By", "value": "Value", "talks": "Talks"}
        frame.table(answer.rows, columns, f"{answer.label} as a table", key=side)


draw(frame.filters())
