"""What the coder found in a reader's own articles, before they are saved, and where to see them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import found_events, frame, store, views, words
from dashboard.adding import Coded
from dashboard.article_form import FEW
from dashboard.article_view import article_view
from dashboard.model import Event


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the names of the articles, the edition that has them, and what the coder found in them."""

    names: tuple[str, ...]
    edition_id: str
    noticed: tuple[str, ...]
    events: tuple[Event, ...]


def summary(coded: Sequence[Coded]) -> None:
    """Say how many events were found."""
    total = sum(len(one.events) for one in coded)
    of = f" in {words.plural(len(coded), 'article')}" if len(coded) > 1 else ""
    st.subheader(f"The coder finds {words.plural(total, 'event')}{of}")
    st.caption("A machine coded them: see below what each rests on. Nothing has been saved yet.")


def findings(coded: Sequence[Coded]) -> None:
    """Show the events of each article; of many a table first, and those of the one that is chosen."""
    if not coded:
        return
    if len(coded) <= FEW:
        for one in coded:
            _article(one)
        return
    shown = [
        {"Events": len(one.events), "Article": one.brought.draft.title or one.brought.draft.name, "Found": _kinds(one)}
        for one in coded
    ]
    narrow = {"Events": st.column_config.NumberColumn(width=80), "Article": st.column_config.TextColumn(width=560)}
    st.dataframe(pd.DataFrame(shown), hide_index=True, width="stretch", height=260, column_config=narrow)
    order = sorted(range(len(coded)), key=lambda at: -len(coded[at].events))
    at = st.selectbox(
        "Look into",
        order,
        format_func=lambda at: f"{shown[at]['Article']} ({shown[at]['Events']})",
        key="add-look-into",
    )
    _article(coded[at])


def _kinds(one: Coded) -> str:
    return ", ".join(dict.fromkeys(event.type.capitalize() for event in one.events))


def _article(one: Coded) -> None:
    """Show one article with its events marked in it, and the events in words beside it."""
    article = one.article()
    with st.container(border=True, key=f"found-{one.brought.article_id}"):
        text, events = st.columns([3, 2], gap="large")
        with text:
            marked = found_events.spans(store.named_events(one.events), frame.names())
            article_view(f"added-{one.brought.article_id}", article, marked, found_events.mentions(article))
        if one.events:
            events.html(found_events.html(one.events, frame.names()))
        else:
            events.info(
                "The coder finds no event here. See whether the language is right and all of the text is there."
            )


def saved(done: Saved) -> None:
    """Say what was saved, and lead to where it can be seen."""
    count = words.plural(len(done.names), "article")
    st.success(f"{count} saved, with {words.plural(len(done.events), 'event')}. The edition is now {done.edition_id}.")
    for line in done.noticed:
        st.warning(words.literal(line))
    st.html(links_html(done))


def links_html(done: Saved) -> str:
    """Return links to the first article, and to the events on map, timeline and network.

    They are addresses, because a page that is turned to keeps the filter of the page before.
    """
    first = Path(done.names[0]).stem
    days = found_events.days(done.events)
    period = {"start": days[0].isoformat(), "end": days[1].isoformat()} if days else {}
    of_coded = period | {"datasets": "coded"}
    there = {"Read it on Evidence": f"evidence?{urlencode({'article': first})}"}
    for label, page in (("See the map", "map"), ("See the timeline", "diplomacy"), ("See the network", "network")):
        there[label] = views.link(page, of_coded)
    links = [f"<a href='{escape(link)}' target='_self'>{escape(label)}</a>" for label, link in there.items()]
    return f"<p class='kt-next'>{' '.join(links)}</p>"
