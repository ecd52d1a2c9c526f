"""What the events rest on and where there are none: tracks by period, sources, datasets, sources per event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme
from dashboard.charts.matrix import Cell, matrix
from dashboard.charts.periods import in_words
from dashboard.charts.stacks import Part, Piece, stacks
from dashboard.model import DATASETS, dataset_name, message

MOST_SOURCES: Final = 30
#: The column of events that are on no track of diplomacy.
NO_TRACK: Final = ""
#: Whose an outlet is; in this order in the picture by side.
SIDES: Final = {
    "armenian": message("Armenian"),
    "azerbaijani": message("Azerbaijani"),
    "karabakh_armenian": message("Karabakh Armenian"),
    "russian": message("Russian"),
    "turkish": message("Turkish"),
    "western": message("Western"),
    "international": message("International organisation"),
    "other": message("Other"),
    "project": message("Articles of this project"),
    "not_classified": message("Not classified"),
}
OWNERS: Final = {
    "state": message("State"),
    "public": message("Public broadcaster or fund"),
    "private": message("Private"),
    "organisation": message("Party, foundation or association"),
    "international": message("International organisation"),
    "not_classified": message("Not classified"),
}
KINDS: Final = {
    "news": message("News"),
    "article": message("Article that a machine coded"),
    "official": message("Official paper"),
    "reference": message("Book, chronology or encyclopaedia"),
    "archive": message("Archive"),
    "report": message("Report of an organisation"),
    "court": message("Court"),
    "dataset": message("Dataset"),
    "treaty": message("Treaty"),
}
#: In which part of a bar of a dataset a happening stands.
_TELLINGS: Final = {
    "alone": Part(message("only it tells"), theme.DENSITY[4]),
    "perhaps": Part(message("perhaps others too: day or place too rough to tell"), theme.DENSITY[2], "/"),
    "others_too": Part(message("others tell too"), theme.DENSITY[0]),
}


def coverage_by_track(
    frame: pd.DataFrame,
    spans: Sequence[date],
    grain: str,
    columns: Mapping[str, str],
    caption: theme.Caption,
) -> go.Figure:
    """Draw events by period and track, from ``coverage_by_track.sql``; ``spans`` are the first days of all periods.

    ``columns`` are the tracks and imported datasets that the filter lets through, by id, each with its name.
    """
    frame = frame.assign(track=frame["track"].fillna(NO_TRACK))
    said = {**columns, NO_TRACK: language.text("on no track")}
    cells = {
        (_key(row["period"]), row["track"]): Cell(
            row["events"], _counted(row), _of_cell(row, said[row["track"]], grain), tuple(row["event_ids"])
        )
        for row in frame.to_dict("records")
    }
    rows = [(_key(day), in_words(day, grain)) for day in spans]
    empty = sum((row, track) not in cells for row, _ in rows for track in columns)
    alt = f"{caption.title}. {caption.filters}."
    if cells:
        alt += " " + language.plural(
            "{n:,} cell of {all:,} has no event.",
            "{n:,} cells of {all:,} have no event.",
            empty,
            all=len(rows) * len(columns),
        )
    told = dict(rows) | said
    return matrix(
        cells, rows, list(columns.items()), caption, alt=alt, gap=lambda row, column: _none(told[row], told[column])
    )


def _key(day: object) -> str:
    """Return the key of a period's row; that of no day is empty."""
    return "" if pd.isna(day) else pd.Timestamp(day).date().isoformat()  # type: ignore[call-overload, arg-type]


def _counted(row: Mapping[Any, Any]) -> str:
    """Return the number of a cell; in brackets where nothing in it counts."""
    return language.number(row["events"], "") if row["events"] else f"({language.number(row['others'], '')})"


def _none(row: str, column: str) -> str:
    return theme.plain(language.text("{row}, {column}: no event on file", row=row, column=column))


