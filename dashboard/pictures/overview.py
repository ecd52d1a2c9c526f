"""Violence and diplomacy on one time axis."""

from __future__ import annotations

from dashboard import language
from dashboard.answers import Answers, asks_for_media
from dashboard.charts import periods
from dashboard.charts.overview import is_rooted, overview
from dashboard.model import Filters
from dashboard.pictures.picture import Picture
from dashboard.saving import Answer


def picture(given: Answers, chosen: Filters) -> Picture:
    """Return the picture of the overview."""
    first, last, grain = given.time_axis(chosen)
    given.expect(chosen, "diplomacy_by_period", "violence_by_period", media="media_by_period", grain=grain)
    diplomacy = given.ask("diplomacy_by_period", chosen, grain=grain)
    violence = given.ask("violence_by_period", chosen, grain=grain)
    answers = [
        Answer("diplomacy_by_period", chosen, {"grain": grain}, diplomacy, "Talks"),
        Answer("violence_by_period", chosen, {"grain": grain}, violence, "Violence"),
    ]
    media = None
    if asks_for_media(chosen):
        media = given.ask("media_by_period", chosen, grain=grain)
        answers.append(Answer("media_by_period", chosen, {"grain": grain}, media, "Media attention"))
    rooted = language.text("Bars count events, not deaths; heights grow with the square root of the count.")
    caption = given.caption(
        language.text("Talks and violence per {grain}", grain=periods.name_of(grain)),
        chosen,
        (rooted if is_rooted(diplomacy, violence) else language.text("Bars count events, not deaths."))
        + " "
        + language.text(
            "Datasets stand beside each other and are never added up. A happening that several rows tell counts once "
            "in each series."
        ),
    )
    figure = overview(diplomacy, violence, caption, media=media, grain=grain, first=first, last=last)
    return Picture("overview", figure, chosen, tuple(answers))
