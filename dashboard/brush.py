"""The histogram under a chart: how much happened when, with a window that sets the dates of the filter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.components.v2 import component

from dashboard import filter_bar, frame
from dashboard.charts import periods
from dashboard.model import Filters, dataset_name

_STATIC = Path(__file__).resolve().parent / "static"
_KEY = "brush"
_BRUSH = component(
    "karabakh_brush",
    html=(
        '<div class="kt-brush"><svg viewBox="0 0 1000 60" preserveAspectRatio="none" aria-hidden="true"></svg>'
        '<div class="kt-ends"><label>From <input type="range" min="0" step="1"></label>'
        '<label>To <input type="range" min="0" step="1"></label><output></output></div></div>'
    ),
    css=(_STATIC / "brush.css").read_text(encoding="utf-8"),
    js=(_STATIC / "brush.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(chosen: Filters) -> None:
    """Draw the events of the filter without its dates, and the range of its dates on them."""
    everything = chosen.with_(start=None, end=None)
    first, last, grain = frame.answers().time_axis(everything)
    answer = frame.answer("events_by_period", everything, grain=grain)
    tellers = list(dict.fromkeys(answer["told_by"]))
    if not tellers:
        return
    teller = "own" if "own" in tellers else tellers[0]
    counts = {pd.Timestamp(row["period"]).date(): row for row in answer.to_dict("records") if row["told_by"] == teller}
    spans = periods.spans(first, last, grain)
    told = [
        {
            "name": periods.in_words(start, grain),
            "from": start.isoformat(),
            "to": end.isoformat(),
            "events": int(counts[start]["events"]) if start in counts else 0,
            "armed": int(counts[start]["armed"]) if start in counts else 0,
        }
        for start, end in spans
    ]
    low = max((at for at, (day, _) in enumerate(spans) if chosen.start and day <= chosen.start), default=0)
    high = max((at for at, (day, _) in enumerate(spans) if not chosen.end or day <= chosen.end), default=len(spans) - 1)
    whose = "fact base and articles" if teller == "own" else dataset_name(teller)
    text = {"periods": told, "first": low, "last": high, "label": f"events per {grain}, {whose}; red: armed"}
    _BRUSH(key=_KEY, data={"text": json.dumps(text)}, on_range_change=_set_range)


def _set_range() -> None:
    """Set the filter to the range that the reader drew; runs before the page does."""
    told = getattr(st.session_state.get(_KEY), "range", None)
    if not told:
        return
    days = {
        field: date.fromisoformat(told[name]) if told[name] else None
        for field, name in (("start", "from"), ("end", "to"))
    }
    filter_bar.narrow(**days)
