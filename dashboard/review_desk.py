"""The review part of the Evidence page: who reads, what holds of an article's coding, and what was decided of it.

What is decided is kept at once; an edition takes it in when the reader asks for that, which takes some seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import build, coded, evidence, found_events, frame, review, review_form, store, which_edition, words
from dashboard.coding import ArticleError
from dashboard.model import Article
from dashboard.review import KINDS, Coding, Decision, Log, Reviewed, ReviewError
from dashboard.review.gold import agreements

_AGREED = {
    "first": "One", "second": "The other", "articles": "Articles", "first_events": "Events of one",
    "second_events": "Events of the other", "f1": "F1", "date": "Same date", "place": "Same place",
    "status": "Same status",
}  # fmt: skip
_NOBODY = "Put your name above the article to decide."


@dataclass(frozen=True, slots=True)
class Desk:
    """An article as it lies in the workspace now, what holds of its coding, the log of it all, and who reads."""

    article: Article
    coding: Coding
    log: Log
    by: str

    def shown(self) -> dict[str, Reviewed]:
        """Return the events by id, those that were rejected too."""
        return self.coding.events | self.coding.rejected

    def spans(self) -> list[dict[str, Any]]:
        """Return the events as ``article_view`` marks them, in the order of the text."""
        shown = self.shown()
        ordered = sorted(shown, key=lambda name: (shown[name].event.start, name))
        spans = found_events.spans({name: shown[name].event for name in ordered}, frame.names())
        return [one | {"verdict": shown[one["event_id"]].verdict} for one in spans]

    def undecided(self) -> list[str]:
        """Return the events that nobody has decided about."""
        return [name for name, one in self.coding.events.items() if not one.verdict]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, whether what others decided is hidden, the log of all decisions, and the articles to choose from."""

    name: str
    alone: bool
    log: Log
    articles: list[dict[str, Any]]


def reader(listed: list[dict[str, Any]]) -> Reader:
    """Ask who reads, and which of the articles."""
    log = review.read_log(build.default_workspace())
    for trouble in log.troubles:
        st.warning(words.literal(trouble))
    with st.container(horizontal=True, vertical_alignment="bottom", key="reviewer"):
        articles = evidence.narrowed(listed)
        name = st.selectbox(
            "Your name, to review",
            log.names(),
            index=None,
            key="reviewer-name",
            accept_new_options=True,
            placeholder="Nobody: read only",
            persist_state="session",
            width=320,
        )
        alone = st.toggle(
            "Only my own decisions",
            key="reviewer-alone",
            disabled=not name,
            help="Hides what others decided: for a second, independent coding.",
        )
    _say_pending(log)
    return Reader(" ".join(str(name or "").split()), bool(name and alone), log, articles)


def desk(article_id: str, reader: Reader) -> Desk | None:
    """Return the desk with an article on it; None where an older edition is shown or the article is not here."""
    workspace = build.default_workspace()
    files = {path.stem: path for path in build.article_files(workspace)}
    if which_edition.named() or article_id not in files:
        return None
    try:
        article, found = next(coded.of([files[article_id]], workspace / "coded"))
    except (ArticleError, OSError) as error:
        st.warning(words.literal(str(error)))
        return None
    log = reader.log.of(reader.name) if reader.alone else reader.log
    return Desk(article, log.coding(article, store.named_events(found)), log, reader.name)


def _say_pending(log: Log) -> None:
    """Say what is decided but not in the edition, with the way to get it there."""
    if said := st.session_state.pop("review-said", ""):
        st.error(words.literal(said))
    if which_edition.named():
        return
    held = {row["decision_id"] for row in frame.rows("decisions_held")}
    waiting = [one for one in log.decisions if one.decision_id not in held]
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="review-pending"):
        st.markdown(f"{words.plural(len(waiting), 'decision')} kept; map, timeline and network do not show it yet.")
        if st.button("Show it everywhere", type="primary", key="review-publish"):
            with st.spinner("Making the edition with what was decided …"):
                try:
                    build.build_edition(build.default_workspace())
                except (ArticleError, store.StoreError, OSError) as error:
                    st.session_state["review-said"] = str(error)
            st.rerun()


