"""What the map says of itself in words: what is not drawn, how to read it, and the sentence for who does not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from dashboard import language
from dashboard.charts import ground, theme
from dashboard.charts.ground import day_in_words
from dashboard.charts.marks import Place
from dashboard.geography import View
from dashboard.model import message

DISCLAIMER: Final = message(
    "Outlines of control are this project's own, generalised and approximate. "
    "Names and borders on this map imply no endorsement."
)
TOO_ROUGH: Final = message("Not on the map, because the place is known too roughly (any status)")


def noted(caption: theme.Caption, notes: Sequence[str]) -> theme.Caption:
    """Return the caption with these notes before its own, and the disclaimer after all."""
    return replace(caption, note=" ".join(note for note in (*notes, caption.note, language.text(DISCLAIMER)) if note))


def listed(lead: str, places: list[Place], most: int = 12) -> str:
    """Return ``lead`` and the places with their numbers, or nothing."""
    if not places:
        return ""
    ranked = sorted(places, key=lambda p: (-p.total, p.name))
    parts = [f"{p.name} {language.number(p.total, '')}" for p in ranked[:most]]
    if rest := ranked[most:]:
        total = language.number(sum(p.total for p in rest), "")
        parts.append(language.text("{n} more places {total}", n=len(rest), total=total))
    return f"{lead}: {', '.join(parts)}."


def outside(frame: View) -> str:
    """Return the lead of what lies outside the frame that is always visible."""
    return language.text(
        "Outside the middle {width:.0f} × {height:.0f} km of this view (any status)",
        width=frame.width,
        height=frame.height,
    )


def how_to_read(points: list[Place], rings_too: bool) -> str:
    """Return how the marks and rings that are drawn are to be read."""
    text = language.text
    words = []
    if points:
        largest = max(points, key=lambda p: p.size)
        what = text("the deaths stated for its events") if largest.by_deaths else text("its number of events")
        words.append(
            text(
                "The area of a mark is {what}; the largest, {place}, stands for {n:,}.",
                what=what,
                place=largest.name,
                n=largest.size,
            )
        )
        if largest.by_deaths:
            words.append(
                text(
                    "Deaths are as the foremost row of each event states them, the best figure or else the least; "
                    "events without a figure are not drawn, so this is no toll of the conflict."
                )
            )
        if any(len(p.shown) > 1 for p in points):
            words.append(
                text("Where a place has several classes, the most frequent gives the shape and the others lie in it.")
            )
        if any(p.hollow for p in points):
            words.append(text("Hollow: planned, alleged, denied or told as background only, and not counted."))
    if rings_too:
        words.append(
            text("A ring has the radius within which the place lies; the more it stands for, the broader its line.")
        )
    return " ".join(words)


def alt(title: str, day: date, places: tuple[list[Place], list[Place], list[Place]], areas: pd.DataFrame) -> str:
    """Return the sentence of the figure for those who do not see it."""
    text = language.text
    inside, outside, off_map = places
    valid = zip(areas["name_"], areas["valid_from"], areas["valid_to"], strict=True)
    drawn = list(dict.fromkeys(ground.in_words(*row) for row in valid))
    ranked = sorted(inside, key=lambda p: (-p.size, p.name))
    words = [text("{title}. Map of the ground on {day}.", title=title, day=day_in_words(day))]
    if not (inside or outside or off_map):
        words.append(text("No event matches this filter."))
    if inside:
        words.append(
            text(
                "{n} counted events at {places} places in view, most at {most}.",
                n=sum(sum(p.events.values()) for p in inside),
                places=len(inside),
                most=", ".join(f"{p.name} {language.number(p.size, '')}" for p in ranked[:5]),
            )
        )
    words.append(listed(text("Not on the map"), off_map, most=5))
    words.append(listed(text("Outside the view"), outside, most=5))
    if drawn:
        words.append(text("Areas: {areas}.", areas="; ".join(drawn)))
    else:
        words.append(text("No area of control is drawn for this day."))
    return " ".join(word for word in words if word)


def layers(shown: Sequence[str], known: Mapping[str, str]) -> str:
    """Return which layers alone are drawn, or nothing where all are."""
    if set(shown) == set(known):
        return ""
    said = ", ".join(language.text(known[one]).lower() for one in known if one in shown)
    return language.text("Drawn only: {layers}.", layers=said or language.text("no layer of events"))


def naming(names: str) -> str:
    """Return which names of towns with two names the map bears."""
    told = {
        "both": message("Towns bear both their names."),
        "armenian": message("Towns bear their Armenian names."),
        "azerbaijani": message("Towns bear their Azerbaijani names."),
    }
    return language.text(told[names])
