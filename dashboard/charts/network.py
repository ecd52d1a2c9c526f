"""Who acts on whom: actors at places that no filter moves, ties by quad class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts import network_names, theme
from dashboard.charts.network_names import FRAME, Name, Screen
from dashboard.charts.network_ties import (
    PARTIES,
    TIES,
    bend,
    curve,
    least_shown,
    node_traces,
    sizes_of,
    tie_traces,
    weights_of,
    width,
)
from dashboard.charts.theme import Caption

__all__ = ["TIES", "actor_network", "least_shown"]

_MOST_NUMBERS = 14
_SAMPLES = (1, 10, 100)
_SAMPLE_Y = -1.09


def actor_network(
    ties: pd.DataFrame,
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    caption: Caption,
    *,
    kinds: Iterable[int] = tuple(TIES),
    least: int | None = None,
    unit: str = "events",
    most: int | None = None,
) -> go.Figure:
    """Draw ties of ``least`` events or more (default: so many that the picture stays readable).

    ``ties`` has the columns of ``actor_network.sql``; ``positions`` come from the whole edition, ``names``
    maps actor ids to labels, ``kinds`` are keys of ``TIES``. Width grows with the square root of the events;
    the largest mark is the busiest actor's, or that of an actor with ``most`` events.
    """
    counted = ties[(ties["events"] > 0) & ties["quad"].isin(list(kinds))]
    least = least or least_shown(counted)
    shown = counted[counted["events"] >= least]
    weights = weights_of(counted)
    nodes = sorted(set(shown["source"]) | set(shown["target"]), key=lambda actor: (-weights[actor], actor))
    sizes = sizes_of(nodes, weights, most) if most else sizes_of(nodes, weights)
    wanted = [
        Name(actor, names.get(actor, actor), *positions[actor], size, bold=actor in PARTIES)
        for actor, size in zip(nodes, sizes, strict=True)
    ]
    notes, on_phones = _texts(wanted, shown, positions)
    text = language.text
    missing = len(counted) - len(shown)
    hidden = text("{n} of fewer than {least} {unit} not drawn", n=missing, least=least, unit=text(unit))
    figure = theme.compose(
        [*tie_traces(shown, positions, names), *node_traces(nodes, sizes, ties, positions, names)]
        or [{"type": "scatter", "x": [], "y": []}],
        caption,
        height=680,
        narrow_height=560,
        alt=_alt(caption, nodes, weights, shown, names, hidden=hidden if missing else ""),
        hovermode="closest",
        annotations=[*notes, *_sample_texts(unit)] if nodes else [theme.nothing_matches()],
        shapes=_samples() if nodes else [],
        xaxis=theme.axis(range=list(FRAME[:2]), showgrid=False, showticklabels=False),
        yaxis=theme.axis(range=list(FRAME[2:]), showgrid=False, showticklabels=False),
    )
    figure.layout.meta["narrow"] = on_phones
    return figure


def _alt(
    caption: Caption,
    nodes: list[str],
    weights: Mapping[str, int],
    shown: pd.DataFrame,
    names: Mapping[str, str],
    *,
    hidden: str,
) -> str:
    """Return the sentences of the figure for those who do not see it; ``hidden`` says which ties are not drawn."""
    text = language.text
    drawn = text("{actors} actors, {ties} ties", actors=len(nodes), ties=len(shown))
    most = ", ".join(f"{names.get(a, a)} {language.number(weights[a])}" for a in nodes[:5])
    said = [
        f"{caption.title}. {caption.filters}. {drawn}" + (f", {hidden}" if hidden else "") + ".",
        text("Most active: {actors}.", actors=most or text("none")),
    ]
    if len(shown):
        said.append(text("Strongest ties: {ties}.", ties="; ".join(_strongest(shown, names))))
    return " ".join(said)


def _strongest(ties: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Return the ties with most events, in words."""
    most = ties.sort_values(["events", "source", "target", "quad"], ascending=[False, True, True, True]).head(5)
    return [_strong(row, names) for row in most.to_dict("records")]


