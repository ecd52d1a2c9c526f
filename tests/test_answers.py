"""Questions of a page are asked side by side and each once; what a page shows where one fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_pages import at_url

from dashboard import answers, store
from dashboard.model import Filters

EDITION = store.Edition("2026-01-01-abcdef", Path("nowhere.duckdb"))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    answers._asked.cache_clear()
    yield
    answers._asked.cache_clear()


def test_what_a_page_expects_is_asked_side_by_side_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both, asked = threading.Barrier(2), []

    def ask(_edition: store.Edition, question: str, chosen: Filters, **extra: object) -> pd.DataFrame:
        asked.append((question, chosen, extra))
        if question in ("one", "other"):
            both.wait(30)  # broken unless the two are under way at the same time
        return pd.DataFrame({"question": [question]})

    monkeypatch.setattr(store, "ask", ask)
    given, chosen = answers.Answers(EDITION), Filters(actors=("FRA",))
    given.expect(chosen, "one", "other", media="media_map", grain="month")
    assert given.ask("one", chosen, grain="month")["question"].tolist() == ["one"]
    for question in ("other", "one"):
        given.ask(question, chosen, grain="month")
    given.ask("key_figures", chosen)
    given.ask("sources_of_selection", chosen)
    assert sorted(name for name, *_ in asked) == ["key_figures", "one", "other", "sources_of_selection"]
    assert {name: extra for name, _, extra in asked}["one"] == {"grain": "month"}


def test_media_attention_is_expected_only_of_a_filter_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(_edition: store.Edition, question: str, _chosen: Filters, **_extra: object) -> pd.DataFrame:
        asked.append(question)
        return pd.DataFrame()

    monkeypatch.setattr(store, "ask", ask)
    given, chosen = answers.Answers(EDITION), Filters(datasets=("gdelt",))
    given.expect(chosen, "event_map", media="media_map")
    for question in ("event_map", "media_map", "media_figures"):
        given.ask(question, chosen)
    assert sorted(asked) == ["event_map", "key_figures", "media_figures", "media_map", "sources_of_selection"]


@pytest.mark.parametrize("error", [store.StoreError("The disk is gone."), MemoryError("The disk is gone.")])
def test_a_question_that_failed_is_asked_again(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    broken = True

    def ask(*_: object, **__: object) -> pd.DataFrame:
        if broken:
            raise error
        return pd.DataFrame({"n": [1]})

    monkeypatch.setattr(store, "ask", ask)
    given = answers.Answers(EDITION)
    given.expect(Filters(), "event_map")
    with pytest.raises(type(error), match="The disk is gone"):
        given.ask("event_map")
    broken = False
    assert given.ask("event_map")["n"].tolist() == [1]


@pytest.mark.parametrize(("page", "question"), [("map", "event_map"), ("network", "actor_network")])
def test_where_a_question_fails_the_filter_and_the_options_stay(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, page: str, question: str
) -> None:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(workspace))
    whole = at_url(page)
    answers._asked.cache_clear()
    really = store.ask

    def ask(edition: store.Edition, asked: str, *rest: Any, **extra: Any) -> pd.DataFrame:
        if asked == question:
            raise store.StoreError("The disk is gone.")
        return really(edition, asked, *rest, **extra)

    monkeypatch.setattr(store, "ask", ask)
    app = at_url(page)
    (error,) = app.error
    assert "The disk is gone" in str(error.value)
    assert not app.exception
    assert [one.label for one in app.multiselect] == [one.label for one in whole.multiselect]
    above = [one.label for one in app.button_group]
    assert above == [one.label for one in whole.button_group][: len(above)] != []
