"""Dates, filters and counts in words, as they stand in captions, receipts and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from dashboard import language
from dashboard.model import STATUSES, TRACKS, Filters, dataset_name, message

#: Types of events as they stand in a sentence.
_TYPES: Final = {
    "AGREE": message("agree"),
    "CONSULT": message("consult"),
    "SUPPORT": message("support"),
    "CONCEDE": message("concede"),
    "COOPERATE": message("cooperate"),
    "AID": message("aid"),
    "RETREAT": message("retreat"),
    "REQUEST": message("request"),
    "ACCUSE": message("accuse"),
    "REJECT": message("reject"),
    "THREATEN": message("threaten"),
    "PROTEST": message("protest"),
    "MOBILIZE": message("mobilize"),
    "SANCTION": message("sanction"),
    "COERCE": message("coerce"),
    "ASSAULT": message("assault"),
}

day = language.day


def span(start: date | None, end: date | None, precision: str = "days") -> str:
    """Return the days of an event, no more exactly than they are known."""
    if start is None or end is None:
        return language.text("date not stated")
    if precision == "unknown":
        if start == end:
            return language.text("about {day}", day=day(start))
        return language.text("within {days}", days=span(start, end))
    if precision == "year":
        return str(start.year)
    if precision == "month":
        return language.dated(start, "MMMM y")
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return language.text("{first} – {last}", first=language.dated(start, "d MMMM"), last=day(end))
    return language.text("{first} – {last}", first=day(start), last=day(end))


def filters(chosen: Filters, names: Mapping[str, str]) -> str:
    """Return the filter in words; ``names`` maps ids of actors, persons and places to names."""
    text = language.text
    if chosen.start and chosen.end:
        period = span(chosen.start, chosen.end)
    elif chosen.start:
        period = text("From {day}", day=day(chosen.start))
    elif chosen.end:
        period = text("Until {day}", day=day(chosen.end))
    else:
        period = text("All dates")
    parts = [period]
    if chosen.actors:
        parts.append(text("with {actors}", actors=_either([names.get(actor, actor) for actor in chosen.actors])))
    else:
        parts.append(text("all actors"))
    if chosen.tracks:
        parts.append(text("track: {tracks}", tracks=_either([text(TRACKS[track]) for track in chosen.tracks])))
    if chosen.types:
        parts.append(
            text("type: {types}", types=_either([text(_TYPES.get(kind, kind.lower())) for kind in chosen.types]))
        )
    if chosen.statuses:
        said = [text(STATUSES[status]) for status in chosen.statuses]
        parts.append(text("status: {statuses}", statuses=_either(said)))
    if chosen.datasets:
        said = [text(dataset_name(dataset)) for dataset in chosen.datasets]
        parts.append(text("dataset: {datasets}", datasets=_either(said)))
    if chosen.places:
        parts.append(text("place: {places}", places=_either([names.get(place, place) for place in chosen.places])))
    return " · ".join(parts)


def literal(text: str) -> str:
    """Return untrusted text so that Markdown shows it as it stands: no picture, no link, nothing fetched."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 event, 1,204 events."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def deaths(low: int | None, best: int | None, high: int | None) -> str:
    """Return stated deaths in words; an empty string where none are stated, which is not zero."""
    text = language.text
    if best is not None and low is not None and high is not None and low != high:
        return text("{best:,} killed ({low:,}–{high:,})", best=best, low=low, high=high)
    if best is not None:
        return text("{best:,} killed", best=best)
    if low is not None and high is not None and low != high:
        return text("{low:,} to {high:,} killed", low=low, high=high)
    if low is not None and high is not None:
        return text("{best:,} killed", best=low)
    if low is not None:
        return text("at least {low:,} killed", low=low)
    return text("up to {high:,} killed", high=high) if high is not None else ""


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


def _either(items: list[str]) -> str:
    """Return one or another of ``items`` in words."""
    *most, last = items if len(items) <= 6 else [*items[:5], language.text("{n} more", n=len(items) - 5)]
    if len(most) > 1:
        return language.text("{several} or {last}", several=", ".join(most), last=last)
    return language.text("{one} or {other}", one=most[0], other=last) if most else last


def legible(text: str, most: int = 450) -> str:
    """Return a text on one line, without what a terminal would obey or not show, and no longer than can be read."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(plain) <= most:
        return plain
    return f"{plain[: most * 2 // 3].rstrip()} … {plain[-most // 3 + 3 :].lstrip()}"  # what to do stands at the end
