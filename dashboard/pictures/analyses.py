"""The analyses of talks: each a question, its figure, how to read it and its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers import Answers
from dashboard.charts import talk_analyses as drawn
from dashboard.charts.theme import Caption
from dashboard.model import Filters
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer

_OF_HELD = "Talks that were held; one that several rows tell counts once."


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question of ``queries/``: its name on the page, the title, note and drawing of its figure, its table."""

    name: str
    title: str
    note: str
    draw: Callable[[pd.DataFrame, Mapping[str, str], Caption], go.Figure]
    columns: dict[str, str]
    extra: tuple[tuple[str, object], ...] = ()


ANALYSES: Final = {
    "talks_per_year": Analysis(
        "Talks per year", "Talks per year and track", _OF_HELD,
        lambda answer, _, caption: drawn.talks_per_year(answer, caption),
        {"year": "Year", "track": "Track", "talks": "Talks"},
    ),
    "who_met_whom": Analysis(
        "Who met whom", "Who met whom, and how often",
        f"{_OF_HELD} Participants in one talk, in pairs, without mediators. The {drawn.MOST_PAIRS} pairs that met most "
        "often; the table has all.",
        drawn.who_met_whom,
        {"one": "One", "other": "Other", "track": "Track", "talks": "Talks"},
    ),
    "actors_by_track": Analysis(
        "Actors and tracks", "Who talked or mediated on which track",
        f"{_OF_HELD} Participants and mediators; the {drawn.MOST_PAIRS} actors with most talks, the table has all.",
        drawn.actors_by_track,
        {"actor_id": "Actor", "track": "Track", "talks": "Talks"},
    ),
    "days_between_talks": Analysis(
        "Days between talks", "Days from a talk to the next on its track",
        f"{_OF_HELD} Only talks known to the day. A tick is a gap, the pale bar the middle half, the diamond the "
        "median; the axis is logarithmic, 0 is the same day.",
        lambda answer, _, caption: drawn.days_between_talks(answer, caption),
        {"track": "Track", "previous_day": "From", "day_start": "To", "days": "Days"},
    ),
    "ceasefires": Analysis(
        "Ceasefires", "From a ceasefire to its first reported breach",
        "Local times. A breach is what one side or an observer reported, whether or not it was confirmed. Two marks "
        "with a pale bar: known no more exactly than that. The axis is logarithmic. Not on file: no row tells of one.",
        lambda answer, _, caption: drawn.ceasefires(answer, caption),
        {"in_force_at": "In force", "headline": "Ceasefire", "mediators": "Mediators",
         "breach_from": "Breach, earliest", "breach_to": "Breach, latest",
         "minutes_least": "Minutes, fewest", "minutes_most": "Minutes, most",
         "reported_by": "Reported by", "note": "Note"},
    ),
    "violence_around_talks": Analysis(
        "Violence around talks", "Armed events 30 days before and after each talk",
        f"{_OF_HELD} Armed events of every actor and place, known to the day, datasets never added up; the talk's own "
        "days count on neither side. A disc is larger the more talks had so many; the pale bar is the middle half, the "
        "diamond the median. What came before or after a talk did not for that reason come of it.",
        lambda answer, _, caption: drawn.violence_around_talks(answer, caption),
        {"day_start": "Talk", "event_id": "Row", "track": "Track", "dataset": "Dataset", "before": "30 days before",
         "after": "30 days after"},
    ),
    "mediation_shares": Analysis(
        "Mediators", "Share of each year's mediated talks by mediator, in %",
        f"{_OF_HELD} In brackets the year's mediated talks. Shares of a year add up to more than 100 %: many mediate "
        f"together. The {drawn.MOST_MEDIATORS} mediators of most talks; the table has all.",
        drawn.mediation_shares,
        {"period": "Year", "mediator": "Mediator", "talks": "Talks", "mediated": "Mediated talks", "share": "Share"},
        (("grain", "year"),),
    ),
}  # fmt: skip


def picture(given: Answers, chosen: Filters, question: str) -> Picture:
    """Return the picture of an analysis."""
    one = ANALYSES[question]
    answer = given.ask(question, chosen, **dict(one.extra))
    held = words.plural(int(given.figures_of(chosen)["talks"]), "talk")
    drawn_of = words.plural(len(answer), "ceasefire") if question == "ceasefires" else f"{held} held"
    caption = given.caption(one.title, chosen, one.note, drawn=f"{drawn_of} among ")
    figure = one.draw(answer, given.labels(), caption)
    return Picture(question, figure, chosen, (Answer(question, chosen, dict(one.extra), answer, one.name),))
