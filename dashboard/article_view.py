"""An article as a reader sees it: its events as marks with chips, and whom, when and where it speaks of underlined.

The text is untrusted: the browser gets it in pieces and sets each as text, never as HTML. The pieces are cut here, in
Python's characters, so that whatever counts otherwise in the browser cannot shift an offset.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2 import component

from dashboard import words
from dashboard.charts import theme
from dashboard.coding import lexicon
from dashboard.model import QUADS, Article

_STATIC = Path(__file__).resolve().parent / "static"
_COLOURS = "".join(f"--kt-q{quad}: light-dark({one}, {theme.DARK[one]}); " for quad, one in theme.QUAD_COLOURS.items())
_ARTICLE = component(
    "karabakh_article",
    html=(
        '<article class="kt-article"><header></header><p class="kt-key"></p><p class="kt-hint" id="kt-hint" hidden>'
        "Select words to add an event: with the mouse, or in the text with the arrow keys, Shift and Enter.</p>"
        '<div class="kt-text" aria-describedby="kt-hint"></div>'
        '<button type="button" class="kt-new" hidden>Add an event here</button></article>'
    ),
    css=f".kt-article {{ {_COLOURS}}}\n" + (_STATIC / "article.css").read_text(encoding="utf-8"),
    js=(_STATIC / "article.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_VERDICTS: Final = {
    "accepted": "accepted", "corrected": "corrected", "added": "added by a reader", "rejected": "rejected"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader did just now: the event that was chosen, or the characters of ``Article.text`` selected."""

    event: str | None = None
    selection: tuple[int, int] | None = None


def article_view(  # noqa: PLR0917 - what is shown, in the order in which it lies on the text
    key: str,
    article: Article,
    spans: Sequence[Mapping[str, Any]],
    mentions: Sequence[Mapping[str, Any]],
    chosen: str = "",
    selecting: bool = False,
) -> Told:
    """Show an article; return what the reader did in it just now.

    ``spans`` are the events: event_id, start, end, type, quad, status, verdict ("", accepted, corrected, added or
    rejected) and label, the event in words. ``mentions``, as of ``coding.mentions``: start, end, kind and label. All
    offsets count the characters of ``article.text``. The ``chosen`` event is outlined and scrolled to. With
    ``selecting`` the reader may select text, by mouse or by keyboard, and hand it over as the place of a new event.
    """
    paragraphs, starts = pieces(article, spans, mentions)
    shown = {
        "head": _head(article),
        "language": article.language,
        "events": [_event(span) for span in spans],
        "kinds": list(dict.fromkeys(mention["kind"] for mention in mentions)),
        "quads": QUADS,
        "paragraphs": paragraphs,
    }
    result = _ARTICLE(
        key=key,
        data={"text": json.dumps(shown), "chosen": chosen, "selecting": selecting},
        on_chosen_change=lambda: None,
        on_selected_change=lambda: None,
    )
    event = str(result.chosen["event"]) if result.chosen else None
    known = {str(span["event_id"]) for span in spans}
    return Told(event if event in known else None, _selection(result.selected, article, starts))


def just_chosen(key: str) -> str | None:
    """Return the event that the reader chose just now in an article, before this is shown: so the page runs once."""
    told = getattr(st.session_state.get(key), "chosen", None)
    return str(told["event"]) if told else None


def pieces(
    article: Article, spans: Sequence[Mapping[str, Any]], mentions: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    """Return the body cut into paragraphs, these into runs of one set of events and these into pieces of text.

    A run has the numbers of its events, those of them that end with it, and its pieces: number, text, kinds and label
    of what is named there. Return also where each numbered piece starts and ends in ``article.text``.
    """
    first, last = article.body
    found: list[dict[str, Any]] = []
    places: list[tuple[int, int]] = []
    last_run: dict[int, dict[str, Any]] = {}  # an event's chip stands where its words end
    marks = sorted([*enumerate(spans), *((None, one) for one in mentions)], key=lambda mark: int(mark[1]["start"]))
    near: list[tuple[int | None, Mapping[str, Any]]] = []  # of all marks those that reach into the paragraph
    taken, before = 0, first
    for line in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", article.text[first:last]):
        begin, end = first + line.start(), first + line.end()
        near = [mark for mark in near if mark[1]["end"] > begin]
        while taken < len(marks) and marks[taken][1]["start"] < end:
            near.append(marks[taken])
            taken += 1
        cuts = {int(one[side]) for _, one in near for side in ("start", "end")}
        runs: list[dict[str, Any]] = []
        for low, high in pairwise(sorted({begin, end, *(cut for cut in cuts if begin < cut < end)})):
            here = [(number, one) for number, one in near if one["start"] <= low and high <= one["end"]]
            events = sorted(number for number, _ in here if number is not None)
            named = [one for number, one in here if number is None]
            if not runs or runs[-1]["events"] != events:
                runs.append({"events": events, "ends": [], "pieces": []})
            label = "; ".join(dict.fromkeys(str(one["label"]) for one in named))
            kinds = list(dict.fromkeys(str(one["kind"]) for one in named))
            runs[-1]["pieces"].append([len(places), article.text[low:high], kinds, label])
            places.append((low, high))
            last_run |= dict.fromkeys(events, runs[-1])
        found.append({"close": article.text.count("\n", before, begin) == 1 and bool(found), "runs": runs})
        before = end
    for event, run in last_run.items():
        run["ends"].append(event)
    return found, places


def _head(article: Article) -> dict[str, Any]:
    details = [
        article.outlet,
        words.day(article.published) if article.published else "date not stated",
        lexicon.language(article.language).get("name") or article.language,
    ]
    url = article.url if article.url.startswith(("https://", "http://")) else ""
    return {"title": article.title, "details": [detail for detail in details if detail], "url": url}


def _event(span: Mapping[str, Any]) -> dict[str, Any]:
    status, verdict = str(span["status"]), str(span["verdict"])
    notes = [status if status != "occurred" else "", _VERDICTS.get(verdict, verdict)]
    return {
        "id": str(span["event_id"]),
        "type": str(span["type"]).capitalize(),
        "quad": int(span["quad"]),
        "hollow": status != "occurred",
        "verdict": verdict,
        "notes": [note for note in notes if note],
        "label": str(span["label"]),
    }


def _selection(
    told: Mapping[str, Any] | None, article: Article, places: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return what was selected, without blanks at its ends; None if that is nothing or not of this article."""
    if not told:
        return None
    ends = []
    for piece, characters in (told["from"], told["to"]):
        if not 0 <= int(piece) < len(places):
            return None
        start, end = places[int(piece)]
        ends.append(min(start + max(0, int(characters)), end))
    text = article.text[ends[0] : ends[1]]
    start = ends[0] + len(text) - len(text.lstrip())
    return (start, start + len(text.strip())) if text.strip() else None
