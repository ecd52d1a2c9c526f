"""The options of the diplomacy page: what is shown, which stretch of time, and who only counts as a mediator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from dashboard import controls, frame, words
from dashboard.charts import periods
from dashboard.charts.lanes import Window
from dashboard.model import TRACKS, Filters

SHOWS = {"timeline": "Timeline", "analyses": "Analyses", "compare": "Compare"}
COMPARED = {"periods": "Two periods", "tracks": "Two tracks"}
PERIODS: dict[str, tuple[str, date | None, date | None]] = {
    "first_war": ("1988–1994: to the ceasefire", None, date(1994, 5, 11)),
    "between": ("1994–2020: between the wars", date(1994, 5, 12), date(2020, 9, 26)),
    "war": ("2020: the 44-day war", date(2020, 9, 27), date(2020, 11, 9)),
    "after": ("2020–2023: after the war", date(2020, 11, 10), date(2023, 9, 18)),
    "since": ("Since 19 September 2023", date(2023, 9, 19), None),
    "own": ("Own dates", None, None),
}
COMPARISON_NOTE = (
    "Each side has its own days or track, whatever the filter says of these. Bars: share of the side's own talks that "
    "were held; a talk has several mediators or none. In the table: all values."
)
READ = (
    "Shape: level of the talks. Colour: outcome. Hollow or crossed: did not take place as told. A line with soft ends: "
    "no day is known within it. Over many years bars count a quarter's events, their height is the square root and the "
    "busiest bears its number; the weightiest talks have marks. Ceasefires: local time; a breach is a report, not a "
    "finding. "
)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # local times, as in the data
_SHORTEST, _LONGEST = 3.0, 24 * 366.0 * 80  # hours


@dataclass(frozen=True, slots=True)
class Shown:
    """The stretch of time that is drawn: the filter's own, or the one that the reader turned to."""

    first: date
    last: date
    grain: str
    window: Window | None

    @property
    def words(self) -> str:
        """What the caption adds where not all of the filter's days are drawn."""
        if not self.window:
            return ""
        return f" · shown: {words.span(self.window.start.date(), (self.window.end - timedelta(minutes=1)).date())}"


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
    first, last, grain = frame.time_axis(chosen)
    found = frame.kept_frame(name, "hours", 2, chosen, lambda bounds: [_hours(bounds[0]), _hours(bounds[2])])
    if not found or not _SHORTEST <= found[1] - found[0] <= _LONGEST:
        return Shown(first, last, grain, None)
    window = Window(_EPOCH + timedelta(hours=found[0]), _EPOCH + timedelta(hours=found[1]))
    if talk and not window.sees(noon := datetime(talk.year, talk.month, talk.day, 12), noon):  # noqa: DTZ001
        half = (window.end - window.start) / 2
        window = Window(noon - half, noon + half)
    return Shown(first, last, periods.grain_for(int(window.days)), window)


def as_mediators(talks: pd.DataFrame, chosen: Filters) -> tuple[pd.DataFrame, str]:
    """Return the events that the filter's actors mediated, or that anybody did, and in words what is left out."""
    wanted = set(chosen.actors)
    keep = [bool(wanted & set(ids)) if wanted else len(ids) > 0 for ids in talks["mediator_ids"]]
    return talks[
        pd.Series(keep, talks.index, dtype=bool)
    ], " · as mediators only" if wanted else " · only what was mediated"


def sides(chosen: Filters) -> tuple[Filters, tuple[str, Filters], tuple[str, Filters]]:
    """Draw what is compared; return the filter without what the sides say, and the name and filter of each."""
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
    told, start, end = PERIODS[key]
    if key == "own":
        first, last, _ = frame.time_axis(chosen.with_(start=None, end=None))
        start = controls.day(f"{name}_start", f"{label}, from", first)
        end = max(controls.day(f"{name}_end", f"{label}, to", last), start)
        told = words.span(start, end)
    return told, chosen.with_(start=start, end=end)


def _hours(at: object) -> float:
    """Return a moment of the browser's axis, text or milliseconds, in hours."""
    moment = pd.Timestamp(at, unit="ms") if isinstance(at, int | float) else pd.Timestamp(str(at))
    return round((moment.to_pydatetime() - _EPOCH) / timedelta(hours=1), 2)
