"""Reading mode: one talk as a card, what came before and after it, and the way to the next on its track.

All text here comes from files and is untrusted: it is escaped, never taken as HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import controls, frame, words
from dashboard.model import TRACKS, dataset_name
from dashboard.receipt import receipt, receipts

_KINDS = {"talks": "Talks held", "agreements": "Other agreements", "armed": "Armed events"}
_COLUMNS = ((30, "before"), (7, "before"), (7, "after"), (30, "after"))


def chosen(name: str) -> str | None:
    """Return the talk that is being read: picked in the chart ``name`` just now, walked to, or of the address."""
    state = st.session_state
    told = getattr(state.get(f"chart-{name}"), "picked", None)
    ids = [str(event_id) for event_id in told["ids"]] if told else []
    if ids:
        state["talk-many"] = ids if len(ids) > 1 else []
    if len(ids) == 1 or "talk-next" in state:
        given = state.pop("talk-next") if "talk-next" in state else ids[0]
        return controls.word("talk", "talk", given, again=True)
    return controls.word("talk", "talk", None, again=len(ids) > 1)


def day_of(event_id: str | None, talks: pd.DataFrame) -> date | None:
    """Return the first day of a talk, None if it has none or is not there."""
    days = talks.loc[talks["event_id"] == event_id, "day_start"].dropna()
    return pd.Timestamp(days.iloc[0]).date() if len(days) else None


def draw(event_id: str | None, talks: pd.DataFrame, since: date) -> None:
    """Draw the card of a talk, or how to choose one; ``since`` is the day from which reading begins."""
    many = st.session_state.get("talk-many") or []
    if many:
        receipts(many, "")
        return
    if not event_id:
        order = _in_order(talks)
        later = [row["event_id"] for row in order if pd.Timestamp(row["day_start"]).date() >= since]
        with st.container(horizontal=True, vertical_alignment="center"):
            _step("Read talk by talk", (later or [row["event_id"] for row in order] or [None])[0], "N")
            st.caption("Choose a mark to see who was in the room, the outcome and the sources.")
        return
    _walk(event_id, talks)
    receipt(event_id)
    if around := around_html(event_id):
        st.html(around)


def neighbours(event_id: str, talks: pd.DataFrame) -> tuple[str | None, str | None, str]:
    """Return the talks before and after one on its track, within the filter, and where in their order it stands."""
    row = next((row for row in talks.to_dict("records") if row["event_id"] == event_id), None)
    if row is None:
        return None, None, "This event is not in the present filter."
    order = [one["event_id"] for one in _in_order(talks[(talks["track"] == row["track"])], event_id)]
    track = TRACKS.get(row["track"]) or dataset_name(row["track"])
    if event_id not in order:
        return None, None, f"{track}: the day is not known."
    at = order.index(event_id)
    before = order[at - 1] if at else None
    after = order[at + 1] if at + 1 < len(order) else None
    return before, after, f"{track}: {at + 1} of {words.plural(len(order), 'talk')} of this filter"


def around_html(event_id: str) -> str:
    """Return the table of what came 7 and 30 days before and after an event."""
    rows = frame.rows("around_event", event_id=event_id)
    counts = {(row["kind"], row["told_by"], row["days"]): row for row in rows}
    tellers = sorted({(list(_KINDS).index(kind), teller) for kind, teller, _ in counts})
    head = "".join(f"<th scope='col'>{days} days {side}</th>" for days, side in _COLUMNS)
    body = ""
    for number, teller in tellers:
        kind = list(_KINDS)[number]
        name = _KINDS[kind] + (f", {dataset_name(teller).lower()}" if teller != "own" else "")
        cells = "".join(f"<td>{_count(counts.get((kind, teller, days)), side)}</td>" for days, side in _COLUMNS)
        body += f"<tr><th scope='row'>{escape(name)}</th>{cells}</tr>"
    if not body:
        return "<p class='kt-facts'>No armed event, talk or agreement is on file in the 30 days before and after.</p>"
    return (
        "<div class='kt-about'><h3>Before and after</h3><div class='kt-wide'>"
        f"<table><tr><th></th>{head}</tr>{body}</table></div></div>"
        "<p class='kt-facts'>Its own days count on neither side. That one thing came after another does not say "
        "that it came of it.</p>"
    )


def _count(row: Mapping[str, Any] | None, side: str) -> str:
    return str(row[side]) if row else "0"


def _in_order(talks: pd.DataFrame, keep: str | None = None) -> list[dict[Any, Any]]:
    told = talks[(talks["format"].notna() | (talks["event_id"] == keep)) & talks["day_start"].notna()]
    return told.sort_values(["day_start", "event_id"], kind="stable").to_dict("records")


def _walk(event_id: str, talks: pd.DataFrame) -> None:
    before, after, where = neighbours(event_id, talks)
    with st.container(horizontal=True, vertical_alignment="center"):
        _step("Previous in the track", before, "P")
        _step("Next in the track", after, "N")
        st.button("Close", key="talk-close", on_click=_go, args=("",), shortcut="X")
        st.caption(words.literal(where))


def _step(label: str, event_id: str | None, shortcut: str) -> None:
    key = f"talk-{'back' if shortcut == 'P' else 'on'}"
    st.button(label, key=key, on_click=_go, args=(event_id,), disabled=not event_id, shortcut=shortcut)


def _go(event_id: str) -> None:
    st.session_state["talk-next"] = event_id
    st.session_state["talk-many"] = []
