"""The served dashboard in a real browser, as a reader meets it; nothing leaves the machine in the whole run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import (
    CHARTS,
    asked,
    click_point,
    count_in_caption,
    idle,
    key_figures,
    plot,
    points,
    query_of,
    served,
    settle,
    turn,
    visit,
    wait_for_query,
)
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Download, Page, expect

from dashboard import adding, build, store, words
from dashboard.charts import theme
from dashboard.model import Filters

WAR = {"start": "2020-09-27", "end": "2020-11-10"}
WAR_OPTIONS = ("--start", "2020-09-27", "--end", "2020-11-10")
PAGES = ("overview", "map", "diplomacy", "network", "events", "about")
#: Gathers at each frame where the top of the drawn picture is.
TOPS = """function look() {
    const drawn = document.querySelector(".kt-plot[data-drawn]");
    if (drawn) window.tops.add(Math.round(drawn.getBoundingClientRect().top + window.scrollY));
    requestAnimationFrame(look);
}"""
Opened = Callable[..., Page]


def choose_period(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name=name, exact=True).click()


def choose_actor(page: Page, typed: str, option: str) -> None:
    page.get_by_role("combobox", name="Actors").click()
    page.get_by_role("combobox", name="Actors").press_sequentially(typed)
    page.get_by_role("option", name=re.compile(option)).first.click()
    page.keyboard.press("Escape")


def figures_of(workspace: Path, *options: str) -> dict[str, Any]:
    (row,) = asked(workspace, "key_figures", *options)
    return row


def shown_as(row: dict[str, Any]) -> dict[str, int]:
    return {"events": row["happenings"], **{name: row[name] for name in ("armed", "talks", "agreements")}}


def without_outlets(page: Page) -> dict[str, int]:
    return {name: number for name, number in key_figures(page).items() if name != "outlets"}


# --- every page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_shows_its_chart_or_its_table(site: str, tab: Opened, name: str) -> None:
    page = visit(tab(), site, name)
    if name in CHARTS:
        expect(plot(page)).to_have_attribute("role", "img")
        assert re.search(r"\d", plot(page).get_attribute("aria-label") or "")
        assert points(page)
    elif name == "events":
        expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    else:
        expect(page.get_by_text("ASSAULT", exact=True)).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlert").count() == 0
    assert page.title()


# --- the filter -------------------------------------------------------------------------------------


def test_a_period_and_an_actor_chosen_in_the_bar_change_figures_caption_and_address(
    site: str, tab: Opened, workspace: Path
) -> None:
    page = visit(tab(), site)
    everything = figures_of(workspace)
    count_in_caption(page, words.plural(everything["happenings"], "event"))
    assert without_outlets(page) == shown_as(everything)

    choose_period(page, "44-day war")
    war = figures_of(workspace, *WAR_OPTIONS)
    assert war["happenings"] < everything["happenings"]
    count_in_caption(page, words.plural(war["happenings"], "event"))
    wait_for_query(page, **WAR)
    assert without_outlets(page) == shown_as(war)

    choose_actor(page, "Russia", "^Russia( ·|$)")
    russia = figures_of(workspace, *WAR_OPTIONS, "--actor", "RUS")
    assert russia["happenings"] < war["happenings"]
    count_in_caption(page, words.plural(russia["happenings"], "event"))
    wait_for_query(page, **WAR, actors="RUS")
    assert without_outlets(page) == shown_as(russia)

    copy = tab(fresh=True)
    copy.goto(str(page.evaluate("location.href")))
    settle(copy, "overview")
    count_in_caption(copy, words.plural(russia["happenings"], "event"))
    assert key_figures(copy) == key_figures(page)

    turn(page, "about")
    for name in ("diplomacy", "map", "network"):
        turn(page, name)
        wait_for_query(page, **WAR, actors="RUS")
        caption = plot(page).evaluate("plot => plot.layout.meta.caption")
        assert f"{russia['happenings']:,} event" in caption["count"]
        assert caption["filters"] == "27 September – 10 November 2020 · with Russia"
    turn(page, "events")
    wait_for_query(page, **WAR, actors="RUS")
    rows = asked(workspace, "events", *WAR_OPTIONS, "--actor", "RUS")
    expect(page.locator(".kt-lead")).to_contain_text(f"{words.plural(len(rows), 'row')}.")

    page.get_by_role("button", name="Reset").click()
    wait_for_query(page)
    expect(page.locator(".kt-lead")).to_contain_text(f"{words.plural(everything['rows'], 'row')}.")
    turn(page, "overview")
    count_in_caption(page, words.plural(everything["happenings"], "event"))


@pytest.mark.parametrize("typed", ["Rusia", "Russia"])
def test_a_name_typed_and_entered_becomes_this_one_actor(site: str, tab: Opened, typed: str) -> None:
    page = visit(tab(), site, "overview", **WAR)
    box = page.get_by_role("combobox", name="Actors")
    box.click()
    box.press_sequentially(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    page.wait_for_function("() => new URLSearchParams(location.search).has('actors')")
    assert query_of(page)["actors"] == "RUS"


def test_one_step_back_takes_back_one_choice(site: str, tab: Opened, workspace: Path) -> None:
    page = visit(tab(), site)
    choose_period(page, "44-day war")
    wait_for_query(page, **WAR)
    page.evaluate("history.back()")
    page.wait_for_function("start => new URLSearchParams(location.search).get('end') !== start", arg=WAR["end"])
    assert query_of(page) == {}
    count_in_caption(page, words.plural(figures_of(workspace)["happenings"], "event"))


def test_dates_typed_by_keyboard_filter(site: str, tab: Opened, workspace: Path) -> None:
    page = visit(tab(), site)
    page.get_by_role("spinbutton", name="year, From").click()
    page.keyboard.type("20160401")
    page.keyboard.press("Tab")  # to the calendar's button
    page.keyboard.press("Tab")  # out of the field: now the date counts
    wait_for_query(page, start="2016-04-01")
    expected = figures_of(workspace, "--start", "2016-04-01")
    count_in_caption(page, words.plural(expected["happenings"], "event"))
    expect(page.get_by_role("combobox", name="Period")).to_have_value("Own dates")


def test_a_filter_that_matches_nothing_says_so_in_the_picture(site: str, tab: Opened) -> None:
    page = visit(tab(), site, "diplomacy", start="1950-01-01", end="1950-01-02")
    expect(plot(page)).to_contain_text("No event matches this filter.")


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_stays_where_it_was_when_it_appeared(site: str, tab: Opened, name: str) -> None:
    page = tab(viewport={"width": 390, "height": 2400} if name == "map" else {"width": 1280, "height": 2200})
    page.add_init_script("window.tops = new Set(); (" + TOPS + ")();")
    visit(page, site, name, **WAR)
    assert len(page.evaluate("[...window.tops]")) == 1
    choose_period(page, "September 2023")
    wait_for_query(page, start="2023-09-01", end="2023-09-30")
    idle(page)
    assert len(page.evaluate("[...window.tops]")) == 1


# --- from a mark to its sources ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [("overview", "bar"), ("diplomacy", "markers"), ("map", "markers"), ("network", "lines"), ("network", "markers")],
)
def test_a_click_on_a_mark_opens_what_is_behind_it(site: str, tab: Opened, name: str, kind: str) -> None:
    page = visit(tab(viewport={"width": 1280, "height": 2200}), site, name, **WAR)
    candidates = [point for point in points(page) if point["kind"] == kind]
    chosen = max(candidates, key=lambda point: (min(point["alone"], 25), point["size"]))
    click_point(page, chosen)
    ids = set(chosen["ids"])
    if len(ids) == 1:
        expect(page.locator(".st-key-receipt .kt-id").first).to_have_text(min(ids))
    else:
        expect(page.get_by_text(f"{words.plural(len(ids), 'event')} behind your choice.")).to_be_visible()
        expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    read = {"talk": min(ids)} if name == "diplomacy" and len(ids) == 1 else {}  # what is being read can be cited
    wait_for_query(page, **WAR, **read)


def test_the_receipt_of_a_coded_event_marks_the_quote_inside_its_article(
    site: str, tab: Opened, edition: store.Edition
) -> None:
    events = store.ask_rows(edition, "events", Filters(datasets=("coded",)))
    (row,) = store.ask_rows(edition, "receipt", None, event_id=events[len(events) // 2]["event_id"])
    page = visit(tab(), site, "events", event=row["event_id"])
    receipt = page.locator(".st-key-receipt")
    marked = receipt.locator("blockquote mark")
    expect(marked).to_have_count(1)
    ground = marked.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert ground not in ("rgba(0, 0, 0, 0)", "transparent"), "the quote does not stand out"
    text, start, end = row["article"], row["quote_start"], row["quote_end"]
    assert marked.evaluate("mark => mark.textContent") == text[start:end]
    around = str(receipt.locator("blockquote").evaluate("quote => quote.textContent"))
    assert around.strip("… ") in text
    assert len(around) > end - start
    expect(receipt).to_contain_text(f"characters {start}–{end}")


def test_the_receipt_of_a_curated_event_links_its_sources_and_nothing_else(
    site: str, tab: Opened, edition: store.Edition
) -> None:
    curated = store.ask_rows(edition, "events", Filters(datasets=("curated",)))
    row = max(curated, key=lambda event: len(event["sources"]))
    page = visit(tab(), site, "events", event=row["event_id"])
    receipt = page.locator(".st-key-receipt")
    expect(receipt.locator(".kt-id").first).to_have_text(row["event_id"])
    links = receipt.locator(".kt-source a").evaluate_all("all => all.map(a => [a.href, a.rel, a.target])")
    assert sorted(href for href, _, _ in links) == sorted(source["url"] for source in row["sources"])
    for href, rel, target in links:
        assert re.match(r"https?://", href)
        assert {"noopener", "noreferrer"} <= set(rel.split())
        assert target == "_blank"


def test_a_row_of_the_events_table_opens_its_receipt_and_stands_in_the_address(
    site: str, tab: Opened, edition: store.Edition
) -> None:
    page = visit(tab(viewport={"width": 1280, "height": 1600}), site, "events", **WAR)
    first = store.ask_rows(edition, "events", Filters.from_query(WAR, {})[0])[0]
    table = page.get_by_test_id("stDataFrame")
    cells = table.locator("canvas [role=gridcell]")  # what the drawn table tells screen readers
    expect(cells.filter(has_text=first["headline"][:40]).first).to_be_attached()
    table.click(position={"x": 18, "y": 52})  # the box of the first row
    expect(page.locator(".st-key-receipt .kt-id").first).to_have_text(first["event_id"])
    wait_for_query(page, **WAR, event=first["event_id"])
    copy = tab()
    copy.goto(str(page.evaluate("location.href")))
    expect(copy.locator(".st-key-receipt .kt-id").first).to_have_text(first["event_id"])


# --- the picture ------------------------------------------------------------------------------------


def downloaded(page: Page, folder: Path) -> tuple[Image.Image, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PNG").click()
    return opened_image(waiting.value, folder)


def opened_image(download: Download, folder: Path) -> tuple[Image.Image, str]:
    path = folder / download.suggested_filename
    download.save_as(path)
    with Image.open(path) as image:
        assert image.format == "PNG"
        return image.convert("RGB"), path.name


def dark_share(image: Image.Image, top: float, bottom: float) -> float:
    """Return the share of dark pixels in the zone between two heights."""
    zone = image.crop((0, round(top), image.width, round(bottom))).convert("L")
    return sum(zone.histogram()[:140]) / (zone.width * zone.height)


def wait_for_colours(page: Page, paper: str, ink: str) -> None:
    page.wait_for_function(
        """([paper, ink]) => {
            const layout = document.querySelector(".kt-plot")._fullLayout;
            return layout.paper_bgcolor === paper && layout.title.font.color === ink;
        }""",
        arg=[paper, ink],
    )
    ground = plot(page).locator(".main-svg").first.evaluate("svg => getComputedStyle(svg).backgroundColor")
    assert ground == "rgb({}, {}, {})".format(*(int(paper[n : n + 2], 16) for n in (1, 3, 5)))


@pytest.mark.parametrize("name", CHARTS)
def test_the_figure_turns_dark_with_the_screen_but_its_picture_for_paper_stays_white(
    site: str, tab: Opened, edition: store.Edition, tmp_path: Path, name: str
) -> None:
    page = visit(tab(color_scheme="light"), site, name, **WAR, actors="RUS")
    pictures = []
    for scheme in ("light", "dark"):
        dark = scheme == "dark"
        page.emulate_media(color_scheme="dark" if dark else "light")
        paper, ink = theme.PAPER, theme.INK
        wait_for_colours(page, *(theme.DARK[colour] if dark else colour for colour in (paper, ink)))
        (tmp_path / scheme).mkdir()
        image, file_name = downloaded(page, tmp_path / scheme)
        pictures.append(image)
        assert file_name == (
            f"karabakh_{CHARTS[name].replace('_', '-')}_rus_2020-09-27--2020-11-10_{edition.edition_id}-filtered.png"
        )
        assert image.width >= 2400
        assert 800 <= image.height <= 8000
        corners = [(0, 0), (image.width - 1, 0), (0, image.height - 1), (image.width - 1, image.height - 1)]
        assert {image.getpixel(corner) for corner in corners} == {(255, 255, 255)}
        assert len(image.getcolors(1 << 24) or ()) > 50
        assert dark_share(image, 0, 160) > 0.003  # title and filter
        assert dark_share(image, 160, image.height - 170) > 0.001  # the plot
        assert dark_share(image, image.height - 170, image.height) > 0.003  # n, sources and edition
    on_light, on_dark = pictures
    assert on_light.size == on_dark.size
    assert max(ImageStat.Stat(ImageChops.difference(on_light, on_dark)).mean) < 0.5
    page.emulate_media(color_scheme="light")
    wait_for_colours(page, theme.PAPER, theme.INK)


def test_a_page_opened_on_a_dark_screen_is_dark_from_the_start(site: str, tab: Opened) -> None:
    page = visit(tab(color_scheme="dark"), site)
    wait_for_colours(page, theme.DARK[theme.PAPER], theme.DARK[theme.INK])


def test_the_download_can_be_reached_and_used_by_keyboard(site: str, tab: Opened, tmp_path: Path) -> None:
    page = visit(tab(), site, "diplomacy", **WAR)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset?.do") == "png":
            break
    assert page.evaluate("document.activeElement.textContent") == "Download PNG"
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    image, _ = opened_image(waiting.value, tmp_path)
    assert image.width >= 2400


# --- a phone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_nothing_scrolls_sideways_and_the_chart_is_as_wide_as_the_screen(
    site: str, tab: Opened, name: str
) -> None:
    page = visit(tab(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), site, name)
    widths = page.evaluate(
        """() => [document.documentElement, document.body, ...document.querySelectorAll(
            "[data-testid=stApp], [data-testid=stMain], [data-testid=stMainBlockContainer]")]
            .map((element) => element.scrollWidth)"""
    )
    assert max(widths) <= 390
    for label in ("Period", "Actors"):
        box = page.get_by_role("combobox", name=label)
        box.scroll_into_view_if_needed()
        frame = box.bounding_box()
        assert frame
        assert frame["x"] >= 0
        assert frame["x"] + frame["width"] <= 390
    for label in ("More filters", "Reset"):
        expect(page.get_by_role("button", name=label)).to_be_visible()
    if name in CHARTS:
        frame = plot(page).bounding_box()
        assert frame
        assert frame["x"] >= 0
        assert 350 <= frame["width"] <= 390
        assert plot(page).evaluate("plot => plot._fullLayout.width") <= frame["width"] + 1


def test_the_filter_can_be_set_on_a_phone(site: str, tab: Opened, workspace: Path) -> None:
    page = visit(tab(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), site)
    page.get_by_role("combobox", name="Period").tap()
    page.get_by_role("option", name="44-day war", exact=True).tap()
    wait_for_query(page, **WAR)
    count_in_caption(page, words.plural(figures_of(workspace, *WAR_OPTIONS)["happenings"], "event"))


# --- untrusted text ---------------------------------------------------------------------------------


NASTY = (
    '<img src=x onerror="window.broken=1"> <script>window.broken=2</script> **bold** ![m](https://evil.example/m.png)'
)
ARTICLE = f"""---
title: Fighting near Hadrut {NASTY.replace('"', "'")}
date: 2020-10-20
language: en
outlet: Test <i>Daily</i> & Sons
url: 'javascript:alert(1)'
---

