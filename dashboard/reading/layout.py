"""Layout: the order in which the lines of a page are read, columns one by one, and the paragraphs that they make.

Lines have their places in points, counted from the page's lower left.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dashboard.reading import lettering

#: A page of more rows than this is a table or a list, and is read row by row.
MOST_ROWS: Final = 300
#: Columns are at least so many lines long, with so many characters a line; else they are the columns of a table.
COLUMN_ROWS: Final = 3
COLUMN_WIDTH: Final = 16
_DONE: Final = re.compile(r"[.!?…։:][\"”»’')\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of letters without a gap; ``size`` is that of its largest letters."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def ordered(lines: list[Line], deep: int = 0) -> list[list[Line]]:
    """Return the lines of a page, or of a part of it, as blocks in the order in which they are read."""
    rows = _rows(lines)
    run = _columns(rows) if deep < 6 and len(rows) <= MOST_ROWS else None
    if not run:
        return [[_joined(row) for row in rows]] if rows else []
    first, last, cut = run
    within = [line for row in rows[first:last] for line in row]
    sides = ([line for line in within if line.right <= cut], [line for line in within if line.right > cut])
    parts = ([line for row in rows[:first] for line in row], *sides, [line for row in rows[last:] for line in row])
    return [block for part in parts if part for block in ordered(part, deep + 1)]


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Return lines that stand beside each other as rows, from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-(one.top + one.bottom), one.left)):
        if rows:
            other = rows[-1][0]
            shared = min(line.top, other.top) - max(line.bottom, other.bottom)
            if shared > 0.5 * min(line.top - line.bottom, other.top - other.bottom):
                rows[-1].append(line)
                continue
        rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _joined(row: list[Line]) -> Line:
    """Return a row as one line."""
    if len(row) == 1:
        return row[0]
    return Line(
        " ".join(line.text for line in row),
        row[0].left,
        max(line.right for line in row),
        min(line.bottom for line in row),
        max(line.top for line in row),
        max(line.size for line in row),
    )


def _columns(rows: list[list[Line]]) -> tuple[int, int, float] | None:
    """Return the longest run of rows that a blank stripe parts into columns, and where the stripe ends on the left."""
    best: tuple[int, int, int, float] | None = None
    for first in range(len(rows)):
        if best and len(rows) - first <= best[0]:
            break
        stripes = [(-1e9, 1e9)]
        for last in range(first, len(rows)):
            size = min(line.size for line in rows[last])
            for line in rows[last]:
                stripes = [
                    part
                    for low, high in stripes
                    for part in ((low, min(high, line.left)), (max(low, line.right), high))
                    if part[1] - part[0] > 0.7 * size
                ]
            inner = [stripe for stripe in stripes if stripe[0] > -1e9 and stripe[1] < 1e9]
            if not stripes:
                break
            if inner and (best is None or last + 1 - first > best[0]):
                low, _ = max(inner, key=lambda stripe: stripe[1] - stripe[0])
                if _are_columns(rows[first : last + 1], low):
                    best = (last + 1 - first, first, last + 1, low + 0.01)
    return best[1:] if best else None


def _are_columns(rows: list[list[Line]], cut: float) -> bool:
    """Return whether both sides of a stripe are columns of running text."""
    lines = [line for row in rows for line in row]
    for side in ([line for line in lines if line.right <= cut + 0.01], [line for line in lines if line.left > cut]):
        if len(side) < COLUMN_ROWS or sum(len(line.text) for line in side) < COLUMN_WIDTH * len(side):
            return False
    return True


def paragraphs(blocks: list[list[Line]], known: frozenset[str]) -> list[str]:
    """Return the paragraphs of the blocks; one that a column or a page cuts is whole again."""
    found: list[str] = []
    size = 0.0
    for block in blocks:
        left, right = min(line.left for line in block), max(line.right for line in block)
        gaps = [above.bottom - below.bottom for above, below in pairwise(block)]
        pitch = statistics.median_low(gaps) if gaps else 0.0
        before: Line | None = None
        for line in block:
            if before is None:
                cut = bool(found) and not _DONE.search(found[-1]) and line.text[0].islower()
                begins = not (cut and abs(line.size - size) < 0.12 * size)
            else:
                begins = (
                    before.bottom - line.bottom > 1.3 * max(pitch, 1.0)
                    or abs(line.size - before.size) > 0.12 * before.size
                    or (line.left > before.left + 0.7 * line.size and before.left < left + 0.7 * line.size)
                    or (before.right < right - 0.15 * (right - left) and bool(_DONE.search(before.text)))
                )
            if begins or not found:
                found.append(line.text)
            else:
                found[-1] = lettering.join(found[-1], line.text, known)
            before, size = line, line.size
    return found
