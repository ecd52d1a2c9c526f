"""Which edition the pages show: the current one, or the one that the address names, as a link to cite does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from dashboard import build, store, views, words

_SHOWN, _ADDRESS, _OF_RUN = "edition shown", "edition of the address", "edition of the run"


def follow_address(page: str) -> None:
    """Take the edition of the address, and keep it there while the reader turns pages; runs before each page."""
    state = st.session_state
    state.pop(_OF_RUN, None)
    here = st.query_params.get(views.EDITION, "")
    if not here and state.get(_SHOWN) and state.get("page") not in (None, page):
        here = st.query_params[views.EDITION] = state[_SHOWN]  # a turned page begins without a query
    shown = state.get(_SHOWN)
    if here != state.get(_ADDRESS, "") or (shown and not store.edition(build.default_workspace(), shown)):
        state[_SHOWN] = _found(here)
    state[_ADDRESS] = here
    if state.get(_SHOWN):
        _say(state[_SHOWN])


def named() -> str | None:
    """Return the id of the edition that the reader asked for, None for the current one."""
    return st.session_state.get(_SHOWN) or None


def of_run() -> store.Edition | None:
    """Return the edition that the page shows, looked up once in a run: all parts of a page show the same."""
    state = st.session_state
    if _OF_RUN not in state:
        workspace, asked = build.default_workspace(), named()
        state[_OF_RUN] = store.edition(workspace, asked) or store.edition(workspace)
    found: store.Edition | None = state[_OF_RUN]
    return found


def nearest(workspace: Path, edition_id: str) -> str | None:
    """Return the edition of a workspace whose day is nearest to that of ``edition_id``, of several the last made."""
    wanted = _day(edition_id)
    if wanted is None:
        return None
    there = [(one.edition_id, _day(one.edition_id)) for one in reversed(store.all_editions(workspace))]
    apart = {name: abs((day - wanted).days) for name, day in there if day}
    return min(apart, key=apart.__getitem__, default=None)


def _found(here: str) -> str | None:
    """Return the edition that an address names if it is there; else say so and return the nearest."""
    workspace = build.default_workspace()
    if not here or store.edition(workspace, here):
        return here or None
    instead = nearest(workspace, here)
    told = words.literal(here[:40])
    if instead is None:
        st.warning(f"There is no edition “{told}” on this machine; the current one is shown.")
        del st.query_params[views.EDITION]
        return None
    st.warning(f"Edition {told} is not on this machine. Shown is {instead}, the nearest by its day.")
    return instead


def _say(edition_id: str) -> None:
    current = store.edition(build.default_workspace())
    if current is None or current.edition_id == edition_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"You read edition {edition_id}. The current one is {current.edition_id}.", width="content")
        st.button("Read the current edition", on_click=forget)


def forget() -> None:
    """Turn back to the current edition."""
    st.session_state.pop(_OF_RUN, None)
    st.session_state[_SHOWN] = None
    st.session_state[_ADDRESS] = ""
    if views.EDITION in st.query_params:
        del st.query_params[views.EDITION]


def _day(edition_id: str) -> date | None:
    try:
        return date.fromisoformat(edition_id[:10])
    except ValueError:
        return None