def _strong(row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    kind, *_ = TIES[row["quad"]]
    told = {
        "one": names.get(row["source"], row["source"]),
        "other": names.get(row["target"], row["target"]),
        "kind": language.text(kind),
        "n": row["events"],
    }
    if row["directed"]:
        return language.text("{one} to {other}, {kind}, {n:,}", **told)
    return language.text("{one} with {other}, {kind}, {n:,}", **told)


# --- names and numbers ------------------------------------------------------------------------------


def _texts(
    wanted: list[Name], ties: pd.DataFrame, positions: Mapping[str, tuple[float, float]]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return names and numbers for wide screens, and by their path in the layout what is different on a phone."""
    wanted = sorted(wanted, key=lambda name: not name.bold)
    wide = [Screen(*size) for size in network_names.WIDE]
    phones = [Screen(*size, shrunk=0.75) for size in network_names.NARROW]
    for screen in (*wide, *phones):
        x, y = screen.point(-0.2, _SAMPLE_Y)
        screen.boxes.append((0, 0, x, y + 9))
    sides = network_names.settle(wanted, wide)
    on_phones = network_names.settle(wanted, phones)
    notes: list[dict[str, Any]] = []
    narrow: dict[str, Any] = {}
    for name in wanted:
        side = sides.get(name.actor)
        if side is None:
            continue  # it says its name under the pointer
        text = theme.plain(name.text)
        look = _veiled() | {"text": f"<b>{text}</b>" if name.bold else text}
        if name.actor in on_phones:
            small = replace(name, mark=name.mark * 0.75)
            drawn = network_names.annotation(small, on_phones[name.actor], look)
            narrow[f"annotations.{len(notes)}"] = drawn | {"name": "actor"}
        drawn = network_names.annotation(name, side, look)
        notes.append(drawn | {"name": "actor" if name.actor in on_phones else "wide-actor"})
    return [*notes, *_numbers(ties, positions, wide)], narrow


def _veiled(colour: str = theme.INK) -> dict[str, Any]:
    """Return the look of letters on a veil that keeps the ties behind from crossing them."""
    return {"bgcolor": theme.VEIL, "font": {"size": network_names.SIZE, "color": colour}}


def _numbers(
    ties: pd.DataFrame, positions: Mapping[str, tuple[float, float]], screens: list[Screen]
) -> list[dict[str, Any]]:
    """Return the events of the strongest ties, on their curves where there is room."""
    notes = []
    for row in ties.sort_values("events", ascending=False).head(_MOST_NUMBERS).to_dict("records"):
        x, y = curve(positions[row["source"]], positions[row["target"]], bend(row, row["quad"]))
        for at in (7, 5, 10, 4, 11, 3):
            name = Name("", language.number(row["events"]), x[at], y[at], 0)
            if network_names.take(name, (0, 0), screens):
                look = _veiled() | {"text": name.text, "name": "wide-number", "bordercolor": TIES[row["quad"]][1]}
                notes.append(network_names.annotation(name, (0, 0), look))
                break
    return notes


# --- the scale of widths ----------------------------------------------------------------------------


def _samples() -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "x0": -1.2 + 0.36 * at,
            "x1": -1.08 + 0.36 * at,
            "y0": _SAMPLE_Y,
            "y1": _SAMPLE_Y,
            "line": {"width": width(number), "color": theme.SOFT_INK},
        }
        for at, number in enumerate(_SAMPLES)
    ]


def _sample_texts(unit: str) -> list[dict[str, Any]]:
    texts = [
        (-1.72, f"{language.text(unit).capitalize()}:"),
        *((-1.06 + 0.36 * at, f"{n}") for at, n in enumerate(_SAMPLES)),
    ]
    return [
        {
            "name": "scale",
            "text": text,
            "x": x,
            "y": _SAMPLE_Y,
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": 12, "color": theme.SOFT_INK},
        }
        for x, text in texts
    ]
