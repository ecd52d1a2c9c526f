"""Whose the rows are, which of them may leave the machine, and what is said of those that may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.model import OWN, dataset_name
from dashboard.saving.answer import About, Answer


def told_by(rows: pd.DataFrame, datasets: Iterable[Mapping[str, Any]]) -> pd.Series[str]:
    """Return whose each row is: a dataset, or ``own`` where only that is known.

    An answer without a column that says it is of our own rows, but for imported events, whose ids begin with the name
    of their dataset.
    """
    for name in ("dataset", "told_by"):
        if name in rows:
            return rows[name].astype(str)
    whose = pd.Series("own", index=rows.index, dtype=str)
    if "event_id" in rows:
        ids = rows["event_id"].astype(str)
        for one in datasets:
            whose = whose.mask(ids.str.startswith(f"{one['dataset']}:"), str(one["dataset"]))
    return whose


def permitted(rows: pd.DataFrame, datasets: Sequence[Mapping[str, Any]]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows that may be passed on, and how many of each dataset are left out.

    ``datasets`` are rows of ``queries/datasets.sql``; rows of a dataset that is not among them are left out too.
    """
    free = {"own", *OWN} | {str(one["dataset"]) for one in datasets if one["may_redistribute"]}
    whose = told_by(rows, datasets)
    kept = whose.isin(free)
    return rows[kept], {str(name): int(number) for name, number in whose[~kept].value_counts().sort_index().items()}


def left_out(counts: Mapping[str, int], datasets: Iterable[Mapping[str, Any]], kept: int) -> list[str]:
    """Return a sentence per dataset of which rows are left out, and one if none of the rows is ``kept``."""
    known = {str(one["dataset"]): one for one in datasets}
    said = []
    for name, number in counts.items():
        one = known.get(name, {})
        why = stated(one, "licence") or "terms not known"
        verb = "is" if number == 1 else "are"
        said.append(
            f"{words.plural(number, 'row')} of {stated(one, 'short') or dataset_name(name)} {verb} left out, for "
            f"rows of this dataset may not be passed on ({why})."
        )
    return [*said, "No row is left."] if counts and not kept else said


def behind(answers: Iterable[Answer], about: About) -> list[Mapping[str, Any]]:
    """Return the datasets to which rows of the answers belong, left out or not, as rows of ``datasets.sql``."""
    names: set[str] = set()
    for answer in answers:
        here = set(told_by(answer.rows, about.datasets))
        if "own" in here:  # fact base or articles: the filter may say which
            here |= (OWN & set(answer.chosen.datasets)) or OWN
        names |= here
    return [one for one in about.datasets if one["dataset"] in names]


def stated(row: Mapping[str, Any], key: str) -> str:
    """Return a text of a row, empty where it states none: a frame has a number there that is none."""
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def licence(row: Mapping[str, Any]) -> str:
    """Return under which licence a dataset stands."""
    return stated(row, "licence") or ("CC BY 4.0" if row["dataset"] in OWN else "not stated")


def is_own(row: Mapping[str, Any]) -> bool:
    """Return whether a dataset is written for this project."""
    return row["dataset"] in OWN
