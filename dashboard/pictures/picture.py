"""What a picture is: a figure, what it is of, and the answers behind it."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.model import Filters
from dashboard.saving import Answer, together


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of ``chosen``; the first of its ``answers`` holds the rows that it shows."""

    name: str
    figure: go.Figure
    chosen: Filters
    answers: tuple[Answer, ...]

    @property
    def shown(self) -> Answer:
        """What it shows: the first answer, or the answers of all panels to the same question as one."""
        return together([one for one in self.answers if one.question == self.answers[0].question])

    @property
    def others(self) -> tuple[Answer, ...]:
        """What it shows beside that, of other questions."""
        return tuple(one for one in self.answers if one.question != self.answers[0].question)

    def bear(self, said: str) -> None:
        """Add a word to the first line under the figure, behind its edition."""
        self.figure.layout.meta["caption"]["footer"][0] += f" · {said}"
