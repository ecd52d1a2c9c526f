"""Dates, filters and counts in words, as they stand in captions, receipts and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.model import STATUSES, TRACKS, Filters, dataset_name

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def day(value: date) -> str:
    """Return a day as 9 October 2020."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def span(start: date | None, end: date | None, precision: str = "days") -> str:
    """Return the days of an event, no more exactly than they are known."""
    if start is None or end is None:
        return "date not stated"
    if precision == "unknown":
        return f"within {span(start, end)}" if start != end else f"about {day(start)}"
    if precision == "year":
        return str(start.year)
    if precision == "month":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def filters(chosen: Filters, names: Mapping[str, str]) -> str:
    """Return the filter in words; ``names`` maps ids of actors, persons and places to names."""
    if chosen.start and chosen.end:
        period = span(chosen.start, chosen.end)
    elif chosen.start:
        period = f"From {day(chosen.start)}"
    elif chosen.end:
        period = f"Until {day(chosen.end)}"
    else:
        period = "All dates"
    parts = [period]
    if chosen.actors:
        parts.append("with " + _listed([names.get(actor, actor) for actor in chosen.actors], "or"))
    else:
        parts.append("all actors")
    if chosen.tracks:
        parts.append("track: " + _listed([TRACKS[track] for track in chosen.tracks], "or"))
    if chosen.types:
        parts.append("type: " + _listed([kind.lower() for kind in chosen.types], "or"))
    if chosen.statuses:
        parts.append("status: " + _listed([STATUSES[status] for status in chosen.statuses], "or"))
    if chosen.datasets:
        parts.append("dataset: " + _listed([dataset_name(dataset) for dataset in chosen.datasets], "or"))
    if chosen.places:
        parts.append("place: " + _listed([names.get(place, place) for place in chosen.places], "or"))
    return " · ".join(parts)


def literal(text: str) -> str:
    """Return untrusted text so that Markdown shows it as it stands: no picture, no link, nothing fetched."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 event, 1,204 events."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def deaths(low: int | None, best: int | None, high: int | None) -> str:
    """Return stated deaths in words; an empty string where none are stated, which is not zero."""
    if best is not None:
        around = f" ({low:,}–{high:,})" if low is not None and high is not None and low != high else ""
        return f"{best:,} killed{around}"
    if low is not None and high is not None and low != high:
        return f"{low:,} to {high:,} killed"
    if low is not None and high is not None:
        return f"{low:,} killed"
    if low is not None:
        return f"at least {low:,} killed"
    return f"up to {high:,} killed" if high is not None else ""


def terms(datasets: Iterable[Mapping[str, Any]], told_by: Iterable[object]) -> list[str]:
    """Return a sentence per imported dataset among ``told_by``: its licence, and whether its rows may be passed on.

    ``datasets`` are rows of ``queries/datasets.sql``.
    """
    here = set(told_by)
    return [
        f"Rows of {one['short']}: {one['licence']}"
        + ("." if one["may_redistribute"] or "may not be passed on" in one["licence"] else "; do not pass them on.")
        for one in datasets
        if one["dataset"] in here and one["licence"]
    ]


def file_name(chart: str, chosen: Filters, edition_id: str) -> str:
    """Return a telling file name without ending: chart, actors, days, edition; ``-filtered`` ends it under a filter."""
    parts = ["karabakh", chart.replace("_", "-"), *chosen.actors[:3]]
    if chosen.start or chosen.end:
        parts.append(f"{chosen.start or 'start'}--{chosen.end or 'today'}")
    plain = unicodedata.normalize("NFKD", "_".join([*parts, edition_id]))
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-").lower()
    return stem if chosen == Filters() else f"{stem}-filtered"


def _listed(items: list[str], last: str) -> str:
    shown = items if len(items) <= 6 else [*items[:5], f"{len(items) - 5} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def legible(text: str, most: int = 450) -> str:
    """Return a text on one line, without what a terminal would obey or not show, and no longer than can be read."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(plain) <= most:
        return plain
    return f"{plain[: most * 2 // 3].rstrip()} … {plain[-most // 3 + 3 :].lstrip()}"  # what to do stands at the end
