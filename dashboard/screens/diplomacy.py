"""Who talked, on which track, and what came of it."""

from dashboard import frame
from dashboard.charts.diplomacy import diplomacy_timeline
from dashboard.receipt import receipts

chosen = frame.filters()
first, last, grain = frame.time_axis(chosen)
talks = frame.answer("diplomacy_timeline", chosen)
violence = frame.answer("violence_by_period", chosen, grain=grain)

caption = frame.caption(
    "Who talked, on which track, and what came of it",
    chosen,
    "Shape: level of the talks. Colour: outcome. Hollow or crossed: did not take place as told. "
    f"Below: armed events per {grain}, one series per dataset, never added up.",
    drawn=f"{talks[talks['counted']]['happening_id'].nunique():,} of diplomacy among ",
)
figure = diplomacy_timeline(talks, violence, caption, grain=grain, first=first, last=last)
picked = frame.chart("diplomacy_timeline", figure, chosen)
receipts(picked, "Choose a mark to see who was in the room, the outcome and the sources.")
frame.table(
    talks,
    {
        "day_start": "From",
        "day_end": "To",
        "track": "Track",
        "headline": "Event",
        "place": "Place",
        "format": "Format",
        "level": "Level",
        "outcome": "Outcome",
        "status": "Status",
    },
)
