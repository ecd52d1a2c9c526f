"""The front door: pages, masthead and the filter bar above whichever page is open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import filter_bar, words
from dashboard.store import StoreError

STATIC = Path(__file__).resolve().parent / "static"
# The folder is not called pages/: Streamlit would run its scripts without this one at the first request.
PAGES = {
    "overview": "Overview",
    "map": "Map",
    "diplomacy": "Diplomacy",
    "network": "Network",
    "events": "Events",
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
css = (STATIC / "app.css").read_text(encoding="utf-8")
st.html(
    f"<style>{css}</style><script>{(STATIC / 'preload.js').read_text(encoding='utf-8')}</script>",
    unsafe_allow_javascript=True,  # our own file: it only starts loading the chart library early
)
try:
    filter_bar.draw(page.title)
    page.run()
except StoreError as error:
    st.error(words.literal(str(error)))
