"""The font of all pictures as text, for a document that has no server to take it from."""

from __future__ import annotations

import base64
from functools import cache
from typing import Final

from dashboard.bundle import STATIC

_SUBSETS: Final = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+2191,U+2193,U+2212",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F",
    "cyrillic": "U+0400-045F,U+0490-0491",
    "armenian": "U+0530-058F",
}


@cache
def faces() -> str:
    """Return the rules of a style sheet that hold Noto Sans in two weights, whole."""
    return "".join(
        f'@font-face{{font-family:"Noto Sans";font-weight:{"400" if weight == 400 else "600 700"};unicode-range:{span};'
        f"src:url(data:font/woff2;base64,{_content(f'noto-sans-{name}-{weight}-normal.woff2')}) format('woff2')}}"
        for name, span in _SUBSETS.items()
        for weight in (400, 600)
    )


def _content(file: str) -> str:
    return base64.b64encode((STATIC / "fonts" / file).read_bytes()).decode()
