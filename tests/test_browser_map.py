"""The map in a real browser: turned, played, brushed, drawn around; and no name ever meets another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import MEETINGS, idle, meetings_in, opener, plot, points, query_of, saved_svg
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]
WAR = {"start": "2020-09-27", "end": "2020-11-10"}
SVG = "{http://www.w3.org/2000/svg}"

VIEWS: dict[str, dict[str, str]] = {
    "Karabakh": {},
    "Karabakh in the war": WAR,
    "South Caucasus": {"view": "caucasus"},
    "South Caucasus in the war": {"view": "caucasus"} | WAR,
    "density": {"marks": "hexagons"} | WAR,
    "four dates": {"time": "four"},
    "before and after": {"time": "two"},
    "Armenian names": {"names": "armenian", "zoom": "560,4370,640,4450", "graticule": "1"},
}


@pytest.fixture
def opened(tab: Opened, site: str) -> Callable[..., Page]:
    """Return a function that opens the map with a query, on a screen of a size."""
    return opener(tab, site, "map")


def axes(page: Page) -> list[float]:
    read = "p => ['xaxis', 'yaxis'].flatMap((name) => p._fullLayout[name].range)"
    return [float(number) for number in plot(page).evaluate(read)]


def wait_for_parameter(page: Page, name: str, *, there: bool = True) -> None:
    page.wait_for_function(
        "([name, there]) => new URLSearchParams(location.search).has(name) === there", arg=[name, there]
    )
    idle(page)


def test_a_frame_stands_in_the_address_and_opens_again(opened: Callable[..., Page], tab: Opened) -> None:
    page = opened()
    wide = axes(page)
    page.get_by_role("button", name="Zoom in").click()
    wait_for_parameter(page, "zoom")
    near = axes(page)
    assert near[1] - near[0] == pytest.approx((wide[1] - wide[0]) / 1.6, rel=0.02)
    address = page.evaluate("location.href")
    copy = tab(viewport={"width": 1400, "height": 1000})
    copy.goto(str(address))
    copy.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
    assert axes(copy) == pytest.approx(near, abs=1.0)
    page.get_by_role("button", name="Select").click()
    page.wait_for_timeout(900)
    assert "zoom" in query_of(page), "another way to point is no other frame"
    page.get_by_role("button", name="Whole picture").click()
    wait_for_parameter(page, "zoom", there=False)
    page.wait_for_function(
        "wide => Math.abs(document.querySelector('.kt-plot')._fullLayout.xaxis.range[0] - wide) < 1", arg=wide[0]
    )


def test_the_histogram_sets_the_dates_of_the_filter_by_pointer_and_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened()
    graph = page.locator(".kt-brush svg")
    graph.scroll_into_view_if_needed()
    box = graph.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], middle, steps=4)
    page.mouse.up()
    wait_for_parameter(page, "end")
    drawn = query_of(page)
    assert drawn["start"] < drawn["end"]
    assert "2005" <= drawn["start"] < "2009"
    expect(page.get_by_label("From", exact=True).first).not_to_be_empty()
    slider = page.locator(".kt-brush input").first
    slider.focus()
    page.keyboard.press("Home")
    wait_for_parameter(page, "start", there=False)
    assert query_of(page)["end"] == drawn["end"], "each end is its own"


def test_time_plays_and_each_picture_says_its_days(opened: Callable[..., Page]) -> None:
    page = opened(time="play", step="week", window="1", **WAR)
    said = page.locator(".kt-player output")
    first = said.inner_text()
    assert re.match(r"21–27 Sept 2020: \d+ events?", first)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(said).not_to_have_text(first)
    page.get_by_role("button", name="Pause").click()
    slider = page.get_by_role("slider", name="Step")
    slider.focus()
    page.keyboard.press("End")
    expect(said).to_contain_text("9–15 Nov 2020")
    shown = "p => p.layout.title.subtitle.text"
    page.wait_for_function("() => document.querySelector('.kt-plot').layout.title.subtitle.text.includes('9–15 Nov')")
    assert "9–15 Nov 2020" in plot(page).evaluate(shown), "and so does the picture that is downloaded"


def test_marks_that_are_drawn_around_are_listed_and_their_places_can_be_the_filter(
    opened: Callable[..., Page],
) -> None:
    page = opened(**WAR)
    page.get_by_role("button", name="Select").click()
    frame = plot(page).bounding_box()
    assert frame
    target = max(
        (p for p in points(page) if p["kind"] == "markers" and p["alone"] > 25 and p["size"] > 12),
        key=lambda p: p["alone"],
    )
    x, y = target["x"], target["y"]
    page.mouse.move(x - 20, y - 20)
    page.mouse.down()
    for dx, dy in ((20, -20), (20, 20), (-20, 20), (-20, -20)):
        page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()
    button = page.get_by_role("button", name=re.compile("Show only what happened at"))
    button.wait_for()
    button.click()
    wait_for_parameter(page, "places")
    assert query_of(page) == WAR | {"places": query_of(page)["places"]}
    expect(page.get_by_text("place: ").first).to_be_attached()


@pytest.mark.parametrize(("view", "width"), [*((v, 390) for v in VIEWS), *((v, 1400) for v in list(VIEWS)[:4])])
def test_no_text_meets_another_on_the_screen(opened: Callable[..., Page], view: str, width: int) -> None:
    page = opened(width, 1000, **VIEWS[view])
    assert plot(page).evaluate(MEETINGS) == []


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_meets_another_in_the_picture_and_its_vectors_are_vectors(
    opened: Callable[..., Page], tmp_path: Path, view: str
) -> None:
    page = opened(**VIEWS[view])
    path = saved_svg(page, tmp_path)
    root = ElementTree.parse(path).getroot()  # noqa: S314  # our own file
    assert root.get("width") == "1200"
    assert not list(root.iter(f"{SVG}image"))
    assert len(list(root.iter(f"{SVG}path"))) > 20
    assert len(list(root.iter(f"{SVG}text"))) > 20
    assert meetings_in(page, path) == []


def test_one_step_back_takes_back_one_option(opened: Callable[..., Page]) -> None:
    page = opened()
    narrow = axes(page)
    page.get_by_role("radio", name="South Caucasus").click()
    wait_for_parameter(page, "view")
    page.wait_for_function(
        "left => document.querySelector('.kt-plot')._fullLayout.xaxis.range[0] < left - 50", arg=narrow[0]
    )
    page.go_back()
    wait_for_parameter(page, "view", there=False)
    page.wait_for_function(
        "left => Math.abs(document.querySelector('.kt-plot')._fullLayout.xaxis.range[0] - left) < 1", arg=narrow[0]
    )
    expect(page.get_by_role("radio", name="Karabakh", exact=True)).to_be_checked()
