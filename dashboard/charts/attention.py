"""Media attention on the map: how many reports name a place, as empty squares that no one takes for events."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from dashboard import geography
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
            "name": "Media reports",
            "x": [round(float(x), 2) for x in xs],
            "y": [round(float(y), 2) for y in ys],
            "marker": {
                "symbol": "square-open",
                "color": theme.SOFT_INK,
                "line": {"width": 1.2},
                "size": [max(3.0, round(LARGEST_PX * math.sqrt(n / most), 1)) for n in exact["reports"]],
            },
            "hoverinfo": "text",
            "hovertext": [
                f"<b>{theme.plain(str(row['place']))}</b><br>{int(row['reports']):,} reports name it, "
                f"{theme.plain(dataset_name(str(row['dataset'])))}<br>Reports, not events"
                + (f"<br>{int(row['moved']):,} were moved here by the gazetteer" if pd.notna(row["moved"]) else "")
                for row in exact.to_dict("records")
            ],
        }
    ]


def note(media: pd.DataFrame) -> str:
    """Return what the squares mean and how many reports are not drawn."""
    exact = (media["place_precision"] == "exact") & media["lon"].notna()
    drawn, rest = int(media.loc[exact, "reports"].sum()), int(media.loc[~exact, "reports"].sum())
    return (
        f"Squares: {drawn:,} reports in the media by the place they name, which is often where somebody spoke; "
        f"{rest:,} name a region, a country or no place and are not drawn. They are no events."
    )
