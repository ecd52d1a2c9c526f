"""What several test files share: one built workspace, made once, and a browser on the dashboard served from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, Watch, chrome, chromium, served
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from dashboard import build, store
from dashboard.coding import linear, parsing

Profiles = tuple[Callable[[bool, dict[str, Any]], BrowserContext], Watch]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that holds nothing but the edition of the bundled data; leave it as it is."""
    folder = tmp_path_factory.mktemp("workspace")
    build.build_edition(folder)
    return folder


@pytest.fixture(scope="session")
def edition(workspace: Path) -> store.Edition:
    """Return the edition of the bundled data."""
    found = store.edition(workspace)
    assert found
    return found


@pytest.fixture
def home(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built workspace that a page adds to."""
    folder = Path(shutil.copytree(workspace, tmp_path / "home"))
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(folder))
    return folder


@pytest.fixture
def tables_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the coder's models away: a language without models is coded so."""
    monkeypatch.setattr(linear, "FOLDER", tmp_path)
    monkeypatch.setattr(parsing, "pipeline", lambda _: None)
    linear.model.cache_clear()
    yield
    linear.model.cache_clear()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def drawer(request: pytest.FixtureRequest) -> Iterator[str]:
    """Name the Chromium of the browser tests as the one that draws files, here and in what is started from here."""
    with pytest.MonkeyPatch.context() as patch:
        path = chrome() or str(request.getfixturevalue("playwright").chromium.executable_path)
        patch.setenv("BROWSER_PATH", path)
        yield path


@pytest.fixture(scope="session")
def site(workspace: Path, drawer: str) -> Iterator[str]:
    """Return the address of the dashboard, served from the built workspace."""
    assert drawer
    with served(workspace) as address:
        yield address


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = chromium(playwright)
    yield started
    started.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[Profiles]:
    """Return a function that gives the watched browser profile for some options, a new one if asked for."""
    watch = Watch()
    kept: dict[str, BrowserContext] = {}

    def profile(fresh: bool, options: dict[str, Any]) -> BrowserContext:
        if fresh or repr(options) not in kept:
            made = watch.over(browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options)))
            made.set_default_timeout(PATIENCE)
            kept[f"{len(kept)}" if fresh else repr(options)] = made
            return made
        return kept[repr(options)]

    yield profile, watch
    for context in kept.values():
        context.close()


@pytest.fixture
def tab(profiles: Profiles) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a tab; at the end of each test nothing may have left the machine."""
    profile, watch = profiles
    watch.requests.clear()
    watch.complaints.clear()
    tabs: list[Page] = []

    def open_tab(*, fresh: bool = False, **options: Any) -> Page:
        tabs.append(profile(fresh, options).new_page())
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.close()
    assert watch.requests
    assert watch.abroad == []
    assert watch.complaints == []
