"""What every page shares: the edition, the filter bar, cached answers, and a chart with its download."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2 import component

from dashboard import build, store, words
from dashboard.charts import periods, theme
from dashboard.charts.theme import Caption
from dashboard.model import CALENDAR, DATASETS, EVENT_TYPES, FIRST_DAY, STATUSES, TRACKS, Filters

_STATIC = Path(__file__).resolve().parent / "static"

PERIODS: dict[str, tuple[date | None, date | None]] = {
    "All dates": (None, None),
    "1988–94: to the ceasefire": (FIRST_DAY, date(1994, 5, 12)),
    "April 2016": (date(2016, 4, 1), date(2016, 4, 30)),
    "44-day war": (date(2020, 9, 27), date(2020, 11, 10)),
    "September 2022": (date(2022, 9, 1), date(2022, 9, 30)),
    "September 2023": (date(2023, 9, 1), date(2023, 9, 30)),
}
_OWN_DATES = "Own dates"
ACTOR_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "group:parties": ("The parties", ("ARM", "AZE", "NKR")),
    "group:co-chairs": (
        "The Minsk Group co-chairs",
        ("FRA", "RUS", "USA", "MINSK_GROUP"),
    ),
}
_CHOICES = {
    "tracks": ("Track", TRACKS),
    "types": ("Type", {kind: kind.capitalize() for kind in EVENT_TYPES}),
    "statuses": ("Status", STATUSES),
    "datasets": ("Dataset", DATASETS),
}
_FIELDS = ("start", "end", "actors", *_CHOICES)


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


def names() -> dict[str, str]:
    """Return the name of every actor and person."""
    frame = answer("actors")
    return dict(zip(frame["id"], frame["name"], strict=True))


def labels() -> dict[str, str]:
    """Return the name of every actor and person, as short as a label in a chart needs it."""
    frame = answer("actors")
    return dict(zip(frame["id"], frame["short"], strict=True))


@lru_cache(maxsize=4)
def _aliases(made: store.Edition) -> tuple[dict[str, str], dict[str, str]]:
    labels: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for row in store.ask_rows(made, "actors"):
        other = [name for name in (row["indonesian"], row["state"]) if name and name != row["name"]]
        labels[row["id"]] = " · ".join([row["name"], *other])
        for name in (row["name"], row["id"], *row["names"]):
            spellings.setdefault(name.casefold(), row["id"])
    return labels, spellings


# --- the filter bar ---------------------------------------------------------------------------------


def filters() -> Filters:
    """Return what the filter bar says now."""
    state = st.session_state
    return Filters(
        start=state["start"],
        end=state["end"],
        actors=tuple(state["actors"]),
        **{field: tuple(state[field]) for field in _CHOICES},
    )


def filter_bar(page: str) -> None:
    """Draw the filter bar, keep it and the URL the same, and say what could not be understood."""
    options, spellings = _aliases(edition())
    _take_from_url(page, options)
    state = st.session_state
    for field in _FIELDS:  # Streamlit forgets a widget that a run did not reach; the kept filter does not
        state[field] = state.get(field, state["kept"][field])
    complaints: list[str] = state.pop("complaints", [])
    complaints += _understand_actors(options, spellings)
    if state["start"] and state["end"] and state["start"] > state["end"]:
        complaints.append(
            f"The range started on {words.day(state['start'])} and ended before it, on {words.day(state['end'])}; "
            "the two are exchanged."
        )
        state["start"], state["end"] = state["end"], state["start"]
    state["period"] = next(
        (name for name, days in PERIODS.items() if days == (state["start"], state["end"])), _OWN_DATES
    )
    with st.container(key="filter-bar"):
        period, start, end, actors, more, reset = st.columns(
            [1.4, 1.35, 1.35, 2.9, 1.1, 0.8], vertical_alignment="bottom", gap="small"
        )
        period.selectbox("Period", [*PERIODS, _OWN_DATES], key="period", on_change=_period_chosen)
        start.date_input("From", None, *CALENDAR, key="start", format="YYYY-MM-DD")
        end.date_input("To, included", None, *CALENDAR, key="end", format="YYYY-MM-DD")
        actors.multiselect(
            "Actors",
            [*ACTOR_GROUPS, *options],
            key="actors",
            format_func=lambda option: (
                ACTOR_GROUPS[option][0] if option in ACTOR_GROUPS else options.get(option, option)
            ),
            placeholder="All actors: type a name, in English or Indonesian",
            accept_new_options=True,
            filter_mode="contains",
            select_all=False,
        )
        chosen = sum(bool(state[field]) for field in _CHOICES)
        with more.popover(f"More filters ({chosen})" if chosen else "More filters", width="stretch"):
            for field, (label, values) in _CHOICES.items():
                st.multiselect(label, list(values), key=field, format_func=values.__getitem__, placeholder="All")
        reset.button("Reset", on_click=_reset, width="stretch", disabled=filters() == Filters())
    for complaint in complaints:
        st.warning(words.literal(complaint))
    _write_to_url()


def _take_from_url(page: str, labels: Mapping[str, str]) -> None:
    """Read the URL into the widgets at the first run, and when the reader changed it by hand."""
    state = st.session_state
    here = {field: st.query_params[field] for field in _FIELDS if field in st.query_params}
    same_page = state.get("page") == page
    state["page"] = page
    if "url" in state and (here == state["url"] or not same_page):
        return
    known = {"actors": labels, **{field: values for field, (_, values) in _CHOICES.items()}}
    chosen, state["complaints"] = Filters.from_query(here, known)
    for field in _FIELDS:
        value = getattr(chosen, field)
        state[field] = list(value) if isinstance(value, tuple) else value
    state["kept"] = {field: state[field] for field in _FIELDS}


def _write_to_url() -> None:
    query = filters().to_query()
    present = {name: st.query_params.get_all(name) for name in st.query_params}
    if {name: values[-1] for name, values in present.items() if name in _FIELDS} != query:
        others = {name: values for name, values in present.items() if name not in _FIELDS}
        st.query_params.from_dict({**others, **query})  # at once: one step of the Back button
    st.session_state["url"] = query
    st.session_state["kept"] = {field: st.session_state[field] for field in _FIELDS}


def _understand_actors(labels: Mapping[str, str], spellings: Mapping[str, str]) -> list[str]:
    """Replace groups by their members and typed names by ids; say which names nobody has."""
    understood: list[str] = []
    unknown: list[str] = []
    for given in st.session_state["actors"]:
        if given in ACTOR_GROUPS:
            understood += ACTOR_GROUPS[given][1]
        elif given in labels:
            understood.append(given)
        elif match := spellings.get(str(given).strip().casefold()):
            understood.append(match)
        else:
            unknown.append(str(given)[:40])
    st.session_state["actors"] = list(dict.fromkeys(understood))
    return [
        f"No actor or person is called “{name}”. Try another spelling, or choose from the list." for name in unknown
    ]


def _period_chosen() -> None:
    if st.session_state["period"] in PERIODS:
        st.session_state["start"], st.session_state["end"] = PERIODS[st.session_state["period"]]


def _reset() -> None:
    for field in _FIELDS:
        st.session_state[field] = None if field in ("start", "end") else []


# --- charts -----------------------------------------------------------------------------------------


def time_axis(chosen: Filters) -> tuple[date, date, str]:
    """Return first day, last day and period of a time axis for the filter: its dates, else what it holds."""
    figures = answer("key_figures", chosen).iloc[0]
    held = [pd.Timestamp(day).date() for day in (figures["first_day"], figures["last_day"]) if pd.notna(day)]
    first = chosen.start or (held[0] if held else FIRST_DAY)
    last = max(chosen.end or (held[1] if held else date.today()), first)  # noqa: DTZ011  # the reader's own day
    return first, last + timedelta(days=1), periods.grain_for((last - first).days)


def caption(title: str, chosen: Filters, note: str, drawn: str = "") -> Caption:
    """Return the caption of a figure of ``chosen``: filter in words, n, sources, edition, ``note``.

    ``drawn`` says how many of the filter's events the figure is about, where that is not all of them.
    """
    figures = answer("key_figures", chosen).iloc[0]
    outlets = answer("sources_of_selection", chosen)
    count = f"n = {drawn}{words.plural(int(figures['happenings']), 'event')} that occurred"
    if figures["not_occurred"]:
        count += f"; {int(figures['not_occurred']):,} planned, alleged, denied or background, hollow or not drawn"
    most = ", ".join(outlets.loc[outlets["kind"] != "article", "outlet"].drop_duplicates().head(5))
    sources = " and ".join(
        f"{words.plural(int(figures[key]), 'row')} {label}"
        for key, label in (("curated", "of the curated fact base"), ("coded", "coded from articles"))
        if figures[key]
    )
    if len(outlets):
        sources += f", resting on {words.plural(outlets['outlet'].nunique(), 'outlet')}" + (
            f", most of all {most}" if most else ""
        )
    made = f"{edition().edition_id}, karabakh-timeline, CC BY 4.0"
    return Caption(title, words.filters(chosen, names()), count, f"{sources or 'none'}.", made, note)


_CHART = component(
    "karabakh_chart",
    html=(
        '<div class="kt-chart"><div class="kt-tools"><span class="kt-status" role="status"></span>'
        '<button data-do="closer" aria-label="Zoom in" title="Zoom in">+</button>'
        '<button data-do="farther" aria-label="Zoom out" title="Zoom out">−</button>'
        '<button data-do="whole" title="Back to the whole picture">Whole picture</button>'
        '<button data-do="png" class="kt-main" title="White, 2,400 px wide, with its caption">Download PNG</button>'
        '</div><div class="kt-plot"></div></div>'
    ),
    css=(_STATIC / "chart.css").read_text(encoding="utf-8"),
    js=(_STATIC / "chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def chart(name: str, figure: go.Figure, chosen: Filters) -> list[str]:
    """Mount a figure with its buttons; return the ids of the events that the reader picked in it.

    A pick lasts until another one, or until the filter changes.
    """
    result = _CHART(
        key=f"chart-{name}",
        data={
            "figure": figure.to_json(),
            "name": words.file_name(name, chosen, edition().edition_id),
            "dark": theme.DARK,
            "view": repr(chosen),
        },
        on_picked_change=lambda: None,
    )
    kept = st.session_state.setdefault("picked", {})
    if result.picked:
        kept[name] = (chosen, tuple(str(item) for item in result.picked["ids"]))
    for_filter, ids = kept.get(name, (None, ()))
    return list(ids) if for_filter == chosen else []


def table(frame: pd.DataFrame, columns: Mapping[str, str], label: str = "The same as a table") -> None:
    """Show the rows behind a chart with ``columns`` renamed to words, when asked: a table is slow to load."""
    if st.toggle(f"{label} ({words.plural(len(frame), 'row')})", key=f"table-{label}", disabled=frame.empty):
        st.dataframe(frame[list(columns)].rename(columns=dict(columns)), hide_index=True, width="stretch")
