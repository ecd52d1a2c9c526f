"""The options of the map page: which ground, which marks, and how time passes on it."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dashboard import controls, frame
from dashboard.charts.ground import day_in_words
from dashboard.charts.map import LAYERS
from dashboard.geography import View
from dashboard.pictures.map import MapOptions

VIEWS = {"karabakh": "Karabakh", "caucasus": "South Caucasus", "venues": "Where they talked"}
TIMES = {"still": "One picture", "play": "Play", "four": "Four dates", "two": "Before and after"}
STEPS = {"day": "days", "week": "weeks", "month": "months"}
AREAS = {"by_date": "By date", "oblast": "1988 oblast", "none": "None"}
NAMES = {"both": "Both", "armenian": "Armenian", "azerbaijani": "Azerbaijani"}
MARKS = {"events": "Events", "deaths": "Deaths stated", "hexagons": "Density"}
WINDOWS = {"1": "1", "3": "3", "7": "7", "12": "12"}
SPANS = {"30": "30 days", "90": "90 days", "365": "A year"}
#: The days of four pictures: the ceasefire of 1994, before the war of 2020, after the handovers, after September 2023.
FOUR = (date(1994, 5, 12), date(2020, 9, 26), date(2020, 12, 1), date(2023, 9, 20))
AFTER = date(2020, 11, 10)


def draw(usual_day: date) -> MapOptions:
    """Draw the options and return what they say."""
    left, middle, right = st.columns([3, 3, 1], vertical_alignment="bottom")
    with left:
        view = controls.choice("view", "View", VIEWS, "karabakh")
    day, mark, layers, lines = usual_day, "events", tuple(LAYERS), False
    if view == "venues":
        with middle:
            lines = controls.flag("lines", "Lines to the capitals of those who took part")
        with right.popover("Map options", width="stretch"):
            names = controls.choice("names", "Names of towns", NAMES, "both")
        _zoom(view)
        return MapOptions("venues", day, mark, "month", 1, (), 365, layers, lines, {"view": view, "names": names})
    with middle:
        time = controls.choice("time", "Time", TIMES, "still")
    with right.popover("Map options", width="stretch"):
        areas = controls.choice("areas", "Areas of control", AREAS, "by_date")
        names = controls.choice("names", "Names of towns", NAMES, "both")
        if time == "still":
            day = controls.day("ground", "Ground as of (empty: the last day of the filter)", usual_day)
            mark = controls.choice("marks", "Show", MARKS, "events")
        layers = controls.several("layers", "Layers", LAYERS)
        if time in ("still", "play"):
            lines = controls.flag("graticule", "Parallels and meridians")
    step, window, span = "month", 3, 365
    dates: tuple[date, ...] = ()
    if time != "still":
        with st.container(horizontal=True):
            if time == "play":
                step = controls.choice("step", "Step by", STEPS, "month")
                window = int(controls.choice("window", f"Show the last … {STEPS[step]}", WINDOWS, "3"))
            else:
                dates = _dates(time)
                span = int(controls.choice("span", "Events of", SPANS, "365" if time == "four" else "90"))
    ground = {"view": view, "names": names, "boundaries": areas, "zoom": _zoom(view)}
    return MapOptions(time, day, mark, step, window, dates, span, layers, lines, ground)


def _dates(time: str) -> tuple[date, ...]:
    """Return the dates of the maps side by side: four, or a day and the one before it."""
    if time == "two":
        after = controls.day("after", f"Before and from (empty: {day_in_words(AFTER)})", AFTER)
        return after - timedelta(days=1), after
    found = [
        controls.day(f"date{at}", f"Date {at} (empty: {day_in_words(usual)})", usual)
        for at, usual in enumerate(FOUR, start=1)
    ]
    return tuple(sorted(found))


def _zoom(view: str) -> View | None:
    """Return the frame that the reader turned to, as long as the view stays the same."""
    found = frame.kept_frame("event_map", "zoom", 4, view)
    return View(*found) if found and found[0] < found[2] and found[1] < found[3] else None
