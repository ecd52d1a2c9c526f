"""The analyses of the talks, each of one answer: how many, who with whom, how far apart, what held, who mediated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme, truces
from dashboard.charts.matrix import Cell, matrix
from dashboard.charts.strips import Dot, Strip, strips
from dashboard.model import TRACKS, dataset_name, message

#: Names of the tracks as short as the head of a column needs them.
SHORT: Final = {
    "minsk_group": message("Minsk Group"), "moscow": message("Moscow"), "geneva": message("Geneva"),
    "un": message("UN"), "eu": message("EU"), "us": message("US"), "csto": message("CSTO"),
    "direct": message("Direct"), "other": message("Other"),
}  # fmt: skip
MOST_PAIRS: Final = 24
MOST_MEDIATORS: Final = 10
#: Where the ticks of an axis of days stand; 0 has no place on a logarithmic one.
_DAYS: Final = (0.5, 1, 7, 30, 90, 365, 1000)
_MINUTES: Final[dict[float, str]] = {
    1: message("1 min"),
    10: message("10 min"),
    60: message("1 h"),
    720: message("12 h"),
    2880: message("2 d"),
    10080: message("7 d"),
    43200: message("30 d"),
}
#: Which side of a talk -> its days.
_SIDES: Final = {"before": message("30 days before"), "after": message("30 days after")}


def talks_per_year(frame: pd.DataFrame, caption: theme.Caption) -> go.Figure:
    """Draw talks per year and track, from ``talks_per_year.sql``."""
    cells = {
        (str(row["year"]), row["track"]): Cell(
            row["talks"],
            language.number(row["talks"], ""),
            f"{row['year']}, {_track(row['track'])}: {number_of_talks(row['talks'])}",
            tuple(row["event_ids"]),
        )
        for row in frame.to_dict("records")
    }
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1) if len(frame) else range(0)
    most = frame.sort_values("talks", ascending=False, kind="stable").head(1).to_dict("records")
    said = f"{number_of_talks(int(frame['talks'].sum()))}."
    for row in most:
        said = language.text(
            "{talks}, most of them in {year} on the track {track}: {n}.",
            talks=number_of_talks(int(frame["talks"].sum())),
            year=str(row["year"]),
            track=_track(row["track"]),
            n=row["talks"],
        )
    alt = f"{_opening(caption)} {said}"
    return matrix(cells, [(str(y), str(y)) for y in years], _tracks(frame), caption, alt=alt)


def who_met_whom(frame: pd.DataFrame, names: Mapping[str, str], caption: theme.Caption) -> go.Figure:
    """Draw pairs of participants by track, those that met most often first, from ``who_met_whom.sql``."""
    totals = frame.groupby(["one", "other"])["talks"].sum().sort_values(ascending=False, kind="stable")
    met = [(str(one), str(other)) for one, other in totals.index.tolist()]
    pairs = [(f"{one} {other}", f"{names[one]} – {names[other]}") for one, other in met[:MOST_PAIRS]]
    kept = {key for key, _ in pairs}
    told = dict(pairs)
    cells = {}
    for row in frame.to_dict("records"):
        key = f"{row['one']} {row['other']}"
        if key in kept:
            hover = f"{told[key]}, {_track(row['track'])}: {number_of_talks(row['talks'])}"
            number = language.number(row["talks"], "")
            cells[key, row["track"]] = Cell(row["talks"], number, theme.plain(hover), tuple(row["event_ids"]))
    said = "; ".join(f"{name} {count}" for (_, name), count in zip(pairs[:5], totals, strict=False))
    alt = f"{_opening(caption)} " + language.plural(
        "{n:,} pair of participants, most often: {most}.",
        "{n:,} pairs of participants, most often: {most}.",
        len(totals),
        most=said,
    )
    return matrix(cells, pairs, _tracks(frame), caption, alt=alt)


def actors_by_track(frame: pd.DataFrame, names: Mapping[str, str], caption: theme.Caption) -> go.Figure:
    """Draw participants and mediators by track, from ``actors_by_track.sql``."""
    totals = frame.groupby("actor_id")["talks"].sum().sort_values(ascending=False, kind="stable").head(MOST_PAIRS)
    cells = {
        (row["actor_id"], row["track"]): Cell(
            row["talks"],
            language.number(row["talks"], ""),
            theme.plain(f"{names[row['actor_id']]}, {_track(row['track'])}: {number_of_talks(row['talks'])}"),
            tuple(row["event_ids"]),
        )
        for row in frame.to_dict("records")
        if row["actor_id"] in totals.index
    }
    said = "; ".join(f"{names[str(actor)]} {count}" for actor, count in totals.head(5).items())
    alt = f"{_opening(caption)} " + language.plural(
        "{n:,} actor, most often: {most}.", "{n:,} actors, most often: {most}.", frame["actor_id"].nunique(), most=said
    )
    return matrix(cells, [(str(a), names[str(a)]) for a in totals.index], _tracks(frame), caption, alt=alt)


def mediation_shares(frame: pd.DataFrame, names: Mapping[str, str], caption: theme.Caption) -> go.Figure:
    """Draw in how many of a year's mediated talks each mediator took part, from ``mediation_shares.sql``."""
    totals = frame.groupby("mediator")["talks"].sum().sort_values(ascending=False, kind="stable").head(MOST_MEDIATORS)
    frame = frame.assign(year=pd.to_datetime(frame["period"]).dt.year)
    mediated = frame.groupby("year")["mediated"].first()
    cells = {}
    for row in frame.to_dict("records"):
        if row["mediator"] in totals.index:
            of_all = language.plural("{n:,} mediated talk", "{n:,} mediated talks", row["mediated"])
            told = language.text(
                "{year}, {mediator}: {talks} of {all}",
                year=str(row["year"]),
                mediator=names[row["mediator"]],
                talks=row["talks"],
                all=of_all,
            )
            cells[str(row["year"]), row["mediator"]] = Cell(
                row["share"], f"{row['share'] * 100:.0f}", theme.plain(told), tuple(row["event_ids"])
            )
    years = [(str(year), f"{year} ({count})") for year, count in mediated.items()]
    said = "; ".join(f"{names[str(actor)]} {count}" for actor, count in totals.head(5).items())
    alt = f"{_opening(caption)} " + language.plural(
        "{n:,} mediated talk, most often by: {most}.",
        "{n:,} mediated talks, most often by: {most}.",
        int(mediated.sum()),
        most=said,
    )
    return matrix(cells, years, [(str(a), names[str(a)]) for a in totals.index], caption, alt=alt)


