"""The page on which a reader adds articles: pasted or uploaded, corrected, looked at with their events, and saved."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import adding, article_form, build, own_findings, reading, which_edition, words
from dashboard.adding import Bench, Coded, Found
from dashboard.coding import ArticleError
from dashboard.reading import Draft, Refusal
from dashboard.reading.draft import MAX_BYTES, MAX_CHARACTERS, MAX_MEMBERS, MAX_ZIP_BYTES
from dashboard.store import StoreError

#: Files that are taken at once: more of them come in a zip, or through the command line.
MOST_FILES = 200
PASTED = "pasted text.txt"
_MB = 1_000_000
_LIMITS = (
    f"Or upload .txt, .md, .html, .pdf and .docx files, an article each, or a .zip of them. Up to {MOST_FILES} files "
    f"at once, {MAX_BYTES // _MB} MB and {MAX_CHARACTERS:,} characters an article; a zip up to {MAX_ZIP_BYTES // _MB} "
    f"MB and {MAX_MEMBERS:,} files."
)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was brought: drafts that are new, and what is said of the rest. Its number tells forms apart."""

    number: int
    bench: Bench
    drafts: tuple[Draft, ...]
    refused: tuple[Refusal, ...]
    noticed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the coder found in drafts as they were corrected."""

    drafts: tuple[Draft, ...]
    found: Found
    coded: tuple[Coded, ...]
    refused: tuple[Refusal, ...]


def bring_in() -> None:
    """Take a text or files, and go with the reader through what they give until it is saved."""
    if done := st.session_state.get("add-done"):
        own_findings.saved(done)
    with st.form("add-form", border=True, enter_to_submit=False):
        text = st.text_area(
            "Paste one article: headline, date and outlet if they stand there, then the text",
            height=210,
            max_chars=MAX_CHARACTERS,
            key=f"add-text-{_round()}",
        )
        files = st.file_uploader(
            _LIMITS, accept_multiple_files=True, key=f"add-files-{_round()}", max_upload_size=MAX_ZIP_BYTES // _MB
        )
        if st.form_submit_button("Read", type="primary"):
            _read(text, files)
    st.caption("A whole folder, or more than this: `karabakh add FOLDER` on the command line.")
    opened: _Opened | None = st.session_state.get("add-opened")
    if opened:
        _go_on(opened)


def _read(text: str, files: Sequence[Any]) -> None:
    """Read what was given, in a process apart; say of each file that gives no article why."""
    forget()
    st.session_state.pop("add-done", None)
    if not text.strip() and not files:
        st.error("There is nothing to read yet: paste a text or choose files, then press Read.")
        return
    if len(files) > MOST_FILES:
        st.error(f"These are {len(files):,} files: up to {MOST_FILES} are taken at once. Bring them as one zip.")
        return
    workspace = build.default_workspace()
    bench = Bench.new(workspace)
    drafts: list[Draft] = []
    refused: list[Refusal] = []
    tell = _teller("Reading")
    given = [(PASTED, text.encode("utf-8", "replace"))] if text.strip() else []
    for name, content in (*given, *((file.name, file.getvalue()) for file in files)):
        for one in reading.each(name, content):
            (refused if isinstance(one, Refusal) else drafts).append(one)  # type: ignore[arg-type]
            tell(f"{words.plural(len(drafts) + len(refused), 'article')} read", None)
    found = adding.look(workspace, [adding.of_draft(_named(draft)) for draft in drafts])
    number = st.session_state.get("add-number", 0) + 1
    st.session_state["add-number"] = number
    new = tuple(one.draft for one in found.articles)
    st.session_state["add-opened"] = _Opened(number, bench, new, tuple(refused), found.noticed)
    tell("", None)


def _tell(say: Callable[[str], Any], lines: Sequence[str], what: str) -> None:
    """Say a few sentences one by one, and many in a list."""
    if len(lines) <= article_form.FEW:
        for line in lines:
            say(words.literal(line))
        return
    say(f"{len(lines):,} {what}:")
    st.dataframe(pd.DataFrame({"Why": list(lines)}), hide_index=True, width="stretch", height=200)


def _named(draft: Draft) -> Draft:
    """Name a pasted text after its headline: the reader will meet it under this name."""
    if draft.name != PASTED or not draft.title:
        return draft
    return replace(draft, name=f"{textwrap.shorten(draft.title, 60, placeholder='')}.txt")


def _go_on(opened: _Opened) -> None:
    """Show what was read, let it be corrected, coded and saved."""
    _tell(st.error, [one.why for one in opened.refused], "files give no article")
    _tell(st.warning, opened.noticed, "articles are like others")
    if not opened.drafts:
        st.info("No new article was found in it. Paste another text, or choose other files.")
        return
    st.subheader("Is this right?" if len(opened.drafts) == 1 else f"{len(opened.drafts):,} articles: is this right?")
    drafts, wrong = article_form.corrected(opened.number, opened.drafts)
    _tell(st.error, wrong, "things have to be corrected")
    if not drafts:
        st.info("No article is chosen. Tick at least one.")
    if st.button("Look at what the coder finds", type="primary", disabled=bool(wrong or not drafts)):
        _code(opened, drafts)
    seen: _Seen | None = st.session_state.get("add-seen")
    if not seen or seen.drafts != drafts or wrong:
        return  # the form says something else by now
    _tell(st.error, [one.why for one in seen.refused], "articles cannot be coded")
    own_findings.summary(seen.coded)
    with st.container(horizontal=True):
        save = st.button(f"Save {words.plural(len(seen.coded), 'article')}", type="primary", disabled=not seen.coded)
        st.button("Do not save", on_click=forget)
    if save:
        _save(opened, seen)
    own_findings.findings(seen.coded)


def _code(opened: _Opened, drafts: tuple[Draft, ...]) -> None:
    found = adding.look(build.default_workspace(), [adding.of_draft(draft) for draft in drafts])
    coded: list[Coded] = []
    refused: list[Refusal] = []
    tell = _teller("Coding; the first article takes some seconds more")
    for number, one in enumerate(adding.code(found.articles, opened.bench.coded), start=1):
        (refused if isinstance(one, Refusal) else coded).append(one)  # type: ignore[arg-type]
        events = sum(len(one.events) for one in coded)
        share = number / len(found.articles)
        tell(f"{number:,} of {len(found.articles):,} coded, {words.plural(events, 'event')} found", share)
    tell("", None)
    st.session_state["add-seen"] = _Seen(drafts, found, tuple(coded), tuple(refused))


def _save(opened: _Opened, seen: _Seen) -> None:
    """Keep the articles and make the edition with them; every page follows."""
    tell = _teller("Making the edition with them")
    try:
        kept = adding.keep(
            build.default_workspace(),
            seen.found.only([one.brought for one in seen.coded]),
            opened.bench,
            lambda line: tell(line, None),
        )
    except (ArticleError, StoreError, OSError, ValueError) as error:
        tell("", None)
        st.error(words.literal(f"Nothing was saved. {error}"))
        return
    events = [event for one in seen.coded for event in one.events]
    st.session_state["add-done"] = own_findings.Saved(kept.names, kept.edition.edition_id, kept.noticed, tuple(events))
    forget()
    which_edition.forget()
    st.session_state["add-round"] = _round() + 1
    st.rerun()


def _round() -> int:
    """Return a number that counts what was saved: the fields are empty again after it."""
    return int(st.session_state.get("add-round", 0))


def _teller(first: str) -> Callable[[str, float | None], None]:
    """Return what shows how far the work is, a few times a second at most; an empty text takes it away."""
    bar = st.progress(0.0, first)
    last = time.monotonic()

    def tell(line: str, share: float | None) -> None:
        nonlocal last
        if not line:
            bar.empty()
        elif time.monotonic() - last > 0.2 or share == 1.0:
            last = time.monotonic()
            bar.progress(min(share or 0.0, 1.0), words.literal(line))

    return tell


def forget() -> None:
    """Throw away what was read and not saved."""
    st.session_state.pop("add-seen", None)
    opened: _Opened | None = st.session_state.pop("add-opened", None)
    if opened:
        opened.bench.clear()
