"""What every page shares: the edition, the filter bar, cached answers, and a chart with its download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2 import component

from dashboard import build, controls, store, words
from dashboard.charts import periods, theme
from dashboard.charts.theme import Caption
from dashboard.model import FIRST_DAY, MEDIA, Filters

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


@lru_cache(maxsize=256)
def _answered(
    made: store.Edition, question: str, chosen: Filters, extra: tuple[tuple[str, object], ...]
) -> pd.DataFrame:
    return store.ask(made, question, chosen, **dict(extra))


def answer(question: str, chosen: Filters | None = None, **extra: object) -> pd.DataFrame:
    """Ask the current edition; equal questions are asked once. The frame is shared: do not change it."""
    return _answered(edition(), question, chosen or Filters(), tuple(sorted(extra.items())))


def rows(question: str, **extra: str) -> list[dict[str, Any]]:
    """Ask the current edition about one thing; the answer comes in plain rows."""
    return store.ask_rows(edition(), question, None, **extra)


def selected_rows(question: str) -> list[dict[str, Any]]:
    """Ask for the present filter; the answer comes in plain rows."""
    return store.ask_rows(edition(), question, filters())


def datasets() -> list[str]:
    """Return the datasets that the edition holds, our own first."""
    return [str(dataset) for dataset in answer("datasets")["dataset"]]


def asks_for_media(chosen: Filters) -> bool:
    """Return whether the filter names a machine-coded dataset: else nothing of media attention is asked or drawn."""
    return bool(MEDIA & set(chosen.datasets))


def told(chosen: Filters) -> pd.DataFrame:
    """Return rows, first and last day of the filter as each teller has them: our own rows, and every dataset."""
    columns = ["told_by", "rows", "first_day", "last_day"]
    frames = [answer("key_figures", chosen)[columns]]
    if asks_for_media(chosen):
        frames.append(answer("media_figures", chosen)[columns])
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


def figures_of(chosen: Filters) -> dict[str, Any]:
    """Return the key figures of our own rows, which are linked with one another and so can be counted together."""
    frame = answer("key_figures", chosen)
    return dict(frame[frame["told_by"] == "own"].iloc[0])


def names() -> dict[str, str]:
    """Return the name of every actor, person and place."""
    return {name: str(value) for one in ("places", "actors") for name, value in answer(one)[["id", "name"]].to_numpy()}


def labels() -> dict[str, str]:
    """Return the name of every actor and person, as short as a label in a chart needs it."""
    frame = answer("actors")
    return dict(zip(frame["id"], frame["short"], strict=True))


def filters() -> Filters:
    """Return what the filter bar says now."""
    state = st.session_state
    lists = {name: tuple(state[name]) for name in ("actors", "tracks", "types", "statuses", "datasets", "places")}
    return Filters(start=state["start"], end=state["end"], **lists)


# --- charts -----------------------------------------------------------------------------------------


def time_axis(chosen: Filters) -> tuple[date, date, str]:
    """Return first day, last day and period of a time axis for the filter: its dates, else what it holds."""
    figures = told(chosen)
    held = [pd.Timestamp(day).date() for day in pd.concat([figures["first_day"], figures["last_day"]]).dropna()]
    first = chosen.start or (min(held) if held else FIRST_DAY)
    last = max(chosen.end or (max(held) if held else date.today()), first)  # noqa: DTZ011  # the reader's own day
    return first, last + timedelta(days=1), periods.grain_for((last - first).days)


def caption(title: str, chosen: Filters, note: str, drawn: str = "", told_by: str = "own") -> Caption:
    """Return the caption of a figure of ``chosen``: filter in words, n, sources, edition, ``note``.

    ``drawn`` says how many of the filter's events the figure is about, where that is not all of them; ``told_by``
    whose they are, if the figure is of one imported dataset alone.
    """
    figures = figures_of(chosen)
    outlets = answer("sources_of_selection", chosen)
    count = f"n = {drawn}{words.plural(int(figures['happenings']), 'event')} that occurred"
    if figures["not_occurred"]:
        count += f"; {int(figures['not_occurred']):,} planned, alleged, denied or background, hollow or not drawn"
    for one in imported(chosen):
        if one["dataset"] == told_by:
            count = f"n = {words.plural(one['shown'], one['unit'])} of {one['short']} {one['version']}"
    own = outlets[outlets["kind"] != "import"]
    most = ", ".join(own.loc[own["kind"] != "article", "outlet"].drop_duplicates().head(5))
    sources = " and ".join(
        f"{words.plural(int(figures[key]), 'row')} {label}"
        for key, label in (("curated", "of the curated fact base"), ("coded", "coded from articles"))
        if figures[key]
    )
    if len(own):
        sources += f", resting on {words.plural(own['outlet'].nunique(), 'outlet')}" + (
            f", most of all {most}" if most else ""
        )
    others = _others(chosen)
    sources = "; ".join(part for part in (sources, *others) if part)
    made = f"{edition().edition_id}, karabakh-timeline, CC BY 4.0"
    return Caption(title, words.filters(chosen, names()), count, f"{sources or 'none'}.", made, note)


def imported(chosen: Filters) -> list[dict[str, Any]]:
    """Return the imported datasets of the filter, each with the number ``shown`` and what that counts, a ``unit``."""
    rows = told(chosen).set_index("told_by")["rows"].to_dict()
    return [
        {str(key): value for key, value in one.items()}
        | {"shown": int(rows[one["dataset"]]), "unit": "report" if one["dataset"] in MEDIA else "row"}
        for one in answer("datasets").to_dict("records")
        if rows.get(one["dataset"])
    ]


def _others(chosen: Filters) -> list[str]:
    """Return a phrase per imported dataset of the filter: how many rows, of which version, under which licence."""
    return [
        f"{words.plural(one['shown'], one['unit'])} of {one['short']} {one['version']} ({one['measures']}; "
        f"{one['licence']})"
        for one in imported(chosen)
    ]


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
    js="\n".join((_STATIC / name).read_text(encoding="utf-8") for name in ("player.js", "chart.js")),
    isolate_styles=False,
)


def chart(name: str, figure: go.Figure, chosen: Filters, *, look: str = "", zooms: bool = False) -> list[str]:
    """Mount a figure with its buttons; return the ids of the events that the reader picked in it.

    A pick lasts until another one, or until the filter changes. A zoom lasts until filter or ``look`` change; if the
    figure ``zooms``, it is drawn anew for each, and ``zoomed`` tells the frame.
    """
    result = _CHART(
        key=f"chart-{name}",
        data={
            "figure": figure.to_json(validate=False),
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


def table(frame: pd.DataFrame, columns: Mapping[str, str], label: str = "The same as a table") -> None:
    """Show the rows behind a chart with ``columns`` renamed to words, when asked: a table is slow to load."""
    if st.toggle(f"{label} ({words.plural(len(frame), 'row')})", key=f"table-{label}", disabled=frame.empty):
        st.dataframe(frame[list(columns)].rename(columns=dict(columns)), hide_index=True, width="stretch")
        for name in {"dataset", "told_by"} & set(frame.columns):
            say_terms(frame[name].unique())


def say_terms(told_by: Iterable[object]) -> None:
    """Say under a table, which can be downloaded, under which terms the rows of imported datasets stand."""
    for sentence in words.terms(rows("datasets"), told_by):
        st.caption(words.literal(sentence))