def judge(desk: Desk, event_id: str, *, in_edition: bool) -> None:
    """Show what holds of an event, and the ways to decide about it; all of it, if it is not ``in_edition``."""
    held = desk.shown().get(event_id)
    if held is None:
        return
    with st.container(border=True, key="judgement"):
        st.markdown(f"**Review.** {words.literal(_standing(held))}")
        if not in_edition:
            st.html(found_events.html([held.event], frame.names()))
        before = held.event
        about = {"article": desk.article.article_id, "event_id": event_id, "before": before}
        with st.container(horizontal=True):
            for label, kind, after in (("Accept", "accept", before), ("Reject", "reject", None)):
                st.button(
                    label,
                    key=f"{kind}-{event_id}",
                    disabled=not desk.by or held.verdict == review.VERDICTS[kind],
                    help="" if desk.by else _NOBODY,
                    on_click=partial(_decide, kind, desk.by, after=after, **about),
                    shortcut={"accept": "A", "reject": "X"}[kind],
                )
            if held.decision:
                _take_back(desk, held.decision)
        with st.expander("Correct it", key=f"correcting-{event_id}"):
            version = f"-{held.decision.decision_id[-8:]}" if held.decision else ""  # its fields begin anew with each
            if corrected := review_form.form(
                f"correct-{event_id}{version}", before, frame.names(), disabled=not desk.by
            ):
                event, note = corrected
                _decide("correct", desk.by, after=event, note=note, **about)
                st.rerun()
        with st.expander("The same happening, or not", key=f"happening-{event_id}"):
            _happening(desk, event_id)


def missed(desk: Desk, selected: tuple[int, int] | None) -> str | None:
    """Ask what event the words tell that the reader ``selected`` now or before; return its id once it is kept."""
    kept = st.session_state
    if selected:
        kept["missed"] = (desk.article.article_id, *selected)
    article_id, start, end = kept.get("missed", ("", 0, 0))
    if article_id != desk.article.article_id or not desk.by:
        return None
    with st.container(border=True, key="missed-event"):
        st.markdown("**An event that the coder missed**")
        st.html(review_form.quote_html(desk.article.text[start:end]))
        blank = review_form.blank(desk.article, start, end)
        if added := review_form.form(f"add-{start}-{end}", blank, frame.names(), disabled=not desk.by):
            event, note = added
            name = review.own_id(event)
            _decide("add", desk.by, article=event.article, event_id=name, after=event, note=note)
            del kept["missed"]
            return name
        st.button("Leave it", key="leave-missed", on_click=kept.pop, args=("missed",))
    return None


def close(desk: Desk) -> None:
    """Show how far the article is read, the way to say that it is done, and the log of what was decided."""
    left, readers = desk.undecided(), desk.log.readers(desk.article.article_id)
    told = f"Read to its end by {', '.join(readers)}. " if readers else ""
    told += f"{words.plural(len(left), 'event')} undecided." if left else "Every event is decided."
    with st.container(horizontal=True, vertical_alignment="center", key="review-close"):
        st.caption(words.literal(told))
        st.button(
            "Nothing is missing",
            key="read-to-its-end",
            disabled=not desk.by or bool(left) or desk.by in readers,
            help="Says that you read the article to its end and every event in it is there: then it can be gold.",
            on_click=partial(_decide, "read", desk.by, article=desk.article.article_id),
        )
    decided = [one for one in desk.log.decisions if one.article == desk.article.article_id]
    if decided:
        with st.expander(f"Decisions on this article ({len(decided)})", key="review-log"):
            for one in reversed(decided):
                _line(desk, one)


