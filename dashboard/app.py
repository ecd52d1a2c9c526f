"""The front door: pages, masthead and the filter bar above whichever page is open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import build, filter_bar, views, which_edition, words
from dashboard.store import StoreError

STATIC = Path(__file__).resolve().parent / "static"
# The folder is not called pages/: Streamlit would run its scripts without this one at the first request.
PAGES = {
    "overview": "Overview",
    "map": "Map",
    "diplomacy": "Diplomacy",
    "network": "Network",
    "events": "Events",
    "evidence": "Evidence",
    "coverage": "Coverage",
    "add": "Add articles",
    "sources": "Sources",
    "about": "About",
}

st.set_page_config(page_title="Karabakh timeline", page_icon=str(STATIC / "icon.svg"), layout="wide")
page = st.navigation(
    [
        st.Page(f"screens/{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in PAGES.items()
    ],
    position="top",
)


def opened_by_code() -> None:
    """Turn to the view whose code the address has, as pictures bear it."""
    if given := st.query_params.get(views.CODE):
        found = views.kept(build.default_workspace(), given)
        if found and (name := found[0] or "overview") in PAGES:
            st.switch_page(f"screens/{name}.py", query_params=found[1])
        del st.query_params[views.CODE]
        st.warning(f"This workspace keeps no view “{words.literal(given[:20])}”. Ask its author for the link to cite.")


css, preload, history = (
    (STATIC / name).read_text(encoding="utf-8") for name in ("app.css", "preload.js", "history.js")
)
st.html(
    f"<style>{css}</style><script>{preload}{history}</script>",
    unsafe_allow_javascript=True,  # our own files: the chart library is loaded early, a turned page is one step Back
)
try:
    opened_by_code()
    which_edition.follow_address(page.title)
    filter_bar.draw(page.title)
    page.run()
except StoreError as error:
    st.error(words.literal(str(error)))
