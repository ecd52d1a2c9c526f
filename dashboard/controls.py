"""Options of one page: how a picture is drawn, kept the same as the address of the page.

What a picture is *of* is the filter bar's. An option at its usual value is not in the address. Pages may use one name
for options of their own: each page keeps its own value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.model import CALENDAR

_UNSEEN = object()
_WAITING: ContextVar[list[Callable[[], object]] | None] = ContextVar("waiting", default=None)


@contextmanager
def behind_the_picture() -> Iterator[None]:
    """Show the options that are drawn here when all else here is done; what they say is known before.

    Readers wait for the picture, and a browser takes longer to show the widgets than to draw it. On a page that is just
    opened they come first: a picture must not move when they arrive above it.
    """
    if not stand():
        yield
        return
    waiting: list[Callable[[], object]] = []
    with at_last(lambda: [show() for show in waiting]):
        token = _WAITING.set(waiting)
        try:
            yield
        finally:
            _WAITING.reset(token)


@contextmanager
def at_last(show: Callable[[], object]) -> Iterator[None]:
    """Call ``show`` when all here is done or went wrong, but not if the run gave way to another."""
    try:
        yield
    except Exception:
        show()
        raise
    show()


def _put(widget: Callable[..., object], *args: Any, **given: Any) -> None:
    """Put a widget, whose value the state of the session holds, on the page now or behind the picture."""
    waiting = _WAITING.get()
    if waiting is None:
        widget(*args, **given)
    else:  # with the place where it would be now
        waiting.append(partial(copy_context().run, widget, *args, **given))


def choice(name: str, label: str, options: Mapping[str, str], usual: str, **given: Any) -> str:
    """Show a row of buttons of which one is down; return the key of the option."""
    key = _restore_one_of(name, label, options, usual)
    _put(
        st.segmented_control,
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        required=True,
        wrap=True,
        **given,
    )
    chosen = str(st.session_state[key] or usual)
    _remember(name, chosen, chosen, usual=chosen == usual)
    return chosen


def one_of(name: str, label: str, options: Mapping[str, str], usual: str, **given: Any) -> str:
    """Show a list that can be searched; return the key of the option."""
    key = _restore_one_of(name, label, options, usual)
    _put(st.selectbox, label, list(options), format_func=options.__getitem__, key=key, **given)
    chosen = str(st.session_state[key])
    _remember(name, chosen, chosen, usual=chosen == usual)
    return chosen


def count(name: str, label: str, **given: Any) -> int | None:
    """Show a field for a number from 1 on, at first empty; return the number, None where it is empty."""
    key = _restore(
        name, label, None, lambda text: int(text) if text.isdecimal() and len(text) < 7 and int(text) else None
    )
    _put(st.number_input, label, 1, 10**6, None, 1, key=key, **given)
    chosen: int | None = st.session_state[key]
    _remember(name, chosen, str(chosen) if chosen else "")
    return chosen


def several(name: str, label: str, options: Mapping[str, str], **given: Any) -> tuple[str, ...]:
    """Show buttons of which any may be down, at first all; return the keys of the options."""
    everything = list(options)

    def read(text: str) -> list[str] | None:
        parts = [] if text == "none" else text.split(",")
        return parts if set(parts) <= set(options) else None

    key = _restore(name, label, everything, read)
    _put(st.pills, label, everything, selection_mode="multi", format_func=options.__getitem__, key=key, **given)
    chosen = [option for option in everything if option in st.session_state[key]]
    _remember(name, chosen, ",".join(chosen) or "none", usual=chosen == everything)
    return tuple(chosen)


def flag(name: str, label: str, **given: Any) -> bool:
    """Show a switch that is off at first; return whether it is on."""
    key = _restore(name, label, False, {"1": True, "0": False}.get)
    _put(st.toggle, label, key=key, **given)
    chosen = bool(st.session_state[key])
    _remember(name, chosen, str(int(chosen)), usual=not chosen)
    return chosen


def day(name: str, label: str, usual: date, **given: Any) -> date:
    """Show a field for a day, at first empty, which stands for ``usual``; return the day."""
    key = _restore(name, label, None, _day)
    _put(st.date_input, label, None, *CALENDAR, key=key, format="YYYY-MM-DD", **given)
    chosen: date | None = st.session_state[key]
    _remember(name, chosen, (chosen or usual).isoformat(), usual=not chosen)
    return chosen or usual


def numbers(name: str, count: int, given: Sequence[float] | None, again: bool) -> tuple[float, ...] | None:
    """Keep ``count`` numbers without a widget, such as the frame of a map, as exactly as the address tells them.

    ``given`` are new ones if ``again``; return those that hold, None where none do.
    """

    def read(text: str) -> list[float] | None:
        try:
            parts = [round(float(part), 1) for part in text.split(",")]
        except (ValueError, OverflowError):
            return None
        return parts if len(parts) == count and all(abs(part) < 1e6 for part in parts) else None

    key = _restore(name, "frame", None, read)
    if again:
        st.session_state[key] = [round(number, 1) for number in given] if given else None
    chosen = st.session_state[key]
    _remember(name, chosen, ",".join(f"{number:.10g}" for number in chosen) if chosen else "")
    return tuple(chosen) if chosen else None


def word(name: str, label: str, given: str | None, *, again: bool) -> str | None:
    """Keep an id without a widget, such as the event being read: ``given`` if ``again``, else the former one."""
    key = _restore(name, label, None, lambda text: text if len(text) <= 200 else None)
    if again:
        st.session_state[key] = given
    chosen: str | None = st.session_state[key] or None
    _remember(name, chosen, chosen or "")
    return chosen


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if CALENDAR[0] <= found <= CALENDAR[1] else None


def begin() -> None:
    """Forget what options said; called before those of a page are drawn."""
    st.session_state["said"] = {}


def stand() -> bool:
    """Return whether the reader has the widgets of the page that is open before them already."""
    return bool(st.session_state.get("stands") == st.session_state["page"])


def said() -> dict[str, str]:
    """Return what the options of the page say, the usual ones too, as an address holds them."""
    return dict(st.session_state.get("said", {}))


def leave(page: str) -> None:
    """Forget what the options of a page are at; what they were stays kept for the reader's return."""
    for key in [key for key in st.session_state if str(key).startswith(f"{page} ")]:
        del st.session_state[key]


