"""Where marks and labels of a timeline stand: rows in which no mark meets another, labels where there is room.

A label is kept if it is free on the narrowest screen of its kind; on wider ones the marks only move apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dashboard.charts import theme

ROW: Final = 16  # px between marks stacked in a lane
NAME: Final = 20  # px for a lane's name
WIDE: Final = 740.0  # px of the plot on the narrowest screen that is no telephone
NARROW: Final = 330.0  # and on the smallest telephone
APART: Final = 15.0  # px that a mark takes on a usual screen
PAPER: Final = 1150.0
SIZE: Final = 11
_ADVANCE: Final = 0.57  # mean width of a letter, in em


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that a figure shows."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, first: date, last: date) -> Window:
        """Return the window of whole days, with room for marks on the first and the last."""
        start, end = (datetime.fromisoformat(text) for text in theme.padded(first, last))
        return cls(start, end)

    @property
    def days(self) -> float:
        """How long it is."""
        return max((self.end - self.start) / timedelta(days=1), 0.01)

    def px(self, at: datetime, width: float) -> float:
        """Return how far from the left edge ``at`` stands on a plot of ``width`` px."""
        return (at - self.start) / timedelta(days=1) / self.days * width

    def sees(self, start: datetime, end: datetime, around: float = 0.0) -> bool:
        """Return whether any of the time from ``start`` to ``end`` is shown, or lies near by this share of it."""
        room = (self.end - self.start) * around
        return start <= self.end + room and end >= self.start - room

    @property
    def range(self) -> list[str]:
        """The range of the axis."""
        return [self.start.isoformat(), self.end.isoformat()]


#: Per row, the px that are taken: from left to right.
Taken = dict[tuple[str, int], list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes room in a row: a mark at ``at``, or a line from ``start`` to ``end``, and what it is called.

    ``texts`` are its names, longest first; the first that is free is written, on telephones one of ``short``.
    """

    row: tuple[str, int]
    y: float
    at: datetime
    start: datetime
    end: datetime
    texts: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    weight: float = 0.0


def reserved(
    taken: tuple[Taken, Taken],
    row: tuple[str, int],
    window: Window,
    moments: tuple[datetime, datetime, datetime],
    texts: tuple[str, str],
) -> bool:
    """Take room in ``row`` for a mark, its line and its label, on wide screens and telephones; say whether there was.

    ``moments`` are where the mark stands, and the line's start and end. A label that finds room in no row at all is
    given up rather than looked for without end.
    """
    found = []
    for used, width, text in zip(taken, (WIDE, NARROW), texts, strict=True):
        own = used.get(row, [])
        left, right = _extent(window, width, *moments)
        wide = text_width(text)
        boxes = [(max(left, 0), right + wide), (left - wide, min(right, width))]  # what the window cuts takes no room
        if not window.sees(moments[0], moments[0]) or not any(_free(*box, [], width) for box in boxes):
            boxes.append((left, right))
        inside = [box for box in boxes if _free(*box, own, width) or (box == (left, right) and not _meets(*box, own))]
        if not inside:
            return False
        found.append((used, inside[0]))
    for used, box in found:
        used.setdefault(row, []).append(box)
    return True


def fitting(window: Window, width: float, moments: tuple[datetime, datetime, datetime], texts: Sequence[str]) -> str:
    """Return the first of ``texts`` that fits beside a mark which stands alone, else the last."""
    left, right = _extent(window, width, *moments)
    fit = (text for text in texts if left >= text_width(text) or right + text_width(text) <= width)
    return next(fit, texts[-1])


def midnight(day: date) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, time())


def noon(day: date) -> datetime:
    """Return the middle of a day, where what is known to the day stands."""
    return datetime.combine(day, time(12))


def stacked(window: Window, spans: Iterable[tuple[str, datetime, datetime, datetime]]) -> list[int]:
    """Return for each lane, mark, start and end the highest row of the lane in which it meets nothing before it."""
    rows: list[int] = []
    ends: dict[str, list[float]] = {}
    for lane, at, start, end in spans:
        left, right = _extent(window, PAPER, at, start, end)
        taken = ends.setdefault(lane, [])
        row = next((index for index, used in enumerate(taken) if used <= left), len(taken))
        taken[row : row + 1] = [right]
        rows.append(row)
    return rows


