"""The Evidence page: an article with its events marked on the words they rest on, and the way there from each event."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from annotated import ARTICLE, MENTIONS, MET, SAID, SPANS, TEXT, annotated, at
from browsing import address, idle, query_of, visit
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest
from test_pages import at_url, complaints, elements, html, press, url_of

from dashboard import coding, store
from dashboard.answers import Answers
from dashboard.article_view import _selection, pieces
from dashboard.bundle import DATA
from dashboard.coding import articles
from dashboard.model import Filters

Opened = Callable[..., Page]
GANJA = "en-2020-10-11-ceasefire-ganja"
TALKS = f"{GANJA}:1868:consult"

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
    alone.locator("mark", has_text="Armenian forces").click(click_count=3)
    alone.get_by_role("button", name="Add an event here").click()
    selected(alone, *at(SAID[2]).values())


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


# --- the questions ----------------------------------------------------------------------------------


def test_every_quoted_event_is_found_from_its_article_with_its_words(edition: store.Edition) -> None:
    found: set[str] = set()
    listed = store.ask_rows(edition, "articles")
    assert len(listed) == len(list((DATA / "articles").glob("*.md")))
    assert [row["published"] for row in listed] == sorted((row["published"] for row in listed), reverse=True)
    for row in listed:
        (article,) = store.ask_rows(edition, "article", article_id=row["article_id"])
        rows = store.ask_rows(edition, "events_of_article", article_id=row["article_id"])
        assert len({one["event_id"] for one in rows}) == row["events"]
        assert len({one["event_id"] for one in rows if one["status"] == "occurred"}) == row["occurred"]
        assert all(article["text"][one["quote_start"] : one["quote_end"]] == one["quote"] for one in rows)
        found |= {one["event_id"] for one in rows}
    everything = {row["event_id"]: row for row in store.ask_rows(edition, "events", Filters(datasets=("coded",)))}
    assert found == set(everything)
    (one,) = store.ask_rows(edition, "events_of_article", article_id=GANJA)[4:5]
    same = set(one) & set(everything[TALKS])
    assert {"source", "target", "participant", "persons", "place", "day_start", "status", "track", "deaths_low"} <= same
    assert {name: one[name] for name in same} == {name: everything[TALKS][name] for name in same}
    assert store.ask_rows(edition, "events_of_article", article_id="nowhere") == []


# --- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def home(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a reader with the built workspace."""
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))


def shown(app: AppTest) -> dict[str, Any]:
    """Return what the page hands to the article."""
    (mounted,) = (one for one in elements(app.main) if str(getattr(one, "key", None)) == "article")
    data: dict[str, Any] = json.loads(mounted.proto.json)
    text: dict[str, Any] = json.loads(data["text"])
    return data | text


@pytest.mark.usefixtures("home")
def test_the_newest_article_opens_first_and_no_event_is_chosen() -> None:
    app = at_url("evidence")
    assert not app.exception
    assert app.selectbox(key="Evidence article").value == "en-2020-11-15-bodies-exchange"
    assert shown(app)["head"]["title"] == "Dead of the Shusha fighting exchanged with Russian and Red Cross help"
    assert shown(app)["chosen"] == ""
    assert url_of(app) == {}
    assert app.button(key="article-back").disabled
    assert app.button(key="event-back").disabled
    assert any("Choose marked words" in str(one.value) for one in app.caption)


@pytest.mark.usefixtures("home")
def test_the_address_of_an_event_alone_opens_its_article_at_its_words() -> None:
    app = at_url("evidence", event=TALKS)
    assert not app.exception
    assert app.selectbox(key="Evidence article").value == GANJA
    assert shown(app)["chosen"] == TALKS
    assert url_of(app) == {"event": TALKS, "article": GANJA}
    assert "<dt>Took part</dt><dd>Armenia; Azerbaijan; Russia</dd>" in html(app)
    assert "confidence 0.94" in html(app)
    assert "found by the English rule “consult.meet”" in html(app)
    assert "<blockquote>" not in html(app), "the words stand beside it"
    assert "5 of 10 events" in [str(one.value) for one in app.caption]


@pytest.mark.usefixtures("home")
def test_the_reader_goes_from_event_to_event_and_from_article_to_article() -> None:
    app = press(at_url("evidence", event=TALKS), "event-on")
    assert url_of(app)["event"] == f"{GANJA}:2236:assault"
    app = press(press(app, "event-back"), "event-back")
    assert shown(app)["chosen"] == f"{GANJA}:1667:assault:3"
    app = press(app, "article-on")
    assert url_of(app) == {"article": "id-2020-10-09-moskow"}
    assert shown(app)["chosen"] == ""
    app = press(app, "article-back")
    assert app.selectbox(key="Evidence article").value == GANJA
    app = press(app, "event-on")
    assert url_of(app) == {"article": GANJA, "event": f"{GANJA}:1478:assault"}
    app = app.selectbox(key="Evidence article").set_value("en-2020-10-31-geneva").run()
    assert url_of(app) == {"article": "en-2020-10-31-geneva"}, "the event stays with its article"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("query", [{}, {"article": "no-such-article"}])