def days_between_talks(frame: pd.DataFrame, caption: theme.Caption) -> go.Figure:
    """Draw the days from a talk to the next on its track, from ``days_between_talks.sql``."""
    rows = []
    for track in [key for key, _ in _tracks(frame)]:
        gaps = frame[frame["track"] == track]
        low, median, high = (float(gaps[name].iloc[0]) for name in ("low", "median", "high"))
        dots = [
            Dot(
                max(0.5, days),
                language.text(
                    "{day}: {days} after the one before", day=language.day(pd.Timestamp(day).date()), days=_days(days)
                ),
                (before, event_id),
                12,
            )
            for days, day, before, event_id in zip(
                gaps["days"], gaps["day_start"], gaps["previous_id"], gaps["event_id"], strict=True
            )
        ]
        name = language.plural(
            "{track}: median {median}, middle half {low:,.0f} to {high:,.0f}, {n:,} gap",
            "{track}: median {median}, middle half {low:,.0f} to {high:,.0f}, {n:,} gaps",
            len(gaps),
            track=_track(track),
            median=_days(median),
            low=low,
            high=high,
        )
        rows.append(Strip(name, dots, [(max(0.5, low), max(0.5, high))], max(0.5, median)))
    said = "; ".join(row.name for row in rows)
    return strips(
        rows,
        {at: language.number(int(at)) for at in _DAYS},
        caption,
        alt=f"{_opening(caption)} {said}.",
        log=True,
        symbol="line-ns",
    )


