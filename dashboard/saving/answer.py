"""What is saved: the rows behind a picture with the question they answer, and what the files say of themselves."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from typing import Any

import pandas as pd

from dashboard.model import Filters


class SavingError(Exception):
    """A file that cannot be made of an answer, in one sentence that the user can act on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows behind one picture or table.

    ``question`` is the name of a file in ``queries/``, ``given`` holds the parameters that it takes beside the filter
    ``chosen``, ``label`` says in words what the rows are. ``panels`` are those of which it was made, if of several.
    """

    question: str
    chosen: Filters
    given: Mapping[str, object]
    rows: pd.DataFrame
    label: str
    panels: tuple[Answer, ...] = ()

    @property
    def parameters(self) -> dict[str, object]:
        """What was asked for, as text; of several panels, of each by its label."""
        if self.panels:
            return {panel.label: panel.parameters for panel in self.panels}
        return {name: str(value) for name, value in (self.chosen.to_query() | dict(self.given)).items()}


def together(answers: Sequence[Answer]) -> Answer:
    """Return answers to one question as one, whose column ``panel`` says which of them a row is of."""
    first, *others = answers
    if not others:
        return first
    rows = pd.concat([one.rows.assign(panel=one.label) for one in answers], ignore_index=True)
    label = "; ".join(one.label for one in answers)
    return replace(first, rows=rows, label=label, panels=tuple(answers))


@functools.cache
def software_version() -> str:
    """Return the version of this program."""
    return version("karabakh-timeline")


@dataclass(frozen=True, slots=True)
class About:
    """What every file says of itself.

    ``filters`` is the filter in words, ``count`` what n is, ``made`` the day on which the files were made;
    ``datasets`` are rows of ``queries/datasets.sql``, ``link`` the address of the page, empty where there is none.
    """

    title: str
    filters: str
    count: str
    note: str
    edition_id: str
    made: date
    datasets: Sequence[Mapping[str, Any]]
    version: str = field(default_factory=software_version)
    link: str = ""
