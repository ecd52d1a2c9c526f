"""Figures drawn on the server: every form is a valid file of its own figure, at any size, and Chrome may fail."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import pypdf
import pytest
from every_picture import EVERY, WAR, small
from PIL import Image, ImageChops

from dashboard import drawing, language, store
from dashboard.answers import Answers
from dashboard.charts.looks import SIZES, Look, of_width
from dashboard.charts.network_multiples import NetworkPanel, network_multiples
from dashboard.charts.theme import Caption
from dashboard.model import Filters
from dashboard.network import positions
from dashboard.pictures import overview

SVG = "{http://www.w3.org/2000/svg}"
POINT = 0.75  # of a px


@pytest.fixture(scope="module", autouse=True)
def chrome(drawer: str) -> Iterator[str]:
    yield drawer
    drawing._stop()


@pytest.fixture(scope="module")
def answers(edition: store.Edition) -> Answers:
    return Answers(edition)


def png(figure: go.Figure, look: Look) -> Image.Image:
    """Draw a figure in dots; return the image with its alpha."""
    with Image.open(io.BytesIO(drawing.file_of(figure, "png", look))) as image:
        assert image.format == "PNG"
        return image.convert("RGBA")


def colours(image: Image.Image) -> int:
    """Return how many colours an image has."""
    return len(image.getcolors(1 << 26) or ())


def is_grey(image: Image.Image) -> bool:
    red, green, blue = image.convert("RGB").split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def texts(svg: bytes) -> str:
    """Return the texts of a drawing, a line of a text after another."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own file
    return " ".join(" ".join(part.itertext()) for part in root.iter(f"{SVG}text"))


def fetched_by(svg: bytes) -> list[str]:
    """Return what whoever opens a drawing would load from elsewhere, or run."""
    found = []
    for part in ElementTree.fromstring(svg).iter():  # noqa: S314  # our own file
        found += [part.tag] * part.tag.endswith(("}script", "}foreignObject"))
        links = [value for name, value in part.items() if name.endswith(("href", "src"))]
        found += [link for link in links if not link.startswith(("#", "data:image/png;base64,"))]
        styles = [*part.attrib.values(), *([part.text or ""] if part.tag.endswith("style") else [])]
        urls = [url for style in styles for url in re.findall(r"""url\(["']?([^"')]*)""", style)]
        found += [url for url in urls if not url.startswith(("#", "data:font/woff2;base64,"))]
        found += [style for style in styles if "@import" in style]
    return found


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def page_of(pdf: bytes) -> pypdf.PageObject:
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    assert len(reader.pages) == 1
    return reader.pages[0]


# --- every chart in every form ----------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_is_a_valid_file_in_every_form(answers: Answers, name: str) -> None:
    picture = EVERY[name](answers, WAR)
    caption = picture.figure.layout.meta["caption"]
    svg = drawing.file_of(picture.figure, "svg", Look())
    assert ElementTree.fromstring(svg).get("width") == "1200"  # noqa: S314  # our own file
    said = flat(texts(svg))
    for part in (caption["title"], caption["filters"], caption["count"], caption["edition"]):
        assert flat(part) in said
    assert fetched_by(svg) == []
    assert b'font-family:"Noto Sans"' in svg
    assert b"data:font/woff2;base64," in svg
    page = page_of(drawing.file_of(picture.figure, "pdf", Look()))
    assert float(page.mediabox.width) == pytest.approx(1200 * POINT, abs=0.5)
    assert flat(caption["title"]) in flat(page.extract_text())
    image = png(picture.figure, Look(layout=600, width=600, transparent=True, grey=True))
    assert image.width == 600
    assert is_grey(image)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert colours(image) > 20


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_of_nothing_is_a_valid_file_too(answers: Answers, name: str) -> None:
    nothing = Filters(actors=("ABW",), places=("none",))
    svg = drawing.file_of(EVERY[name](answers, nothing).figure, "svg", Look(layout=600, width=600))
    assert ElementTree.fromstring(svg).get("width") == "600"  # noqa: S314  # our own file
    assert texts(svg)


