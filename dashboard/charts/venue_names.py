"""Where the names of venues stand: beside their mark, else at the end of a thin line, and never on one another.

Unlike the map of the conflict, Europe's venues lie so close that most names need a wide picture. A name that a
telephone has room for stands on every screen; the others stand from ``WIDE`` on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dashboard.charts import theme
from dashboard.charts.placing import POSITIONS, Label, Mark, Screen
from dashboard.charts.world import FRAME

#: Width and height in px on which every name stands free; the widest is the paper with room to spare.
WIDE: Final = ((1000.0, 640.0), (1152.0, 640.0), (1400.0, 640.0))
NARROW: Final = ((390.0, 300.0), (340.0, 300.0))
#: The browser component draws marks smaller on a telephone.
NARROW_MARKS: Final = 0.75
#: Marks this near to one another, in px, are a cluster, out of which a line may lead over its neighbours.
CLUSTER_PX: Final = 13.0
#: How often names that found no place are tried again before all others.
ROUNDS: Final = 10
#: The name of a mark of this many px is placed before those of smaller ones.
LARGE_PX: Final = 15.0
#: At a corner a name may stand nearer, for marks are round.
CORNER: Final = 0.72
#: How many of the foremost names may stand on a telephone as well.
ON_EVERY_SCREEN: Final = 24
#: How long a line to a name may be, in px, and its bearings, the level ones first.
REACHES: Final = (24, 36, 50, 66, 84, 104, 126, 150, 176, 204, 234)
BEARINGS: Final = (
    90,
    270,
    60,
    300,
    120,
    240,
    30,
    330,
    150,
    210,
    75,
    285,
    105,
    255,
    45,
    315,
    135,
    225,
    15,
    345,
    165,
    195,
)


def place(wanted: Iterable[Label], marks: Iterable[Mark]) -> list[Label]:
    """Return those of ``wanted``, most important first, that find a place, with their position."""
    return list(_placed(tuple(wanted), tuple(marks)))


@lru_cache(maxsize=32)
def _placed(wanted: tuple[Label, ...], marks: tuple[Mark, ...]) -> tuple[Label, ...]:
    """Place the foremost on every screen, then the others on wide ones, again and again with the missed ones first."""
    sheets = [_Sheet(size, marks) for size in (*NARROW, *WIDE)]
    foremost = [spot for label in wanted[:ON_EVERY_SCREEN] if (spot := _settle(sheets, label, led=False))]
    settled = {label.label_id for label in foremost}
    taken = [sheet.boxes for sheet in sheets]
    order = [label for label in wanted if label.label_id not in settled]
    best, least = list[Label](), math.inf
    for _ in range(ROUNDS):
        for sheet, boxes in zip(sheets, taken, strict=True):
            sheet.boxes = boxes
        wide = sheets[len(NARROW) :]
        placed = [spot for label in order if (spot := _settle(wide, label, led=label.may_lead))]
        found = {label.label_id for label in placed}
        missed = [label for label in order if label.label_id not in found and label.may_lead]
        cost = sum(map(_cost, placed)) + sum(60 + 10 * label.mark for label in missed)
        if cost < least:
            best, least = placed, cost
        order.sort(key=lambda label: (label.mark < LARGE_PX, label not in missed))
        if not missed:
            break
    return (*foremost, *(replace(label, wide=True) for label in best))


def _cost(label: Label) -> float:
    """Return how bad it is that a line leads to this name: the longer and the larger the mark, the worse."""
    return math.hypot(*label.leader) * (0.15 + label.mark / 60) if label.leader else 0.0


class _Sheet:
    """One width of the picture and what already stands on it, in px from its middle."""

    def __init__(self, size: tuple[float, float], marks: tuple[Mark, ...]) -> None:
        self.size, self.screen = size, Screen(size, FRAME)
        part = NARROW_MARKS if size in NARROW else 1.0
        self.boxes = np.empty((0, 4))
        self.discs = np.array([(*self.screen.point(x, y), px * part) for x, y, px in marks]).reshape(-1, 3)

    def free(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which boxes are wholly on the sheet and meet no name, line or mark."""
        left, bottom, right, top = (boxes[:, side, None] for side in range(4))
        width, height = self.size[0] / 2 - 4, self.size[1] / 2 - 4
        inside = (left > -width) & (right < width) & (bottom > -height) & (top < height)
        b, d = self.boxes, self.discs
        meets = (b[:, 0] < right) & (left < b[:, 2]) & (b[:, 1] < top) & (bottom < b[:, 3])
        across = np.maximum(np.maximum(left - d[:, 0], d[:, 0] - right), 0)
        up = np.maximum(np.maximum(bottom - d[:, 1], d[:, 1] - top), 0)
        touches = np.hypot(across, up) < d[:, 2] / 2 + 1
        free: NDArray[np.bool_] = inside[:, 0] & ~meets.any(axis=1) & ~touches.any(axis=1)
        return free

    def clear(self, points: NDArray[np.float64], label: Label) -> bool:
        """Return whether a line runs over no name and no mark, but those of its own cluster."""
        x, y = points[:, :1], points[:, 1:]
        b, d = self.boxes, self.discs
        if ((b[:, 0] - 1 < x) & (x < b[:, 2] + 1) & (b[:, 1] - 1 < y) & (y < b[:, 3] + 1)).any():
            return False
        ax, ay = self.screen.point(label.x, label.y)
        others = d[np.hypot(d[:, 0] - ax, d[:, 1] - ay) > np.maximum(d[:, 2] / 2, CLUSTER_PX)]
        return not (np.hypot(x - others[:, 0], y - others[:, 1]) < others[:, 2] / 2 + 1).any()

    def take(self, box: NDArray[np.float64], points: NDArray[np.float64]) -> None:
        """Let a name and its line stand here."""
        self.boxes = np.vstack([self.boxes, box[None], np.hstack([points - 2, points + 2])])