def _of_cell(row: Mapping[Any, Any], track: str, grain: str) -> str:
    lines = [f"{in_words(row['period'], grain)}, {track}: {number_of_events(row['events'])}"]
    if row["others"]:
        lines.append(language.text("{n} more not counted", n=row["others"]))
    if row["told_by"] == "own":
        outlets = ", ".join(row["outlets"][:4])
        if more := len(row["outlets"]) - 4:
            outlets += language.text(" and {n} more", n=more) if more > 0 else ""
        resting = language.plural(
            "rest on {n:,} source: {outlets}", "rest on {n:,} sources: {outlets}", row["documents"], outlets=outlets
        )
        lines.append(resting)
        lines.append(language.text("{n} on one source only", n=row["single"]))
    return "<br>".join(map(theme.plain, lines))


def coverage_by_source(frame: pd.DataFrame, trait: str, caption: theme.Caption) -> go.Figure:
    """Draw how many events rest on each value of a ``trait``, and on it alone, from ``coverage_by_source.sql``."""
    frame = frame[(frame["trait"] == trait) & (frame["events"] > 0)]
    if trait == "side":
        order = {side: number for number, side in enumerate(SIDES)}
        frame = frame.sort_values("value", key=lambda values: values.map(order), kind="stable")
    rows = []
    for row in frame.head(MOST_SOURCES).to_dict("records"):
        name, events = word(trait, row["value"]), number_of_events(row["events"])
        hover = language.text(
            "{name}: {events}, {alone} on it alone; {documents}",
            name=name,
            events=events,
            alone=row["alone"],
            documents=number_of_sources(row["documents"]),
        )
        ids = {"alone": row["alone_ids"], "others_too": set(row["event_ids"]) - set(row["alone_ids"])}
        numbers = {"alone": row["alone"], "others_too": row["events"] - row["alone"]}
        pieces = {
            part: Piece(number, theme.plain(hover), tuple(sorted(ids[part])))
            for part, number in numbers.items()
            if number
        }
        told = language.text("{name}: {events}, {n} on it alone", name=name, events=events, n=row["alone"])
        rows.append((told if row["alone"] else f"{name}: {events}", pieces))
    parts = {
        "alone": Part(_alone(trait), theme.DENSITY[4]),
        "others_too": Part(language.text("with others"), theme.DENSITY[0]),
    }
    alt = f"{caption.title}. {caption.filters}. " + "; ".join(name for name, _ in rows[:8])
    return stacks(rows, parts, caption, alt=f"{alt}.")


def _alone(trait: str) -> str:
    return {
        "outlet": language.text("on this outlet alone"),
        "language": language.text("in this language alone"),
        "side": language.text("on outlets of this side alone"),
        "owner": language.text("on outlets of such owners alone"),
        "kind": language.text("on this kind of source alone"),
    }[trait]


def word(trait: str, value: str) -> str:
    """Return a value of a trait in words."""
    if trait == "language":
        return language.of_code(value) if value != "not_stated" else language.text("language not stated")
    words: Mapping[str, str] = {"side": SIDES, "owner": OWNERS, "kind": KINDS}.get(trait, {})
    return language.text(words[value]) if value in words else value


def coverage_by_dataset(frame: pd.DataFrame, names: Mapping[str, str], caption: theme.Caption) -> go.Figure:
    """Draw which part of each dataset it tells alone and which others tell too, from ``coverage_by_dataset.sql``."""
    order = {name: number for number, name in enumerate(["curated", "reviewed", "coded", *DATASETS])}
    rows = []
    for dataset in sorted(set(frame["dataset"]), key=lambda one: (order.get(one, len(order)), one)):
        of_it = {row["telling"]: row for row in frame[frame["dataset"] == dataset].to_dict("records")}
        numbers = {telling: of_it[telling]["events"] if telling in of_it else 0 for telling in _TELLINGS}
        told = language.text(
            "{name}: {events}", name=_dataset(dataset, names), events=number_of_events(sum(numbers.values()))
        )
        name = language.text("{told}, {n} told by it alone", told=told, n=numbers["alone"])
        if numbers["perhaps"]:
            name = language.text(
                "{told}, {n} told by it alone and {perhaps} perhaps",
                told=told,
                n=numbers["alone"],
                perhaps=numbers["perhaps"],
            )
        pieces = {
            telling: _share(row, sum(numbers.values()), _of_telling(row, told))
            for telling, row in of_it.items()
            if numbers[telling]
        }
        rows.append((name, pieces))
    alt = f"{caption.title}. {caption.filters}. " + "; ".join(name for name, _ in rows)
    parts = {one: Part(language.text(part.name), part.colour, part.pattern) for one, part in _TELLINGS.items()}
    return stacks(rows, parts, caption, alt=f"{alt}.", unit=" %")


