"""The pictures of what the events rest on: tracks by period, sources, datasets, and sources per event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dashboard import language
from dashboard.answers import Answers
from dashboard.charts import coverage as drawn
from dashboard.charts import periods
from dashboard.charts.talk_analyses import SHORT
from dashboard.model import MEDIA, OWN, TRACKS, Filters, message
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer

#: What the sources can be told apart by -> the title of the picture.
TRAITS: Final = {
    "outlet": message("On which outlets the events rest"),
    "language": message("In which languages the sources are"),
    "side": message("On whose outlets the events rest"),
    "owner": message("On which kinds of owner the events rest"),
    "kind": message("On which kinds of source the events rest"),
}
_TITLES: Final = {
    "week": message("Events per week and track, and where there are none"),
    "month": message("Events per month and track, and where there are none"),
    "year": message("Events per year and track, and where there are none"),
}
_ONCE: Final = message("A happening that several rows tell counts once, with the sources of all of them.")
_SIDES: Final = message(
    "Whose an outlet is says nothing of whether it is right. An outlet that nobody looked up is not classified."
)
_LEFT_OUT: Final = message("Rows of imported datasets rest on their dataset and are left out.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """A picture of the page: its name there, its question, and the columns of its table."""

    name: str
    question: str
    columns: Mapping[str, str]


SHOWS: Final = {
    "gaps": Coverage("Gaps", "coverage_by_track", {
        "period": "Period from", "track": "Track", "events": "Counted", "others": "Not counted",
        "documents": "Sources", "single": "On one source only", "outlets": "Outlets",
    }),
    "outlets": Coverage("Sources", "coverage_by_source", {
        "value": "What", "events": "Counted", "alone": "On it alone", "others": "Not counted", "documents": "Sources",
    }),
    "datasets": Coverage("Datasets", "coverage_by_dataset", {
        "dataset": "Dataset", "telling": "Told", "events": "Counted", "others": "Not counted", "rows": "Rows",
        "also_told_by": "Also told by",
    }),
    "single": Coverage("One source only", "coverage_by_number", {
        "period": "Period from", "number": "Sources (4: four or more)", "events": "Counted",
        "one_outlet": "On one outlet", "others": "Not counted",
    }),
}  # fmt: skip


def spans(given: Answers, chosen: Filters) -> tuple[list[date], str]:
    """Return the first days of the periods of a filter, and how long these are, so that a page can show them all."""
    first, end, _ = given.time_axis(chosen)
    last = end - timedelta(days=1)
    days = (last - first).days
    grain = "week" if days <= 120 else "month" if days <= 1100 else "year"
    return [start for start, _ in periods.spans(first, last, grain)], grain


def by_track(given: Answers, chosen: Filters) -> Picture:
    """Return the picture of the gaps."""
    days, grain = spans(given, chosen)
    answer = given.ask("coverage_by_track", chosen, grain=grain)
    tellers = set(answer["told_by"])
    note = language.text(
        "A dash: no event on file, which may be a hole in the data or a time without any. In brackets: none that "
        "counts. What lasts stands in the period in which it began."
    )
    caption = given.caption(
        language.text(_TITLES[grain]),
        chosen,
        f"{note} {language.text(_ONCE)}{_undated(given, chosen)}",
        told_by=tellers.pop() if len(tellers) == 1 else "own",
    )
    figure = drawn.coverage_by_track(answer, days, grain, _columns(given, chosen), caption)
    return Picture(
        "coverage_by_track",
        figure,
        chosen,
        (Answer("coverage_by_track", chosen, {"grain": grain}, answer, "Tracks by period"),),
    )


def by_source(given: Answers, chosen: Filters, trait: str = "outlet") -> Picture:
    """Return the picture of the sources by a trait of ``TRAITS``."""
    answer = given.ask("coverage_by_source", chosen)
    note = language.text(_ONCE) + " "
    if trait == "outlet":
        note += language.text(
            "The {most} outlets on which most events rest; the table has all.", most=drawn.MOST_SOURCES
        )
    else:
        note += language.text("An event may rest on several, so the bars do not add up.")
    if trait in ("side", "owner"):
        note += " " + language.text(_SIDES)
    if _imported(given):
        note += " " + language.text(_LEFT_OUT)
    caption = given.caption(language.text(TRAITS[trait]), chosen, note)
    figure = drawn.coverage_by_source(answer, trait, caption)
    rows = answer[answer["trait"] == trait]
    return Picture("coverage_by_source", figure, chosen, (Answer("coverage_by_source", chosen, {}, rows, "Sources"),))


def by_dataset(given: Answers, chosen: Filters) -> Picture:
    """Return the picture of what each dataset adds."""
    answer = given.ask("coverage_by_dataset", chosen)
    note = language.text(
        "Datasets are never added up. Whether another dataset tells a happening is asked of the whole edition. Media "
        "attention is linked with nothing and not drawn."
    )
    caption = given.caption(language.text("What only one dataset tells, and what several tell"), chosen, note)
    figure = drawn.coverage_by_dataset(answer, _imported(given), caption)
    return Picture(
        "coverage_by_dataset", figure, chosen, (Answer("coverage_by_dataset", chosen, {}, answer, "Datasets"),)
    )


def by_number(given: Answers, chosen: Filters) -> Picture:
    """Return the picture of how many sources the events rest on."""
    days, grain = spans(given, chosen)
    answer = given.ask("coverage_by_number", chosen, grain=grain)
    note = language.text(
        "A source is one report, page or paper; two of one outlet are two. In brackets: none that counts."
    )
    if _imported(given):
        note += " " + language.text(_LEFT_OUT)
    caption = given.caption(
        language.text("On how many sources the events rest"), chosen, f"{note} {language.text(_ONCE)}"
    )
    figure = drawn.coverage_by_number(answer, days, grain, caption)
    return Picture(
        "coverage_by_number",
        figure,
        chosen,
        (Answer("coverage_by_number", chosen, {"grain": grain}, answer, "Sources per event"),),
    )


def picture(given: Answers, chosen: Filters, show: str, trait: str = "outlet") -> Picture:
    """Return a picture of ``SHOWS``."""
    if show == "outlets":
        return by_source(given, chosen, trait)
    return {"gaps": by_track, "datasets": by_dataset, "single": by_number}[show](given, chosen)


def _imported(given: Answers) -> dict[str, str]:
    """Return the names of the imported datasets of events by id."""
    listed = given.ask("datasets").to_dict("records")
    return {one["dataset"]: str(one["short"]) for one in listed if one["dataset"] not in OWN | MEDIA}


def _columns(given: Answers, chosen: Filters) -> dict[str, str]:
    """Return the tracks and imported datasets that a filter lets through, with their names: others are no gaps."""
    tracks = {track: language.text(SHORT[track]) for track in TRACKS if track in (chosen.tracks or TRACKS)}
    if chosen.datasets and not OWN & set(chosen.datasets):
        tracks = {}
    if chosen.tracks:  # rows on no track and those of imported datasets do not pass
        return tracks
    others = {one: name for one, name in _imported(given).items() if one in (chosen.datasets or _imported(given))}
    return tracks | ({drawn.NO_TRACK: language.text("No track")} if tracks else {}) | others


def _undated(given: Answers, chosen: Filters) -> str:
    number = int(given.figures_of(chosen)["undated"])
    if not number:
        return ""
    return " " + language.plural("{n:,} without a date is not drawn.", "{n:,} without a date are not drawn.", number)
