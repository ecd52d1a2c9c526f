"""The menu under "Save or cite …" in a real browser: pictures, rows and links, by pointer and by keyboard."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pypdf
import pytest
from browsing import PATIENCE, address, count_in_caption, idle, plot, query_of, turn, visit
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard import store, views

Opened = Callable[..., Page]
WAR = {"start": "2020-09-27", "end": "2020-11-10"}
SVG = "{http://www.w3.org/2000/svg}"
#: A line on which each message of the server arrives alone, as between machines.
SLOW_LINE = """{
    const listen = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (kind, hear, ...more) {
        let last = Promise.resolve();
        const later = (event) => {
            last = last.then(() => new Promise((next) => setTimeout(() => next(hear(event)), 15)));
        };
        listen.call(this, kind, kind === "message" ? later : hear, ...more);
    };
}"""
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def menu(page: Page) -> Page:
    """Open the menu."""
    page.get_by_role("button", name="Save or cite …").click()
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    return page


def saved(page: Page, button: str) -> tuple[bytes, str]:
    """Press a button of the menu; return the file and its name."""
    with page.expect_download() as waiting:
        page.locator(".kt-save").get_by_role("button", name=button, exact=True).click()
    content = Path(waiting.value.path()).read_bytes()
    expect(page.locator(".kt-status")).to_be_empty()
    expect(page.locator(".kt-save").get_by_role("button", name=button, exact=True)).to_be_enabled()
    return content, waiting.value.suggested_filename


def image(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as opened:
        assert opened.format == "PNG"
        return opened.convert("RGBA")


def texts(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own file
    return " ".join(" ".join(" ".join(part.itertext()) for part in root.iter(f"{SVG}text")).split())


def caption(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = plot(page).evaluate("plot => plot.layout.meta.caption")
    return found


def code(page: Page) -> str:
    found = re.search(r"View ([0-9a-f]{10})$", caption(page)["footer"][0])
    assert found
    return found[1]


def figure(page: Page) -> dict[str, Any]:
    """Return what is drawn: traces and layout as they came, without what Plotly adds of its own."""
    read = "plot => JSON.stringify([plot.data, plot.layout.meta, plot.layout.xaxis?.range, plot.layout.yaxis?.range])"
    found: dict[str, Any] = json.loads(str(plot(page).evaluate(read)))
    return found


def sideways(page: Page) -> int:
    """Return by how many px anything reaches beyond the screen."""
    return int(
        page.evaluate(
            """() => Math.max(
                document.documentElement.scrollWidth - innerWidth,
                ...[...document.querySelectorAll("[data-testid=stMain], [data-testid=stMainBlockContainer]")]
                    .map((one) => one.scrollWidth - innerWidth),
                ...[...document.querySelectorAll(".kt-save *")].filter((one) => one.offsetParent)
                    .map((one) => one.getBoundingClientRect().right - innerWidth))"""
        )
    )


# --- pictures and rows ------------------------------------------------------------------------------


def test_each_form_of_the_map_comes_as_a_valid_file_of_its_own(site: str, tab: Opened, edition: store.Edition) -> None:
    page = menu(visit(tab(viewport={"width": 1400, "height": 1000}), site, "map", **WAR))
    shown = caption(page)
    stem = f"karabakh_event-map_2020-09-27--2020-11-10_{edition.edition_id}-filtered"
    files = {}
    for label, ending in {
        "PNG": "png", "SVG": "svg", "PDF": "pdf", "CSV": "csv", "JSON": "json", "Parquet": "parquet",
        "GeoJSON": "geojson", "SQL": "sql", "All of it: rows, SQL, README, citation": "zip",
    }.items():  # fmt: skip
        files[ending], name = saved(page, label)
        assert name == f"{stem}.{ending}"
    assert image(files["png"]).width == 2400
    for said in (
        texts(files["svg"]),
        " ".join(pypdf.PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text().split()),
    ):
        assert shown["title"] in said
        assert shown["filters"] in said
        assert code(page) in said
    table = pd.read_csv(io.BytesIO(files["csv"]))
    assert len(table) == len(pd.read_parquet(io.BytesIO(files["parquet"]))) == len(json.loads(files["json"])["rows"])
    assert len(gpd.read_file(io.BytesIO(files["geojson"]))) == table["lon"].notna().sum()
    assert b"-- question: event_map" in files["sql"]
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as zipped:
        readme = zipped.read(f"{stem}/README.md").decode().replace("\\", "")
    assert re.search(
        rf"Page: {re.escape(site)}/map\?start=2020-09-27&end=2020-11-10&.*edition={edition.edition_id}", readme
    )


def test_own_words_size_ground_and_greys_stand_in_the_picture(site: str, tab: Opened) -> None:
    page = menu(visit(tab(viewport={"width": 1400, "height": 1000}), site, "overview", **WAR))
    page.get_by_label("Title", exact=True).fill('Mine: <b>"Արցախ"</b> & more')
    page.get_by_label("Subtitle").fill("Seven weeks")
    for content in (saved(page, "SVG")[0],):
        assert 'Mine: <b>"Արցախ"</b> & more Seven weeks' in texts(content)
        assert caption(page)["title"] not in texts(content)
        assert caption(page)["count"] in texts(content)
    said = pypdf.PdfReader(io.BytesIO(saved(page, "PDF")[0])).pages[0].extract_text()
    assert "Seven weeks" in said
    expect(page.get_by_label("Title", exact=True)).to_have_value('Mine: <b>"Արցախ"</b> & more')
    size = page.get_by_label("Size")
    assert page.get_by_label("Width in px").is_hidden()
    for option, wanted in (("slide", (1920, 1080)), ("column", (1200, 0)), ("own", (1000, 0))):
        size.select_option(option)
        if option == "own":
            page.get_by_label("Width in px").fill("1000")
            page.get_by_label("Transparent").check()
            page.get_by_label("Greys only").check()
        drawn = image(saved(page, "PNG")[0])
        assert drawn.width == wanted[0]
        assert drawn.height == (wanted[1] or drawn.height)
        assert drawn.getpixel((0, 0)) == ((0, 0, 0, 0) if option == "own" else (255, 255, 255, 255))
        greys = all(r == g == b for _, (r, g, b, _) in drawn.getcolors(1 << 24) or ())  # type: ignore[misc]
        assert greys == (option == "own")
    page.get_by_label("Width in px").fill("99999")
    assert image(saved(page, "PNG")[0]).width == 8000


def test_words_of_another_filter_take_the_place_of_own_ones(site: str, tab: Opened) -> None:
    page = menu(visit(tab(viewport={"width": 1400, "height": 1000}), site, "overview", **WAR))
    page.get_by_label("Subtitle").fill("Seven weeks")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_label("Subtitle")).to_have_value("All dates · all actors")
    expect(page.get_by_label("Title", exact=True)).to_have_value(caption(page)["title"])


def test_a_step_that_is_played_is_saved_with_its_days_and_own_words_stay(site: str, tab: Opened) -> None:
    page = tab(viewport={"width": 1400, "height": 1000})
    page.goto(address(site, "map", time="play", step="week", window="1", **WAR))
    page.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
    idle(page)
    menu(page)
    assert page.locator(".kt-save [data-save=pdf]").is_hidden()
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("End")
    expect(page.get_by_label("Subtitle")).to_have_value(re.compile("9–15 Nov 2020"))
    page.get_by_label("Title", exact=True).fill("The last week")
    for _ in range(2):
        assert re.search("The last week .*9–15 Nov 2020", texts(saved(page, "SVG")[0]))
        idle(page)
        expect(page.get_by_label("Title", exact=True)).to_have_value("The last week")
        expect(page.get_by_label("Subtitle")).to_have_value(re.compile("9–15 Nov 2020"))


def test_an_order_that_a_change_of_the_page_overtakes_holds_nothing_up(site: str, tab: Opened) -> None:
    page = menu(visit(tab(viewport={"width": 1400, "height": 1400}), site, "map", **WAR))
    page.locator(".kt-save [data-save=pdf]").click()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("() => !location.search.includes('start')")
    idle(page)
    expect(page.locator(".kt-save [data-save=pdf]")).to_be_enabled()
    expect(page.locator(".kt-status")).not_to_have_text(re.compile("Drawing"))
    assert saved(page, "CSV")[0]


# --- links ------------------------------------------------------------------------------------------


def test_copied_links_and_the_code_of_a_picture_open_what_was_shown(
    site: str, tab: Opened, workspace: Path, edition: store.Edition
) -> None:
    query = WAR | {"view": "caucasus", "names": "armenian", "zoom": "560.4,4370.2,640.1,4450"}
    page = menu(visit(tab(viewport={"width": 1400, "height": 1000}), site, "map", **query))
    page.context.grant_permissions(CLIPBOARD)
    wanted = figure(page)
    links = {}
    for name in ("share", "cite"):
        page.locator(f".kt-save [data-copy={name}]").click()
        expect(page.locator(".kt-status")).to_have_text("Copied.")
        links[name] = str(page.evaluate("navigator.clipboard.readText()"))
        assert links[name] == page.locator(f".kt-save [name={name}]").input_value()
        idle(page)
    assert links["share"].startswith(f"{site}/map?start=2020-09-27")
    assert links["cite"] == f"{links['share']}&edition={edition.edition_id}"
    page.wait_for_function("() => true")
    assert views.kept(workspace, code(page))
    for link in (*links.values(), f"{site}/?v={code(page)}"):
        copy = tab(viewport={"width": 1400, "height": 1000})
        copy.goto(link)
        copy.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
        idle(copy)
        assert figure(copy) == wanted
        assert copy.get_by_test_id("stAlert").count() == 0
        assert ("edition" in query_of(copy)) == (link != links["share"])
        assert "v" not in query_of(copy)
        copy.close()


def test_a_downloaded_picture_bears_a_code_that_opens_it(site: str, tab: Opened, workspace: Path) -> None:
    page = visit(tab(viewport={"width": 1400, "height": 1000}), site, "network", **WAR, actors="RUS")
    wanted = figure(page)
    with page.expect_download():
        page.get_by_role("button", name="Download PNG").click()
    page.wait_for_function("() => document.querySelector('.kt-status').textContent === ''")
    path = workspace / "views" / f"{code(page)}.txt"
    for _ in range(PATIENCE // 100):
        if path.exists():
            break
        page.wait_for_timeout(100)
    copy = tab(viewport={"width": 1400, "height": 1000})
    copy.goto(f"{site}/?v={path.stem}")
    copy.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
    idle(copy)
    assert figure(copy) == wanted


def test_a_code_that_is_not_kept_is_told(site: str, tab: Opened) -> None:
    page = visit(tab(), site, "overview", v="0123456789")
    expect(page.get_by_test_id("stAlert")).to_contain_text("keeps no view “0123456789”")
    assert query_of(page) == {}


@pytest.mark.parametrize("line", ["", SLOW_LINE], ids=["fast", "slow"])
def test_the_edition_of_a_link_to_cite_stays_while_pages_are_turned(
    site: str, tab: Opened, edition: store.Edition, line: str
) -> None:
    page = tab()
    page.add_init_script(line)
    visit(page, site, "overview", edition=edition.edition_id)
    for name in ("map", "about", "diplomacy"):
        turn(page, name)
        page.wait_for_function("() => new URLSearchParams(location.search).has('edition')")
    assert query_of(page) == {"edition": edition.edition_id}
    page.go_back()
    page.wait_for_function("() => location.pathname.endsWith('/about')")
    idle(page)
    assert query_of(page).get("edition") == edition.edition_id
    assert page.get_by_test_id("stAlert").count() == 0


# --- keyboard and phone -----------------------------------------------------------------------------


def test_the_menu_works_by_keyboard_alone(site: str, tab: Opened) -> None:
    page = visit(tab(viewport={"width": 1400, "height": 1000}), site, "diplomacy", **WAR)
    button = page.get_by_role("button", name="Save or cite …")
    button.focus()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")  # sends nothing off
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(
            str(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"))
        )
        if seen[-1] == "SVG":
            break
    assert seen == ["Subtitle", seen[1], "Transparent", "Greys only", "PNG", "SVG"]
    assert seen[1].startswith("Size")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert "By hand" in texts(Path(waiting.value.path()).read_bytes())
    idle(page)
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".kt-save")).to_be_hidden()


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_scrolls_sideways_while_the_menu_is_open(site: str, tab: Opened, width: int) -> None:
    page = menu(visit(tab(viewport={"width": width, "height": 1000}), site, "map", **WAR))
    page.get_by_label("Size").select_option("own")
    assert sideways(page) <= 0
    for field in ("Title", "Subtitle", "Size", "Width in px"):
        box = page.get_by_label(field, exact=field == "Title").bounding_box()
        assert box
        assert box["width"] > 60
        assert box["height"] >= 24
    content, _ = saved(page, "PNG")
    assert image(content).width == 1600
    count_in_caption(page, caption(page)["count"].removeprefix("n = ").split(" ")[0])
