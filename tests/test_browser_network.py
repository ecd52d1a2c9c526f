"""The network in a real browser: no name meets another, ties and actors open what they stand for, files are saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from browsing import MEETINGS, click_point, idle, meetings_in, opener, plot, points, query_of, saved_svg, wait_for_query
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]
WAR = {"start": "2020-09-27", "end": "2020-11-10"}
SVG = "{http://www.w3.org/2000/svg}"
VIEWS: dict[str, dict[str, str]] = {
    "network": {},
    "network in the war": WAR,
    "persons": {"level": "persons"},
    "around one": {"around": "TUR"},
    "matrix": {"show": "matrix"},
    "pair": {"show": "pair"},
    "wars": {"show": "wars"},
    "the first war": {"show": "wars", "war": "1992"},
    "standing": {"show": "standing"},
    "standing by betweenness": {"show": "standing", "measure": "betweenness"},
}


@pytest.fixture
def opened(tab: Opened, site: str) -> Callable[..., Page]:
    """Return a function that opens the network with a query, on a screen of a size."""
    return opener(tab, site, "network")


@pytest.mark.parametrize(("view", "width"), [*((v, 390) for v in VIEWS), *((v, 1400) for v in list(VIEWS)[:4])])
def test_no_text_meets_another_on_the_screen(opened: Callable[..., Page], view: str, width: int) -> None:
    page = opened(width, 1000, **VIEWS[view])
    assert plot(page).evaluate(MEETINGS) == []
    box = plot(page).bounding_box()
    assert box
    cut = """root => [...root.querySelectorAll(".annotation text, .ytick text, .xtick text")].filter((text) => {
        const { left, right, width } = text.getBoundingClientRect(), all = root.getBoundingClientRect();
        return width > 0 && (left < all.left - 1 || right > all.right + 1);
    }).map((text) => text.textContent)"""
    assert plot(page).evaluate(cut) == [], "a name is cut off at the rim"


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_meets_another_in_the_picture(opened: Callable[..., Page], tmp_path: Path, view: str) -> None:
    page = opened(**VIEWS[view])
    path = saved_svg(page, tmp_path)
    root = ElementTree.parse(path).getroot()  # noqa: S314  # our own file
    assert not list(root.iter(f"{SVG}image"))
    assert len(list(root.iter(f"{SVG}text"))) > 12
    assert meetings_in(page, path) == []


def test_a_tie_opens_its_events(opened: Callable[..., Page]) -> None:
    page = opened(1400, 2000, **WAR)
    tie = max((p for p in points(page) if p["kind"] == "lines"), key=lambda p: (min(p["alone"], 25), len(p["ids"])))
    click_point(page, tie)
    if len(tie["ids"]) == 1:
        expect(page.locator(".st-key-receipt .kt-id").first).to_have_text(tie["ids"][0])
    else:
        expect(page.get_by_text(f"{len(tie['ids'])} events behind your choice.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Filter by"))).to_have_count(0)


def test_an_actor_becomes_the_filter(opened: Callable[..., Page]) -> None:
    page = opened(1400, 2000, **WAR)
    actor = max((p for p in points(page) if p["kind"] == "markers"), key=lambda p: (min(p["alone"], 25), p["size"]))
    click_point(page, actor)
    button = page.get_by_role("button", name=re.compile("^Filter by "))
    button.wait_for()
    button.click()
    page.wait_for_function("() => new URLSearchParams(location.search).has('actors')")
    idle(page)
    chosen = query_of(page)
    assert chosen == WAR | {"actors": chosen["actors"]}
    expect(page.get_by_role("button", name=re.compile("^Filter by "))).to_have_count(0)
    page.wait_for_function("() => document.querySelector('.kt-plot').layout.title.subtitle.text.includes('with ')")


def test_a_cell_of_the_matrix_opens_its_events(opened: Callable[..., Page]) -> None:
    page = opened(1400, 2000, show="matrix", **WAR)
    where = """plot => {
        const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
        return { x: box.left + xaxis._offset + xaxis.d2p(1), y: box.top + yaxis._offset + yaxis.d2p(0),
            count: plot.data[0].customdata[plot.data[0].x.findIndex((x, at) =>
                x === 1 && Math.round(plot.data[0].base[at] + 0.47) === 0)].event_ids.length };
    }"""
    cell = plot(page).evaluate(where)
    page.mouse.move(cell["x"] + 3, cell["y"] + 3)
    page.mouse.move(cell["x"], cell["y"])
    page.wait_for_function("() => document.querySelector('.kt-plot')._hoverdata?.length")
    page.mouse.click(cell["x"], cell["y"])
    expect(page.get_by_text(f"{cell['count']} events behind your choice.")).to_be_visible()


def test_another_picture_stands_in_the_address(opened: Callable[..., Page]) -> None:
    page = opened(**WAR)
    page.get_by_role("button", name="Matrix").or_(page.get_by_role("radio", name="Matrix")).first.click()
    wait_for_query(page, **WAR, show="matrix")
    page.locator(".kt-plot[data-drawn^='karabakh_actor-network-matrix'] .main-svg").first.wait_for()


def test_the_graph_is_saved_as_a_file_that_is_read_back(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(**WAR)
    sizes = set()
    for label, read in (("GraphML", nx.read_graphml), ("GEXF", nx.read_gexf)):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert "2020-09-27--2020-11-10" in path.name
        found = read(path)
        sizes.add((found.number_of_nodes(), found.number_of_edges()))
    assert len(sizes) == 1
    assert sizes.pop() > (10, 50)
