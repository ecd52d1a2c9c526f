"""Who talked, on which track, and what came of it."""

from dataclasses import replace

import streamlit as st

from dashboard import controls, filter_bar, frame, talk_card, talk_figures, timeline_options
from dashboard.charts.diplomacy import diplomacy_timeline
from dashboard.charts.talk_comparison import talk_comparison
from dashboard.model import Filters
from dashboard.receipt import receipts

TALK_COLUMNS = {
    "day_start": "From", "day_end": "To", "track": "Track", "headline": "Event", "place": "Place",
    "parties": "Took part", "mediators": "Mediators", "format": "Format", "level": "Level",
    "outcome": "Outcome", "status": "Status",
}  # fmt: skip
HINT = "Choose a number to see the events behind it."


@st.fragment  # a control of the page alone leaves the filter bar as it is
def draw(chosen: Filters) -> None:
    """Draw the timeline, an analysis or a comparison, and what the reader picked in it."""
    filter_bar.follow()
    show, mediators = timeline_options.shows()
    if show == "timeline":
        timeline(chosen, mediators=mediators)
    elif show == "analyses":
        analysis(chosen)
    else:
        comparison(chosen)


def timeline(chosen: Filters, *, mediators: bool) -> None:
    """Draw the timeline and the card of the talk that is being read."""
    talks = frame.answer("diplomacy_timeline", chosen)
    talks, only = timeline_options.as_mediators(talks, chosen) if mediators else (talks, "")
    reading = talk_card.chosen("diplomacy_timeline")
    shown = timeline_options.shown(chosen, "diplomacy_timeline", talk_card.day_of(reading, talks))
    violence = frame.answer("violence_by_period", chosen, grain=shown.grain)
    ceasefires = frame.answer("ceasefires", chosen)
    caption = frame.caption(
        "Who talked, on which track, and what came of it",
        chosen,
        timeline_options.READ + f"Below: armed events per {shown.grain}, one series per dataset, never added up.",
        drawn=f"{talks[talks['counted']]['happening_id'].nunique():,} of diplomacy among ",
    )
    caption = replace(caption, filters=caption.filters + only + shown.words)
    figure = diplomacy_timeline(
        talks, violence, caption, ceasefires=ceasefires, chosen=reading, grain=shown.grain,
        first=shown.first, last=shown.last, window=shown.window,
    )  # fmt: skip
    frame.chart("diplomacy_timeline", figure, chosen, zooms=True)
    talk_card.draw(reading, talks, shown.window.start.date() if shown.window else shown.first)
    frame.table(talks, TALK_COLUMNS)
    frame.table(ceasefires, talk_figures.ANALYSES["ceasefires"].columns, "The ceasefires as a table")


def analysis(chosen: Filters) -> None:
    """Draw one of the analyses."""
    names = {question: one.name for question, one in talk_figures.ANALYSES.items()}
    question = controls.choice("analysis", "Analysis", names, "talks_per_year")
    figure, answer = talk_figures.figure(question, chosen)
    receipts(frame.chart(question, figure, chosen), HINT)
    frame.table(answer, talk_figures.ANALYSES[question].columns)


def comparison(chosen: Filters) -> None:
    """Draw two periods or two tracks side by side."""
    of_both, *sides = timeline_options.sides(chosen)
    left, right = (frame.answer("talk_profile", one) for _, one in sides)
    caption = frame.caption("Talks held, side by side", of_both, timeline_options.COMPARISON_NOTE)
    figure = talk_comparison((left, right), (sides[0][0], sides[1][0]), frame.labels(), caption)
    receipts(frame.chart("talk_comparison", figure, chosen), HINT)
    for (name, _), answer in zip(sides, (left, right), strict=True):
        frame.table(answer, {"trait": "By", "value": "Value", "talks": "Talks"}, f"{name} as a table")


draw(frame.filters())
