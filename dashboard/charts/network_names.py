"""Where names stand in a network: beside their mark, where on no screen they meet another name or a mark.

A figure is one description for every width while letters have their size in px: so a spot is tried on several screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Width and height in px of the plot; between the smallest and the largest of each group a name stays free as well.
WIDE: Final = ((1152.0, 680.0), (660.0, 680.0), (820.0, 680.0), (980.0, 680.0), (1300.0, 680.0))
NARROW: Final = ((330.0, 560.0), (358.0, 560.0), (400.0, 560.0))
#: west, east, south, north of the picture, in the units of the places.
FRAME: Final = (-1.75, 1.75, -1.15, 1.12)
SIZE: Final = 12
_ADVANCE, _BOLD, _HIGH = 0.57, 0.62, 17.0
Box = tuple[float, float, float, float]
#: Where a name may stand beside its mark, best first: across and up. Across by 2 it begins (or ends) with the mark.
_SIDES: Final = (
    (0, -1),
    (1, 0),
    (-1, 0),
    (0, 1),
    (2, -1),
    (-2, -1),
    (1, -1),
    (-1, -1),
    (2, 1),
    (-2, 1),
    (1, 1),
    (-1, 1),
)
_ACROSS: Final = {-2: "right", -1: "right", 0: "center", 1: "left", 2: "left"}
_UP: Final = {-1: "top", 0: "middle", 1: "bottom"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor at a place, beside a mark of ``mark`` px."""

    actor: str
    text: str
    x: float
    y: float
    mark: float
    bold: bool = False


@dataclass(slots=True)
class Screen:
    """One screen and what stands on it; marks are ``shrunk`` on a phone."""

    width: float
    height: float
    frame: tuple[float, float, float, float] = FRAME
    shrunk: float = 1.0
    size: float = SIZE
    boxes: list[Box] = field(default_factory=list)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return px from the bottom left."""
        west, east, south, north = self.frame
        return (x - west) / (east - west) * self.width, (y - south) / (north - south) * self.height

    def box(self, name: Name, side: tuple[int, int]) -> Box:
        """Return what the name covers on a side of its mark."""
        x, y = self.point(name.x, name.y)
        width = len(name.text) * self.size * (_BOLD if name.bold else _ADVANCE) + 4
        high = _HIGH * self.size / SIZE
        dx, dy = shift(name.mark, side)
        x += dx - (width / 2 if not side[0] else width if side[0] < 0 else 0)
        y += dy - (high / 2 if not side[1] else high if side[1] < 0 else 0)
        return x, y, x + width, y + high

    def take_marks(self, names: Iterable[Name]) -> None:
        """Let no name stand on a mark."""
        for name in names:
            x, y = self.point(name.x, name.y)
            half = name.mark / 2 * self.shrunk
            self.boxes.append((x - half, y - half, x + half, y + half))

    def free(self, box: Box) -> bool:
        """Return whether the box is wholly in the picture and meets nothing."""
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height
        return inside and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in self.boxes
        )


def shift(mark: float, side: tuple[int, int]) -> tuple[float, float]:
    """Return how many px right and up of its place a name's nearest edge stands."""
    if abs(side[0]) == 2:
        return -side[0] / 2 * mark / 2, side[1] * (mark / 2 + 2)
    gap = mark / 2 + 2 if 0 in side else mark / 2 * 0.75 + 1
    return side[0] * gap, side[1] * gap


def settle(names: list[Name], screens: list[Screen]) -> dict[str, tuple[int, int]]:
    """Return on which side of its mark each name stands; the first go first, and who finds no room is left out.

    A bold name stands in any case.
    """
    for screen in screens:
        screen.take_marks(names)
    found: dict[str, tuple[int, int]] = {}
    for name in names:
        side = next((side for side in _SIDES if take(name, side, screens)), None)
        if side is None and name.bold:
            side = (2 if name.x < 0 else -2, -1)  # towards the middle
            take(name, side, screens, anyhow=True)
        if side:
            found[name.actor] = side
    return found


def take(name: Name, side: tuple[int, int], screens: list[Screen], *, anyhow: bool = False) -> bool:
    """Let a name stand on a side of its mark if that is free on all screens; return whether it does."""
    boxes = [(screen, screen.box(name, side)) for screen in screens]
    if not anyhow and not all(screen.free(box) for screen, box in boxes):
        return False
    for screen, box in boxes:
        screen.boxes.append(box)
    return True


def annotation(name: Name, side: tuple[int, int], look: Mapping[str, Any]) -> dict[str, Any]:
    """Return the name as it is drawn on a side of its mark, dressed in ``look``."""
    dx, dy = shift(name.mark, side)
    return {
        "x": name.x,
        "y": name.y,
        "xshift": round(dx, 1),
        "yshift": round(dy, 1),
        "xanchor": _ACROSS[side[0]],
        "yanchor": _UP[side[1]],
        "showarrow": False,
        "borderpad": 0,
        **look,
    }
