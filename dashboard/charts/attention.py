"""Media attention on the map: how many reports name a place, as empty squares that no one takes for events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard import geography, language
from dashboard.charts import theme
from dashboard.model import dataset_name

LARGEST_PX: Final = 46.0


def attention(media: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one trace of empty squares whose area is the number of reports that name the place.

    ``media`` has the columns of ``queries/media_map.sql``; only places known to the point are drawn.
    """
    exact = media[(media["place_precision"] == "exact") & media["lon"].notna()]
    if exact.empty:
        return []
    xs, ys = geography.project(exact["lon"].astype(float), exact["lat"].astype(float))
    most = int(exact["reports"].max())
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": language.text("Media reports"),
            "x": [round(float(x), 2) for x in xs],
            "y": [round(float(y), 2) for y in ys],
            "marker": {
                "symbol": "square-open",
                "color": theme.SOFT_INK,
                "line": {"width": 1.2},
                "size": [max(3.0, round(LARGEST_PX * math.sqrt(n / most), 1)) for n in exact["reports"]],
            },
            "hoverinfo": "text",
            "hovertext": [_hover(row) for row in exact.to_dict("records")],
        }
    ]


def _hover(row: Mapping[Any, Any]) -> str:
    text = language.text
    lines = [
        f"<b>{theme.plain(language.name(str(row['place'])))}</b>",
        text(
            "{n:,} reports name it, {dataset}",
            n=int(row["reports"]),
            dataset=theme.plain(text(dataset_name(str(row["dataset"])))),
        ),
        text("Reports, not events"),
    ]
    if pd.notna(row["moved"]):
        lines.append(text("{n:,} were moved here by the gazetteer", n=int(row["moved"])))
    return "<br>".join(lines)


def note(media: pd.DataFrame) -> str:
    """Return what the squares mean and how many reports are not drawn."""
    exact = (media["place_precision"] == "exact") & media["lon"].notna()
    drawn, rest = int(media.loc[exact, "reports"].sum()), int(media.loc[~exact, "reports"].sum())
    return language.text(
        "Squares: {drawn:,} reports in the media by the place they name, which is often where somebody spoke; "
        "{rest:,} name a region, a country or no place and are not drawn. They are no events.",
        drawn=drawn,
        rest=rest,
    )
