"""Cells: what an answer holds, as plain values, as Arrow columns, and as text that no spreadsheet runs."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.saving.columns import tells_the_hour

#: What makes a spreadsheet take text for a formula (OWASP, CSV Injection), full-width signs included.
_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BREAKS: Final = ("\t", "\r", "\n")
#: Skipped by a spreadsheet before it looks for a sign.
_UNSEEN: Final = "\ufeff\u200b\u2060"


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as plain Python values that JSON has: dates in ISO 8601, lists as lists, None for nothing."""
    columns = {str(name): _values(rows, name) for name in rows.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(rows: pd.DataFrame, name: object) -> list[Any]:
    clock = _is_clock(rows, name)
    return [_plain(value, clock=clock) for value in rows[name]]


def _is_clock(rows: pd.DataFrame, name: object) -> bool:
    """Return whether a column tells the hour: pandas makes moments of days as well."""
    column = rows[name]
    if not pd.api.types.is_datetime64_any_dtype(column):
        return False
    held = column.dropna()
    return tells_the_hour(name) or bool((held != held.dt.normalize()).any())


def _plain(value: Any, *, clock: bool = False) -> Any:
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.isoformat() if clock else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def text(value: Any) -> str:
    """Return a plain value as the text of a CSV cell: lists as JSON, nothing as nothing, text without formulas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _is_formula(value) else value
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _is_formula(value: str) -> bool:
    return value.startswith(_BREAKS) or value.lstrip().lstrip(_UNSEEN).lstrip().startswith(_SIGNS)


def arrow(rows: pd.DataFrame) -> pa.Table:
    """Return the rows with their types: days as days, lists as lists, whole numbers as whole, nothing as null."""
    return pa.table([_column(rows, name) for name in rows.columns], names=[str(name) for name in rows.columns])


def _column(rows: pd.DataFrame, name: object) -> pa.Array:
    column = rows[name]
    if pd.api.types.is_datetime64_any_dtype(column):
        moments = pa.array(column, from_pandas=True)
        return moments if _is_clock(rows, name) else moments.cast(pa.date32())
    if pd.api.types.is_numeric_dtype(column):  # truth values too
        return pa.array(column, from_pandas=True)
    made = pa.array([_plain(value) for value in column])
    return made.cast(_known(made.type))


def _known(kind: pa.DataType) -> pa.DataType:
    """Return a type without unknown parts: where nothing is told, or every list is empty, text is likeliest."""
    if pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_list(kind):
        return pa.list_(_known(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(part.name, _known(part.type)) for part in kind])
    return kind
