"""What the map says of itself in words: what is not drawn, how to read it, and the sentence for who does not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from dashboard.charts import ground, theme
from dashboard.charts.ground import day_in_words
from dashboard.charts.marks import Place

DISCLAIMER: Final = (
    "Outlines of control are this project's own, generalised and approximate. "
    "Names and borders on this map imply no endorsement."
)


def noted(caption: theme.Caption, notes: Sequence[str]) -> theme.Caption:
    """Return the caption with these notes before its own, and the disclaimer after all."""
    return replace(caption, note=" ".join(note for note in (*notes, caption.note, DISCLAIMER) if note))


def listed(lead: str, places: list[Place], most: int = 12) -> str:
    """Return ``lead`` and the places with their numbers, or nothing."""
    if not places:
        return ""
    ranked = sorted(places, key=lambda p: (-p.total, p.name))
    parts = [f"{p.name} {p.total}" for p in ranked[:most]]
    if rest := ranked[most:]:
        parts.append(f"{len(rest)} more places {sum(p.total for p in rest)}")
    return f"{lead}: {', '.join(parts)}."


def how_to_read(points: list[Place], rings_too: bool) -> str:
    """Return how the marks and rings that are drawn are to be read."""
    words = []
    if points:
        largest = max(points, key=lambda p: p.size)
        what = "the deaths stated for its events" if largest.by_deaths else "its number of events"
        words.append(f"The area of a mark is {what}; the largest, {largest.name}, stands for {largest.size:,}.")
        if largest.by_deaths:
            words.append(
                "Deaths are as the foremost row of each event states them, the best figure or else the least; events "
                "without a figure are not drawn, so this is no toll of the conflict."
            )
        if any(len(p.shown) > 1 for p in points):
            words.append(
                "Where a place has several classes, the most frequent gives the shape and the others lie in it."
            )
        if any(p.hollow for p in points):
            words.append("Hollow: planned, alleged, denied or told as background only, and not counted.")
    if rings_too:
        words.append("A ring has the radius within which the place lies; the more it stands for, the broader its line.")
    return " ".join(words)


def alt(title: str, day: date, places: tuple[list[Place], list[Place], list[Place]], areas: pd.DataFrame) -> str:
    """Return the sentence of the figure for those who do not see it."""
    inside, outside, off_map = places
    valid = zip(areas["name_"], areas["valid_from"], areas["valid_to"], strict=True)
    drawn = list(dict.fromkeys(ground.in_words(*row) for row in valid))
    ranked = sorted(inside, key=lambda p: (-p.size, p.name))
    counted = sum(sum(p.events.values()) for p in inside)
    words = [f"{title}. Map of the ground on {day_in_words(day)}."]
    if not (inside or outside or off_map):
        words.append("No event matches this filter.")
    if inside:
        top = ", ".join(f"{p.name} {p.size}" for p in ranked[:5])
        words.append(f"{counted} counted events at {len(inside)} places in view, most at {top}.")
    words.append(listed("Not on the map", off_map, most=5))
    words.append(listed("Outside the view", outside, most=5))
    words.append(f"Areas: {'; '.join(drawn)}." if drawn else "No area of control is drawn for this day.")
    return " ".join(word for word in words if word)


def layers(shown: Sequence[str], known: Mapping[str, str]) -> str:
    """Return which layers alone are drawn, or nothing where all are."""
    if set(shown) == set(known):
        return ""
    return f"Drawn only: {', '.join(known[one].lower() for one in known if one in shown) or 'no layer of events'}."


def naming(names: str) -> str:
    """Return which names of towns with two names the map bears."""
    told = {"both": "both their names", "armenian": "their Armenian names", "azerbaijani": "their Azerbaijani names"}
    return f"Towns bear {told[names]}."