def text_width(text: str, size: int = SIZE) -> float:
    """Return about how many px a text is wide."""
    return len(text) * size * _ADVANCE + 5


def labels(items: Sequence[Item], window: Window, *, size: int = SIZE) -> list[dict[str, Any]]:
    """Return the labels that are free beside their marks: those of wide screens, and those of telephones."""
    return [
        *_labels(items, window, WIDE, size, "wide-label", narrow=False),
        *_labels(items, window, NARROW, size, "narrow-label", narrow=True),
    ]


def centred(
    names: Sequence[tuple[str, datetime, datetime]], window: Window, y: float, rows: int = 2
) -> list[dict[str, Any]]:
    """Return names above stretches of time, each as near its middle as the edges allow, in as many ``rows`` as fit."""
    made: list[dict[str, Any]] = []
    for name, width in (("wide-phase", WIDE), ("narrow-phase", NARROW)):
        taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
        for text, start, end in names:
            half = text_width(text) / 2
            middle = (window.px(max(start, window.start), width) + window.px(min(end, window.end), width)) / 2
            middle = min(max(middle, half), width - half)
            row = next((n for n, used in enumerate(taken) if _free(middle - half, middle + half, used, width)), None)
            if row is None:
                continue
            taken[row].append((middle - half, middle + half))
            at = window.start + (window.end - window.start) * (middle / width)
            made.append(_note(name, text, at, y - 15 * row) | {"xanchor": "center", "yanchor": "top"})
    return made


def _labels(
    items: Sequence[Item], window: Window, width: float, size: int, name: str, *, narrow: bool
) -> list[dict[str, Any]]:
    taken: Taken = {}
    for item in items:
        taken.setdefault(item.row, []).append(_extent(window, width, item.at, item.start, item.end))
    made = []
    for item in sorted(items, key=lambda one: (-one.weight, one.at)):
        if not window.sees(item.at, item.at):
            continue
        left, right = _extent(window, width, item.at, item.start, item.end)
        for text in item.short if narrow else item.texts:
            wide = text_width(text, size)
            if _free(right, right + wide, taken[item.row], width):
                edge, anchor, box = right, "left", (right, right + wide)
            elif _free(left - wide, left, taken[item.row], width):
                edge, anchor, box = left, "right", (left - wide, left)
            else:
                continue
            taken[item.row].append(box)
            end = item.end if anchor == "left" else item.start
            beyond = abs(window.px(end, width) - edge) < 5  # a line reaches further than its mark
            shift = round(edge - window.px(end if beyond else item.at, width))
            note = _note(name, text, end if beyond else item.at, item.y, size)
            made.append(note | {"xanchor": anchor, "xshift": shift + (2 if anchor == "left" else -2)})
            break
    return made


def _extent(window: Window, width: float, at: datetime, start: datetime, end: datetime) -> tuple[float, float]:
    """Return the px that a mark and its line take, a little air included."""
    middle = window.px(at, width)
    half = APART / 2
    lasts = window.px(end, width) - window.px(start, width) > half
    left = min(middle - half, window.px(start, width) - 2 if lasts else middle)
    right = max(middle + half, window.px(end, width) + 2 if lasts else middle)
    return left, right


def _free(left: float, right: float, taken: Sequence[tuple[float, float]], width: float) -> bool:
    return left >= 0 and right <= width and not _meets(left, right, taken)


def _meets(left: float, right: float, taken: Sequence[tuple[float, float]]) -> bool:
    return any(left < other[1] and other[0] < right for other in taken)


def _note(name: str, text: str, at: datetime, y: float, size: int = SIZE) -> dict[str, Any]:
    return {
        "name": name,
        "text": theme.plain(text),
        "visible": not name.startswith("narrow"),
        "xref": "x",
        "yref": "y",
        "x": at.isoformat(),
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": theme.SOFT_INK},
    }