def test_an_event_without_article_stands_alone_until_an_article_is_chosen(query: dict[str, str]) -> None:
    app = at_url("evidence", event="2020-10-09-moscow-ministers-talks", **query)
    assert not app.exception
    assert "Lavrov, Mnatsakanyan and Bayramov negotiate in Moscow" in html(app)
    assert any("rests on no article" in str(one.value) for one in app.caption)
    assert app.button(key="article-on").disabled
    app = app.selectbox(key="Evidence article").set_value(GANJA).run()
    assert not app.exception
    assert url_of(app) == {"article": GANJA}
    assert shown(app)["head"]["details"] == ["karabakh-timeline", "11 October 2020", "English"]


@pytest.mark.usefixtures("home")
def test_an_article_or_an_event_that_is_not_there_is_said_in_a_sentence() -> None:
    app = at_url("evidence", article="no*such*article")
    assert complaints(app) == ["no*such*article is no article; the usual one is shown."]
    assert shown(app)["paragraphs"]
    app = at_url("evidence", event="no-such*event")
    assert complaints(app) == [
        "This edition has no event “no-such*event”. Reset the filter and look for it under Events."
    ]
    assert shown(app)["paragraphs"]


@pytest.mark.usefixtures("home")
def test_an_edition_without_articles_says_so_and_a_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Answers.rows
    monkeypatch.setattr(
        Answers,
        "rows",
        lambda self, question, *a, **k: [] if question == "articles" else asked(self, question, *a, **k),
    )
    app = at_url("evidence", event="2020-10-09-moscow-ministers-talks")
    assert not app.exception
    assert "There is no article in this edition yet" in str(app.info[0].value).replace("\\", "")
    assert "negotiate in Moscow" in html(app)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", ["events", "diplomacy"])
def test_the_receipt_of_a_coded_event_links_to_its_words(page: str) -> None:
    app = at_url(page, **{"event" if page == "events" else "talk": TALKS})
    links = [one.proto for one in elements(app.main) if one.type == "page_link"]
    assert [(link.label, link.query_string) for link in links] == [
        ("Read it in its article", urlencode({"article": GANJA, "event": TALKS}))
    ]
    assert "found by the English rule “consult.meet”" in html(app)
    app = at_url(page, **{"event" if page == "events" else "talk": "2020-10-09-moscow-ministers-talks"})
    assert [one for one in elements(app.main) if one.type == "page_link"] == []


# --- the page in the browser ------------------------------------------------------------------------


def test_a_link_opens_the_article_at_the_words_and_keys_lead_on(site: str, tab: Opened) -> None:
    page = visit(tab(viewport={"width": 1400, "height": 900}), site, "events", event=TALKS, actors="RUS")
    page.get_by_role("link", name="Read it in its article").click()
    chosen = page.locator("mark.kt-chosen")
    expect(chosen).to_contain_text("The foreign ministers of")
    expect(chosen).to_be_in_viewport()
    idle(page)
    assert query_of(page) == {"article": GANJA, "event": TALKS, "actors": "RUS"}
    text, card = page.locator(".kt-text").bounding_box(), page.locator(".st-key-event-card").bounding_box()
    assert text
    assert card
    assert text["x"] + text["width"] <= card["x"]
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(chosen).to_contain_text("Within minutes of its start")
    expect(page.locator(".st-key-receipt h3")).to_contain_text("Within minutes of its start")
    expect(chosen).to_be_in_viewport()
    idle(page)
    page.locator("mark", has_text="telephoned").click()
    expect(page.locator(".st-key-receipt h3")).to_contain_text("Lavrov telephoned")
    idle(page)
    page.go_back()
    expect(page.locator(".st-key-receipt h3")).to_contain_text("Within minutes of its start")


def test_on_a_phone_the_card_follows_the_text_and_nothing_scrolls_sideways(site: str, tab: Opened) -> None:
    page = tab(viewport={"width": 390, "height": 844})
    page.goto(address(site, "evidence", event=TALKS))
    expect(page.locator("mark.kt-chosen")).to_be_in_viewport()
    idle(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    text, card = page.locator(".kt-text").bounding_box(), page.locator(".st-key-event-card").bounding_box()
    assert text
    assert card
    assert text["y"] + text["height"] <= card["y"]
    page.get_by_role("button", name="its card").click()
    expect(page.locator(".st-key-receipt h3")).to_be_in_viewport()
