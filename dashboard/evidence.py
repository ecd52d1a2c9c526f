"""The Evidence page's parts: which article and which event are read, and the ways to the next ones.

What the reader chooses stands in the address, and what the address says is shown: buttons only change the address.
All text here comes from articles and files and is untrusted: it is escaped, never taken as HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import controls, frame, words
from dashboard.model import Article

#: Which articles are listed, by how far they are reviewed in the edition.
_LISTED: Final[dict[str, tuple[str, Callable[[dict[str, Any]], bool]]]] = {
    "all": ("All", lambda _: True),
    "undecided": ("With undecided events", lambda row: row["undecided"] > 0),
    "decided": ("With every event decided", lambda row: row["undecided"] == 0),
    "read": ("Read to their end", lambda row: bool(row["read_by"])),
}
_ALONE = ""  # in the list of articles: an event that rests on none


def asked(listed: list[dict[str, Any]]) -> bool:
    """Bring to the event of the address the article that it rests on; return whether it is one that rests on none."""
    article, event = (st.query_params.get(name, "") for name in ("article", "event"))
    if not event or article in {row["article_id"] for row in listed}:
        return False
    rows = frame.rows("receipt", event_id=event)
    found = next((row["source_id"] for row in rows if row["article"] is not None), None)
    if found:
        st.query_params["article"] = found
    return bool(rows) and not found


def narrowed(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the reader list some articles only; the one of the address stays among them."""
    counted = {name: sum(map(fits, listed)) for name, (_, fits) in _LISTED.items()}
    labels = {name: f"{label} ({counted[name]:,})" for name, (label, _) in _LISTED.items()}
    which = controls.one_of("reviewed", "Articles", labels, "all", width=260)
    here = st.query_params.get("article", "")
    return [row for row in listed if _LISTED[which][1](row) or row["article_id"] == here]


def choose(listed: list[dict[str, Any]], *, alone: bool) -> str:
    """Show the list of articles, and the ways to the ones before and after; return the id of the article.

    ``alone`` an event of the address rests on no article: then none is shown until the reader chooses one.
    """
    named = {row["article_id"]: _in_the_list(row) for row in listed}
    options = {_ALONE: "Choose an article …", **named} if alone else named
    with st.container(horizontal=True, vertical_alignment="bottom", key="evidence-choice"):
        chosen = controls.one_of("article", "Article", options, next(iter(options)), on_change=_leave_event)
        order = list(named)
        at = order.index(chosen) if chosen else -1
        newer, older = at > 0, chosen and at + 1 < len(order)
        _step("Newer article", "article-back", newer and {"article": order[at - 1]}, "Shift+P")
        _step("Older article", "article-on", older and {"article": order[at + 1]}, "Shift+N")
    return chosen


def walk(article_id: str, events: list[dict[str, Any]], chosen: str) -> None:
    """Show the ways to the events before and after the chosen one, in the order of the text."""
    order = list(dict.fromkeys(row["event_id"] for row in events))
    if not order:
        st.caption("The coder found no event in this article. Go on to an older or a newer one.")
        return
    at = order.index(chosen) if chosen in order else -1
    before, after = at > 0, at + 1 < len(order)
    with st.container(horizontal=True, vertical_alignment="center", key="evidence-walk"):
        _step("Previous event", "event-back", before and {"article": article_id, "event": order[at - 1]}, "P")
        _step("Next event", "event-on", after and {"article": article_id, "event": order[at + 1]}, "N")
        st.caption(f"{at + 1} of {words.plural(len(order), 'event')}" if at >= 0 else words.plural(len(order), "event"))
    if at < 0:
        st.caption("Choose marked words, or a label behind them, to see who did what, when and where.")


def read(article_id: str) -> Article | None:
    """Return an article as it was coded; None if the edition has none of this id."""
    rows = frame.rows("article", article_id=article_id)
    if not rows:
        return None
    row = rows[0]
    return Article(
        article_id=row["article_id"],
        text=row["text"],
        title=row["title"],
        language=row["language"],
        body=(row["body_start"], row["body_end"]),
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        outlet=row["outlet"],
        url=row["url"] or "",
    )


def spans(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of ``events_of_article.sql`` as ``article_view`` takes them."""
    return [
        {
            "event_id": row["event_id"],
            "start": row["quote_start"],
            "end": row["quote_end"],
            "type": row["type"],
            "quad": row["quad"],
            "status": row["status"],
            "verdict": "",
            "label": in_words(row),
        }
        for row in events
    ]


def in_words(row: dict[str, Any]) -> str:
    """Return an event as a short line: who on whom, when and where."""
    names = frame.names()

    def told(actors: list[str]) -> str:
        return ", ".join(names.get(actor, actor) for actor in actors)

    one_sided = " → ".join(side for side in (told(row["source"]), told(row["target"])) if side)
    who = told(row["participant"]) if row["participant"] else one_sided
    when = words.span(row["day_start"], row["day_end"], row["day_precision"])
    return " · ".join(part for part in (who, when, row["place"] or "") if part)


def _in_the_list(row: dict[str, Any]) -> str:
    when = words.day(date.fromisoformat(row["published"])) if row["published"] else "date not stated"
    return f"{when} · {row['title'] or row['article_id']} · {row['outlet']} · {words.plural(row['events'], 'event')}"


def _step(label: str, key: str, there: dict[str, str] | str | bool, shortcut: str) -> None:
    """Show a way on; ``there`` is what the address then says, False where the way ends."""
    st.button(label, key=key, on_click=_turn, args=(there,), disabled=not there, shortcut=shortcut)


def _turn(there: dict[str, str]) -> None:
    _leave_event()
    for name, value in there.items():
        st.query_params[name] = value


def _leave_event() -> None:
    """Leave the event with its article."""
    if "event" in st.query_params:
        del st.query_params["event"]
