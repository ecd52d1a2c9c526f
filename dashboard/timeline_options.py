"""The options of the diplomacy page: what is shown, which stretch of time, and who only counts as a mediator."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from dashboard import controls, frame, words
from dashboard.charts import periods
from dashboard.charts.lanes import Window
from dashboard.model import TRACKS, Filters
from dashboard.pictures.talks import PERIODS, Shown, Sides, of_period

SHOWS = {"timeline": "Timeline", "analyses": "Analyses", "compare": "Compare"}
COMPARED = {"periods": "Two periods", "tracks": "Two tracks"}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # local times, as in the data
_SHORTEST, _LONGEST = 3.0, 24 * 366.0 * 80  # hours


def shows() -> tuple[str, bool]:
    """Draw the choice between timeline, analyses and comparison, and the switch for mediators; return both."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        show = controls.choice("show", "Show", SHOWS, "timeline")
        told = "Leave out those who took part in another role."
        return show, show == "timeline" and controls.flag("mediators", "Only as mediators", help=told)


def shown(chosen: Filters, name: str, talk: date | None) -> Shown:
    """Return what time is drawn: a frame of the browser's, kept in the address in hours, until the filter changes.

    A frame follows the reader to the day of a ``talk`` that lies outside it.
    """
    first, last, grain = frame.answers().time_axis(chosen)
    found = frame.kept_frame(name, "hours", 2, chosen, lambda bounds: [_hours(bounds[0]), _hours(bounds[2])])
    if not found or not _SHORTEST <= found[1] - found[0] <= _LONGEST:
        return Shown(first, last, grain, None)
    window = Window(_EPOCH + timedelta(hours=found[0]), _EPOCH + timedelta(hours=found[1]))
    if talk and not window.sees(noon := datetime(talk.year, talk.month, talk.day, 12), noon):  # noqa: DTZ001
        half = (window.end - window.start) / 2
        window = Window(noon - half, noon + half)
    return Shown(first, last, periods.grain_for(int(window.days)), window)


def sides(chosen: Filters) -> Sides:
    """Draw what is compared."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = controls.choice("compare", "Compare", COMPARED, "periods")
        if by == "tracks":
            left = controls.one_of("left_track", "Left", TRACKS, "minsk_group")
            right = controls.one_of("right_track", "Right", TRACKS, "moscow")
            one, other = ((TRACKS[track], chosen.with_(tracks=(track,))) for track in (left, right))
            return chosen.with_(tracks=()), one, other
        one, other = _period("left", "Left", "between", chosen), _period("right", "Right", "after", chosen)
        return chosen.with_(start=None, end=None), one, other


def _period(name: str, label: str, usual: str, chosen: Filters) -> tuple[str, Filters]:
    key = controls.one_of(f"{name}_period", label, {key: told for key, (told, *_) in PERIODS.items()}, usual)
    if key != "own":
        return of_period(key, chosen)
    first, last, _ = frame.answers().time_axis(chosen.with_(start=None, end=None))
    start = controls.day(f"{name}_start", f"{label}, from", first)
    end = max(controls.day(f"{name}_end", f"{label}, to", last), start)
    return words.span(start, end), chosen.with_(start=start, end=end)


def _hours(at: object) -> float:
    """Return a moment of the browser's axis, text or milliseconds, in hours."""
    moment = pd.Timestamp(at, unit="ms") if isinstance(at, int | float) else pd.Timestamp(str(at))
    return round((moment.to_pydatetime() - _EPOCH) / timedelta(hours=1), 2)
