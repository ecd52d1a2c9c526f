"""What two actors did to each other, and when."""

from __future__ import annotations

from datetime import date

import pandas as pd

_CODES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
_COLUMNS = ["period", "quad", "events", "others", "forth", "back", "joint", "event_ids"]


def happenings(ties: pd.DataFrame, days: pd.DataFrame, one: str, other: str) -> int:
    """Return how many counted events of a known day tie two actors."""
    rows = ties[ties["source"].isin({one, other}) & ties["target"].isin({one, other})]
    ids = {event_id for ids in rows["event_ids"] for event_id in ids}
    return int(days.loc[days["counted"] & days["event_id"].isin(ids), "happening_id"].nunique())


def dyad(
    ties: pd.DataFrame, days: pd.DataFrame, one: str, other: str, *, grain: str, first: date | None = None
) -> pd.DataFrame:
    """Return a row per period and kind of tie between two actors: how many events, and in which direction.

    ``days`` has the rows of ``days_of_events.sql``. Events of no known day are left out; what began before ``first``
    counts in its period. ``forth`` is what ``one`` did to ``other``, ``back`` the reverse.
    """
    both = {one, other}
    rows = ties[ties["source"].isin(both) & ties["target"].isin(both)]
    pieces = rows[["source", "directed", "quad", "event_ids"]].explode("event_ids")
    found = pieces.rename(columns={"event_ids": "event_id"}).merge(days, on="event_id")
    if found.empty:
        return pd.DataFrame(columns=_COLUMNS)
    start = pd.to_datetime(found["day_start"])
    if first:
        start = start.where(start >= pd.Timestamp(first), pd.Timestamp(first))
    found["period"] = start.dt.to_period(_CODES[grain]).dt.start_time
    made = []
    for (period, quad), group in found.groupby(["period", "quad"]):
        counted = group[group["counted"]]
        acts = counted[counted["directed"]]
        made.append(
            {
                "period": period,
                "quad": int(str(quad)),
                "events": int(counted["happening_id"].nunique()),
                "others": int(group["happening_id"].nunique() - counted["happening_id"].nunique()),
                "forth": int(acts.loc[acts["source"] == one, "happening_id"].nunique()),
                "back": int(acts.loc[acts["source"] == other, "happening_id"].nunique()),
                "joint": int(counted.loc[~counted["directed"], "happening_id"].nunique()),
                "event_ids": list(dict.fromkeys(group.sort_values(["day_start", "event_id"])["event_id"])),
            }
        )
    return pd.DataFrame(made, columns=_COLUMNS)
