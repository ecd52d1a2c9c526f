"""The pages as Streamlit runs them: what the filter bar understands, what a page says, and that none ever breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import filter_bar, frame, store, words
from dashboard.model import Filters

APP = Path(frame.__file__).resolve().parent / "app.py"
PAGES = sorted(path.stem for path in (APP.parent / "screens").glob("*.py"))
CHARTS = {
    "overview": "overview",
    "map": "event_map",
    "diplomacy": "diplomacy_timeline",
    "network": "actor_network",
    "coverage": "coverage_by_track",
}
WAR = (date(2020, 9, 27), date(2020, 11, 10))
WAR_QUERY = {"start": "2020-09-27", "end": "2020-11-10"}
NOTHING = {"start": "1950-01-01", "end": "1950-01-02"}
SELECTIONS: dict[str, tuple[dict[str, str], Filters]] = {
    "no filter": ({}, Filters()),
    "one actor": ({"actors": "FRA"}, Filters(actors=("FRA",))),
    "the 44-day war": (WAR_QUERY, Filters(*WAR)),
    "everything at once": (
        WAR_QUERY | {"actors": "RUS", "tracks": "moscow", "types": "CONSULT", "statuses": "occurred"},
        Filters(*WAR, actors=("RUS",), tracks=("moscow",), types=("CONSULT",), statuses=("occurred",)),
    ),
    "a filter that matches nothing": (NOTHING, Filters(date(1950, 1, 1), date(1950, 1, 2))),
}
Opener = Callable[..., AppTest]


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Return a function that opens a page at a URL, as a reader with the built workspace does."""
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


def at_url(page: str = "overview", **query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return turned_to(app, page)


def turned_to(app: AppTest, page: str) -> AppTest:
    return app.switch_page(f"screens/{page}.py").run()


def left_for(app: AppTest, page: str) -> AppTest:
    """Turn to another page as a browser does: its address begins without a query."""
    app.query_params.clear()
    return turned_to(app, page)


def filters_of(app: AppTest) -> Filters:
    state = app.session_state
    return Filters(
        state["start"],
        state["end"],
        tuple(state["actors"]),
        tuple(state["tracks"]),
        tuple(state["types"]),
        tuple(state["statuses"]),
        tuple(state["datasets"]),
        tuple(state["places"]),
    )


def url_of(app: AppTest) -> dict[str, str]:
    """Return the query of the address; a parameter has one value."""
    values = {name: [value] if isinstance(value, str) else list(value) for name, value in app.query_params.items()}
    assert all(len(value) == 1 for value in values.values())
    return {name: value[0] for name, value in values.items()}


def complaints(app: AppTest) -> list[str]:
    """Return the warnings as the reader sees them, without the backslashes that keep Markdown out."""
    return [re.sub(r"\\([^\w\s])", r"\1", str(warning.value)) for warning in app.warning]


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.html)