YEREVAN - {NASTY} Azerbaijani forces shelled Stepanakert on Monday. {NASTY}

Armenia accused Azerbaijan of shelling <b>Shushi</b> on Tuesday.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Return the address of a dashboard with an article full of markup, and the events coded from it."""
    folder = tmp_path_factory.mktemp("hostile")
    article = folder / "hostile-article.md"
    article.write_text(ARTICLE, encoding="utf-8")
    adding.add(folder / "workspace", [article])
    made = build.build_edition(folder / "workspace")
    events = store.ask_rows(made, "events", Filters(datasets=("coded",)))
    with served(folder / "workspace") as address:
        yield address, [row for row in events if row["event_id"].startswith("hostile-article:")]


def test_markup_in_an_article_is_shown_as_text(hostile: tuple[str, list[dict[str, Any]]], tab: Opened) -> None:
    site, events = hostile
    assert events
    page = tab()
    for event in events:
        visit(page, site, "events", event=event["event_id"])
        receipt = page.locator(".st-key-receipt")
        expect(receipt.locator("blockquote mark")).to_have_count(1)
        expect(receipt).to_contain_text('<img src=x onerror="window.broken=1">')
        expect(receipt).to_contain_text("<script>window.broken=2</script>")
        expect(receipt).to_contain_text("**bold**")
        expect(receipt).to_contain_text("Test <i>Daily</i> & Sons")
        assert receipt.locator("img, script, i, strong, blockquote b").count() == 0
        assert receipt.locator(".kt-source a").count() == 0
        idle(page)
        assert page.evaluate("window.broken") is None


def test_markup_in_an_article_stays_text_in_the_charts(hostile: tuple[str, list[dict[str, Any]]], tab: Opened) -> None:
    site, events = hostile
    where = next(event for event in events if event["place"] and "Stepanakert" in event["place"])
    page = visit(tab(viewport={"width": 1280, "height": 1600}), site, "map", start="2020-10-01", datasets="coded")
    (point, *_) = (point for point in points(page) if where["event_id"] in point["ids"])
    page.mouse.move(point["x"] + 3, point["y"] + 3)
    page.mouse.move(point["x"], point["y"])
    expect(plot(page).locator(".hoverlayer")).to_contain_text("Stepanakert")
    assert plot(page).locator("img, script, a, foreignObject").count() == 0
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("overview", {"actors": "![](https://evil.example/a.png)"}),
        ("overview", {"start": "![](https://evil.example/a.png)"}),
        ("events", {"event": "![](https://evil.example/a.png)"}),
        ("events", {"event": "[click](https://evil.example) <b>x</b>"}),
    ],
)
def test_markup_in_an_address_is_shown_as_text_and_fetches_nothing(
    site: str, tab: Opened, name: str, query: dict[str, str]
) -> None:
    page = visit(tab(), site, name, **query)
    (value,) = query.values()
    alert = page.get_by_test_id("stAlert")
    alert.wait_for()
    assert value in alert.inner_text()
    assert alert.locator("img, b").count() == 0
