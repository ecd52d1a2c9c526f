"""What every page shares: the edition, the filter bar, cached answers, and a chart with its download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.components.v2 import component

from dashboard import build, controls, store, words
from dashboard.answers import Answers
from dashboard.charts import theme
from dashboard.model import Filters
from dashboard.pictures import Picture

_STATIC = Path(__file__).resolve().parent / "static"

# --- the edition and its answers --------------------------------------------------------------------


def edition() -> store.Edition:
    """Return the current edition; stop the page with a sentence if there is none."""
    workspace = build.default_workspace()
    try:
        return store.edition(workspace) or build.build_edition(workspace)
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


# --- charts -----------------------------------------------------------------------------------------


_CHART = component(
    "karabakh_chart",
    html=(
        '<div class="kt-chart"><div class="kt-tools"><span class="kt-status" role="status"></span>'
        '<button data-do="closer" aria-label="Zoom in" title="Zoom in">+</button>'
        '<button data-do="farther" aria-label="Zoom out" title="Zoom out">−</button>'
        '<button data-do="around" aria-pressed="false" title="Draw around marks to see their events">Select</button>'
        '<button data-do="whole" title="Back to the whole picture">Whole picture</button>'
        '<button data-do="svg" title="The same as vectors, for print">SVG</button>'
        '<button data-do="png" class="kt-main" title="White, 2,400 px wide, with its caption">Download PNG</button>'
        '</div><div class="kt-player" hidden><button data-do="play">Play</button>'
        '<input type="range" min="0" step="1" aria-label="Step"><output></output></div>'
        '<div class="kt-plot"></div></div>'
    ),
    css=(_STATIC / "chart.css").read_text(encoding="utf-8"),
    js="\n".join((_STATIC / name).read_text(encoding="utf-8") for name in ("picture.js", "player.js", "chart.js")),
    isolate_styles=False,
)


def chart(picture: Picture, *, look: str = "", zooms: bool = False) -> list[str]:
    """Mount a picture with its buttons; return the ids of the events that the reader picked in it.

    A pick lasts until another one, or until the filter changes. A zoom lasts until filter or ``look`` change; if the
    figure ``zooms``, it is drawn anew for each, and ``zoomed`` tells the frame.
    """
    name, chosen = picture.name, picture.chosen
    result = _CHART(
        key=f"chart-{name}",
        data={
            "figure": picture.figure.to_json(validate=False),
            "name": words.file_name(name, chosen, edition().edition_id),
            "dark": theme.DARK,
            "view": f"{chosen!r} {look}",
            "zooms": zooms,
        },
        on_picked_change=lambda: None,
        on_zoomed_change=lambda: None,
    )
    kept = st.session_state.setdefault("picked", {})
    if result.picked:
        kept[name] = (chosen, *(tuple(map(str, result.picked.get(what, ()))) for what in ("ids", "places", "actors")))
    for_filter, ids, *_ = kept.get(name, (None, ()))
    return list(ids) if for_filter == chosen else []


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
    for sentence in words.terms(rows("datasets"), told_by):
        st.caption(words.literal(sentence))
