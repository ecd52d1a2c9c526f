"""The SQL of an answer with its parameters written in, for the reader's own DuckDB; the program never runs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from dashboard import store
from dashboard.saving.answer import Answer, SavingError

#: A comment, a quoted text or name, or a parameter: only the last is replaced.
_PARTS: Final = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(?P<name>[a-z_]+)")


def sql(answer: Answer, edition_id: str) -> str:
    """Return the SQL of the answer's question as it runs in the DuckDB command line on the edition's file.

    Raise SavingError if a parameter is missing that the question takes.
    """
    needed = store.parameters(answer.question)
    given = asdict(answer.chosen) | dict(answer.given)
    if missing := needed - set(given):
        raise SavingError(f"“{answer.question}” cannot be written as SQL without {', '.join(sorted(missing))}.")
    values = {name: _literal(given[name]) for name in given if name in needed}
    head = [
        f"question: {answer.question} (queries/{answer.question}.sql)",
        f"edition: {edition_id}",
        f"run: duckdb -readonly {edition_id}.duckdb < this file, with DuckDB 2.0 or newer",
        "It asks for all rows, those included that may not be passed on.",
        *(f"{name} = {value}" for name, value in values.items()),
    ]
    comment = "".join(f"-- {' '.join(line.split())}\n" for line in head)
    return comment + "\n" + _written(store.question_sql(answer.question), values)


def _written(text: str, values: Mapping[str, str]) -> str:
    return _PARTS.sub(lambda part: values[part["name"]] if part["name"] else part[0], text)


def _literal(value: object) -> str:
    """Return a value as DuckDB writes it; a list is of texts, for every list of a filter is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"({value})" if value < 0 else str(value)
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, tuple | list):
        return f"[{', '.join(_literal(str(one)) for one in value)}]::varchar[]"
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"
