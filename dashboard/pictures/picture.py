"""What a picture is: a figure, what it is of, and the answers behind it."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.model import Filters
from dashboard.saving import Answer


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of ``chosen``; the first of its ``answers`` holds the rows that it shows."""

    name: str
    figure: go.Figure
    chosen: Filters
    answers: tuple[Answer, ...]

    def bear(self, said: str) -> None:
        """Add a word to the first line under the figure, behind its edition."""
        self.figure.layout.meta["caption"]["footer"][0] += f" · {said}"
