"""The diplomacy page in a real browser: no label ever meets another, zooming reveals more, the keyboard suffices."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import MEETINGS, idle, meetings_in, opener, plot, query_of, saved_svg
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]
WAR = {"start": "2020-09-27", "end": "2020-11-10"}
SPANS: dict[str, dict[str, str]] = {
    "35 years": {},
    "1 year": {"start": "2020-01-01", "end": "2020-12-31"},
    "45 days": WAR,
    "3 days": {"start": "2020-10-09", "end": "2020-10-11"},
    "a frame of 3 days": {"hours": "445176,445248"},
    "15 years of two tracks": {"start": "2005-01-01", "end": "2019-12-31", "tracks": "minsk_group,moscow"},
}
OTHERS: dict[str, dict[str, str]] = {
    question: {"show": "analyses", "analysis": question}
    for question in (
        "who_met_whom", "actors_by_track", "days_between_talks", "ceasefires", "violence_around_talks",
        "mediation_shares",
    )
} | {"compare": {"show": "compare"}, "compare tracks": {"show": "compare", "compare": "tracks"}}  # fmt: skip


@pytest.fixture
def opened(tab: Opened, site: str) -> Callable[..., Page]:
    """Return a function that opens the page with a query, on a screen of a size."""
    return opener(tab, site, "diplomacy")


@pytest.mark.parametrize(
    ("view", "width"), [*((v, 390) for v in [*SPANS, *OTHERS]), *((v, 1400) for v in [*SPANS, *OTHERS][:4])]
)
def test_no_label_meets_another_on_the_screen(opened: Callable[..., Page], view: str, width: int) -> None:
    page = opened(width, **(SPANS | OTHERS)[view])
    assert plot(page).evaluate(MEETINGS) == []


@pytest.mark.parametrize("view", SPANS)
def test_no_label_meets_another_in_the_picture(opened: Callable[..., Page], tmp_path: Path, view: str) -> None:
    page = opened(**SPANS[view])
    assert meetings_in(page, saved_svg(page, tmp_path)) == []
    assert page.locator("svg text").count() > 15


def test_the_three_ceasefires_of_october_2020_are_named_on_the_screen(opened: Callable[..., Page]) -> None:
    for width in (1400, 390):
        said = " ".join(plot(opened(width, **WAR)).locator("text").all_text_contents())
        for mediators, held in (("Russia", "5 min"), ("France, Russia", "4 min"), ("United States", "5 min")):
            assert f"{mediators}: {held}" in said, width


def test_zooming_shows_more_names_and_stands_in_the_address(opened: Callable[..., Page]) -> None:
    page = opened(**WAR)
    names = "p => p.layout.annotations.filter((note) => note.name === 'wide-label').length"
    few = plot(page).evaluate(names)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => new URLSearchParams(location.search).has('hours')")
    idle(page)
    page.wait_for_function("() => document.querySelector('.kt-plot').layout.xaxis.range[0] > '2020-10-05'")
    assert plot(page).evaluate(names) > few
    page.get_by_role("button", name="Whole picture").click()
    page.wait_for_function("() => !new URLSearchParams(location.search).has('hours')")
    assert query_of(page) == WAR


def test_the_keyboard_alone_walks_from_talk_to_talk(opened: Callable[..., Page]) -> None:
    page = opened(**WAR)
    page.get_by_role("button", name=re.compile("Read talk by talk")).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => new URLSearchParams(location.search).has('talk')")
    idle(page)
    seen = [query_of(page)["talk"]]
    for key in ("n", "n", "p"):
        page.keyboard.press(key)
        page.wait_for_function("old => new URLSearchParams(location.search).get('talk') !== old", arg=seen[-1])
        idle(page)
        seen.append(query_of(page)["talk"])
    assert len(set(seen)) == 3
    assert seen[3] == seen[1]
    headline = page.locator(".st-key-receipt h3").first
    expect(headline).to_be_visible()
    button = page.get_by_role("button", name=re.compile("Next in the track"))
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("old => new URLSearchParams(location.search).get('talk') === old", arg=seen[2])
