"""Talks on their tracks over time, and two periods or tracks of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from dashboard import language, words
from dashboard.answers import Answers
from dashboard.charts import periods
from dashboard.charts.diplomacy import diplomacy_timeline
from dashboard.charts.lanes import Window
from dashboard.charts.talk_comparison import talk_comparison
from dashboard.model import Filters, message
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer

READ = message(
    "Shape: level of the talks. Colour: outcome. Hollow or crossed: did not take place as told. A line with soft ends: "
    "no day is known within it. Over many years bars count a quarter's events, their height is the square root and the "
    "busiest bears its number; the weightiest talks have marks. Ceasefires: local time; a breach is a report, not a "
    "finding."
)
COMPARISON_NOTE = message(
    "Each side has its own days or track, whatever the filter says of these. Bars: share of the side's own talks that "
    "were held; a talk has several mediators or none. In the table: all values."
)
#: What is compared: the filter without what the sides say themselves, then the name and the filter of each side.
Sides = tuple[Filters, tuple[str, Filters], tuple[str, Filters]]
#: Name -> what it is called, first and last day, of the stretches of the conflict that can be compared.
PERIODS: dict[str, tuple[str, date | None, date | None]] = {
    "first_war": (message("1988–1994: to the ceasefire"), None, date(1994, 5, 11)),
    "between": (message("1994–2020: between the wars"), date(1994, 5, 12), date(2020, 9, 26)),
    "war": (message("2020: the 44-day war"), date(2020, 9, 27), date(2020, 11, 9)),
    "after": (message("2020–2023: after the war"), date(2020, 11, 10), date(2023, 9, 18)),
    "since": (message("Since 19 September 2023"), date(2023, 9, 19), None),
    "own": (message("Own dates"), None, None),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The stretch of time that is drawn: the filter's own, or the one that the reader turned to."""

    first: date
    last: date
    grain: str
    window: Window | None = None

    @property
    def words(self) -> str:
        """What the caption adds where not all of the filter's days are drawn."""
        if not self.window:
            return ""
        days = words.span(self.window.start.date(), (self.window.end - timedelta(minutes=1)).date())
        return " · " + language.text("shown: {days}", days=days)


def talks_of(given: Answers, chosen: Filters, *, mediators: bool = False) -> pd.DataFrame:
    """Return the events of the timeline; of ``mediators`` those that the filter's actors, or any, mediated."""
    talks = given.ask("diplomacy_timeline", chosen)
    if not mediators:
        return talks
    wanted = set(chosen.actors)
    keep = [bool(wanted & set(ids)) if wanted else len(ids) > 0 for ids in talks["mediator_ids"]]
    return talks[pd.Series(keep, talks.index, dtype=bool)]


def timeline(
    given: Answers,
    chosen: Filters,
    shown: Shown | None = None,
    *,
    mediators: bool = False,
    reading: str | None = None,
) -> Picture:
    """Return the timeline; ``reading`` is the talk that is being read."""
    shown = shown or Shown(*given.time_axis(chosen))
    talks = talks_of(given, chosen, mediators=mediators)
    violence = given.ask("violence_by_period", chosen, grain=shown.grain)
    ceasefires = given.ask("ceasefires", chosen)
    caption = given.caption(
        language.text("Who talked, on which track, and what came of it"),
        chosen,
        f"{language.text(READ)} "
        + language.text(
            "Below: armed events per {grain}, one series per dataset, never added up.",
            grain=periods.name_of(shown.grain),
        ),
        drawn=language.text("{n:,} of diplomacy among ", n=talks[talks["counted"]]["happening_id"].nunique()),
    )
    if mediators:
        only = language.text("as mediators only") if chosen.actors else language.text("only what was mediated")
        caption = replace(caption, filters=f"{caption.filters} · {only}")
    caption = replace(caption, filters=caption.filters + shown.words)
    figure = diplomacy_timeline(
        talks, violence, caption, ceasefires=ceasefires, chosen=reading, grain=shown.grain,
        first=shown.first, last=shown.last, window=shown.window,
    )  # fmt: skip
    answers = (
        Answer("diplomacy_timeline", chosen, {}, talks, "Talks"),
        Answer("violence_by_period", chosen, {"grain": shown.grain}, violence, "Armed events"),
        Answer("ceasefires", chosen, {}, ceasefires, "Ceasefires"),
    )
    return Picture("diplomacy_timeline", figure, chosen, answers)


def of_period(name: str, chosen: Filters) -> tuple[str, Filters]:
    """Return what a period is called, and the filter within it."""
    told, start, end = PERIODS[name]
    return language.text(told), chosen.with_(start=start, end=end)


def comparison(given: Answers, chosen: Filters, sides: Sides | None = None) -> Picture:
    """Return two periods or two tracks side by side; without ``sides``, between the wars and after them."""
    without_dates = chosen.with_(start=None, end=None)
    of_both, *both = sides or (without_dates, of_period("between", chosen), of_period("after", chosen))
    left, right = (given.ask("talk_profile", one) for _, one in both)
    caption = given.caption(language.text("Talks held, side by side"), of_both, language.text(COMPARISON_NOTE))
    figure = talk_comparison((left, right), (both[0][0], both[1][0]), given.labels(), caption)
    answers = tuple(
        Answer("talk_profile", one, {}, rows, name) for (name, one), rows in zip(both, (left, right), strict=True)
    )
    return Picture("talk_comparison", figure, chosen, answers)
