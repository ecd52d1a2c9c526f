"""Links: a view opens as it was; a link to cite opens its edition after later ones, and says so if that is gone."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import APP, CHARTS, PAGES, at_url, chart_of, complaints, filters_of, left_for, url_of

from dashboard import adding, map_options, network_options, store, timeline_options, views
from dashboard.model import EVENT_TYPES, STATUSES, TRACKS, Filters
from dashboard.network.wars import WARS
from dashboard.pictures.analyses import ANALYSES
from dashboard.pictures.coverage import SHOWS, TRAITS
from dashboard.pictures.talks import PERIODS
from dashboard.pictures.ties import KINDS

#: Random links in the suite; a longer run draws more of them.
LINKS = int(os.environ.get("LINKS", "8"))

ARTICLE: Final = """---
title: Shelling reported near Agdam
date: 2020-10-21
language: en
outlet: Test Daily
---

Azerbaijani forces shelled Stepanakert on Monday. Armenia accused Azerbaijan of shelling Martakert on Tuesday.
"""
Opener = Callable[..., AppTest]


@pytest.fixture(scope="module")
def later(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which another edition was made after the one that is cited."""
    folder = tmp_path_factory.mktemp("later") / "workspace"
    shutil.copytree(workspace, folder)
    article = folder.parent / "another-article.md"
    article.write_text(ARTICLE, encoding="utf-8")
    adding.add(folder, [article])
    return folder


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    return at_url


@pytest.fixture
def home(later: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(later))
    return later


@pytest.fixture
def cited(edition: store.Edition) -> str:
    return edition.edition_id


@pytest.fixture
def current(later: Path, cited: str) -> str:
    found = store.edition(later)
    assert found
    assert found.edition_id != cited
    return found.edition_id


def edition_in(app: AppTest) -> str:
    """Return the edition that the picture names."""
    return str(chart_of(app)["figure"]["layout"]["meta"]["caption"]["edition"]).split(",")[0]


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def captions(app: AppTest) -> str:
    return " ".join(str(one.value) for one in app.caption)


def links(app: AppTest) -> tuple[str, str]:
    """Return the link to share and the link to cite."""
    told = chart_of(app)["saving"]["links"]
    return told["share"], told["cite"]


def opened_link(link: str) -> AppTest:
    """Open a link as somebody does who has not been here before."""
    page, _, query = link.partition("?")
    app = at_url(page or "overview", **dict(parse_qsl(query)))
    assert not app.exception
    assert not complaints(app)
    return app


# --- which edition is shown -------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_without_an_edition_in_the_address_the_current_one_is_shown(current: str) -> None:
    app = at_url("overview")
    assert edition_in(app) == current
    assert "Read the current edition" not in buttons(app)
    assert url_of(app) == {}


@pytest.mark.usefixtures("home")
def test_the_edition_of_the_address_is_shown_and_kept_while_pages_are_turned(cited: str, current: str) -> None:
    app = at_url("overview", edition=cited)
    for page in ("map", "diplomacy", "network", "events", "sources", "about", "overview", "network", "map"):
        app = left_for(app, page)
        assert not app.exception
        assert url_of(app) == {"edition": cited}
        assert f"You read edition {cited}. The current one is {current}." in captions(app)
        if page in CHARTS:
            assert edition_in(app) == cited
            assert links(app)[1].endswith(f"edition={cited}")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", PAGES)
def test_the_reader_goes_back_to_the_current_edition(cited: str, current: str, page: str) -> None:
    app = at_url(page, edition=cited, actors="RUS")
    (button,) = (one for one in app.button if one.label == "Read the current edition")
    app = button.click().run()
    assert not app.exception
    assert url_of(app) == {"actors": "RUS"}
    assert filters_of(app) == Filters(actors=("RUS",))
    assert "You read edition" not in captions(app)
    app = left_for(app, "map" if page != "map" else "overview")
    assert edition_in(app) == current
    assert url_of(app) == {"actors": "RUS"}


@pytest.mark.usefixtures("home")
def test_the_current_edition_can_be_cited_without_a_word(current: str) -> None:
    app = at_url("overview", edition=current)
    assert edition_in(app) == current
    assert "You read edition" not in captions(app)
    assert url_of(app) == {"edition": current}
    assert complaints(app) == []


@pytest.mark.usefixtures("home")
def test_an_address_changed_by_hand_changes_the_edition(cited: str, current: str) -> None:
    app = at_url("overview", edition=cited)
    app.query_params["edition"] = current
    assert edition_in(app.run()) == current
    del app.query_params["edition"]
    assert edition_in(app.run()) == current
    app.query_params["edition"] = cited
    assert edition_in(app.run()) == cited
    del app.query_params["edition"]
    assert edition_in(app.run()) == current


