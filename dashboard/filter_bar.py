"""The filter bar: dates, actors and the rest, kept the same as the address of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, frame, store, words
from dashboard.model import CALENDAR, EVENT_TYPES, FIRST_DAY, STATUSES, TRACKS, Filters, dataset_name

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
}
_FIELDS = ("start", "end", "actors", *_CHOICES, "datasets", "places")


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


@lru_cache(maxsize=4)
def _places(made: store.Edition) -> dict[str, str]:
    """Return the places of events by id, with their other names, so that each can be typed."""
    return {
        row["id"]: " · ".join(dict.fromkeys([row["name"], *(n for n in row["names"] if n not in row["name"])]))
        for row in store.ask_rows(made, "places")
    }


@contextmanager
def above(page: str, *, behind_the_picture: bool) -> Iterator[None]:
    """Draw the filter bar above what is drawn here, at once or ``behind_the_picture``: see ``controls``.

    Keep it and the URL the same, and say what could not be understood.
    """
    complaints, options = _read(page)
    place = st.container(key="filter-bar")
    for complaint in complaints:
        st.warning(words.literal(complaint))
    if behind_the_picture and controls.stand():
        with controls.at_last(partial(_show, place, options)):
            yield
    else:
        _show(place, options)
        yield
    st.session_state["stands"] = page


def _read(page: str) -> tuple[list[str], Mapping[str, str]]:
    """Read the filter; return what could not be understood, and the actors that can be chosen."""
    options, spellings = _aliases(frame.edition())
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
    return complaints, options


def _show(place: DeltaGenerator, options: Mapping[str, str]) -> None:
    """Show the widgets of the filter, and its URL."""
    state = st.session_state
    with place:
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
        chosen = sum(bool(state[field]) for field in (*_CHOICES, "datasets", "places"))
        with more.popover(f"More filters ({chosen})" if chosen else "More filters", width="stretch"):
            for field, (label, values) in _CHOICES.items():
                st.multiselect(label, list(values), key=field, format_func=values.__getitem__, placeholder="All")
            st.multiselect(
                "Dataset",
                frame.answers().datasets(),
                key="datasets",
                format_func=dataset_name,
                placeholder="All that people coded",
            )
            places = _places(frame.edition())
            st.multiselect(
                "Place",
                list(places),
                key="places",
                format_func=places.__getitem__,
                placeholder="All places",
                filter_mode="contains",
            )
        reset.button("Reset", on_click=_reset, width="stretch", disabled=frame.filters() == Filters())
    _write_to_url()


def narrow(**fields: date | list[str] | None) -> None:
    """Set fields of the filter from a chart; called before a run, which ``follow`` then makes one of the whole page."""
    for field, value in fields.items():
        st.session_state[field] = value
    st.session_state["narrowed"] = True


def follow() -> None:
    """Begin a page, or run it again if a chart in a fragment has set the filter: the bar above has to follow."""
    controls.begin()
    if st.session_state.pop("narrowed", False):
        st.rerun()


def _take_from_url(page: str, labels: Mapping[str, str]) -> None:
    """Read the URL into the widgets at the first run, and when the reader changed it by hand."""
    state = st.session_state
    here = {field: st.query_params[field] for field in _FIELDS if field in st.query_params}
    same_page = state.get("page") == page
    if not same_page and "page" in state:
        controls.leave(state["page"])
    controls.begin()
    state["page"] = page
    if "url" in state and (here == state["url"] or not same_page):
        return
    known = {
        "actors": labels,
        "datasets": frame.answers().datasets(),
        "places": _places(frame.edition()),
        **{field: values for field, (_, values) in _CHOICES.items()},
    }
    chosen, state["complaints"] = Filters.from_query(here, known)
    for field in _FIELDS:
        value = getattr(chosen, field)
        state[field] = list(value) if isinstance(value, tuple) else value
    state["kept"] = {field: state[field] for field in _FIELDS}


def _write_to_url() -> None:
    query = frame.filters().to_query()
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
