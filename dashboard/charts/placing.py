"""Where names stand on the map: greedily by rank, so that none meets another name, a mark or the rim.

A figure is one description for every screen width, while the size of letters is fixed in px. A name is
kept if it stands free on a telephone and on a wide screen alike; what only a wide screen has room for is
marked ``wide`` and left out on a telephone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from dashboard.geography import View

#: left, bottom, right, top in px from the middle of the screen.
Box = tuple[float, float, float, float]
#: x and y in km and a diameter in px.
Mark = tuple[float, float, float]

PAPER: Final = (1160.0, 640.0)
#: Width and height of the map in px; between the first and the last of each group a name stays free as well.
WIDE: Final = ((1200.0, 640.0), PAPER, (592.0, 640.0))
NARROW: Final = ((390.0, 560.0), (350.0, 560.0))
#: Mean advance and line height of the figure font, in em; wide enough for its usual stand-ins.
ADVANCE: Final = 0.56
CAPITALS: Final = 0.68
LEADING: Final = 1.3
#: Where a name may stand beside its mark, best first: across and up.
POSITIONS: Final = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "top right": (1, 1),
    "bottom right": (1, -1),
    "top left": (-1, 1),
    "bottom left": (-1, -1),
}


#: Directions of a line to a name, clockwise from north, and on which side of its end the name stands.
LEADERS: Final = tuple(
    (math.radians(degrees), "middle right" if degrees < 180 else "middle left")
    for degrees in (300, 240, 60, 120, 330, 30, 210, 150, 270, 90)
)


@dataclass(frozen=True, slots=True)
class Label:
    """A name: beside its mark of ``mark`` px, or ``centred`` on the first of its ``spots`` (km) that is free."""

    label_id: str
    spots: tuple[tuple[float, float], ...]
    lines: tuple[str, ...]
    size: int
    colour: str
    mark: float = 0.0
    centred: bool = False
    position: str = "middle center"
    wide: bool = False
    #: Whether a thin line may lead from the mark to the name, and where it then ends: px right and up.
    may_lead: bool = False
    leader: tuple[float, float] | None = None

    @property
    def x(self) -> float:
        """Kilometres east, of the chosen spot."""
        return self.spots[0][0]

    @property
    def y(self) -> float:
        """Kilometres north, of the chosen spot."""
        return self.spots[0][1]

    @property
    def shift(self) -> tuple[float, float]:
        """How many px right and up of its spot the name's nearest edge or corner stands."""
        if self.leader:
            return self.leader
        across, up = POSITIONS.get(self.position, (0, 0))
        gap = self.mark / 1.6 + 1
        return across * gap, up * gap


@dataclass(slots=True)
class Screen:
    """One screen: its size and scale (px per km) and what already stands on it."""

    size: tuple[float, float]
    view: View
    boxes: list[Box] = field(default_factory=list)
    discs: list[Mark] = field(default_factory=list)

    #: Px per km: the view's frame is always wholly visible.
    scale: float = field(init=False)
    _middle: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        """Compute what every point needs."""
        view = self.view
        self.scale = min(self.size[0] / view.width, self.size[1] / view.height)
        self._middle = ((view.west + view.east) / 2, (view.south + view.north) / 2)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the px from the middle of the screen for a point in km."""
        return (x - self._middle[0]) * self.scale, (y - self._middle[1]) * self.scale

    def box(self, label: Label) -> Box:
        """Return the name's box."""
        advance = CAPITALS if label.lines[0].isupper() else ADVANCE
        width = max(len(line) for line in label.lines) * label.size * advance + 3
        height = len(label.lines) * label.size * LEADING + 3
        x, y = self.point(label.x, label.y)
        across, up = POSITIONS.get(label.position, (0, 0))
        x += label.shift[0] + across * width / 2
        y += label.shift[1] + up * height / 2
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    def sees(self, box: Box) -> bool:
        """Return whether any part of the box is on the screen."""
        return _meet(box, (-self.size[0] / 2, -self.size[1] / 2, self.size[0] / 2, self.size[1] / 2))

    def free(self, box: Box) -> bool:
        """Return whether the box is wholly on the screen and meets nothing."""
        width, height = self.size[0] / 2 - 4, self.size[1] / 2 - 4
        left, bottom, right, top = box
        if not (left > -width and bottom > -height and right < width and top < height):
            return False
        for a, b, c, d in self.boxes:  # written out: this is asked some ten thousand times for a map
            if left < c and a < right and bottom < d and b < top:
                return False
        for x, y, diameter in self.discs:
            reach = diameter / 2 + 1
            if x + reach > left and x - reach < right and y + reach > bottom and y - reach < top:
                across, up = max(left - x, 0.0, x - right), max(bottom - y, 0.0, y - top)
                if across * across + up * up < reach * reach:
                    return False
        return True


def place_labels(
    wanted: list[Label], marks: list[Mark], view: View, keys: tuple[tuple[float, float], float]
) -> list[Label]:
    """Return those of ``wanted``, most important first, that find a free spot, with their position.

    ``keys`` are the size in px of the key, bottom left, and the length in km of the scale bar, bottom right.
    """
    wide, narrow = [[Screen(size, view) for size in sizes] for sizes in (WIDE, NARROW)]
    screens = [*wide, *narrow]
    for screen in screens:
        screen.discs += [(*screen.point(x, y), diameter) for x, y, diameter in marks]
        left, bottom = -screen.size[0] / 2, -screen.size[1] / 2
        (width, height), bar = keys
        screen.boxes.append((left, bottom, left + width, bottom + height))
        east, _ = screen.point(view.east, view.south)
        screen.boxes.append((east - (bar + 0.06 * view.width) * screen.scale, bottom, east, bottom + 40))
    placed = []
    for label in wanted:
        if spot := _settle(label, screens):
            placed.append(spot)
        elif (spot := _settle(label, wide)) or (label.may_lead and (spot := _settle(label, wide, leading=True))):
            placed.append(replace(spot, wide=True))
    return placed


def _settle(label: Label, screens: list[Screen], *, leading: bool = False) -> Label | None:
    """Return the label at its first free position, which is then taken, or None."""
    for candidate in _candidates(label, leading=leading):
        seen = [(screen, box) for screen in screens if screen.sees(box := screen.box(candidate))]
        if seen and all(screen.free(box) for screen, box in seen):
            for screen, box in seen:
                screen.boxes.append(box)
            return candidate
    return None


def _candidates(label: Label, *, leading: bool) -> Iterator[Label]:
    if leading:
        for reach in (45, 70, 100, 135, 170):
            for turn, side in LEADERS:
                yield replace(label, leader=(reach * math.sin(turn), reach * math.cos(turn)), position=side)
    elif label.centred:
        for spot in label.spots:
            yield replace(label, spots=(spot,))
    else:
        for position in POSITIONS:
            yield replace(label, position=position)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