# --- an edition that is gone ------------------------------------------------------------------------


@pytest.fixture
def dated(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cited: str) -> dict[str, str]:
    """Return the editions of a workspace by the years of their days, and the current one by its own name."""
    folder = tmp_path / "dated"
    shutil.copytree(workspace, folder)
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(folder))
    found = {"current": cited}
    for at, name in enumerate(("2024-01-05-aaaaaa", "2025-01-05-bbbbbb", "2025-01-05-cccccc")):
        path = folder / "editions" / f"{name}.duckdb"
        path.symlink_to(workspace / "editions" / f"{cited}.duckdb")
        os.utime(path, (10**9 + at, 10**9 + at), follow_symlinks=False)
        found[name[-6:]] = name
    return found


@pytest.mark.parametrize(
    ("gone", "instead"),
    [
        ("2024-01-06-012345", "aaaaaa"),
        ("1999-01-01-012345", "aaaaaa"),
        ("2024-12-24-012345", "bbbbbb"),
        ("2099-01-01-012345", "current"),
        ("2024-02-01", "aaaaaa"),
        ("2024-02-01-<b>x</b>", "aaaaaa"),
    ],
)
def test_an_edition_that_is_gone_is_told_and_the_nearest_by_its_day_is_shown(
    dated: dict[str, str], gone: str, instead: str
) -> None:
    app = at_url("overview", edition=gone)
    assert not app.exception
    shown = dated[instead]
    same_day = {shown, dated["cccccc"]} if instead == "bbbbbb" else {shown}
    (told,) = complaints(app)
    assert told.startswith(f"Edition {gone} is not on this machine. Shown is ")
    assert any(f"Shown is {one}, the nearest by its day." in told for one in same_day)
    assert edition_in(app) in same_day
    assert links(app)[1].split("edition=")[1] == edition_in(app)
    assert ("Read the current edition" in buttons(app)) == (instead != "current")
    app = left_for(app, "map")
    assert complaints(app) == []
    assert url_of(app)["edition"] in same_day


