"""The Evidence page: an article with its events marked on the words they rest on, and the way there from each event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from annotated import ARTICLE, MENTIONS, MET, SAID, SPANS, TEXT, annotated, at
from browsing import idle
from playwright.sync_api import Page, expect

from dashboard import coding
from dashboard.article_view import _selection, pieces
from dashboard.bundle import DATA
from dashboard.coding import articles

Opened = Callable[..., Page]

# --- what the coder sees named ----------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((DATA / "articles").glob("*.md")), ids=lambda path: path.stem)
def test_what_is_named_stands_in_sentences_and_never_overlaps(path: Path) -> None:
    article = coding.read_article(path)
    found = coding.mentions(article)
    assert {one["kind"] for one in found} == {"actor", "date", "place"}
    assert all(one["label"] for one in found)
    assert all(one["end"] <= other["start"] for one, other in pairwise(found))
    sentences = articles.sentences(article)
    assert all(any(s.start <= one["start"] < one["end"] <= s.end for s in sentences) for one in found)


def test_what_is_named_is_said_in_words() -> None:
    article = coding.read_article(DATA / "articles" / "en-2020-10-11-ceasefire-ganja.md")
    said = {article.text[one["start"] : one["end"]]: (one["kind"], one["label"]) for one in coding.mentions(article)}
    assert said["Sunday, Oct. 11"] == ("date", "11 October 2020")
    assert said["Sergey Lavrov"] == ("actor", "Sergey Lavrov (Russia)")
    assert said["The two sides"] == ("actor", "Armenia and Azerbaijan")
    assert said["Khankendi"] == ("place", "Stepanakert / Khankendi")
    assert said["Moscow"] == ("place", "Moscow")


# --- the text in pieces -----------------------------------------------------------------------------


def test_the_pieces_together_are_the_body_and_each_knows_its_place() -> None:
    paragraphs, places = pieces(ARTICLE, SPANS, MENTIONS)
    told = [piece for one in paragraphs for run in one["runs"] for piece in run["pieces"]]
    assert [number for number, *_ in told] == list(range(len(places)))
    assert [text for _, text, *_ in told] == [TEXT[start:end] for start, end in places]
    assert ["".join(text for run in one["runs"] for _, text, *_ in run["pieces"]) for one in paragraphs] == SAID


def test_events_of_one_sentence_share_a_run_and_each_has_its_chip_once() -> None:
    paragraphs, _ = pieces(ARTICLE, SPANS, MENTIONS)
    runs = [(run["events"], run["ends"]) for one in paragraphs for run in one["runs"]]
    assert runs == [([0], [0]), ([1, 2], [1, 2]), ([], []), ([3], [3])]
    across = [{"event_id": "x", "start": at("Both")["start"], "end": at("forces")["end"]}]
    runs = [(run["events"], run["ends"]) for one in pieces(ARTICLE, across, [])[0] for run in one["runs"]]
    assert runs == [([], []), ([], []), ([0], []), ([0], [0]), ([], [])]


def test_a_selection_is_turned_into_pythons_characters() -> None:
    _, places = pieces(ARTICLE, SPANS, MENTIONS)
    at_ganja = places.index((at("Ganja")["start"], at("Ganja")["end"]))
    whole = {"from": [at_ganja, 0], "to": [at_ganja, 5]}
    assert _selection(whole, ARTICLE, places) == tuple(at("Ganja").values())
    longer = {"from": [at_ganja - 1, 0], "to": [at_ganja, 99]}
    found = _selection(longer, ARTICLE, places)
    assert found
    assert TEXT[slice(*found)] == "met the e\u0301nvoy in Ganja"  # without the blank before it
    assert _selection({"from": [at_ganja, 2], "to": [at_ganja, 2]}, ARTICLE, places) is None
    assert _selection({"from": [0, 0], "to": [999, 1]}, ARTICLE, places) is None
    assert _selection(None, ARTICLE, places) is None


# --- in the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with annotated(tmp_path_factory.mktemp("annotated")) as address:
        yield address


@pytest.fixture
def alone(bench: str, tab: Opened) -> Page:
    """Open the hostile article alone on a page."""
    page = tab(viewport={"width": 900, "height": 900})
    page.goto(bench)
    page.locator(".kt-article .kt-chip").first.wait_for()
    idle(page)
    return page


def select(page: Page, first: str, last: str) -> None:
    """Select from the first letter of one text to the last of another, as a mouse does."""
    page.evaluate(
        """([first, last]) => {
            const walker = document.createTreeWalker(document.querySelector(".kt-text"), NodeFilter.SHOW_TEXT);
            const nodes = [];
            while (walker.nextNode()) if (walker.currentNode.parentNode.dataset.piece) nodes.push(walker.currentNode);
            const range = document.createRange();
            const from = nodes.find((node) => node.data.includes(first));
            const to = nodes.find((node) => node.data.includes(last));
            range.setStart(from, from.data.indexOf(first));
            range.setEnd(to, to.data.indexOf(last) + last.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [first, last],
    )


def selected(page: Page, start: int, end: int) -> None:
    expect(page.get_by_text(f"selected: ({start}, {end})")).to_be_visible()


def test_an_article_is_text_whatever_stands_in_it(alone: Page) -> None:
    shown: list[str] = alone.locator(".kt-text p").evaluate_all(
        "all => all.map((p) => [...p.querySelectorAll('[data-piece]')].map((one) => one.textContent).join(''))"
    )
    assert shown == SAID
    assert alone.evaluate("window.broken") is None
    inside = alone.locator(".kt-article")
    assert inside.locator("script, img, a, b, i, u, strong, em").count() == 0
    assert inside.locator("h2").text_content() == ARTICLE.title
    assert inside.locator("header p").text_content() == "<i>Outlet</i> · 9 October 2020 · English"
    assert inside.locator(".kt-actor[data-piece]").get_attribute("title") == "<b>Tara</b>"


def test_a_chip_chooses_its_event_and_says_what_it_is(alone: Page) -> None:
    chips = alone.locator(".kt-text .kt-chip")
    assert chips.all_text_contents() == [
        "Accusealleged",
        "Consult",
        "Agreeplanned",
        "Retreatrejected",
    ]
    chips.nth(2).focus()
    alone.keyboard.press("Enter")
    expect(alone.get_by_text("chosen: agreed;")).to_be_visible()
    expect(chips.nth(2)).to_have_attribute("aria-pressed", "true")
    mark = alone.locator("mark.kt-chosen")
    assert "".join(mark.all_text_contents()) == MET
    assert {"kt-hollow", "kt-q1"} <= set(str(mark.get_attribute("class")).split())
    alone.locator("mark", has_text="Ganja").click()  # the other event of the same words
    expect(alone.get_by_text("chosen: met;")).to_be_visible()
    assert "line-through" in str(
        alone.locator("mark.kt-rejected").evaluate("one => getComputedStyle(one).textDecoration")
    )


def test_a_selection_behind_emoji_and_combining_signs_is_exact(alone: Page) -> None:
    offered = alone.get_by_role("button", name="Add an event here")
    expect(offered).to_be_hidden()
    start, end = TEXT.index("nvoy in Ganja"), TEXT.index("elbajar") + 3
    select(alone, "nvoy", "𝕂elb")
    offered.click()
    selected(alone, start, end)
    select(alone, "Äkerman̈", "Äkerman̈")
    offered.click()
    selected(alone, *at("Äkerman̈").values())
    assert alone.evaluate("getSelection().isCollapsed")


def test_text_is_selected_with_the_mouse_and_a_drag_chooses_no_event(alone: Page) -> None:
    pieces_of = "words => [...document.querySelectorAll('[data-piece]')].find((one) => one.textContent.includes(words))"
    first, last = (alone.evaluate_handle(pieces_of, words).as_element() for words in ("👩‍👩‍👧", "Ganja"))
    assert first
    assert last
    begin, end = first.bounding_box(), last.bounding_box()
    assert begin
    assert end
    alone.mouse.move(begin["x"] + 1, begin["y"] + begin["height"] / 2)
    alone.mouse.down()
    alone.mouse.move(end["x"] + end["width"] - 1, end["y"] + end["height"] / 2, steps=5)
    alone.mouse.up()
    alone.get_by_role("button", name="Add an event here").click()
    selected(alone, at(MET)["start"], at("Ganja")["end"])
    expect(alone.get_by_text("chosen: ;")).to_be_visible()


def test_text_is_selected_by_keyboard_alone(alone: Page) -> None:
    text = alone.locator(".kt-text")
    text.focus()
    for _ in range(3):
        alone.keyboard.press("ArrowDown")
    select(alone, "Both", "Both")
    alone.keyboard.press("Shift+ArrowRight")
    alone.keyboard.press("Shift+ArrowRight")
    assert str(alone.evaluate("getSelection().toString()")).strip() == "Both sides agreed"
    alone.keyboard.press("Enter")
    selected(alone, *at("Both sides agreed").values())
    alone.keyboard.press("ArrowRight")
    assert str(alone.evaluate("getSelection().toString()")).strip()
    alone.keyboard.press("Escape")
    expect(alone.get_by_role("button", name="Add an event here")).to_be_hidden()
