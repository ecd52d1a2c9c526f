"""What each dataset says of one event, side by side: nothing is added up, and nobody's terms are translated away."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard import frame, words

_COLUMNS = ("Dataset", "Date", "Its type", "Place", "Killed", "By whose account", "In its words")
_NONE = "not stated"


def what_each_says_html(event_id: str) -> str:
    """Return the table of the rows that tell the same happening, this event's first; nothing where it stands alone.

    Rows too rough in day or place to be called the same follow folded away.
    """
    rows = frame.rows("what_each_says", event_id=event_id)
    this = [row for row in rows if row["kind"] == "this"]
    same = [row for row in rows if row["kind"] == "same"]
    maybe = [row for row in rows if row["kind"] == "may_overlap"]
    html = ""
    if same:
        html += f"<h4>What each dataset says</h4>{_table([*this, *same])}"
    if maybe:
        told = words.plural(len(maybe), "row")
        html += (
            f"<details><summary>May also tell of it: {told}, too rough in day or place to say</summary>"
            f"{_table(maybe)}</details>"
        )
    return html


def _table(rows: Sequence[dict[str, Any]]) -> str:
    head = "".join(f"<th scope='col'>{name}</th>" for name in _COLUMNS)
    return f"<div class='kt-wide'><table><tr>{head}</tr>{''.join(map(_row, rows))}</table></div>"


def _row(row: dict[str, Any]) -> str:
    place = row["place"] or _NONE
    if row["place_precision"] in ("district", "region", "country"):
        place += f" ({row['place_precision']})"
    cells = (
        words.span(row["day_start"], row["day_end"], row["day_precision"]),
        row["native_type"] or row["type"].capitalize(),
        place,
        words.deaths(row["deaths_low"], row["deaths_best"], row["deaths_high"]) or _NONE,
        row["claim"] or "",
        row["quote"] or row["headline"],
    )
    name = f"{row['short']} {row['version'] or ''}".strip()
    if row["standing"] == "candidate":
        name += " (preliminary)"
    mark = " class='kt-this'" if row["kind"] == "this" else ""
    found = f" title='linked by {escape(row['method'])}'" if row["method"] else ""
    told = "".join(
        f"<td{f' data-none={name}' if cell == _NONE else ''}>{escape(str(cell))}</td>"
        for name, cell in zip(_COLUMNS[1:], cells, strict=True)
    )
    return f"<tr{mark}{found}><th scope='row'>{escape(name)}</th>{told}</tr>"
