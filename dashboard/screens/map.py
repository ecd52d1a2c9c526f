"""Where it happened, on outlines that follow the date."""

from datetime import date

import streamlit as st

from dashboard import frame
from dashboard.charts.map import event_map
from dashboard.receipt import receipts

VIEWS = {"karabakh": "Karabakh", "caucasus": "South Caucasus"}
MEDIA_COLUMNS = {"dataset": "Dataset", "place": "Place", "place_precision": "Precision", "reports": "Reports"}
BOUNDARIES = {"by_date": "Areas by date", "oblast": "1988 oblast", "none": "No areas"}

chosen = frame.filters()
places = frame.answer("event_map", chosen)
media = frame.answer("media_map", chosen) if frame.asks_for_media(chosen) else None
first, last, _ = frame.time_axis(chosen)
day = chosen.end or min(last, date.today())  # noqa: DTZ011  # the reader's own day

left, right = st.columns(2)
view = left.segmented_control(
    "View", list(VIEWS), default="karabakh", format_func=VIEWS.__getitem__, key="view", required=True
)
boundaries = right.segmented_control(
    "Areas", list(BOUNDARIES), default="by_date", format_func=BOUNDARIES.__getitem__, key="boundaries", required=True
)
figure = event_map(
    places,
    frame.caption("Where it happened", chosen, ""),
    day=day,
    view=view or "karabakh",
    boundaries=boundaries or "by_date",
    media=media,
)
picked = frame.chart("event_map", figure, chosen)
if media is not None:
    frame.table(media, MEDIA_COLUMNS, "Which places media name, as a table")
receipts(picked, "Choose a mark to see the events behind it.")
frame.table(
    places,
    {
        "place": "Place",
        "place_precision": "Precision",
        "quad": "Quad class",
        "events": "Counted",
        "others": "Not counted",
        "first_day": "First day",
        "last_day": "Last day",
        "lat": "Latitude",
        "lon": "Longitude",
    },
)