def _settle(sheets: list[_Sheet], label: Label, *, led: bool) -> Label | None:
    """Return the label at its first free position, which is then taken, or None."""
    candidates, boxes = _candidates(label, led), [_boxes(label, led, sheet.size) for sheet in sheets]
    free = np.arange(len(candidates))
    for sheet, box in zip(sheets, boxes, strict=True):
        free = free[sheet.free(box[free])]
    for at in free:
        candidate = candidates[at]
        lines = [_line(candidate, sheet.size) for sheet in sheets]
        if all(sheet.clear(line, candidate) for sheet, line in zip(sheets, lines, strict=True)):
            for sheet, box, line in zip(sheets, boxes, lines, strict=True):
                sheet.take(box[at], line)
            return candidate
    return None


@lru_cache(maxsize=1024)
def _candidates(label: Label, led: bool) -> list[Label]:
    """Return the label at every position that it may have, best first."""
    spots = [replace(label, spots=(spot,)) for spot in label.spots]
    if label.centred:
        return spots
    marks = {name: label.mark * (CORNER if across * up else 1) for name, (across, up) in POSITIONS.items()}
    found = [replace(spot, position=name, mark=mark) for spot in spots for name, mark in marks.items()]
    for reach in REACHES if led else ():
        for bearing in BEARINGS:
            turn, length = math.radians(bearing), reach + label.mark / 2
            end = (length * math.sin(turn), length * math.cos(turn))
            side = "middle right" if bearing < 180 else "middle left"
            found += [replace(spot, leader=end, position=side) for spot in spots]
    return found


@lru_cache(maxsize=4096)
def _boxes(label: Label, led: bool, size: tuple[float, float]) -> NDArray[np.float64]:
    """Return the box of each candidate; on a telephone a name stands nearer to its mark, which is smaller there."""
    screen, part = Screen(size, FRAME), NARROW_MARKS if size in NARROW else 1.0
    found = _candidates(label, led)
    boxes = [screen.box(one if part == 1 else replace(one, mark=one.mark * part)) for one in found]
    return np.array(boxes, dtype=np.float64)


@lru_cache(maxsize=8192)
def _line(label: Label, size: tuple[float, float]) -> NDArray[np.float64]:
    """Return points along the line that leads to a name, from the edge of its mark on."""
    if not label.leader:
        return np.empty((0, 2))
    length = math.hypot(*label.leader)
    steps = np.arange(label.mark / 2 + 3, length, 6.0)[:, None]
    start = np.array(Screen(size, FRAME).point(label.x, label.y), dtype=np.float64)
    points: NDArray[np.float64] = start + steps * np.array(label.leader) / length
    return points


def notes(labels: list[Label]) -> list[dict[str, Any]]:
    """Return the names that a telephone has no room for; the browser component leaves out what is called wide."""
    return [_annotation(label) for label in labels if label.wide]


def _annotation(label: Label) -> dict[str, Any]:
    across, up = label.shift
    side = "left" if across > 0 else "right" if across < 0 else "center"
    name = {
        "name": f"wide {label.label_id}",
        "x": round(label.x, 1),
        "y": round(label.y, 1),
        "text": "<br>".join(theme.plain(line) for line in label.lines),
        "showarrow": False,
        "xanchor": side,
        "yanchor": "middle" if label.leader or not up else "bottom" if up > 0 else "top",
        "borderpad": 0,
        "align": side,
        "font": {"size": label.size, "color": label.colour, "family": theme.FONT, "shadow": "auto"},
    }
    if not label.leader:
        return name | {"xshift": round(across, 1), "yshift": round(up, 1)}
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 0.7, "arrowcolor": theme.SOFT_INK}
    return name | line | {"ax": round(across, 1), "ay": round(-up, 1), "standoff": round(label.mark / 2, 1)}
