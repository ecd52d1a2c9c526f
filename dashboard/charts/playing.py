"""The map as time passes: one picture per step, of which the browser shows one after the other."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import geography, language
from dashboard.charts import ground, map_names, map_words, periods, theme
from dashboard.charts.map import LAYERS, assemble
from dashboard.charts.marks import Place, gathered, legend, marks, projected, px_of_one
from dashboard.charts.placing import place_labels
from dashboard.geography import VIEWS, View

#: More steps than this are not sent to the browser.
MOST_STEPS: Final = 1200


def playing_map(
    rows: pd.DataFrame,
    caption: theme.Caption,
    step: str,
    window: int,
    *,
    view: str = "karabakh",
    names: str = "both",
    boundaries: str = "by_date",
    layers: Sequence[str] = tuple(LAYERS),
    zoom: View | None = None,
    graticule: bool = False,
) -> go.Figure:
    """Return a map whose ``layout.meta.frames`` hold the marks of each step, its words and its ground.

    ``rows`` are those of ``queries/map_over_time.sql`` for ``step`` (day, week or month) and ``window``. Marks have one
    scale over all steps. Places known roughly are counted in the words of the step and not drawn.
    """
    frame = zoom or VIEWS[view]
    rows = rows[rows["layer"].isin(layers)]
    steps = [pd.Timestamp(day).date() for day in sorted(rows["step"].unique())][:MOST_STEPS]
    records: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in projected(rows):
        records[pd.Timestamp(row["step"]).date()].append(row)
    places = {day: gathered(records[day], names) for day in steps}
    drawn = {day: [p for p in places[day] if _is_point(p)] for day in steps}
    everything = [p for day in steps for p in drawn[day]]
    unit = px_of_one(everything)
    epochs: dict[int, int] = {}
    key: list[dict[str, Any]] = []
    told = []
    for day in steps:
        until = _last_day(day, step)
        ground_of = bisect_right(geography.changes(), until) if boundaries == "by_date" else 0
        if ground_of not in epochs:
            epochs[ground_of] = len(epochs)
            _, held = ground.control_on(until if boundaries == "by_date" else date.min)
            here = {"meta": {"epoch": epochs[ground_of]}, "visible": len(epochs) == 1}
            key += [trace | here for trace in held]
        told.append(
            {
                "label": _words(day, step, window, drawn[day], places[day]),
                "epoch": epochs[ground_of],
                "marks": marks(drawn[day], unit),
            }
        )
    if boundaries != "none":
        key.append(ground.oblast())
    largest: dict[str, Place] = {}
    for place in everything:
        if place.size > largest.get(place.place_id, place).size or place.place_id not in largest:
            largest[place.place_id] = place
    ranked = sorted(largest.values(), key=lambda p: (-p.size, p.place_id))
    labels = place_labels(
        [
            *map_names.wanted_names([p for p in ranked if p.told_by == "own"], unit, names, frame),
            *(ground.degrees(frame) if graticule else []),
        ],
        [(p.x, p.y, unit * math.sqrt(p.size)) for p in ranked],
        frame,
        (ground.key_size([trace["name"] for trace in key if trace["showlegend"]]), ground.bar_km(frame)),
    )
    figure = assemble(
        map_words.noted(
            caption, [_note(everything, step, window), map_words.layers(layers, LAYERS), map_words.naming(names)]
        ),
        frame,
        [
            *(ground.graticule(frame) if graticule else []),
            marks(drawn[steps[0]] if steps else [], unit),
            *legend(everything),
        ],
        key=key,
        labels=labels,
        marked=[],
        alt=_alt(caption.title, steps, drawn, step),
        empty=not steps,
    )
    figure.layout.meta["frames"] = told
    return figure


def _note(everything: list[Place], step: str, window: int) -> str:
    """Return how to read the pictures."""
    text, plural = language.text, language.plural
    days = {
        "day": plural("{n} day", "{n} days", window),
        "week": plural("{n} week", "{n} weeks", window),
        "month": plural("{n} month", "{n} months", window),
    }[step]
    scale = text("Each picture shows the events of {days}; all have one scale.", days=days)
    if everything:
        scale = text(
            "Each picture shows the events of {days}; all have one scale, on which {most:,} is the most at one place.",
            days=days,
            most=max(p.size for p in everything),
        )
    rough = text("Places known only to their district or region are counted and not drawn.")
    return f"{scale} {rough}"


def _is_point(place: Place) -> bool:
    return (
        not place.ring
        and place.precision == "exact"
        and math.isfinite(place.x)
        and geography.on_ground(place.x, place.y)
    )


def _last_day(day: date, step: str) -> date:
    if step == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day + timedelta(days=6 if step == "week" else 0)


def _words(day: date, step: str, window: int, drawn: list[Place], every: list[Place]) -> str:
    """Return the days that a step shows and how much happened in them."""
    last = _last_day(day, step)
    if step == "month":
        months = day.year * 12 + day.month - window
        first = date(months // 12, months % 12 + 1, 1)
    else:
        first = day - (window - 1) * timedelta(days=7 if step == "week" else 1)
    here = sum(sum(p.events.values()) for p in drawn)
    rest = sum(sum(p.events.values()) for p in every) - here
    events = language.plural("{n:,} event", "{n:,} events", here)
    if rest:
        events = language.text("{events} and {n:,} not on this map", events=events, n=rest)
    return f"{ground.period_in_words(first, last)}: {events}"


def _alt(title: str, steps: list[date], drawn: dict[date, list[Place]], step: str) -> str:
    text = language.text
    if not steps:
        return f"{title}. " + text("No event matches this filter.")
    busiest = max(steps, key=lambda day: sum(p.total for p in drawn[day]))
    return text(
        "{title}, {step} by {step}. {n} pictures from {first} to {last}; most events are in the one of {busiest}.",
        title=title,
        step=periods.name_of(step),
        n=len(steps),
        first=ground.day_in_words(steps[0]),
        last=ground.day_in_words(steps[-1]),
        busiest=ground.day_in_words(busiest),
    )
