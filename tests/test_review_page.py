"""Reviewing on the Evidence page: who decides, what is kept at once, and what every page shows once it is asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import idle, served, visit
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest
from test_evidence import select
from test_pages import at_url, press

from dashboard import build, coded, review, store
from dashboard.model import Filters

Opened = Callable[..., Page]
ARTICLE = "en-2020-10-11-ceasefire-ganja"


OTHER = "id-2020-10-09-moskow"


@pytest.fixture(scope="module")
def known(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which two people have read another article: their names can be chosen."""
    folder = tmp_path_factory.mktemp("known") / "home"
    shutil.copytree(workspace, folder)
    for who in ("Ani", "Leyla"):
        review.keep(folder, review.new_decision("read", who, article=OTHER))
    build.build_edition(folder)
    return folder


@pytest.fixture
def home(known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it that decisions go into."""
    folder = tmp_path / "home"
    shutil.copytree(known, folder)
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(folder))
    return folder


def decisions(home: Path) -> list[review.Decision]:
    """Return what was decided since."""
    return [one for one in review.read_log(home).decisions if one.article != OTHER]


def events_of(home: Path, article: str = ARTICLE) -> list[dict[str, object]]:
    made = store.edition(home)
    assert made
    return store.ask_rows(made, "events_of_article", article_id=article)


def first_event(home: Path) -> str:
    return str(events_of(home)[0]["event_id"])


def opened(event: str = "", *, by: str = "Ani") -> AppTest:
    app = at_url("evidence", **({"article": ARTICLE, "event": event} if event else {}))
    assert not app.exception
    if by:
        app.selectbox(key="reviewer-name").set_value(by).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.markdown, *app.caption, *app.error]).replace("\\", "")


def test_without_a_name_the_page_is_for_reading_only(home: Path) -> None:
    event = first_event(home)
    app = opened(event, by="")
    assert "Nobody has looked at this event yet." in said(app)
    assert all(app.button(key=f"{kind}-{event}").disabled for kind in ("accept", "reject"))
    assert app.button(key="read-to-its-end").disabled
    assert decisions(home) == []


def test_a_decision_is_kept_at_once_shown_everywhere_when_asked_and_taken_back(home: Path) -> None:
    event = first_event(home)
    before = store.edition(home)
    app = press(opened(event), f"reject-{event}")
    (kept,) = decisions(home)
    assert (kept.kind, kept.by, kept.event_id) == ("reject", "Ani", event)
    assert "Rejected by Ani" in said(app)
    assert "1 decision kept" in said(app)
    assert store.edition(home) == before, "the edition waits until it is asked for"
    app = press(app, "review-publish")
    assert store.edition(home) != before
    assert event not in {row["event_id"] for row in events_of(home)}
    assert "1 decision kept" not in said(app)
    assert "Rejected by Ani" in said(app), "what was rejected stays to be seen, and to be taken back"
    app = press(app, f"undo-{kept.decision_id}")
    press(app, "review-publish")
    assert event in {row["event_id"] for row in events_of(home)}
    assert build.current_edition(home) == store.edition(home)


def test_a_correction_goes_to_every_page_and_outlives_the_program(home: Path) -> None:
    event = next(str(row["event_id"]) for row in events_of(home) if row["type"] == "ASSAULT")
    app = opened(event)
    app.selectbox(key=f"correct-{event}-type").set_value("CONSULT")
    app.selectbox(key=f"correct-{event}-status").set_value("occurred")
    app.multiselect(key=f"correct-{event}-source").set_value(["ARM", "AZE", "RUS"])
    app.selectbox(key=f"correct-{event}-place").set_value("moscow")
    app.selectbox(key=f"correct-{event}-track").set_value("moscow")
    app.text_input(key=f"correct-{event}-note").set_value("They talked.")
    app = press(app, f"correct-{event}-keep")
    assert "type: ASSAULT → CONSULT" in said(app)
    assert "They talked." in said(app)
    press(app, "review-publish")
    made = store.edition(home)
    assert made
    (row,) = (row for row in events_of(home) if row["event_id"] == event)
    assert (row["type"], row["participant"], row["place_id"]) == ("CONSULT", ["ARM", "AZE", "RUS"], "moscow")
    reviewed = Filters(datasets=("reviewed",))
    placed = store.ask_rows(made, "event_map", reviewed)
    assert [event in str(one) for one in placed] == [True]
    assert [one["event_id"] for one in store.ask_rows(made, "diplomacy_timeline", reviewed)] == [event]
    tied = store.ask_rows(made, "actor_network", reviewed)
    assert {(one["source"], one["target"]) for one in tied} >= {("ARM", "AZE"), ("ARM", "RUS"), ("AZE", "RUS")}
    assert [one["event_id"] for one in store.ask_rows(made, "events", reviewed)] == [event]
    told = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "--workspace", str(home), "ask", "events", "--dataset", "reviewed"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert event in told.stdout


def test_a_correction_that_does_not_fit_the_codebook_says_why_and_nothing_is_kept(home: Path) -> None:
    event = first_event(home)
    app = opened(event)
    app.number_input(key=f"correct-{event}-Killed, at least").set_value(9)
    app.number_input(key=f"correct-{event}-Killed, at most").set_value(3)
    app = press(app, f"correct-{event}-keep")
    assert "At least 9 killed is more than at most 3." in said(app)
    assert decisions(home) == []


def test_what_others_decided_can_be_hidden_for_a_second_coding(home: Path) -> None:
    event = first_event(home)
    press(opened(event), f"accept-{event}")
    app = opened(event, by="Leyla")
    assert "Accepted by Ani" in said(app)
    app.toggle(key="reviewer-alone").set_value(True).run()
    assert "Nobody has looked at this event yet." in said(app)
    press(app, f"reject-{event}")
    assert review.read_log(home).of("Ani").states != review.read_log(home).states


def test_an_article_is_read_to_its_end_once_every_event_is_decided(home: Path) -> None:
    names = [str(row["event_id"]) for row in events_of(home)]
    app = opened(names[0])
    assert f"{len(names)} events undecided." in said(app)
    assert app.button(key="read-to-its-end").disabled
    _, found = next(coded.of([p for p in build.article_files(home) if p.stem == ARTICLE], home / "coded"))
    for name, event in zip(names, found, strict=True):
        done = review.new_decision("accept", "Ani", article=ARTICLE, event_id=name, before=event, after=event)
        review.keep(home, done)
    app = press(opened(names[0]), "read-to-its-end")
    assert "Read to its end by Ani. Every event is decided." in said(app)
    assert review.read_log(home).readers(ARTICLE) == ["Ani"]


def test_two_events_are_said_to_be_one_happening(home: Path) -> None:
    first, second = [str(row["event_id"]) for row in events_of(home) if row["type"] == "CONSULT"][:2]
    app = opened(first)
    app = app.selectbox(key=f"other-{first}").set_value(second).run()
    app = press(app, f"same-{first}-{second}")
    press(app, "review-publish")
    made = store.edition(home)
    assert made
    told = {row["event_id"]: row["happening_id"] for row in store.ask_rows(made, "events")}
    assert told[first] == told[second]


def test_all_decisions_are_listed_with_how_far_two_people_agree(home: Path) -> None:
    press(opened(first_event(home)), f"reject-{first_event(home)}")
    app = opened()
    app = next(one for one in app.toggle if one.label.startswith("All decisions (3)")).set_value(True).run()
    assert not app.exception
    listed, agreed = app.dataframe
    assert list(listed.value["kind"]) == ["rejected", "read to its end", "read to its end"]
    assert agreed.value.iloc[0][["One", "The other", "Articles"]].tolist() == ["Ani", "Leyla", 1]


@pytest.mark.usefixtures("home")
def test_articles_are_listed_by_how_far_they_are_reviewed() -> None:
    app = opened()
    (shown,) = (one for one in app.selectbox if one.label == "Articles")
    assert [label.rsplit(" ", 1)[1] for label in shown.options] == ["(12)", "(12)", "(0)", "(1)"]
    app = shown.set_value("read").run()
    assert not app.exception
    (articles,) = (one for one in app.selectbox if one.label == "Article")
    assert articles.value == OTHER
    assert len(articles.options) == 1


def test_an_older_edition_is_read_only(home: Path) -> None:
    event, old = first_event(home), store.edition(home)
    assert old
    app = press(opened(event), f"accept-{event}")
    press(app, "review-publish")
    app = at_url("evidence", article=ARTICLE, event=event, edition=old.edition_id)
    assert not app.exception
    assert not [one for one in app.button if str(one.key).startswith("accept-")]


def test_a_full_disk_says_so_and_the_page_stays(home: Path) -> None:
    event = first_event(home)
    app = opened(event)
    shutil.rmtree(home / "decisions")
    (home / "decisions").write_text("a file where the folder should be", encoding="utf-8")
    app = press(app, f"accept-{event}")
    assert "The decision was not kept" in said(app)


# --- in the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reviewed") / "home"
    shutil.copytree(workspace, folder)
    with served(folder) as address:
        yield address


def test_words_that_were_selected_become_an_event_that_every_page_shows(bench: str, tab: Opened) -> None:
    page = tab(viewport={"width": 1400, "height": 1400})
    page.goto(f"{bench}/evidence?article={ARTICLE}")
    page.locator(".kt-article .kt-chip").first.wait_for()
    name = page.get_by_label("Your name, to review")
    name.fill("Ani")
    name.press("Enter")
    expect(page.get_by_role("button", name="Nothing is missing")).to_be_visible()
    idle(page)
    words = "They reported no casualties there."
    select(page, "They reported", "casualties there.")
    page.get_by_role("button", name="Add an event here").click()
    missed = page.locator(".st-key-missed-event")
    expect(missed.get_by_text(words)).to_be_visible()
    missed.get_by_role("button", name="Keep").click()
    expect(missed.get_by_text("Choose the type")).to_be_visible()
    missed.get_by_label("Type").click()
    page.get_by_role("option", name="Coerce").click()
    missed.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Added by Ani")).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="Status")).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="Confidence")).to_have_count(0)
    assert re.search(r"event=.*(:|%3A)coerce(:|%3A)", page.url)
    page.get_by_role("button", name="Show it everywhere").click()
    expect(page.get_by_text("1 decision kept")).to_have_count(0)
    idle(page)
    visit(page, bench, "overview", datasets="reviewed")
    caption = page.evaluate("document.querySelector('.kt-plot').layout.meta.caption")
    assert caption["count"].startswith("n = 1 event")
    assert "1 row coded and reviewed" in caption["sources"]