def _share(row: Mapping[Any, Any], total: int, hover: str) -> Piece:
    """Return the part of a dataset that is told so, in per cent: datasets of any size can be read side by side."""
    share = 100 * row["events"] / total
    written = share > 4 and not _TELLINGS[row["telling"]].pattern  # a number cannot be read on stripes
    return Piece(share, hover, tuple(row["event_ids"]), language.number(row["events"]) if written else "")


def _of_telling(row: Mapping[Any, Any], told: str) -> str:
    lines = [told, f"{language.number(row['events'])} {language.text(_TELLINGS[row['telling']].name)}"]
    if len(row["also_told_by"]):
        others = ", ".join(map(language.text, row["also_told_by"]))
        lines.append(language.text("the others: {datasets}", datasets=others))
    if row["others"]:
        lines.append(language.text("{n} more not counted", n=row["others"]))
    return "<br>".join(map(theme.plain, lines))


def _dataset(dataset: str, names: Mapping[str, str]) -> str:
    return names.get(dataset) or language.text(dataset_name(dataset))


def coverage_by_number(frame: pd.DataFrame, spans: Sequence[date], grain: str, caption: theme.Caption) -> go.Figure:
    """Draw on how many sources the events of each period rest, from ``coverage_by_number.sql``."""
    columns = {
        str(n): language.plural("{n} source", "{n} sources", n) if n < 4 else language.text("4 or more")
        for n in (1, 2, 3, 4)
    }
    rows = [(_key(day), in_words(day, grain)) for day in spans]
    rows += [("", language.text("not dated"))] if frame["period"].isna().any() else []
    told = dict(rows)
    cells = {
        (_key(row["period"]), str(row["number"])): Cell(
            row["events"], _counted(row), _of_number(row, told[_key(row["period"])]), tuple(row["event_ids"])
        )
        for row in frame.to_dict("records")
        if str(row["number"]) in columns
    }
    single = int(frame.loc[frame["number"] == 1, "events"].sum())
    alt = f"{caption.title}. {caption.filters}. " + language.plural(
        "{n:,} event of {all:,} rests on one source only.",
        "{n:,} events of {all:,} rest on one source only.",
        single,
        all=int(frame["events"].sum()),
    )
    return matrix(cells, rows, list(columns.items()), caption, alt=alt)


def _of_number(row: Mapping[Any, Any], period: str) -> str:
    number = language.plural("{n} source", "{n} sources", row["number"])
    lines = [
        language.text(
            "{period}, {number}: {events}", period=period, number=number, events=number_of_events(row["events"])
        )
    ]
    if row["number"] > 1 and row["one_outlet"]:
        lines.append(language.text("{n} of them on one outlet", n=row["one_outlet"]))
    if row["others"]:
        lines.append(language.text("{n} more not counted", n=row["others"]))
    return "<br>".join(map(theme.plain, lines))


def number_of_events(number: int) -> str:
    """Return so many events in words."""
    return language.plural("{n:,} event", "{n:,} events", number)


def number_of_sources(number: int) -> str:
    """Return so many sources in words."""
    return language.plural("{n:,} source", "{n:,} sources", number)
