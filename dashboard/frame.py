"""What every page shares: the edition, the filter bar, cached answers, and a chart with its download."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec
from urllib.parse import urljoin

import pandas as pd
import streamlit as st
from streamlit.components.v2 import component

from dashboard import build, controls, orders, queueing, store, views, which_edition, words
from dashboard.answers import Answers
from dashboard.charts import theme
from dashboard.charts.looks import SIZES
from dashboard.model import Filters
from dashboard.pictures import Picture

_P = ParamSpec("_P")
_STATIC = Path(__file__).resolve().parent / "static"
_SIZES = {name: asdict(size) | {"label": label} for name, (label, size) in SIZES.items()}

#: What stands in the head of every page: how it looks, the chart library loaded early, a turned page one step Back.
HEAD = (
    f"<style>{(_STATIC / 'app.css').read_text(encoding='utf-8')}</style>"
    f"<script>{(_STATIC / 'preload.js').read_text(encoding='utf-8')}</script>"
    f"<script>{(_STATIC / 'history.js').read_text(encoding='utf-8')}</script>"
)
ICON = str(_STATIC / "icon.svg")

# --- the edition and its answers --------------------------------------------------------------------


def edition() -> store.Edition:
    """Return the edition that the reader asked for, else the current; stop the page if there is none."""
    try:
        return which_edition.of_run() or build.build_edition(build.default_workspace())
    except (store.StoreError, OSError, ValueError) as error:
        st.error(f"There is no edition to show. {words.literal(str(error))}")
        st.stop()


def answers() -> Answers:
    """Return the answers of the edition that the page shows."""
    return Answers(edition())


def answer(question: str, chosen: Filters | None = None, **extra: object) -> pd.DataFrame:
    """Ask the edition of the page; the frame is shared: do not change it."""
    return answers().ask(question, chosen, **extra)


def rows(question: str, **extra: object) -> list[dict[str, Any]]:
    """Ask the edition of the page about one thing; the answer comes in plain rows."""
    return answers().rows(question, None, **extra)


def names() -> dict[str, str]:
    """Return the name of every actor, person and place."""
    return answers().names()


def filters() -> Filters:
    """Return what the filter bar says now."""
    state = st.session_state
    lists = {name: tuple(state[name]) for name in ("actors", "tracks", "types", "statuses", "datasets", "places")}
    return Filters(start=state["start"], end=state["end"], **lists)


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Say what cannot be answered here where it would have stood."""
    try:
        yield
    except store.StoreError as error:
        st.error(words.literal(str(error)))


def part(draw: Callable[_P, None]) -> Callable[_P, None]:
    """Make a function a part of its page, which its own controls run alone and which says what cannot be answered."""
    return st.fragment(in_a_sentence()(draw))


# --- charts -----------------------------------------------------------------------------------------


def address(*, cite: bool) -> str:
    """Return the address of what the page shows, every option told; to ``cite`` it, with the edition."""
    page = str(st.session_state["page"]).lower()
    query = filters().to_query() | controls.said()
    return views.link("" if page == "overview" else page, query, edition().edition_id if cite else "")


_CHART = component(
    "karabakh_chart",
    html=(_STATIC / "chart.html").read_text(encoding="utf-8"),
    css=(_STATIC / "chart.css").read_text(encoding="utf-8"),
    js="\n".join(
        (_STATIC / name).read_text(encoding="utf-8")
        for name in ("preload.js", "picture.js", "player.js", "saving.js", "chart.js")
    ),
    isolate_styles=False,
)


