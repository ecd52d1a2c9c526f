"""Where it happened, on the ground of a day, as time passes, or side by side; and where they talked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard import language
from dashboard.answers import Answers, asks_for_media
from dashboard.charts import venue_facts
from dashboard.charts.map import LAYERS, event_map
from dashboard.charts.multiples import map_multiples
from dashboard.charts.panels import Panel
from dashboard.charts.playing import playing_map
from dashboard.charts.venues import venues_map
from dashboard.model import Filters, message
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer

TITLE = message("Where it happened")
OWN_DAYS = message("Each map shows the events of its own days, whatever the dates of the filter.")


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What the reader chose; ``ground`` holds the arguments that every chart of the page takes."""

    time: str = "still"
    day: date | None = None  # of the ground; without one, the last day of the filter
    mark: str = "events"
    step: str = "month"
    window: int = 3
    dates: tuple[date, ...] = ()
    span: int = 365
    layers: tuple[str, ...] = tuple(LAYERS)
    lines: bool = False  # parallels and meridians, or those from venues to capitals
    ground: dict[str, Any] = field(default_factory=dict)

    @property
    def look(self) -> str:
        """What a zoom of the browser's own belongs to."""
        return f"{self.ground.get('view')} {self.time} {len(self.dates)}"


def last_day(given: Answers, chosen: Filters) -> date:
    """Return the day of which the ground is if the reader names none: the last of the filter, or today."""
    return chosen.end or min(given.time_axis(chosen)[1], date.today())  # noqa: DTZ011  # the reader's own day


def picture(given: Answers, chosen: Filters, options: MapOptions | None = None) -> Picture:
    """Return the map that the options ask for."""
    options = options or MapOptions()
    make = {"venues": _venues, "play": _playing, "four": _multiples, "two": _multiples}.get(options.time, _still)
    figure, answers = make(given, chosen, options)
    return Picture("event_map", figure, chosen, answers)


def _still(given: Answers, chosen: Filters, options: MapOptions) -> tuple[go.Figure, tuple[Answer, ...]]:
    places = given.ask("event_map", chosen)
    seen = places[places["layer"].isin(options.layers)]
    answers = [Answer("event_map", chosen, {}, seen, "Places")]
    media = None
    if asks_for_media(chosen):
        media = given.ask("media_map", chosen)
        answers.append(Answer("media_map", chosen, {}, media, "Media attention"))
    figure = event_map(
        places, given.caption(language.text(TITLE), chosen, ""), day=options.day or last_day(given, chosen),
        media=media, layers=options.layers, graticule=options.lines, by_deaths=options.mark == "deaths",
        density=options.mark == "hexagons", **options.ground,
    )  # fmt: skip
    return figure, tuple(answers)


def _playing(given: Answers, chosen: Filters, options: MapOptions) -> tuple[go.Figure, tuple[Answer, ...]]:
    asked = {"grain": options.step, "window": options.window}
    steps = given.ask("map_over_time", chosen, **asked)
    figure = playing_map(
        steps, given.caption(language.text(TITLE), chosen, ""), options.step, options.window, layers=options.layers,
        graticule=options.lines, **options.ground,
    )  # fmt: skip
    seen = steps[steps["layer"].isin(options.layers)]
    return figure, (Answer("map_over_time", chosen, asked, seen, "Places at each step"),)


def _multiples(given: Answers, chosen: Filters, options: MapOptions) -> tuple[go.Figure, tuple[Answer, ...]]:
    """Draw the maps of the dates that were chosen, each with its events."""
    panels, answers = [], []
    length = timedelta(days=options.span - 1)
    for at, day in enumerate(options.dates):
        first, last = (day, day + length) if options.time == "two" and at else (day - length, day)
        then = chosen.with_(start=first, end=last)
        places = given.ask("event_map", then)
        seen = places[places["layer"].isin(options.layers)]
        panels.append(Panel("", day, first, last, seen))
        answers.append(Answer("event_map", then, {}, seen, f"Places, {first} to {last}"))
    caption = given.caption(language.text(TITLE), chosen.with_(start=None, end=None), language.text(OWN_DAYS))
    return map_multiples(panels, caption, **options.ground), tuple(answers)


def _venues(given: Answers, chosen: Filters, options: MapOptions) -> tuple[go.Figure, tuple[Answer, ...]]:
    venues = given.ask("talk_venues", chosen)
    caption = given.caption(language.text("Where they talked"), chosen, "", drawn=venue_facts.counted(venues))
    figure = venues_map(venues, caption, lines=options.lines, names=options.ground.get("names", "both"))
    return figure, (Answer("talk_venues", chosen, {}, venues, "Venues"),)