@pytest.mark.parametrize("layout", [600, 1200])
@pytest.mark.parametrize("empty", [(0,), (1,), (0, 2), (0, 1, 2)])
def test_a_panel_without_a_tie_has_its_heading_above_itself(
    edition: store.Edition, answers: Answers, empty: tuple[int, ...], layout: int
) -> None:
    ties = answers.ask("actor_network")
    panels = [NetworkPanel(f"Heading{at}", ties[:0] if at in empty else ties, "3 events") for at in range(3)]
    caption = Caption("Title", "All dates", "n = 3", "3 rows.", "2026-01-01-abcdef", "")
    figure = network_multiples(panels, positions(store.ask(edition, "actor_network")), {}, caption)
    root = ElementTree.fromstring(drawing.file_of(figure, "svg", Look(layout=layout)))  # noqa: S314  # our own file
    groups = [one for one in root.iter(f"{SVG}g") if one.get("transform") and one.find(f"{SVG}text") is not None]
    headings = {"".join(one.itertext())[:8]: one.get("transform", "") for one in groups}
    at = [json.loads(headings[f"Heading{number}"].replace("translate(", "[").replace(")", "]")) for number in range(3)]
    apart = [other[layout < 640] - one[layout < 640] for one, other in pairwise(at)]
    assert min(apart) > 300


@pytest.mark.parametrize("speech", ["en", "id"])
@pytest.mark.parametrize("name", ["map", "map of density", "map, played"])
@pytest.mark.parametrize("year", [1990, 1994, 2020, 2022, 2024])
def test_the_key_of_a_narrow_map_stands_between_map_and_footer_and_of_a_wide_one_inside(
    answers: Answers, name: str, year: int, speech: str
) -> None:
    with language.speaking(speech):
        figure = EVERY[name](answers, Filters(date(year, 1, 1), date(year, 12, 31))).figure

    def where(layout: int) -> tuple[float, float, float, float]:
        """Return the y of the top and the bottom of the key, of the bar of km in the map and of the footer."""
        root = ElementTree.fromstring(drawing.file_of(figure, "svg", Look(layout=layout)))  # noqa: S314  # our own file
        tops = [
            (float(re.findall(r"translate\([^,]*,([^)]*)\)", group.get("transform", ""))[0]), group)
            for group in root.iter(f"{SVG}g")
            if "translate" in group.get("transform", "")
        ]
        ((key, box),) = [(y, group) for y, group in tops if group.get("class") == "legend2"]
        texts = [(y, "".join(one.itertext())) for y, group in tops for one in group.findall(f"{SVG}text")]
        (bar,) = [y for y, text in texts if text.endswith(" km") and len(text) < 7]
        (footer,) = [y for y, text in texts if text.startswith("n = ")]
        return key, key + max(float(one.get("height", "0")) for one in box.iter(f"{SVG}rect")), bar, footer

    top, bottom, bar, footer = where(390)
    assert bar < top < bottom < footer
    top, bottom, bar, footer = where(1200)
    assert top < bar < bottom < footer


# --- sizes and grounds ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("transparent", [False, True])
def test_a_png_has_the_size_that_was_asked_for_and_is_not_blank(
    answers: Answers, size: str, *, transparent: bool
) -> None:
    _, look = SIZES[size]
    wanted = Look(look.layout, look.width, look.height, transparent=transparent)
    image = png(overview.picture(answers, WAR).figure, wanted)
    assert image.width == look.width
    assert image.height == look.height or (not look.height and 400 < image.height < look.width * 1.2)
    corners = [(x, y) for x in (0, image.width - 1) for y in (0, image.height - 1)]
    assert {image.getpixel(at) for at in corners} == {(0, 0, 0, 0) if transparent else (255, 255, 255, 255)}
    assert not is_grey(image)
    assert colours(image) > 50
    alpha = image.getchannel("A").histogram()
    assert alpha[255] > image.width * image.height / 100, "ink is not seen through"
    assert (alpha[0] > image.width * image.height / 3) if transparent else alpha[255] == image.width * image.height


