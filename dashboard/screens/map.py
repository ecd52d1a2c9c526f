"""Where it happened, on outlines that follow the date."""

import streamlit as st

from dashboard import brush, controls, filter_bar, frame, map_options, words
from dashboard.answers import asks_for_media
from dashboard.model import Filters
from dashboard.pictures import map as maps
from dashboard.receipt import receipts

COLUMNS = {
    "place": "Place",
    "place_precision": "Precision",
    "layer": "Layer",
    "quad": "Quad class",
    "events": "Counted",
    "others": "Not counted",
    "deaths": "Deaths stated",
    "first_day": "First day",
    "last_day": "Last day",
    "lat": "Latitude",
    "lon": "Longitude",
}
MEDIA_COLUMNS = {"dataset": "Dataset", "place": "Place", "place_precision": "Precision", "reports": "Reports"}
VENUE_COLUMNS = {"place": "Venue", "talks": "Talks", "others": "Not counted", "first_day": "First", "last_day": "Last"}


@frame.part  # a control of the map alone leaves the rest of the page as it is
def draw(chosen: Filters) -> None:
    """Draw controls, map, histogram, receipts and table."""
    filter_bar.follow()
    frame.answers().expect(chosen, "event_map", media="media_map")
    with controls.behind_the_picture():
        options = map_options.draw(maps.last_day(frame.answers(), chosen))
        picture = maps.picture(frame.answers(), chosen, options)
        picked = frame.chart(picture, look=options.look, zooms=options.time != "venues")
    brush.draw(chosen)
    if here := frame.picked_places("event_map", chosen):
        name = frame.names()[here[0]] if len(here) == 1 else words.plural(len(here), "place")
        st.button(f"Show only what happened at {name}", on_click=filter_bar.narrow, kwargs={"places": here})
    receipts(picked, "Choose a mark, or draw around several, to see the events behind them.")
    if asks_for_media(chosen):
        frame.table(frame.answer("media_map", chosen), MEDIA_COLUMNS, "Which places media name, as a table")
    if options.time == "venues":
        frame.table(picture.answers[0].rows, VENUE_COLUMNS)
    else:
        frame.table(frame.answer("event_map", chosen), COLUMNS)


draw(frame.filters())