def press(app: AppTest, which: str) -> AppTest:
    """Press the one button of this key, or whose label begins so."""
    (button,) = (one for one in app.button if one.key == which or one.label.startswith(which))
    app = button.click().run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def plain(text: str) -> str:
    """Return a text without the backslashes that keep Markdown out of it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def said(app: AppTest) -> str:
    """Return all that the page says, as the reader sees it."""
    parts = [*app.markdown, *app.error, *app.warning, *app.info, *app.success, *app.caption]
    return plain("\n".join(str(part.value) for part in parts))


def key_figures(app: AppTest) -> dict[str, int]:
    found = re.findall(r"data-figure='(\w+)'><b>([\d,]+)</b>", html(app))
    return {name: int(number.replace(",", "")) for name, number in found}


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def chart_of(app: AppTest) -> dict[str, Any]:
    """Return what the page hands to the chart component."""
    (mounted,) = (e for e in elements(app.main) if str(getattr(e, "key", None)).startswith("chart-"))
    data: dict[str, Any] = json.loads(mounted.proto.json)
    return data | {"figure": json.loads(data["figure"])}


def figure(app: AppTest) -> dict[str, Any]:
    assert not app.exception
    found: dict[str, Any] = chart_of(app)["figure"]
    return found


def note(app: AppTest) -> str:
    return " ".join(figure(app)["layout"]["meta"]["caption"]["footer"])


def texts(figure: dict[str, Any]) -> str:
    return " ".join(str(note.get("text", "")) for note in figure["layout"]["annotations"])


# --- every page, every filter -----------------------------------------------------------------------


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_and_the_filter_is_the_one_of_its_address(opened: Opener, page: str, selection: str) -> None:
    query, wanted = SELECTIONS[selection]
    app = opened(page, **query)
    assert not app.exception
    assert not app.error
    assert complaints(app) == []
    assert filters_of(app) == wanted
    assert url_of(app) == query


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("page", CHARTS)
def test_the_figure_of_a_page_tells_its_filter_its_n_and_its_edition(
    opened: Opener, edition: store.Edition, page: str, selection: str
) -> None:
    query, wanted = SELECTIONS[selection]
    given = chart_of(opened(page, **query))
    caption = given["figure"]["layout"]["meta"]["caption"]
    (row,) = store.ask_rows(edition, "key_figures", wanted)
    names = {actor["id"]: actor["name"] for actor in store.ask_rows(edition, "actors")}
    assert words.plural(row["happenings"], "event") + " that occurred" in caption["count"]
    assert (f"{row['not_occurred']:,} planned" in caption["count"]) == (row["not_occurred"] > 0)
    assert caption["filters"] == words.filters(wanted, names)
    assert edition.edition_id in caption["edition"]
    assert given["name"] == words.file_name(CHARTS[page], wanted, edition.edition_id)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_key_figures_are_what_the_edition_answers(opened: Opener, edition: store.Edition, selection: str) -> None:
    query, wanted = SELECTIONS[selection]
    (row,) = store.ask_rows(edition, "key_figures", wanted)
    outlets = {source["outlet"] for source in store.ask_rows(edition, "sources_of_selection", wanted)}
    assert key_figures(opened("overview", **query)) == {
        "events": row["happenings"],
        "armed": row["armed"],
        "talks": row["talks"],
        "agreements": row["agreements"],
        "outlets": len(outlets),
    }


@pytest.mark.parametrize("page", CHARTS)
def test_a_chart_without_events_says_so_and_what_to_do(opened: Opener, page: str) -> None:
    said = texts(chart_of(opened(page, **NOTHING))["figure"])
    assert "No event matches this filter." in said
    assert "Widen the dates" in said


@pytest.mark.parametrize("page", CHARTS)
def test_a_chart_with_events_does_not_say_that_there_are_none(opened: Opener, page: str) -> None:
    assert "No event matches" not in texts(chart_of(opened(page))["figure"])


def test_the_events_page_without_events_says_so_and_what_to_do(opened: Opener) -> None:
    app = opened("events", **NOTHING)
    assert [str(note.value) for note in app.info] == [
        "No event matches this filter. Widen the dates or take out an actor."
    ]
    assert "0 rows" in html(app)


@pytest.mark.parametrize("selection", ["no filter", "one actor", "the 44-day war"])
def test_the_events_page_lists_every_row_of_the_filter(opened: Opener, edition: store.Edition, selection: str) -> None:
    query, wanted = SELECTIONS[selection]
    app = opened("events", **query)
    listed = app.dataframe[0].value
    assert list(listed["Event"]) == [row["headline"] for row in store.ask_rows(edition, "events", wanted)]
    assert words.plural(len(listed), "row") in html(app)


def test_the_about_page_names_the_edition_and_every_type(opened: Opener, edition: store.Edition) -> None:
    said = html(opened("about"))
    assert edition.edition_id in said
    assert all(f">{kind}</th>" in said for kind in ("AGREE", "CONSULT", "ASSAULT", "RETREAT"))


@pytest.mark.parametrize("view", ["karabakh", "caucasus", "venues"])
@pytest.mark.parametrize("boundaries", ["by_date", "oblast", "none"])
def test_every_view_of_the_map_runs(opened: Opener, view: str, boundaries: str) -> None:
    app = opened("map", **WAR_QUERY)
    app.session_state["Map view"] = view
    app.session_state["Map areas"] = boundaries
    app.run()
    assert not app.exception
    assert chart_of(app)["figure"]["data"]


@pytest.mark.parametrize("ties", ["all", "cooperation", "conflict", "mediation"])
def test_every_kind_of_tie_runs(opened: Opener, ties: str) -> None:
    app = opened("network", **WAR_QUERY)
    app.session_state["Network ties"] = ties
    app.run()
    assert not app.exception
    assert " ties" in chart_of(app)["figure"]["layout"]["meta"]["alt"]


@pytest.mark.parametrize("page", CHARTS)
def test_a_page_left_for_any_other_is_the_same_when_the_reader_returns(opened: Opener, page: str) -> None:
    chosen = {
        "overview": {},
        "map": {"view": "caucasus", "time": "play", "step": "week", "zoom": "560,4370,640,4450"},
        "diplomacy": {"show": "compare", "compare": "tracks", "left_track": "eu"},
        "network": {"show": "pair", "one": "RUS", "other": "TUR"},
        "coverage": {"show": "outlets", "by": "side"},
    }[page]
    app = opened(page, **chosen)
    assert not complaints(app)
    drawn = chart_of(app)
    for other in (name for name in PAGES if name != page):
        app = left_for(app, other)
        assert complaints(app) == []
        if other in CHARTS:
            assert chart_of(app)["figure"]["data"]
            assert "show" not in url_of(app)
        app = left_for(app, page)
        assert url_of(app) == chosen
        assert chart_of(app) == drawn


# --- what the address says --------------------------------------------------------------------------


NONSENSE: dict[str, tuple[dict[str, str], Filters, Sequence[str]]] = {
    "no date": ({"start": "yesterday"}, Filters(), ["“yesterday” is not a date"]),
    "no day of the calendar": (
        {"start": "2020-02-30", "end": "2020-11-10"},
        Filters(end=date(2020, 11, 10)),
        ["“2020-02-30” is not a date"],
    ),
    "exchanged days": (
        {"start": "2020-11-10", "end": "2020-09-27"},
        Filters(*WAR),
        ["The range started on 2020-11-10 and ended before it"],
    ),
    "an unknown actor": ({"actors": "XYZ,RUS"}, Filters(actors=("RUS",)), ["Unknown actors: XYZ"]),
    "unknown words": (
        {"tracks": "astana", "types": "HUG,AID", "statuses": "maybe", "datasets": "mine,curated"},
        Filters(types=("AID",), datasets=("curated",)),
        ["Unknown tracks: astana", "Unknown types: HUG", "Unknown statuses: maybe", "Unknown datasets: mine"],
    ),
    "all at once": (
        {"start": "x", "end": "2020-13-01", "actors": "'; drop table events; --"},
        Filters(),
        ["“x” is not a date", "“2020-13-01” is not a date", "Unknown actors: "],
    ),
    "a day before the calendar's first": ({"start": "0001-01-01"}, Filters(), ["0001-01-01"]),
    "a day after the calendar's last": ({"end": "9999-12-31"}, Filters(), ["9999-12-31"]),
}


@pytest.mark.parametrize("case", NONSENSE)
@pytest.mark.parametrize("page", ["overview", "events", "about"])
def test_nonsense_in_the_address_is_complained_of_and_the_rest_is_used(opened: Opener, page: str, case: str) -> None:
    query, wanted, expected = NONSENSE[case]
    app = opened(page, **query)
    assert not app.exception
    assert filters_of(app) == wanted
    said = complaints(app)
    assert len(said) == len(expected)
    assert all(any(start in complaint for complaint in said) for start in expected), said
    assert url_of(app) == wanted.to_query()


def test_a_complaint_is_shown_once(opened: Opener) -> None:
    app = opened("overview", start="yesterday")
    assert len(complaints(app)) == 1
    assert complaints(app.run()) == []


def test_a_very_long_address_gives_a_short_complaint(opened: Opener) -> None:
    app = opened("overview", actors=",".join(f"nobody-{n}-{'x' * 200}" for n in range(50)), start="9" * 5000)
    assert not app.exception
    assert len(complaints(app)) == 2
    assert all(len(complaint) < 400 for complaint in complaints(app))


def test_an_address_changed_by_hand_is_taken(opened: Opener) -> None:
    app = opened("overview", actors="RUS")
    app.query_params["actors"] = "FRA"
    app.run()
    assert filters_of(app) == Filters(actors=("FRA",))
    assert chart_of(app)["figure"]["layout"]["meta"]["caption"]["filters"].endswith("with France")


def test_an_event_in_the_address_opens_its_receipt(opened: Opener, edition: store.Edition) -> None:
    row = next(row for row in store.ask_rows(edition, "events", Filters(datasets=("curated",))))
    said = html(opened("events", event=row["event_id"]))
    assert row["event_id"] in said
    assert "What it rests on" in said


def test_an_event_that_does_not_exist_is_told_so(opened: Opener) -> None:
    app = opened("events", event="1900-01-01-nothing")
    assert not app.exception
    assert any("1900-01-01-nothing" in complaint for complaint in complaints(app))


# --- the filter bar ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "actor"),
    [
        ("Rusia", "RUS"),
        ("  rusia ", "RUS"),
        ("RUSIA", "RUS"),
        ("Turki", "TUR"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Kremlin", "RUS"),
        ("the Kremlin", "RUS"),
        ("Azerbaidjan", "AZE"),
        ("Prancis", "FRA"),
        ("Vladimir Putin", "vladimir-putin"),
        ("rus", "RUS"),
    ],
)
def test_a_name_typed_in_english_or_indonesian_becomes_its_actor(opened: Opener, typed: str, actor: str) -> None:
    app = opened()
    app.multiselect(key="actors").set_value([typed]).run()
    assert not app.exception
    assert complaints(app) == []
    assert filters_of(app) == Filters(actors=(actor,))
    assert url_of(app) == {"actors": actor}


def test_every_name_of_every_actor_is_understood_when_typed(opened: Opener, edition: store.Edition) -> None:
    named = {name: row["id"] for row in store.ask_rows(edition, "actors") for name in row["names"]}
    app = opened()
    app.multiselect(key="actors").set_value(list(named)).run()
    assert complaints(app) == []
    assert set(filters_of(app).actors) <= set(named.values())


def test_a_typed_name_that_nobody_has_is_left_out_with_a_sentence(opened: Opener) -> None:
    app = opened("network", actors="FRA")
    app.multiselect(key="actors").set_value(["FRA", "Atlantis"]).run()
    assert not app.exception
    assert complaints(app) == [
        "No actor or person is called “Atlantis”. Try another spelling, or choose from the list."
    ]
    assert filters_of(app) == Filters(actors=("FRA",))
    assert complaints(app.run()) == []


@pytest.mark.parametrize("group", filter_bar.ACTOR_GROUPS)
def test_a_group_of_actors_becomes_its_members(opened: Opener, group: str) -> None:
    app = opened()
    app.multiselect(key="actors").set_value([group]).run()
    assert complaints(app) == []
    assert filters_of(app) == Filters(actors=filter_bar.ACTOR_GROUPS[group][1])


def test_an_actor_chosen_beside_its_group_stands_once(opened: Opener) -> None:
    app = opened()
    app.multiselect(key="actors").set_value(["AZE", "group:parties", "Azerbaijan"]).run()
    assert filters_of(app).actors == ("AZE", "ARM", "NKR")


@pytest.mark.parametrize("name", filter_bar.PERIODS)
def test_a_period_sets_both_days_and_the_address(opened: Opener, name: str) -> None:
    app = opened("map", start="1999-01-01")
    app.selectbox(key="period").set_value(name).run()
    start, end = filter_bar.PERIODS[name]
    assert not app.exception
    assert filters_of(app) == Filters(start, end)
    assert url_of(app) == Filters(start, end).to_query()
    assert app.selectbox(key="period").value == name


def test_days_that_are_no_period_are_called_own_dates_and_stay(opened: Opener) -> None:
    app = opened()
    app.date_input(key="start").set_value(date(2009, 3, 1)).run()
    assert app.selectbox(key="period").value == "Own dates"
    app.selectbox(key="period").set_value("Own dates").run()
    assert filters_of(app) == Filters(date(2009, 3, 1))


def test_days_that_are_a_period_are_called_by_its_name(opened: Opener) -> None:
    assert opened("overview", **WAR_QUERY).selectbox(key="period").value == "44-day war"


@pytest.mark.parametrize("page", PAGES)
def test_a_start_set_after_the_end_is_exchanged_with_a_sentence(opened: Opener, page: str) -> None:
    app = opened(page, end="2020-09-27")
    app.date_input(key="start").set_value(date(2020, 11, 10)).run()
    assert not app.exception
    assert complaints(app) == [
        "The range started on 10 November 2020 and ended before it, on 27 September 2020; the two are exchanged."
    ]
    assert filters_of(app) == Filters(*WAR)
    assert url_of(app) == WAR_QUERY


def test_the_filter_survives_a_visit_to_every_page(opened: Opener) -> None:
    query = WAR_QUERY | {"actors": "RUS,vladimir-putin", "tracks": "moscow", "datasets": "curated"}
    wanted = Filters(*WAR, actors=("RUS", "vladimir-putin"), tracks=("moscow",), datasets=("curated",))
    app = opened("overview", **query)
    for page in [*(page for page in PAGES if page != "overview"), "overview"]:
        app.query_params.clear()  # as Streamlit does when the reader turns to another page
        turned_to(app, page)
        assert not app.exception
        assert filters_of(app) == wanted
        assert url_of(app) == query


def test_a_filter_set_through_the_widgets_survives_a_visit_to_another_page(opened: Opener) -> None:
    app = opened("map")
    app.selectbox(key="period").set_value("April 2016").run()
    app.multiselect(key="types").set_value(["ASSAULT"]).run()
    app.query_params.clear()
    turned_to(app, "events")
    assert filters_of(app) == Filters(date(2016, 4, 1), date(2016, 4, 30), types=("ASSAULT",))


def test_reset_clears_every_filter_and_the_address(opened: Opener) -> None:
    app = opened("overview", **WAR_QUERY, actors="RUS", tracks="moscow", types="CONSULT", statuses="occurred")
    (reset,) = (button for button in app.button if button.label == "Reset")
    assert not reset.disabled
    reset.click().run()
    assert filters_of(app) == Filters()
    assert url_of(app) == {}
    assert next(button for button in app.button if button.label == "Reset").disabled


def test_the_button_for_more_filters_tells_how_many_are_set(opened: Opener) -> None:
    app = opened("overview", tracks="moscow", datasets="curated")
    (popover,) = (block for block in elements(app.main) if block.type == "popover")
    assert popover.proto.popover.label == "More filters (2)"


# --- editions that are not there ---------------------------------------------------------------------


def test_a_workspace_without_edition_is_built_at_the_first_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: store.Edition
) -> None:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path / "new" / "workspace"))
    app = at_url("overview")
    assert not app.exception
    assert not app.error
    made = store.edition(tmp_path / "new" / "workspace")
    assert made
    assert made.edition_id == edition.edition_id
    (row,) = store.ask_rows(edition, "key_figures")
    assert key_figures(app)["events"] == row["happenings"]


@pytest.mark.parametrize("page", PAGES)
def test_a_workspace_that_cannot_be_made_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="ascii")
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path / "file" / "workspace"))
    app = at_url(page)
    assert_one_sentence(app, "There is no edition to show.")


@pytest.mark.parametrize("page", PAGES)
def test_an_edition_of_garbage_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    give_edition(tmp_path, b"this is no database\n" * 500)
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path))
    assert_one_sentence(at_url(page), "karabakh build")


def test_an_edition_cut_short_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: store.Edition
) -> None:
    give_edition(tmp_path, edition.path.read_bytes()[:4096])
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path))
    assert_one_sentence(at_url("overview"), "karabakh build")


def test_a_pointer_to_no_edition_is_mended_by_building(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "current").write_text("2020-01-01-abcdef", encoding="ascii")
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path))
    app = at_url("events")
    assert not app.exception
    assert not app.error
    assert len(app.dataframe[0].value)


def test_an_article_that_cannot_be_read_is_named_in_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "broken.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path))
    assert_one_sentence(at_url("overview"), "broken.txt")


def give_edition(workspace: Path, content: bytes) -> None:
    folder = workspace / "editions"
    folder.mkdir()
    (folder / "2026-01-01-abcdef.duckdb").write_bytes(content)
    (folder / "current").write_text("2026-01-01-abcdef", encoding="ascii")


def assert_one_sentence(app: AppTest, part: str) -> None:
    assert not app.exception
    (error,) = app.error
    said = str(error.value).replace("\\", "")  # Markdown's escapes, which the reader does not see
    assert part in said
    assert "Traceback" not in said
    assert "\n" not in said.strip()
    assert len(said) < 500
    assert "data-figure" not in html(app)
