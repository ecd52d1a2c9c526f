"""Two sets of talks side by side: kinds in the middle, one set's bars to the left, the other's to the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import theme
from dashboard.charts.talk_analyses import SHORT, number_of_talks
from dashboard.model import TRACKS, message

_ROW: Final = 21
_HEAD: Final = 52  # px above for the names of the sides
_GAP: Final = 0.34  # where the left half ends; the names stand between the halves
_TRAITS: Final = {
    "track": message("Track"),
    "level": message("Level"),
    "outcome": message("Outcome"),
    "format": message("Format"),
    "mediator": message("Mediator"),
}
_ORDER: Final = {
    "track": list(TRACKS),
    "level": ["heads", "ministers", "envoys", "experts"],
    "outcome": ["agreement", "statement", "no_result", "cancelled", "planned"],
}
_MOST: Final = 7
#: Values of the traits in words.
_WORDS: Final = {
    "heads": message("heads"),
    "ministers": message("ministers"),
    "envoys": message("envoys"),
    "experts": message("experts"),
    "agreement": message("agreement"),
    "statement": message("statement"),
    "no_result": message("no result stated"),
    "cancelled": message("cancelled"),
    "planned": message("planned"),
    "session": message("session"),
    "shuttle": message("shuttle"),
    "multilateral": message("multilateral"),
    "trilateral": message("trilateral"),
    "bilateral": message("bilateral"),
    "conference": message("conference"),
    "commission": message("commission"),
    "letter": message("letter"),
    "co_chairs": message("co chairs"),
    "call": message("call"),
}


def talk_comparison(
    profiles: tuple[pd.DataFrame, pd.DataFrame],
    sides: tuple[str, str],
    names: Mapping[str, str],
    caption: theme.Caption,
) -> go.Figure:
    """Draw two answers of ``talk_profile.sql``; ``sides`` say what each is of. A bar is a share of its side's talks."""
    both = pd.concat(profiles)
    totals = [int(one["of_talks"].iloc[0]) if len(one) else 0 for one in profiles]
    if both.empty:
        return theme.empty(caption, alt=f"{caption.title}. " + language.text("No talk on either side."))
    lines: list[tuple[str, str] | str] = []
    for trait, title in _TRAITS.items():
        if values := _values(both, trait):
            lines += [language.text(title), *((trait, value) for value in values)]
    height = _ROW * len(lines) + _HEAD
    spots = {line: height - _HEAD - _ROW * (n + 0.5) for n, line in enumerate(lines)}
    notes = [_note(f"<b>{line}</b>" if isinstance(line, str) else _word(*line, names), y) for line, y in spots.items()]
    heads = [
        _head("<br>".join([*theme.wrap(theme.plain(side), 108, 11), number_of_talks(total)]), at, anchor, height)
        for side, total, at, anchor in zip(sides, totals, (_GAP, 1 - _GAP), ("right", "left"), strict=True)
    ]
    traces = [
        _bars(one, spots, total, side, axis, colour, names)
        for one, total, side, axis, colour in zip(
            profiles, totals, sides, ("x", "x2"), (theme.QUAD_COLOURS[2], theme.QUAD_COLOURS[3]), strict=True
        )
    ]
    longest = max(share for trace in traces for share in trace["x"])
    halves = {"range": [0, 1.4 * longest], "showgrid": False, "showticklabels": False, "fixedrange": True}
    figure = theme.compose(
        traces,
        caption,
        height=height,
        legend=False,
        inner={"b": 10},
        alt=_alt(profiles, sides, totals, names, caption),
        hovermode="closest",
        barmode="overlay",
        annotations=[*heads, *notes],
        xaxis=theme.axis(domain=[0, _GAP], **(halves | {"range": [1.4 * longest, 0]})),
        xaxis2=theme.axis(domain=[1 - _GAP, 1], anchor="y", **halves),
        yaxis=theme.axis(range=[0, height], showgrid=False, showticklabels=False, fixedrange=True),
    )
    narrow = {"xaxis.range": [2.4 * longest, 0], "xaxis2.range": [0, 2.4 * longest]}  # the numbers need more room
    figure.layout.meta = {**figure.layout.meta, "narrow": narrow}
    return figure


def _values(both: pd.DataFrame, trait: str) -> list[str]:
    counts = both[both["trait"] == trait].groupby("value")["talks"].sum().sort_values(ascending=False, kind="stable")
    if trait in _ORDER:
        return [value for value in _ORDER[trait] if value in counts.index]
    return [str(value) for value in counts.index[:_MOST]]


def _bars(  # noqa: PLR0917  # one series, told in full
    one: pd.DataFrame,
    spots: Mapping[Any, float],
    total: int,
    side: str,
    axis: str,
    colour: str,
    names: Mapping[str, str],
) -> dict[str, Any]:
    rows = [row for row in one.to_dict("records") if (row["trait"], row["value"]) in spots]
    shares = [row["talks"] / total for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": axis,
        "name": theme.plain(side),
        "x": shares,
        "y": [spots[row["trait"], row["value"]] for row in rows],
        "width": _ROW * 0.72,
        "marker": {"color": colour, "line": {"width": 0}},
        "text": [
            language.text("{n} ({share:.0f} %)", n=row["talks"], share=100 * share)
            for row, share in zip(rows, shares, strict=True)
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 11, "color": theme.INK},
        "hovertext": [
            theme.plain(
                language.text(
                    "{side}, {what}: {n} of {total} talks",
                    side=side,
                    what=_word(row["trait"], row["value"], names),
                    n=row["talks"],
                    total=total,
                )
            )
            for row in rows
        ],
        "hoverinfo": "text",
        "customdata": [{"event_ids": list(row["event_ids"])} for row in rows],
        "showlegend": False,
    }


def _word(trait: str, value: str, names: Mapping[str, str]) -> str:
    if trait == "track":
        return language.text(SHORT[value])
    if trait == "mediator":
        return theme.plain(names[value])
    return language.text(_WORDS.get(value, value.replace("_", " ")))


def _note(text: str, y: float) -> dict[str, Any]:
    """Return a text in the middle, a long one in two small lines."""
    size = 11
    if len(text) > 17 and "<" not in text:
        text, size = "<br>".join(theme.wrap(text, 90, 12)), 9
    return {
        "text": text,
        "xref": "paper",
        "yref": "y",
        "x": 0.5,
        "xanchor": "center",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": theme.INK},
    }


def _head(text: str, x: float, anchor: str, height: float) -> dict[str, Any]:
    return _note("", height) | {
        "text": text,
        "x": x,
        "xanchor": anchor,
        "align": anchor,
        "yanchor": "top",
        "font": {"size": 11, "color": theme.INK},
    }


def _alt(
    profiles: tuple[pd.DataFrame, pd.DataFrame],
    sides: tuple[str, str],
    totals: list[int],
    names: Mapping[str, str],
    caption: theme.Caption,
) -> str:
    said = []
    for one, side, total in zip(profiles, sides, totals, strict=True):
        told = "; ".join(
            f"{_word(row['trait'], row['value'], names)} {language.number(row['talks'], '')}"
            for row in one.to_dict("records")
            if row["trait"] in ("track", "level", "outcome")
        )
        told = told or language.text("none")
        said.append(f"{side}: {number_of_talks(total)} ({told})")
    return f"{caption.title}. {'. '.join(said)}."
