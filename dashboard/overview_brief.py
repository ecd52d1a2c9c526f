"""One click to a brief of the selection: charts, key events with their sources, method."""

from __future__ import annotations

import streamlit as st

from dashboard import drawing, frame, words
from dashboard.model import Filters


def offer(chosen: Filters) -> None:
    """Offer the brief as HTML and as PDF; each is made when it is asked for."""
    given, link = frame.answers(), frame.address(cite=True)
    name = words.file_name("brief", chosen, given.edition.edition_id)
    why_not = drawing.missing()

    def html() -> bytes:
        from dashboard import briefing  # noqa: PLC0415  # it needs the libraries of all charts, this page of one

        return briefing.page(given, chosen, link=link).encode()

    def pdf() -> bytes:
        from dashboard import briefing  # noqa: PLC0415  # likewise

        return drawing.printed(briefing.page(given, chosen, link=link, paper=True))

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("A brief of this selection: four charts, key events with their sources, method.", width="content")
        st.download_button("Brief as HTML", html, f"{name}.html", "text/html", key="brief-html", on_click="ignore")
        st.download_button(
            "Brief as PDF", pdf, f"{name}.pdf", "application/pdf", key="brief-pdf", on_click="ignore",
            disabled=bool(why_not), help=why_not or None,
        )  # fmt: skip
