"""The shelf on the page Add articles: what a reader has brought so far, to be read again or taken out."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard import adding, build, frame, which_edition, words
from dashboard.coding import ArticleError
from dashboard.store import StoreError


def shelf() -> None:
    """List the workspace's own articles; the chosen one can be opened or taken out."""
    workspace = build.default_workspace()
    own = set(adding.own(workspace))
    listed = [row for row in frame.rows("articles") if row["article_id"] in own]
    if said := st.session_state.pop("shelf-said", ""):
        st.success(words.literal(said))
    if not listed or which_edition.named():
        return
    st.subheader(f"Your articles ({len(listed):,})")
    picked = st.dataframe(
        [
            {
                "Appeared": row["published"] or "",
                "Headline": row["title"] or row["article_id"],
                "Outlet": row["outlet"],
                "Events": row["events"],
                "Undecided": row["undecided"],
            }
            for row in listed
        ],
        key="shelf",
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(listed) < 10 else 360,
    )
    rows = [row for row in picked.selection.rows if row < len(listed)]
    if not rows:
        st.caption("Choose a row to read the article again, or to take it out.")
        return
    article_id = str(listed[rows[0]]["article_id"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f"<a href='evidence?{urlencode({'article': article_id})}' target='_self'>Read it on Evidence</a>")
        if st.button("Take it out", key="shelf-take-out"):
            _take_out(article_id)


def _take_out(article_id: str) -> None:
    with st.spinner("Making the edition without it …"):
        try:
            made = adding.take_out(build.default_workspace(), article_id)
        except (ArticleError, StoreError, OSError) as error:
            st.error(words.literal(str(error)))
            return
    st.session_state["shelf-said"] = (
        f"{article_id} was taken out and lies in the folder {adding.ASIDE} of the workspace. "
        f"The edition is now {made.edition_id}."
    )
    st.rerun()