def _key(name: str) -> str:
    """Return what an option of the page that is open is called in the state of the session."""
    return f"{st.session_state['page']} {name}"


def _restore_one_of(name: str, label: str, options: Mapping[str, str], usual: str) -> str:
    key = _restore(name, label, usual, lambda text: text if text in options else None)
    if st.session_state[key] is not None and st.session_state[key] not in options:
        st.session_state[key] = usual  # the filter took away what was chosen
    return key


def _restore(name: str, label: str, usual: Any, read: Callable[[str], Any]) -> str:
    """Give the option the value of the address if that is new, else the one it had before the page was left.

    Return its key in the state of the session.
    """
    state, key = st.session_state, _key(name)
    here = st.query_params.get(name, "")
    address, kept = f"address {key}", f"kept {key}"
    returned = key not in state and kept in state and not here
    if returned:
        state[key] = state[kept]
    elif here != state.get(address, _UNSEEN):
        found = read(here) if here else usual
        if found is None and here:
            st.warning(f"{words.literal(here[:40])} is no {label.lower()}; the usual one is shown.")
        state[key] = usual if found is None else found
    elif key not in state:
        state[key] = state.get(kept, usual)
    return key


def _remember(name: str, chosen: Any, text: str, *, usual: bool = False) -> None:
    """Keep what was chosen, in the address unless it is the ``usual``, and as ``text`` for links in any case."""
    key = _key(name)
    st.session_state[f"kept {key}"] = chosen
    if text:
        st.session_state.setdefault("said", {})[name] = text
    text = "" if usual else text
    if text != st.query_params.get(name, ""):
        if text:
            st.query_params[name] = text
        else:
            del st.query_params[name]
    st.session_state[f"address {key}"] = text
