"""The analyses of talks: each a question, its figure, how to read it and its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.answers import Answers
from dashboard.charts import talk_analyses as drawn
from dashboard.charts.theme import Caption
from dashboard.model import Filters, message
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer

_OF_HELD: Final = message("Talks that were held; one that several rows tell counts once.")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question of ``queries/``: its name on the page, the title, notes and drawing of its figure, its table.

    At ``most`` so many rows or columns are drawn.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    draw: Callable[[pd.DataFrame, Mapping[str, str], Caption], go.Figure]
    columns: dict[str, str]
    extra: tuple[tuple[str, object], ...] = ()
    most: int = 0


ANALYSES: Final = {
    "talks_per_year": Analysis(
        "Talks per year", message("Talks per year and track"), (_OF_HELD,),
        lambda answer, _, caption: drawn.talks_per_year(answer, caption),
        {"year": "Year", "track": "Track", "talks": "Talks"},
    ),
    "who_met_whom": Analysis(
        "Who met whom", message("Who met whom, and how often"),
        (_OF_HELD, message(
            "Participants in one talk, in pairs, without mediators. The {most} pairs that met most often; the table "
            "has all."
        )),
        drawn.who_met_whom,
        {"one": "One", "other": "Other", "track": "Track", "talks": "Talks"},
        most=drawn.MOST_PAIRS,
    ),
    "actors_by_track": Analysis(
        "Actors and tracks", message("Who talked or mediated on which track"),
        (_OF_HELD, message("Participants and mediators; the {most} actors with most talks, the table has all.")),
        drawn.actors_by_track,
        {"actor_id": "Actor", "track": "Track", "talks": "Talks"},
        most=drawn.MOST_PAIRS,
    ),
    "days_between_talks": Analysis(
        "Days between talks", message("Days from a talk to the next on its track"),
        (_OF_HELD, message(
            "Only talks known to the day. A tick is a gap, the pale bar the middle half, the diamond the median; the "
            "axis is logarithmic, 0 is the same day."
        )),
        lambda answer, _, caption: drawn.days_between_talks(answer, caption),
        {"track": "Track", "previous_day": "From", "day_start": "To", "days": "Days"},
    ),
    "ceasefires": Analysis(
        "Ceasefires", message("From a ceasefire to its first reported breach"),
        (message(
            "Local times. A breach is what one side or an observer reported, whether or not it was confirmed. Two "
            "marks with a pale bar: known no more exactly than that. The axis is logarithmic. Not on file: no row "
            "tells of one."
        ),),
        lambda answer, _, caption: drawn.ceasefires(answer, caption),
        {"in_force_at": "In force", "headline": "Ceasefire", "mediators": "Mediators",
         "breach_from": "Breach, earliest", "breach_to": "Breach, latest",
         "minutes_least": "Minutes, fewest", "minutes_most": "Minutes, most",
         "reported_by": "Reported by", "note": "Note"},
    ),
    "violence_around_talks": Analysis(
        "Violence around talks", message("Armed events 30 days before and after each talk"),
        (_OF_HELD, message(
            "Armed events of every actor and place, known to the day, datasets never added up; the talk's own days "
            "count on neither side. A disc is larger the more talks had so many; the pale bar is the middle half, the "
            "diamond the median. What came before or after a talk did not for that reason come of it."
        )),
        lambda answer, _, caption: drawn.violence_around_talks(answer, caption),
        {"day_start": "Talk", "event_id": "Row", "track": "Track", "dataset": "Dataset", "before": "30 days before",
         "after": "30 days after"},
    ),
    "mediation_shares": Analysis(
        "Mediators", message("Share of each year's mediated talks by mediator, in %"),
        (_OF_HELD, message(
            "In brackets the year's mediated talks. Shares of a year add up to more than 100 %: many mediate together. "
            "The {most} mediators of most talks; the table has all."
        )),
        drawn.mediation_shares,
        {"period": "Year", "mediator": "Mediator", "talks": "Talks", "mediated": "Mediated talks", "share": "Share"},
        (("grain", "year"),),
        drawn.MOST_MEDIATORS,
    ),
}  # fmt: skip


def picture(given: Answers, chosen: Filters, question: str) -> Picture:
    """Return the picture of an analysis."""
    one = ANALYSES[question]
    answer = given.ask(question, chosen, **dict(one.extra))
    if question == "ceasefires":
        of = language.plural("{n:,} ceasefire among ", "{n:,} ceasefires among ", len(answer))
    else:
        held = int(given.figures_of(chosen)["talks"])
        of = language.plural("{n:,} talk held among ", "{n:,} talks held among ", held)
    note = " ".join(language.text(part, most=one.most) for part in one.notes)
    caption = given.caption(language.text(one.title), chosen, note, drawn=of)
    figure = one.draw(answer, given.labels(), caption)
    return Picture(question, figure, chosen, (Answer(question, chosen, dict(one.extra), answer, one.name),))