@pytest.mark.parametrize("width", [300, 301, 999, 1799, 1800, 8000])
def test_a_png_is_as_wide_as_the_reader_says(width: int) -> None:
    image = png(small("Of any width"), of_width(width))
    assert image.width == width
    assert width * 0.2 < image.height < width
    assert colours(image) > 20


def test_a_picture_of_fixed_height_stands_whole_in_the_middle() -> None:
    image = png(small("In the middle"), Look(width=800, height=2000))
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box
    assert box[1] + box[3] == pytest.approx(2000, abs=60)
    assert box[3] - box[1] < 500


@pytest.mark.parametrize("form", drawing.FORMATS)
def test_a_picture_too_large_for_chrome_is_refused_in_a_sentence_and_the_next_is_drawn(form: str) -> None:
    tall = small("Tall")
    tall.layout.meta["plot"] = tall.layout.meta["plot_narrow"] = 12000
    if form == "png":
        with pytest.raises(drawing.DrawingError, match="smaller") as told:
            drawing.file_of(tall, form, of_width(8000))
        assert "\n" not in str(told.value)
    else:
        assert drawing.file_of(tall, form, of_width(8000))
    assert png(small("Next"), Look()).width == 2400


@pytest.mark.parametrize("size", SIZES)
def test_a_pdf_is_one_page_of_the_size_of_its_picture_with_text_and_fonts(size: str) -> None:
    _, look = SIZES[size]
    page = page_of(drawing.file_of(small("A title for paper"), "pdf", look))
    high = float(page.mediabox.height)
    wide = look.width if look.height else look.layout
    assert float(page.mediabox.width) == pytest.approx(wide * POINT, abs=0.5)
    assert high == pytest.approx((look.height or high / POINT) * POINT, abs=0.5)
    text = flat(page.extract_text())
    for part in ("A title for paper", "All dates · all actors", "n = 3 events", "Edition 2026-01-01-abcdef"):
        assert part in text
    fonts = [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert any("NotoSans" in font for font in fonts)
    assert not page.images, "vectors, not dots"


@pytest.mark.parametrize("form", drawing.FORMATS)
def test_a_coloured_picture_is_grey_where_that_is_asked_and_only_its_colours_are(form: str) -> None:
    made = drawing.file_of(small("Red is #ff0000 or rgb(255, 0, 0)"), form, Look(grey=True))
    if form == "png":
        assert is_grey(Image.open(io.BytesIO(made)))
    else:
        said = texts(made) if form == "svg" else page_of(made).extract_text()
        assert "Red is #ff0000 or rgb(255, 0, 0)" in flat(said)


# --- words of the reader's own, ranges --------------------------------------------------------------


@pytest.mark.parametrize(
    "own",
    [
        "Talks & <b>war</b> ]]> \"quoted\" 'too' &amp; $x^2$",
        "Արցախ · Dağlıq Qarabağ · Карабах · Ə",
        "with a form feed\x0c, a bell\x07, a null\x00 and a stray \ud800 half",
        "שלום مرحبا 日本語",
    ],
)
def test_words_of_the_readers_own_stand_in_the_picture_as_they_are(own: str) -> None:
    seen = flat(re.sub("[\x00-\x08\x0e-\x1f\ud800]", "", own))
    for form in ("svg", "pdf"):
        made = drawing.file_of(small("Generated"), form, Look(title=own, subtitle=f"Below: {own}"))
        if form == "svg":
            said = flat(texts(made))
            assert f"{seen} Below: {seen}" in said
            assert "Generated" not in said
            assert "n = 3 events" in said
        else:
            page_of(made)
    assert png(small("Generated"), Look(title=own)).width == 2400


def test_a_word_longer_than_the_picture_is_broken() -> None:
    svg = drawing.file_of(small("Generated"), "svg", Look(title="W" * 300, layout=600, width=600))
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own file
    lines = [line.text or "" for text in root.iter(f"{SVG}text") for line in text.iter(f"{SVG}tspan")]
    assert "".join(line for line in lines if set(line) == {"W"}) == "W" * 300
    assert max(len(line) for line in lines if set(line) == {"W"}) < 45


def test_the_stretch_that_the_reader_turned_to_is_drawn(answers: Answers) -> None:
    figure = overview.picture(answers, Filters()).figure
    whole = texts(drawing.file_of(figure, "svg", Look()))
    part = texts(drawing.file_of(figure, "svg", Look(), {"xaxis": ["2020-09-01", "2020-12-31"]}))
    assert "1990" in whole.split()
    assert "1990" not in part.split()
    assert re.search(r"\b(Oct|Nov)", part)


def test_what_is_asked_for_leaves_the_figure_as_it_was() -> None:
    figure = small("Unchanged")
    before = figure.to_json()
    drawing.file_of(figure, "svg", Look(title="Other", grey=True), {"xaxis": [1, 2]})
    assert figure.to_json() == before


# --- no drawing in vain -----------------------------------------------------------------------------


def told_by_the_page(expression: str) -> str:
    """Return the text that an expression has on the page that draws."""
    assert drawing._browser
    (tab,) = drawing._browser._kaleido.tabs.values()
    wanted = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    told = drawing._browser._done(tab.send_command("Runtime.evaluate", params=wanted))
    return str(told["result"]["result"]["value"])


@pytest.mark.parametrize("form", drawing.FORMATS)
@pytest.mark.parametrize("layout", [600, 1200])
@pytest.mark.parametrize("name", ["map", "timeline", "network: network", "overview"])
def test_a_chart_is_drawn_once_whatever_its_legend_takes_and_its_page_stays(
    answers: Answers, name: str, layout: int, form: str
) -> None:
    figure = EVERY[name](answers, WAR).figure
    drawing.file_of(figure, form, Look(layout=layout))
    told_by_the_page(
        """window.counted = [];
        for (const how of ["newPlot", "react"]) {
            const plain = Plotly[how].plain ?? Plotly[how];
            Plotly[how] = (node, data, ...rest) => {
                window.counted.push(data.filter((trace) => trace.x?.length !== 1 || trace.x[0] !== null).length);
                return plain(node, data, ...rest);
            };
            Plotly[how].plain = plain;
        }
        "ready" """
    )
    drawing.file_of(figure, form, Look(layout=layout))
    drawn = json.loads(told_by_the_page("JSON.stringify(window.counted.filter((traces) => traces > 0))"))
    assert len(drawn) == 1
    assert told_by_the_page("String(document.querySelectorAll('.js-plotly-plot, .svg-container').length)") == "0"


# --- Chrome fails -----------------------------------------------------------------------------------


@pytest.fixture
def stopped() -> Iterator[None]:
    drawing._stop()
    yield
    drawing._stop()


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("form", drawing.FORMATS)
def test_without_chrome_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    running = threading.active_count()
    with monkeypatch.context() as patch:
        patch.setenv("BROWSER_PATH", "/nowhere/chrome")
        for _ in range(3):
            with pytest.raises(drawing.DrawingError, match=rf"^{form.upper()} files are drawn by Chrome") as told:
                drawing.file_of(small("x"), form, Look())
        assert "BROWSER_PATH" in str(told.value)
    assert threading.active_count() == running
    assert drawing.file_of(small("x"), "svg", Look())


@pytest.mark.usefixtures("stopped")
def test_no_browser_on_the_path_is_told_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROWSER_PATH")
    monkeypatch.setattr("choreographer.browsers.chromium.Chromium.find_browser", lambda **_: None)
    with pytest.raises(drawing.DrawingError, match="none was found on this machine"):
        drawing.file_of(small("x"), "png", Look())


def test_a_chrome_that_was_installed_meanwhile_is_found(monkeypatch: pytest.MonkeyPatch, chrome: str) -> None:
    found: list[str | None] = [None, chrome]
    drawing._installed.cache_clear()
    monkeypatch.delenv("BROWSER_PATH")
    monkeypatch.setattr("choreographer.browsers.chromium.Chromium.find_browser", lambda **_: found.pop(0))
    assert "Install one" in drawing.missing()
    assert [drawing.missing(), drawing.missing()] == ["", ""]
    drawing._installed.cache_clear()


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("executable", [True, False])
def test_a_chrome_that_does_not_start_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, executable: bool
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    broken.chmod(0o755 if executable else 0o644)
    running = threading.active_count()
    with monkeypatch.context() as patch:
        patch.setenv("BROWSER_PATH", str(broken))
        began = time.monotonic()
        with pytest.raises(drawing.DrawingError, match="could not be drawn") as told:
            drawing.file_of(small("x"), "png", Look())
        assert time.monotonic() - began < 30
        assert "\n" not in str(told.value)
    assert drawing.file_of(small("x"), "svg", Look())
    drawing._stop()
    for _ in range(50):
        if threading.active_count() <= running:
            break
        time.sleep(0.1)
    assert threading.active_count() <= running


@pytest.mark.usefixtures("stopped")
@pytest.mark.skipif(os.name == "nt", reason="the program that hangs is a script for sh")
def test_a_chrome_that_hangs_at_its_start_is_started_once_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chrome: str
) -> None:
    hung, slow = tmp_path / "hung", tmp_path / "chrome"
    slow.write_text(
        f'#!/bin/sh\nif [ -e {hung} ]; then exec {chrome} "$@"; fi\ntouch {hung}\nexec sleep 600\n', "ascii"
    )
    slow.chmod(0o755)
    monkeypatch.setattr(drawing, "_START", 3)
    monkeypatch.setenv("BROWSER_PATH", str(slow))
    assert drawing.file_of(small("x"), "svg", Look())
    assert hung.exists()