def ceasefires(frame: pd.DataFrame, caption: theme.Caption) -> go.Figure:
    """Draw how long each ceasefire held until a breach was first reported, from ``ceasefires.sql``."""
    rows = []
    for row in truces.listed(frame):
        start = truces.moment(row["in_force_at"], row["in_force_precision"])
        told = {"moment": start, "mediators": truces.mediated(row), "held": truces.held(row)}
        if len(row["reported_by"]):
            name = language.text(
                "{moment}, mediated by {mediators}: {held}, reported by {reporters}",
                reporters=", ".join(map(language.name, row["reported_by"])),
                **told,
            )
        else:
            name = language.text("{moment}, mediated by {mediators}: {held}", **told)
        if row["breach_from"] is None:
            rows.append(Strip(name))
            continue
        least, most = max(1.0, row["minutes_least"]), max(1.0, row["minutes_most"])
        hover = truces.hover(row)
        ids = tuple(dict.fromkeys((row["event_id"], row["breach_id"])))
        known = (least, most) if row["minutes_least"] or least == most else (most,)
        ends = [Dot(at, hover, ids, 11) for at in dict.fromkeys(known)]
        rows.append(Strip(name, ends, [(least, most)] if most > least else [], colour=theme.QUAD_COLOURS[4]))
    return strips(
        rows,
        {at: language.text(said) for at, said in _MINUTES.items()},
        caption,
        alt=f"{_opening(caption)} {'; '.join(row.name for row in rows)}.",
        log=True,
    )


def violence_around_talks(frame: pd.DataFrame, caption: theme.Caption) -> go.Figure:
    """Draw the armed events in the 30 days before and after each talk, from ``violence_around_talks.sql``."""
    rows = []
    for dataset, talks in frame.groupby("dataset", sort=True):
        for side in ("before", "after"):
            low, median, high = (float(talks[side].quantile(share)) for share in (0.25, 0.5, 0.75))
            counts: Counter[int] = Counter(talks[side])
            days = language.text(_SIDES[side])
            dots = [
                Dot(
                    count,
                    language.text(
                        "{talks} with {events} in the {days}",
                        talks=number_of_talks(number),
                        events=language.plural("{n:,} armed event", "{n:,} armed events", count),
                        days=days,
                    ),
                    tuple(talks.loc[talks[side] == count, "event_id"]),
                    min(24, 5 + 1.2 * number**0.5),
                )
                for count, number in sorted(counts.items())
            ]
            name = language.text(
                "{dataset}, {days}: median {median:g}, middle half {low:g} to {high:g}, most {most}, {talks}",
                dataset=language.text(dataset_name(str(dataset))),
                days=days,
                median=median,
                low=low,
                high=high,
                most=int(talks[side].max()),
                talks=number_of_talks(len(talks)),
            )
            colour = theme.QUAD_COLOURS[3] if side == "before" else theme.QUAD_COLOURS[4]
            rows.append(Strip(name, dots, [(low, high)], median, colour))
    most = int(frame[["before", "after"]].to_numpy().max()) if len(frame) else 1
    step = max(1, round(most / 6))
    ticks = {float(value): language.number(value, "") for value in range(0, most + 1, step)}
    return strips(rows, ticks, caption, alt=f"{_opening(caption)} {'; '.join(row.name for row in rows)}.", log=False)


def _opening(caption: theme.Caption) -> str:
    return f"{caption.title}. {caption.filters}."


def _tracks(frame: pd.DataFrame) -> list[tuple[str, str]]:
    present: set[Any] = set(frame["track"])
    return [(track, language.text(SHORT[track])) for track in TRACKS if track in present]


def _days(days: float) -> str:
    if days == 0:
        return language.text("same day")
    return language.plural("{n:,} day", "{n:,} days", round(days))


def _track(track: str) -> str:
    return language.text(TRACKS[track])


def number_of_talks(number: int) -> str:
    """Return so many talks in words."""
    return language.plural("{n:,} talk", "{n:,} talks", number)
