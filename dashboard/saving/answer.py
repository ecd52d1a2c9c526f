"""What is saved: the rows behind a picture with the question they answer, and what the files say of themselves."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    ``chosen``, ``label`` says in words what the rows are.
    """

    question: str
    chosen: Filters
    given: Mapping[str, object]
    rows: pd.DataFrame
    label: str


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
