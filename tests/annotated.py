"""An article that is as hostile as it is hard to count, and a page with nothing but it, for the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from browsing import serving

from dashboard.article_view import article_view
from dashboard.model import EVENT_TYPES, Article

SAID = [
    "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'> **Baku** [said](javascript:alert(1)).",
    "👩‍👩‍👧 🇦🇲 Tara Äkerman̈ met the e\u0301nvoy in Ganja 🕊️ on Friday. Both sides agreed to talk.",
    "Armenian forces withdrew\u00a0from 𝕂elbajar.",
]
TEXT = f"---\ntitle: x\n---\n{SAID[0]}\n\n{SAID[1]}\r\n\r\n{SAID[2]}\n"
ARTICLE = Article(
    "hostile",
    TEXT,
    "<b>Bold</b> *claims* & <script>window.broken = 1</script>",
    "en",
    (TEXT.index(SAID[0]), len(TEXT)),
    date(2020, 10, 9),
    "<i>Outlet</i>",
    "javascript:alert(1)",
)


def at(words: str) -> dict[str, int]:
    """Return where words stand in the article, in Python's characters."""
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def span(event_id: str, words: str, kind: str, status: str = "occurred", verdict: str = "") -> dict[str, Any]:
    told = {
        "type": kind,
        "quad": EVENT_TYPES[kind],
        "status": status,
        "verdict": verdict,
        "label": f"<u>{event_id}</u>",
    }
    return {"event_id": event_id, **at(words), **told}


MET = "👩‍👩‍👧 🇦🇲 Tara Äkerman̈ met the e\u0301nvoy in Ganja 🕊️ on Friday."
SPANS = [
    span("said", SAID[0], "ACCUSE", "alleged"),
    span("met", MET, "CONSULT"),
    span("agreed", MET, "AGREE", "planned"),
    span("left", SAID[2], "RETREAT", verdict="rejected"),
]
MENTIONS = [
    {**at("Tara Äkerman̈"), "kind": "actor", "label": "<b>Tara</b>"},
    {**at("Ganja"), "kind": "place", "label": "Ganja"},
    {**at("Friday"), "kind": "date", "label": "9 October 2020"},
]


def page() -> None:
    """Show the article, and below it what the reader did in it."""
    state = st.session_state
    told = article_view("annotated", ARTICLE, SPANS, MENTIONS, state.get("chosen", ""), selecting=True)
    state["selection"] = told.selection or state.get("selection", "")
    if told.event:
        state["chosen"] = told.event
        st.rerun()
    st.text(f"chosen: {state.get('chosen', '')}; selected: {state['selection']}")


@contextmanager
def annotated(folder: Path) -> Iterator[str]:
    """Serve the page; give its address."""
    script = Path(__file__)
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--browser.gatherUsageStats=false"]
    command += ["--server.headless=true", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    paths = os.pathsep.join([str(script.parent), str(script.parents[1])])
    with serving([*command, "--server.port"], folder, {"PYTHONPATH": paths}) as address:
        yield address


if __name__ == "__main__":
    page()
