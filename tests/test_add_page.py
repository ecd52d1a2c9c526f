"""The page for a reader's own articles: pasted or uploaded, corrected, looked at, saved, and seen on every page."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from browsing import idle, plot, points, served, visit
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest
from test_pages import at_url, html, labels, plain, press, said

from dashboard import article_form, build, own_articles, store
from dashboard.reading import Draft

SEEDS = sorted((Path(__file__).resolve().parents[2] / "shared" / "seeds").glob("*.txt"))
#: Nobody else tells of these days at this place.
TEXT = """Ministers meet in Astana

Astana Courier
12 March 2017

ASTANA - The foreign ministers of Armenia and Azerbaijan met in Astana on 11 March 2017 with the co-chairs of the Minsk
Group, the mediators said. Azerbaijani forces shelled Stepanakert on 10 March 2017, killing two people, officials said.
"""


def page(text: str = "", *files: tuple[str, bytes]) -> AppTest:
    """Open the page, paste a text, choose files, and let them be read."""
    app = at_url("add")
    app.text_area(key="add-text-0").set_value(text)
    app.file_uploader(key="add-files-0").set_value([(name, content, "") for name, content in files])
    return press(app, "Read")


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name.replace("__", "."), one)
    return content.getvalue()


def files_of(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_a_pasted_article_is_guessed_corrected_looked_at_and_saved(home: Path) -> None:
    before, former = files_of(home), store.edition(home)
    app = page(TEXT)
    assert not app.error
    assert app.text_input(key="add-1-0-title").value == "Ministers meet in Astana"
    assert app.date_input(key="add-1-0-day").value == date(2017, 3, 12)
    assert app.selectbox(key="add-1-0-language").value == "en"
    assert app.text_input(key="add-1-0-url").value == ""

    app.text_input(key="add-1-0-outlet").set_value("The “Courier” & Astana").run()
    app.text_input(key="add-1-0-url").set_value("https://example.org/12").run()
    app = press(app, "Look at what")
    assert not app.error
    shown = html(app)
    assert "met in Astana on 11 March 2017" in shown
    for part in ("Consult", "Armenia", "Azerbaijan", "11 March 2017", "Astana", "occurred"):
        assert f">{part}" in shown or part in shown.split("kt-found", 1)[1], part
    assert files_of(home) - before == {name for name in files_of(home) if name.startswith("adding/")}
    assert store.edition(home) == former, "nothing is saved before the reader says so"

    app = press(app, "Save 1 article")
    assert not app.error
    (path,) = (home / "articles").iterdir()
    assert path.name == "ministers-meet-in-astana.md"
    text = path.read_text("utf-8")
    assert "outlet: The “Courier” & Astana\n" in text
    assert "url: https://example.org/12\n" in text
    made = store.edition(home)
    assert made
    assert made != former
    assert f"1 article saved, with 2 events. The edition is now {made.edition_id}." in said(app)
    assert 'href="map?start=2017-03-10&amp;end=2017-03-11&amp;datasets=coded"' in html(app).replace("'", '"')
    assert not (home / "adding").exists(), "what was looked at is cleared away"
    assert app.text_area(key="add-text-1").value == ""
    ours = [row for row in store.ask_rows(made, "events") if row["event_id"].startswith("ministers-meet-in-astana:")]
    assert {(row["place"], row["sources"][0]["outlet"]) for row in ours} >= {("Astana", "The “Courier” & Astana")}
    assert store.check(made) == []
    (shelf,) = app.dataframe
    assert shelf.value.iloc[0].tolist() == ["2017-03-12", "Ministers meet in Astana", "The “Courier” & Astana", 2, 2]


@pytest.mark.usefixtures("home")
def test_a_change_takes_the_former_findings_off_the_page() -> None:
    app = press(page(TEXT), "Look at what")
    assert [one for one in labels(app) if one.startswith("Save ")]
    app.date_input(key="add-1-0-day").set_value(date(2018, 3, 12)).run()
    assert not [one for one in labels(app) if one.startswith("Save ")]


def test_a_corrected_language_codes_the_article(home: Path) -> None:
    app = page(TEXT)
    app.selectbox(key="add-1-0-language").select("ru").run()
    app = press(app, "Look at what")
    assert "The coder finds 0 events" in "\n".join(str(one.value) for one in app.subheader)
    app = press(app, "Save 1 article")
    assert "language: ru\n" in next((home / "articles").iterdir()).read_text("utf-8")
    made = store.edition(home)
    assert made
    assert not [row for row in store.ask_rows(made, "events") if row["event_id"].startswith("ministers-meet")]


def test_what_gives_no_article_is_told_in_a_sentence_each_and_the_rest_goes_on(home: Path) -> None:
    bomb = zipped(a__txt=b"0" * 50_000_000)
    slip = zipped(**{"../../slipped.txt": TEXT.encode()})
    french = (
        "Réunion à Genève\n\n" + "Les ministres se sont réunis jeudi à Genève pour discuter du conflit. " * 5
    ).encode()
    app = page(
        "",
        ("bomb.zip", bomb), ("slip.zip", slip), ("photo.jpg", b"\xff\xd8\xff\xe0"), ("broken.pdf", b"%PDF-1.4 no more"),
        ("again.txt", TEXT.encode()), ("locked.docx", b"PK\x03\x04 cut short"), ("fr.txt", french),
    )  # fmt: skip
    errors = [plain(str(one.value)) for one in app.error]
    for name in ("bomb.zip", "photo.jpg", "broken.pdf", "locked.docx", "fr.txt"):
        (error,) = (one for one in errors if f"“{name}”" in one)
        assert error.endswith(".")
        assert "\n" not in error
    assert "unpacks to far more" in "".join(errors)
    assert "in French: only Indonesian, English and Russian can be coded." in "".join(errors)
    assert "“again.txt” has the same text as “slip.zip/slipped.txt”. It is left out." in said(app)
    assert "slip.zip/slipped.txt" in said(app)
    assert list(home.parent.rglob("slipped*")) == [], "a name in a zip is never a path"
    (look,) = (one for one in app.button if one.label.startswith("Look at"))
    assert look.disabled, "the language of one is to be corrected"


@pytest.mark.usefixtures("home")
def test_nothing_and_too_many_are_said_before_anything_is_read() -> None:
    app = page("  ")
    assert "There is nothing to read yet" in said(app)
    many = [(f"{number}.txt", b"x") for number in range(own_articles.MOST_FILES + 1)]
    assert "up to 200 are taken at once" in said(page("", *many))


def test_an_article_that_is_there_already_is_told(home: Path) -> None:
    known = build.article_files(home)[0]
    app = page("", (known.name, known.read_bytes()))
    assert f"has the same text as “{known.stem}”. It is left out." in said(app)
    assert "No new article was found" in said(app)


@pytest.mark.usefixtures("home")
def test_many_articles_are_a_table_and_their_findings_are_chosen_from_a_list() -> None:
    files = [
        (f"{number}.txt", TEXT.replace("Astana", place).replace("two people", f"{number} people").encode())
        for number, place in enumerate(("Astana", "Vienna", "Geneva", "Prague", "Minsk", "Sochi"), start=3)
    ]
    app = press(page("", *files), "Look at what")
    assert not app.error
    (chosen,) = (one for one in app.selectbox if one.label == "Look into")
    assert len(chosen.options) == 6
    assert [one for one in labels(app) if one.startswith("Save 6 articles")]


def test_the_table_says_what_its_articles_are() -> None:
    drafts = [Draft("a.txt", TEXT, "A", language="en"), Draft("b.txt", TEXT, "B", language="fr", url="ftp://x")]
    edited = pd.DataFrame(
        {
            "Add": [True, True],
            "Headline": ["New", None],
            "Date": [None, "2017-03-12"],
            "Outlet": [" Desk ", float("nan")],
            "Language": ["Russian", "French, cannot be coded"],
            "Address": ["", "ftp://x"],
        }
    )
    first, second = article_form.of_table(drafts, edited)
    assert (first.title, first.day, first.outlet, first.language) == ("New", None, "Desk", "ru")
    assert (second.title, second.day, second.outlet, second.language) == ("", date(2017, 3, 12), "", "fr")
    assert len(article_form.complaints(second)) == 2
    assert article_form.of_table(drafts, edited.assign(Add=[False, True])) == (second,)


@pytest.mark.usefixtures("home")
def test_what_articles_and_files_say_is_text_and_no_markup() -> None:
    nasty = "<img src=x onerror=y> **b** ![a](http://127.0.0.1/b)"
    text = (
        f"{nasty}\n\n12 March 2017\n\nThe ministers of Armenia and Azerbaijan met in Vienna on 11 March 2017. {nasty} "
        "They spoke about the line of contact and agreed to meet again in the spring, the mediators said."
    )
    app = press(page("", ("<b>x</b>.txt", text.encode())), "Look at what")
    assert "met in Vienna" in html(app)
    for part in [*app.markdown, *app.caption, *app.error, *app.warning, *app.info]:
        assert not re.search(r"(?<!\\)<(b|img)|(?<!\\)!\[", str(part.value)), part.value
    for block in app.html:
        assert "<img" not in block.proto.body
        assert "<b>x" not in block.proto.body


# --- in the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dashboard(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Return the address of a dashboard that may be added to, and its workspace."""
    folder = Path(shutil.copytree(workspace, tmp_path_factory.mktemp("added") / "home"))
    with served(folder) as address:
        yield address, folder


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="our-own"),
        pytest.param(
            SEEDS[0].read_text("utf-8") if SEEDS else "",
            id="first-article",
            marks=pytest.mark.skipif(not SEEDS, reason="the first article (../shared/seeds) is not on this machine"),
        ),
    ],
)
def test_a_pasted_article_is_seen_on_map_timeline_and_network(
    dashboard: tuple[str, Path], tab: Callable[..., Page], text: str
) -> None:
    address, home = dashboard
    page = visit(tab(viewport={"width": 1280, "height": 1600}), address, "add")
    there = {path.name for path in (home / "articles").glob("*")}
    times = {"begin": time.monotonic()}
    page.get_by_label("Paste one article").fill(text)
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("button", name="Look at what the coder finds").click()
    page.get_by_role("button", name="Save 1 article").wait_for()
    expect(page.locator(".kt-found li").first).to_be_visible()
    times["found"] = time.monotonic()
    page.get_by_role("button", name="Save 1 article").click()
    page.locator(".kt-next").wait_for()
    times["saved"] = time.monotonic()
    (name,) = {path.stem for path in (home / "articles").iterdir() if path.name not in there}
    links = dict(page.locator(".kt-next a").evaluate_all("all => all.map(one => [one.textContent, one.href])"))
    for label, what in (("See the map", "map"), ("See the timeline", "diplomacy"), ("See the network", "network")):
        page.goto(links[label])
        page.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
        idle(page)
        drawn = {event for point in points(page) for event in point["ids"]}
        if what != "network":  # its marks are actors
            assert [event for event in drawn if event.startswith(f"{name}:")], what
        else:
            assert "Armenia" in plot(page).inner_text() or "ARM" in plot(page).inner_text()
        times[what] = time.monotonic()
    spent = {what: round(at - times["begin"], 1) for what, at in times.items()}
    print(f"\nSeconds from the paste on: {spent}")
