"""The guesses about articles that were read, as a form for a few and as a table for many, to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import PurePosixPath
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.coding import articles, lexicon
from dashboard.model import CALENDAR
from dashboard.reading import Draft

#: So many articles get a form each; more of them a line each in a table.
FEW: Final = 5
_ADDRESSES: Final = ("http://", "https://")


def corrected(number: int, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], list[str]]:
    """Show the guesses; return the drafts as they are corrected, and what cannot be. ``number`` tells forms apart."""
    if len(drafts) <= FEW:
        found = tuple(_form(f"add-{number}-{at}", draft) for at, draft in enumerate(drafts))
    else:
        found = _table(f"add-{number}", drafts)
    return found, [sentence for draft in found for sentence in complaints(draft)]


def complaints(draft: Draft) -> list[str]:
    """Return what cannot be as a person gave it, a sentence each."""
    said = []
    if draft.url and not draft.url.startswith(_ADDRESSES):
        said.append(
            f"The address of “{draft.name}” is none of a web page: let it begin with https://, or leave it empty."
        )
    if uncodable := articles.unknown(draft.language):
        said.append(f"“{draft.name}” {uncodable} Choose its language if it is one of these, or leave it out.")
    return said


def _form(key: str, draft: Draft) -> Draft:
    with st.container(border=True, key=key):
        if not draft.title or not draft.title.startswith(PurePosixPath(draft.name).stem):  # else it is said below
            st.markdown(f"**{words.literal(draft.name)}**")
        for line in draft.warnings:
            st.caption(words.literal(line))
        known = languages(draft)
        title, day = st.columns([3, 1])
        outlet, language, url = st.columns([1, 1, 2])
        given: dict[str, Any] = {
            "title": title.text_input(
                "Headline", draft.title, articles.MAX_TITLE, key=f"{key}-title", help=_how(draft, "title")
            ),
            "day": day.date_input(
                "Date of the article",
                draft.day,
                CALENDAR[0],
                _last_day(),
                format="YYYY-MM-DD",
                key=f"{key}-day",
                help=_how(draft, "day"),
            ),
            "outlet": outlet.text_input("Outlet", draft.outlet, 100, key=f"{key}-outlet", help=_how(draft, "outlet")),
            "language": language.selectbox(
                "Language",
                list(known),
                list(known).index(draft.language),
                format_func=known.__getitem__,
                key=f"{key}-language",
                help=_how(draft, "language"),
            ),
            "url": url.text_input(
                "Address", draft.url, 2000, key=f"{key}-url", placeholder="https://", help=_how(draft, "url")
            ),
        }
        with st.expander(f"The text as it was read, {words.plural(len(draft.text), 'character')}"):
            st.html(f"<div class='kt-read'>{escape(draft.text)}</div>")
        return _with(draft, given)


def _how(draft: Draft, name: str) -> str | None:
    """Return how the guess of a field was come by."""
    return words.literal(f"Guessed: it {draft.guessed[name]}.") if name in draft.guessed else None


def languages(draft: Draft) -> dict[str, str]:
    """Return the languages to choose from by their codes; what a draft was guessed to be is among them."""
    known = {code: str(lexicon.language(code)["name"]) for code in lexicon.languages()}
    if draft.language in known:
        return known
    name = lexicon.language(draft.language).get("name") or draft.language or "unknown"
    return {draft.language: f"{name}, cannot be coded"} | known


def _table(key: str, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    names = {code: name for draft in drafts for code, name in languages(draft).items()}
    shown = pd.DataFrame([_row(draft, names) for draft in drafts])
    shown["Date"] = pd.to_datetime(shown["Date"]).dt.date
    uncodable = words.plural(sum(bool(articles.unknown(draft.language)) for draft in drafts), "article")
    left = f" {uncodable} in a language that cannot be coded: choose the right one and tick it, or leave it out."
    st.caption("Double-click a cell to correct it. What is not ticked is left out." + left * (uncodable[0] != "0"))
    edited = st.data_editor(
        shown,
        key=f"{key}-table",
        hide_index=True,
        width="stretch",
        height="auto" if len(drafts) < 15 else 520,
        disabled=["File", "Note"],
        column_config={
            "Add": st.column_config.CheckboxColumn(width="small", required=True),
            "Headline": st.column_config.TextColumn(width=380, max_chars=articles.MAX_TITLE),
            "Date": st.column_config.DateColumn(min_value=CALENDAR[0], max_value=_last_day(), format="YYYY-MM-DD"),
            "Language": st.column_config.SelectboxColumn(width=150, options=list(names.values()), required=True),
            "Outlet": st.column_config.TextColumn(max_chars=100),
            "Address": st.column_config.TextColumn(max_chars=2000),
        },
    )
    return of_table(drafts, edited)


def _row(draft: Draft, names: dict[str, str]) -> dict[str, Any]:
    return {
        "Add": not articles.unknown(draft.language),
        "Headline": draft.title,
        "Date": draft.day,
        "Outlet": draft.outlet,
        "Language": names[draft.language],
        "Address": draft.url,
        "File": draft.name,
        "Note": " ".join(draft.warnings),
    }


def of_table(drafts: Sequence[Draft], edited: pd.DataFrame) -> tuple[Draft, ...]:
    """Return the drafts that are ticked as the table says them; its rows are in their order."""
    found = []
    for draft, row in zip(drafts, edited.to_dict("records"), strict=True):
        codes = {name: code for code, name in languages(draft).items()}
        given = {
            "title": row["Headline"],
            "day": None if pd.isna(row["Date"]) else pd.Timestamp(row["Date"]).date(),
            "outlet": row["Outlet"],
            "language": codes.get(str(row["Language"]), draft.language),
            "url": row["Address"],
        }
        if row["Add"]:
            found.append(_with(draft, given))
    return tuple(found)


def _with(draft: Draft, given: dict[str, Any]) -> Draft:
    title, outlet, url = (
        value.strip() if isinstance(value := given[name], str) else "" for name in ("title", "outlet", "url")
    )
    day = given["day"] if isinstance(given["day"], date) else None
    return replace(draft, title=title, outlet=outlet, url=url, day=day, language=str(given["language"]))


def _last_day() -> date:
    """Return tomorrow: somewhere it has begun."""
    return datetime.now(UTC).date() + timedelta(days=1)