@pytest.mark.parametrize(
    "nonsense",
    [
        "x", "current", "../../etc/passwd", "0000-00-00-aaaaaa", "2020-13-45-abcdef", "x" * 5000,
        "![m](http://evil.example/m.png)", "\u0000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["overview", "events"])
@pytest.mark.usefixtures("home")
def test_an_edition_that_never_was_is_told_and_the_current_one_is_shown(current: str, page: str, nonsense: str) -> None:
    app = at_url(page, edition=nonsense, actors="RUS")
    assert not app.exception
    (told,) = complaints(app)
    assert told.startswith(f"There is no edition “{nonsense[:40]}” on this machine")
    assert url_of(app) == {"actors": "RUS"}
    assert not (page == "overview" and edition_in(app) != current)
    app.run()
    assert complaints(app) == []
    assert url_of(app) == {"actors": "RUS"}


def test_an_edition_that_goes_while_it_is_read_is_told(
    later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cited: str, current: str
) -> None:
    folder = tmp_path / "going"
    shutil.copytree(later, folder)
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(folder))
    app = at_url("overview", edition=cited)
    (folder / "editions" / f"{cited}.duckdb").unlink()
    app = left_for(app, "map")
    assert not app.exception
    assert edition_in(app) == current
    assert any(f"Edition {cited} is not on this machine" in told for told in complaints(app))
    assert store.edition(folder) == store.Edition(current, folder / "editions" / f"{current}.duckdb")


# --- codes ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", CHARTS)
def test_a_code_opens_the_view_that_was_saved(later: Path, cited: str, page: str) -> None:
    app = at_url(page, start="2020-09-27", actors="ARM,RUS", edition=cited)
    _, cite = links(app)
    code = views.keep(later, cite)
    assert f"View {code}" in chart_of(app)["figure"]["layout"]["meta"]["caption"]["footer"][0]
    opened = AppTest.from_file(str(APP), default_timeout=120)
    opened.query_params["v"] = code
    opened.run()
    assert not opened.exception
    assert chart_of(opened) == chart_of(app)
    assert url_of(opened).items() >= url_of(app).items()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("code", ["0123456789", "nonsense", "../x", "x" * 3000, "![m](http://evil.example/m.png)"])
def test_a_code_that_is_not_kept_is_told_and_the_page_opens(code: str) -> None:
    app = at_url("overview", v=code, actors="RUS")
    assert not app.exception
    (told,) = complaints(app)
    assert f"keeps no view “{code[:20]}”" in told
    assert url_of(app) == {"actors": "RUS"}
    assert chart_of(app)["figure"]["data"]


@pytest.mark.parametrize("kept", ["nowhere?start=2020-01-01", "../app?x=1", "about/..?x=1", "map.py", "\n"])
def test_a_view_of_a_page_that_is_not_there_is_told(home: Path, kept: str) -> None:
    app = at_url("overview", v=views.keep(home, kept))
    assert not app.exception
    assert "keeps no view" in complaints(app)[0]


# --- any view ---------------------------------------------------------------------------------------


def some(draw: random.Random, values: Any, most: int = 3) -> str:
    return ",".join(draw.sample(list(values), draw.randint(1, most)))


def any_filter(draw: random.Random, actors: list[str], places: list[str]) -> dict[str, str]:
    """Return a filter, most often a narrow one."""
    days = sorted(date(1988, 1, 1) + timedelta(draw.randrange(13500)) for _ in range(2))
    query = {"start": days[0].isoformat()} if draw.random() < 0.5 else {}
    query |= {"end": days[1].isoformat()} if draw.random() < 0.5 else {}
    lists = {"actors": actors, "tracks": TRACKS, "types": EVENT_TYPES, "statuses": STATUSES}
    lists |= {"datasets": ["curated", "coded"], "places": places}
    return query | {name: some(draw, held, 2) for name, held in lists.items() if draw.random() < 0.25}


def any_options(draw: random.Random, page: str, actors: list[str]) -> dict[str, str]:
    """Return options of a page, in the address's words; those that a picture does not take are left out by it."""
    day = (date(1991, 1, 1) + timedelta(draw.randrange(12000))).isoformat()
    x, y, size = 500 + draw.random() * 60, 4330 + draw.random() * 60, 20 + draw.random() * 90
    hour = 200_000 + draw.random() * 260_000
    lists: dict[str, dict[str, Iterable[str]]] = {
        "overview": {},
        "map": {
            "view": map_options.VIEWS, "time": map_options.TIMES, "areas": map_options.AREAS,
            "names": map_options.NAMES, "marks": map_options.MARKS, "step": ["week", "month"],
            "window": map_options.WINDOWS, "span": map_options.SPANS, "layers": ["none", "talks"],
            "ground": [day], "after": [day], "date1": [day], "graticule": "01", "lines": "01",
            "zoom": [f"{x},{y},{x + size},{y + size}"],
        },
        "diplomacy": {
            "show": timeline_options.SHOWS, "mediators": "01", "analysis": ANALYSES,
            "compare": timeline_options.COMPARED, "left_track": TRACKS, "right_track": TRACKS,
            "left_period": PERIODS, "right_period": PERIODS, "left_start": [day],
            "hours": [f"{hour},{hour + 3 + draw.random() * 20_000}"],
        },
        "network": {
            "show": network_options.SHOWS, "level": network_options.LEVELS, "least": "123456789", "ties": KINDS,
            "one": actors, "other": actors, "around": actors, "war": WARS, "measure": network_options.SLOPES,
        },
        "coverage": {"show": SHOWS, "by": TRAITS},
    }  # fmt: skip
    return {name: draw.choice(list(values)) for name, values in lists[page].items() if draw.random() < 0.6}


@pytest.fixture(scope="module")
def drawn_lots(edition: store.Edition) -> list[tuple[str, dict[str, str]]]:
    """Return LINKS views, page after page."""
    draw = random.Random(20200927)  # noqa: S311  # chance that can be repeated is meant
    foremost = ["ARM", "AZE", "NKR", "RUS", "TUR", "USA", "FRA", "IRN", "MINSK_GROUP"]
    places = [row["id"] for row in store.ask_rows(edition, "places")]
    return [
        (page, any_filter(draw, foremost, places) | any_options(draw, page, foremost))
        for page in islice(cycle(CHARTS), LINKS)
    ]


@pytest.mark.parametrize("number", range(LINKS))
def test_a_link_opens_the_same_picture_and_a_link_to_cite_does_so_after_later_editions(
    later: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch, drawn_lots: list[Any], number: int
) -> None:
    page, query = drawn_lots[number]
    app = opened(page, **query)
    assert not app.exception
    seen, (share, cite) = chart_of(app), links(app)
    copy = opened_link(share)
    assert chart_of(copy) == seen
    address = url_of(copy)
    assert address.items() <= dict(parse_qsl(share.partition("?")[2])).items()
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(later))
    copy = opened_link(cite)
    assert chart_of(copy) == seen
    assert url_of(copy).keys() - address.keys() == {"edition"}
    assert address.items() <= url_of(copy).items()
    assert links(copy) == (share, cite)
