"""The look that every figure shares, drawn for paper: white ground, one palette, one open font.

A figure is always composed in paper colours. On a dark screen the browser component exchanges each
colour of ``Paper`` for its partner in ``DARK``, so that the file a reader downloads stays white and one
figure serves both. Colours used in figures therefore come from here and nowhere else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import language

FONT: Final = "Noto Sans, Noto Sans Armenian, sans-serif"

INK: Final = "#1f2328"
SOFT_INK: Final = "#5c636b"
RULE: Final = "#d9d6cf"
GRID: Final = "#ebe8e1"
PAPER: Final = "#ffffff"
LAND: Final = "#f6f3ec"
NEIGHBOUR_LAND: Final = "#ece9e2"
WATER: Final = "#dde7ec"
BORDER: Final = "#8d8a83"
DISTRICT_LINE: Final = "#d0cbc0"
HATCH: Final = "#7a6a8a"
HATCH_FILL: Final = "rgba(122,106,138,0.10)"
VEIL: Final = "rgba(255,255,255,0.78)"

#: Blue for cooperation, warm for conflict; the deeper shade is the material class. Safe for the common
#: colour-vision deficiencies and told apart in grey by lightness and, on every chart, by shape.
QUAD_COLOURS: Final[dict[int, str]] = {1: "#6f9fc8", 2: "#1f5f8b", 3: "#dfa450", 4: "#b1442b"}
QUAD_SYMBOLS: Final[dict[int, str]] = {1: "circle", 2: "square", 3: "triangle-up", 4: "diamond"}

#: From few to many, even in lightness and apart from the colours of the classes: numbers of events of any class.
DENSITY: Final = ("#c4ddcc", "#9bc7b3", "#66a998", "#2f7f77", "#0c5152")

#: What each paper colour becomes on a dark screen.
DARK: Final[dict[str, str]] = {
    INK: "#e9e7e2",
    SOFT_INK: "#a9aeb5",
    RULE: "#3c4147",
    GRID: "#2b3035",
    PAPER: "#14171a",
    LAND: "#23272b",
    NEIGHBOUR_LAND: "#1d2024",
    WATER: "#18252c",
    BORDER: "#73777c",
    DISTRICT_LINE: "#363b40",
    HATCH: "#a998bb",
    HATCH_FILL: "rgba(169,152,187,0.14)",
    VEIL: "rgba(20,23,26,0.78)",
    "#6f9fc8": "#86b6de",
    "#1f5f8b": "#4f9dd2",
    "#dfa450": "#ecb76a",
    "#b1442b": "#e27159",
    **dict(zip(DENSITY, ("#23403d", "#2f6560", "#45908a", "#7fbfb3", "#cdeadf"), strict=True)),
}


@dataclass(frozen=True, slots=True)
class Caption:
    """What a figure says of itself, inside the picture.

    ``title`` says what is shown, ``filters`` in words for which selection, ``count`` what n is;
    ``sources``, ``edition`` and ``note`` (naming, borders, how to read) stand below it.
    """

    title: str
    filters: str
    count: str
    sources: str
    edition: str
    note: str = ""

    def footer(self) -> list[str]:
        """Return the paragraphs that stand under the picture."""
        lines = [
            language.text("{count} · Edition {edition}", count=self.count, edition=self.edition),
            language.text("Sources: {sources}", sources=self.sources),
            self.note,
        ]
        return [line for line in lines if line]


def wrap(text: str, width: int, size: int) -> list[str]:
    """Break ``text`` into lines that fit ``width`` px at ``size`` px, by the font's mean advance."""
    limit = max(10, int(width / (size * 0.53)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def compose(
    traces: list[dict[str, Any]],
    caption: Caption,
    *,
    height: int,
    narrow_height: int | None = None,
    inner: dict[str, int] | None = None,
    inner_narrow: dict[str, int] | None = None,
    legend: bool = True,
    alt: str = "",
    **layout: Any,
) -> go.Figure:
    """Return a figure of ``traces`` with ``caption`` set into it, laid out for 1,200 px of paper.

    The caption also goes into ``layout.meta``: the browser component wraps it again for the width at
    hand. ``height`` is that of the plot without its caption, in px, ``narrow_height`` the same on a phone;
    ``inner`` the px that axis labels need beside the plot (keys l, r, b), ``inner_narrow`` the same on a
    phone. ``alt`` is the sentence that a screen reader gets.
    """
    width, pad = 1200, 24
    title = wrap(caption.title, width - 2 * pad, 22)
    filters = wrap(caption.filters, width - 2 * pad, 14)
    footer = [line for text in caption.footer() for line in wrap(text, width - 2 * pad, 11)]
    top = 22 + 29 * len(title) + 20 * len(filters) + (34 if legend else 8)
    beside = {"l": pad, "r": pad, "b": 26} | (inner or {})
    bottom = beside["b"] + 14 + 16 * len(footer)
    base: dict[str, Any] = {
        "template": {},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "height": height + top + bottom,
        "autosize": True,
        "margin": {"l": beside["l"], "r": beside["r"], "t": top, "b": bottom, "pad": 0},
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": RULE,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": INK},
        },
        "title": {
            "text": "<br>".join(f"<b>{plain(line)}</b>" for line in title),
            "font": {"size": 22, "color": INK},
            "subtitle": {"text": "<br>".join(map(plain, filters)), "font": {"size": 14, "color": SOFT_INK}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": pad, "t": 14},
        },
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "font": {"size": 13, "color": INK},
            "itemsizing": "constant",
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "annotations": [],
        "dragmode": "pan",
        "meta": {
            "caption": asdict(caption) | {"footer": caption.footer()},
            "alt": alt or caption.title,
            "plot": height,
            "plot_narrow": narrow_height or height,
            "inner": inner or {},
            "inner_narrow": inner_narrow or {},
        },
    }
    if not language.is_english():
        base["separators"] = language.separators()
    annotations = [*layout.pop("annotations", []), _footer(footer, pad - beside["l"], bottom)]
    base |= {name: value for name, value in layout.items() if value != []}
    base["annotations"] = annotations
    return go.Figure({"data": traces, "layout": base}, _validate=False)  # the tests validate; a page need not


def _footer(lines: list[str], shift: int, bottom: int) -> dict[str, Any]:
    return {
        "name": "footer",
        "text": "<br>".join(map(plain, lines)),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "xshift": shift,
        "yshift": -bottom + 10,
        "font": {"size": 11, "color": SOFT_INK},
    }


def padded(first: date, last: date) -> list[str]:
    """Return the range of a time axis, with room for marks on its first and last day."""
    room = timedelta(hours=max(12, (last - first).days * 24 * 0.012))
    start, end = datetime.combine(first, time()), datetime.combine(last, time())
    return [(start - room).isoformat(), (end + room).isoformat()]


def nothing_matches() -> dict[str, Any]:
    """Return the sentence that stands in an empty picture."""
    return {
        "text": "<br>".join(
            [language.text("No event matches this filter."), language.text("Widen the dates or take out an actor.")]
        ),
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "font": {"size": 16, "color": SOFT_INK},
    }


def empty(caption: Caption, *, alt: str, height: int = 320, **trace: Any) -> go.Figure:
    """Return the figure of an answer without rows: caption and a sentence; ``trace`` is what its only trace holds."""
    return compose(
        [{"type": "scatter"} | trace],
        caption,
        height=height,
        legend=False,
        alt=alt,
        annotations=[nothing_matches()],
        xaxis=axis(visible=False),
        yaxis=axis(visible=False),
    )


def axis(**changes: Any) -> dict[str, Any]:
    """Return the settings of a calm axis: hairline grid, no zero line, soft labels."""
    return {
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": SOFT_INK},
        "automargin": False,
        "fixedrange": False,
    } | changes


def plain(text: str) -> str:
    """Return untrusted text so that Plotly's pseudo-HTML shows it as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
