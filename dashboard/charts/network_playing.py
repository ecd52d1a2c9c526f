"""The network as time passes: one picture per step on the same places, which the browser shows one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard import language
from dashboard.charts.network import actor_network, least_shown
from dashboard.charts.network_ties import TIES, weights_of
from dashboard.charts.theme import Caption


@dataclass(frozen=True, slots=True)
class NetworkStep:
    """One picture: what its days are called, its ties, and how many events they are of."""

    name: str
    ties: pd.DataFrame
    count: str


def playing_network(
    steps: Sequence[NetworkStep],
    positions: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    caption: Caption,
    *,
    kinds: Iterable[int] = tuple(TIES),
    least: int | None = None,
    unit: str = "events",
) -> go.Figure:
    """Return the network of the first step, whose ``layout.meta["frames"]`` hold the pictures of all.

    Marks and widths have one scale. Each picture shows its ties of ``least`` events or more; without it, so many that
    it stays readable, which its words then say.
    """
    wanted = list(kinds)
    counted = [step.ties[(step.ties["events"] > 0) & step.ties["quad"].isin(wanted)] for step in steps]
    most = max((max(weights_of(ties).values(), default=1) for ties in counted), default=1)
    bounds = [least or least_shown(ties) for ties in counted]
    pictures = [
        actor_network(step.ties, positions, names, caption, kinds=wanted, least=bound, unit=unit, most=most)
        for step, bound in zip(steps, bounds, strict=True)
    ]
    figure = (
        go.Figure(pictures[0])
        if pictures
        else actor_network(pd.DataFrame(columns=["source", "target", "quad", "events"]), positions, names, caption)
    )
    figure.layout.meta["frames"] = [
        {
            "label": f"{step.name}: {step.count}"
            + (", " + language.text("ties of {n} or more", n=bound) if bound > 1 else ""),
            "data": picture.to_plotly_json()["data"],
            "annotations": picture.to_plotly_json()["layout"]["annotations"],
            "narrow": picture.layout.meta.get("narrow", {}),
        }
        for step, picture, bound in zip(steps, pictures, bounds, strict=True)
    ]
    return figure
