"""How a picture is wanted: its size, its ground, and words of the reader's own in place of the generated ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

#: Of a file; wider ones than the largest are refused by browsers.
NARROWEST, WIDEST = 300, 8000


@dataclass(frozen=True, slots=True)
class Look:
    """``layout`` is the width for which text is set, ``width`` and ``height`` those of the file, all in px.

    Without ``height`` a picture is as high as its content; with it, it stands whole in the middle of its ground.
    """

    layout: int = 1200
    width: int = 2400
    height: int | None = None
    transparent: bool = False
    grey: bool = False
    title: str = ""
    subtitle: str = ""

    def to_browser(self, form: str) -> dict[str, Any]:
        """Return what the drawing code of the browser takes; vectors and pages have the width of their layout."""
        return asdict(self) | ({"width": self.layout} if form != "png" and not self.height else {})


#: Name -> what a reader sees, and the size. Text in a column of a page is set for half the width, to be legible.
SIZES: Final[dict[str, tuple[str, Look]]] = {
    "page": ("Page, 2,400 px", Look()),
    "column": ("Paper column, 1,200 px", Look(layout=600, width=1200)),
    "slide": ("Slide, 1,920 × 1,080 px", Look(width=1920, height=1080)),
    "poster": ("Poster, 4,800 px", Look(width=4800)),
}


def of_width(width: int) -> Look:
    """Return a look of a width of the reader's own, in px; raise ValueError where no browser could draw it."""
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"A picture can be {NARROWEST:,} to {WIDEST:,} px wide, not {width:,}.")
    return Look(layout=1200 if width >= 1800 else 600, width=width)
