"""What several test files share: one built workspace, made once, and a browser on the dashboard served from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from browsing import PATIENCE, Watch, chrome, chromium, lasting_profile, served
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

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
def profiles(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Profiles]:
    """Return a function that gives the watched browser profile for some options, a new one if asked for."""
    watch = Watch()
    with ExitStack() as stack:
        kept: dict[str, BrowserContext] = {}

        def profile(fresh: bool, options: dict[str, Any]) -> BrowserContext:
            name = repr(options)
            if name in kept and not fresh:
                return kept[name]
            if fresh or options:
                browser: Browser = request.getfixturevalue("browser")
                made = stack.enter_context(browser.new_context(**options))
            else:
                made = stack.enter_context(lasting_profile(playwright))
            made.set_default_timeout(PATIENCE)
            if not fresh:
                kept[name] = made
            return watch.over(made)

        yield profile, watch


@pytest.fixture
def tab(profiles: Profiles) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a tab; at the end of each test nothing may have left the machine."""
    profile, watch = profiles
    watch.requests.clear()
    watch.complaints.clear()
    tabs: list[Page] = []

    def open_tab(
        *,
        fresh: bool = False,
        viewport: ViewportSize | None = None,
        color_scheme: Literal["light", "dark"] | None = None,
        **options: Any,
    ) -> Page:
        page = profile(fresh, options).new_page()
        tabs.append(page)
        page.set_viewport_size(viewport or {"width": 1280, "height": 900})
        if color_scheme:
            page.emulate_media(color_scheme=color_scheme)
        return page

    yield open_tab
    for tab in tabs:
        tab.close()
    assert watch.requests
    assert watch.abroad == []
    assert watch.complaints == []