def ledger(log: Log) -> None:
    """Show all that was decided in this workspace, and how far people agree, when asked: both take a moment."""
    if not (log.decisions and st.toggle(f"All decisions ({len(log.decisions):,}), and how far people agree")):
        return
    table = pd.DataFrame(log.told()).iloc[::-1]
    st.dataframe(table, hide_index=True, width="stretch")
    st.download_button("Download the decisions as CSV", table.to_csv(index=False), "decisions.csv", "text/csv")
    agreed = pd.DataFrame(agreements(build.default_workspace()))
    if agreed.empty:
        st.caption("Nobody can be compared yet: two people have to read the same article to its end.")
    else:
        st.dataframe(agreed[list(_AGREED)].rename(columns=_AGREED), hide_index=True, width="stretch")
        st.caption("Events of two people meet if type, doers and receivers do; the shares are of events that meet.")
    st.caption("`karabakh decisions --gold FOLDER` writes what was read to its end as gold for `karabakh evaluate`.")


def _standing(held: Reviewed) -> str:
    if held.decision is None:
        return "Nobody has looked at this event yet."
    one = held.decision
    change = review.changed(one.before, one.after)
    told = f"{held.verdict.capitalize()} by {one.by}, {words.day(one.at.date())}{f': {change}' if change else ''}."
    return f"{told} “{one.note}”" if one.note else told


def _line(desk: Desk, one: Decision) -> None:
    """Show one decision of the log; what was taken back or replaced says so."""
    idle = desk.coding.idle.get(one.decision_id, "")
    state = {"holds": "", "replaced": "replaced by a later one", "undone": "taken back"}[
        desk.log.states[one.decision_id]
    ]
    parts = [f"{one.at:%Y-%m-%d %H:%M} UTC", one.by, KINDS[one.kind], review.changed(one.before, one.after), one.note]
    told = one.after or one.before
    quote = told.quote if told else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words.literal(" · ".join(part for part in (*parts, state, idle, quote[:80]) if part)))
        if not state and one.kind != "undo":
            _take_back(desk, one, "log-")


def _take_back(desk: Desk, one: Decision, where: str = "") -> None:
    st.button(
        "Take back",
        key=f"{where}undo-{one.decision_id}",
        disabled=not desk.by,
        on_click=partial(_decide, "undo", desk.by, article=one.article, event_id=one.event_id, undoes=one.decision_id),
    )


def _happening(desk: Desk, event_id: str) -> None:
    """Show what else tells this happening, and let the reader part or join."""
    rows = frame.rows("tellings_near", event_id=event_id)
    if not rows:
        st.caption("This event is not in the edition yet: show it everywhere first.")
        return
    for row in (row for row in rows if row["together"]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words.literal(_telling(row)))
            _button(desk, "Not the same", "apart", event_id, row["event_id"])
    others = {row["event_id"]: row for row in rows if not row["together"]}
    other = st.selectbox(
        "Tells the same happening as",
        list(others),
        index=None,
        key=f"other-{event_id}",
        format_func=lambda name: _telling(others[name]),
        placeholder="An event of the days around",
    )
    if other:
        _button(desk, "Join the two", "same", event_id, other)


def _button(desk: Desk, label: str, kind: str, event_id: str, other: str) -> None:
    st.button(
        label,
        key=f"{kind}-{event_id}-{other}",
        disabled=not desk.by,
        on_click=partial(_decide, kind, desk.by, article=desk.article.article_id, event_id=event_id, other=other),
    )


def _telling(row: dict[str, Any]) -> str:
    when = words.span(row["day_start"], row["day_end"], row["day_precision"])
    return f"{when} · {row['headline'][:110]} · {row['outlet'] or row['dataset']}"


def _decide(kind: str, by: str, **about: Any) -> None:
    """Keep a decision at once; what keeps it from being kept is said on the page."""
    try:
        review.keep(build.default_workspace(), review.new_decision(kind, by, **about))
    except ReviewError as error:
        st.session_state["review-said"] = str(error)
    except OSError as error:
        st.session_state["review-said"] = f"The decision was not kept ({error.strerror}): make room and decide again."