def kill() -> None:
    assert drawing._browser
    os.killpg(drawing._browser._kaleido.subprocess.pid, signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise")
def test_a_chrome_that_was_killed_is_told_in_a_sentence_and_another_draws_the_next() -> None:
    assert drawing.file_of(small("before"), "svg", Look())
    kill()
    began = time.monotonic()
    with pytest.raises(drawing.DrawingError, match="could not be drawn") as told:
        drawing.file_of(small("killed"), "svg", Look())
    assert "\n" not in str(told.value)
    assert "after" in texts(drawing.file_of(small("after"), "svg", Look()))
    assert time.monotonic() - began < 30


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise")
def test_a_chrome_that_is_killed_while_it_draws_keeps_nobody_waiting() -> None:
    assert drawing.file_of(small("before"), "svg", Look())
    large = small("large")
    large.add_scatter(y=list(range(8_000)), mode="markers")
    began = time.monotonic()
    with ThreadPoolExecutor(4) as readers:
        waiting = [readers.submit(drawing.file_of, large, "png", Look()) for _ in range(3)]
        time.sleep(0.4)
        kill()
        ends = [one.exception() for one in waiting]
    assert all(end is None or isinstance(end, drawing.DrawingError) for end in ends)
    assert any(ends)
    assert "after" in texts(drawing.file_of(small("after"), "svg", Look()))
    assert time.monotonic() - began < 60


def test_a_figure_that_cannot_be_drawn_spoils_no_other() -> None:
    broken = small("broken")
    broken.layout.meta["caption"] = None
    with pytest.raises(drawing.DrawingError):
        drawing.file_of(broken, "svg", Look())
    assert "sound" in texts(drawing.file_of(small("sound"), "svg", Look()))


# --- many readers -----------------------------------------------------------------------------------


def test_many_at_once_get_each_their_own_picture() -> None:
    def reader(number: int) -> list[str]:
        wrong = []
        for at in range(5):
            form = ("svg", "pdf")[at % 2]
            own = f"Reader {number} picture {at} end"
            look = Look(title=own if at % 3 else "", grey=bool(number % 2), layout=(600, 1200)[number % 2])
            made = drawing.file_of(small(own, f"filter {number}-{at}"), form, look)
            said = flat(texts(made) if form == "svg" else page_of(made).extract_text())
            if re.findall(r"Reader \d+ picture \d+ end", said) != [own] or f"filter {number}-{at}" not in said:
                wrong.append(said[:80])
        return wrong

    with ThreadPoolExecutor(8) as readers:
        assert [wrong for found in readers.map(reader, range(8)) for wrong in found] == []
