"""The front door: pages, masthead and the filter bar above whichever page is open."""

from __future__ import annotations

import streamlit as st

from dashboard import build, filter_bar, frame, queueing, views, which_edition, words

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
#: Pages that a reader opens for the picture.
PICTURED = {"Overview", "Map", "Diplomacy", "Network", "Coverage"}

st.set_page_config(page_title="Karabakh timeline", page_icon=frame.ICON, layout="wide")
if "pages" not in st.session_state:  # made once for a reader: each looks for its file
    st.session_state["pages"] = [
        st.Page(f"screens/{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in PAGES.items()
    ]
page = st.navigation(st.session_state["pages"], position="top")


def opened_by_code() -> None:
    """Turn to the view whose code the address has, as pictures bear it."""
    if given := st.query_params.get(views.CODE):
        found = views.kept(build.default_workspace(), given)
        if found and (name := found[0] or "overview") in PAGES:
            st.switch_page(f"screens/{name}.py", query_params=found[1])
        del st.query_params[views.CODE]
        st.warning(f"This workspace keeps no view “{words.literal(given[:20])}”. Ask its author for the link to cite.")


st.html(frame.HEAD, unsafe_allow_javascript=True)  # our own files
with frame.in_a_sentence(), queueing.few_at_once():
    opened_by_code()
    which_edition.follow_address(page.title)
    with filter_bar.above(page.title, behind_the_picture=page.title in PICTURED):
        page.run()