def chart(picture: Picture, *, look: str = "", zooms: bool = False) -> list[str]:
    """Mount a picture with its buttons; return the ids of the events that the reader picked in it.

    A pick lasts until another one, or until the filter changes. A zoom lasts until filter or ``look`` change; if the
    figure ``zooms``, it is drawn anew for each, and ``zoomed`` tells the frame.
    """
    name, chosen = picture.name, picture.chosen
    file_name = words.file_name(name, chosen, edition().edition_id)
    cite = address(cite=True)
    picture.bear(views.seen(cite))
    told = st.session_state.get(f"chart-{name}")
    ordered = getattr(told, "ordered", None)
    waiting = st.session_state.setdefault("ordered", {})
    lost = None if ordered else waiting.get(name)  # a change of the page ended the run that should have made a file
    if ordered or getattr(told, "kept", None):
        _keep(cite)
    file = orders.lost(lost) if lost else None
    if ordered:
        file = orders.delivered(picture, answers(), ordered, _whole(cite), file_name)
    drawn = picture.figure.to_json(validate=False)
    result = _CHART(
        key=f"chart-{name}",
        data={
            "figure": drawn,
            "name": file_name,
            "dark": theme.DARK,
            "view": f"{chosen!r} {look}",
            "zooms": zooms,
            "saving": {
                "sizes": _SIZES,
                "forms": orders.forms_of(picture),
                "links": {"share": address(cite=False), "cite": cite},
            },
            "file": file,
        },
        on_picked_change=lambda: None,
        on_zoomed_change=lambda: None,
        on_ordered_change=partial(_hear_order, name),
        on_kept_change=lambda: None,
    )
    waiting.pop(name, None)
    if st.session_state.get(f"sent {name}") != (sent := hash(drawn)):
        st.session_state[f"sent {name}"] = sent
        queueing.let_draw()
    kept = st.session_state.setdefault("picked", {})
    if result.picked:
        kept[name] = (chosen, *(tuple(map(str, result.picked.get(what, ()))) for what in ("ids", "places", "actors")))
    for_filter, ids, *_ = kept.get(name, (None, ()))
    return list(ids) if for_filter == chosen else []


def _hear_order(name: str) -> None:
    """Keep an order until its file is handed over; called before a run, which may be ended before it comes so far."""
    st.session_state.setdefault("ordered", {})[name] = getattr(st.session_state[f"chart-{name}"], "ordered", None)


def _whole(address: str) -> str:
    """Return an address as whoever reads a file elsewhere needs it."""
    return urljoin(st.context.url or "", address)


def _keep(address: str) -> None:
    """Keep the address of what was saved, so that the code in a picture leads to it."""
    with contextlib.suppress(OSError):  # a full disk must not keep a picture from its reader
        views.keep(build.default_workspace(), address)


def picked_places(name: str, chosen: Filters) -> list[str]:
    """Return the ids of the places that the reader picked in a chart, as ``chart`` does the events."""
    return _picked(name, chosen, 2)


def picked_actors(name: str, chosen: Filters) -> list[str]:
    """Return the ids of the actors that the reader picked in a chart, as ``chart`` does the events."""
    return _picked(name, chosen, 3)


def _picked(name: str, chosen: Filters, at: int) -> list[str]:
    kept = st.session_state.get("picked", {}).get(name, (None, (), (), ()))
    return [one for one in kept[at] if one in names()] if kept[0] == chosen else []


def zoomed(name: str) -> tuple[bool, list[float] | None]:
    """Return whether the reader turned to another frame of a chart just now, and which: west, south, east, north."""
    told = getattr(st.session_state.get(f"chart-{name}"), "zoomed", None)
    return bool(told), told["frame"] if told else None


def kept_frame(
    chart: str, option: str, count: int, of: object, read: Callable[[list[float]], list[float]] = list
) -> tuple[float, ...] | None:
    """Return the ``count`` numbers of the frame that the reader turned a chart to, kept in the address as an option.

    They hold until what they are ``of`` changes; ``read`` takes them out of what ``zoomed`` tells.
    """
    asked, bounds = zoomed(chart)
    given = read(bounds) if bounds else None
    before = st.session_state.setdefault(f"{option}-of", of)
    st.session_state[f"{option}-of"] = of
    if before != of:
        asked, given = True, None
    return controls.numbers(option, count, given, asked)


def table(
    frame: pd.DataFrame, columns: Mapping[str, str], label: str = "The same as a table", *, key: str = ""
) -> None:
    """Show the rows behind a chart with ``columns`` renamed to words, when asked: a table is slow to load.

    ``key`` tells tables apart whose ``label`` may be the same.
    """
    shown = f"{label} ({words.plural(len(frame), 'row')})"
    if st.toggle(shown, key=f"table-{key or label}", disabled=frame.empty):
        st.dataframe(frame[list(columns)].rename(columns=dict(columns)), hide_index=True, width="stretch")
        for name in {"dataset", "told_by"} & set(frame.columns):
            say_terms(frame[name].unique())


def say_terms(told_by: Iterable[object]) -> None:
    """Say under a table, which can be downloaded, under which terms the rows of imported datasets stand."""
    for sentence in words.terms(answers().described(), told_by):
        st.caption(words.literal(sentence))
