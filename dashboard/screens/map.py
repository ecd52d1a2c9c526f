"""Where it happened, on outlines that follow the date."""

from datetime import date

import streamlit as st

from dashboard import brush, filter_bar, frame, map_options, words
from dashboard.charts import venue_facts
from dashboard.charts.map import event_map
from dashboard.charts.multiples import map_multiples
from dashboard.charts.playing import playing_map
from dashboard.charts.venues import venues_map
from dashboard.model import Filters
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
TITLE = "Where it happened"


@st.fragment  # a control of the map alone leaves the rest of the page as it is
def draw(chosen: Filters) -> None:
    """Draw controls, map, histogram, receipts and table."""
    filter_bar.follow()
    _, last, _ = frame.time_axis(chosen)
    options = map_options.draw(chosen.end or min(last, date.today()))  # noqa: DTZ011  # the reader's own day
    places = frame.answer("event_map", chosen)
    media = frame.answer("media_map", chosen) if frame.asks_for_media(chosen) else None
    if options.time == "venues":
        venues = frame.answer("talk_venues", chosen)
        caption = frame.caption("Where they talked", chosen, "", drawn=venue_facts.counted(venues))
        figure = venues_map(venues, caption, lines=options.lines, names=options.ground["names"])
    elif options.dates:
        panels = map_options.panels(options, chosen)
        caption = frame.caption(TITLE, chosen.with_(start=None, end=None), map_options.OWN_DAYS)
        figure = map_multiples(panels, caption, **options.ground)
    elif options.playing:
        steps = frame.answer("map_over_time", chosen, grain=options.step, window=options.window)
        caption = frame.caption(TITLE, chosen, "")
        figure = playing_map(
            steps, caption, options.step, options.window, layers=options.layers, graticule=options.lines,
            **options.ground,
        )  # fmt: skip
    else:
        figure = event_map(
            places, frame.caption(TITLE, chosen, ""), day=options.day, media=media, layers=options.layers,
            graticule=options.lines, by_deaths=options.mark == "deaths", density=options.mark == "hexagons",
            **options.ground,
        )  # fmt: skip
    picked = frame.chart("event_map", figure, chosen, look=options.look, zooms=options.time != "venues")
    brush.draw(chosen)
    if here := frame.picked_places("event_map", chosen):
        name = frame.names()[here[0]] if len(here) == 1 else words.plural(len(here), "place")
        st.button(f"Show only what happened at {name}", on_click=filter_bar.narrow, kwargs={"places": here})
    receipts(picked, "Choose a mark, or draw around several, to see the events behind them.")
    if media is not None:
        frame.table(media, MEDIA_COLUMNS, "Which places media name, as a table")
    if options.time == "venues":
        frame.table(venues, VENUE_COLUMNS)
    else:
        frame.table(places, COLUMNS)


draw(frame.filters())
