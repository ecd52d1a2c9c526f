"""What the server does beside serving: it draws the pages' usual pictures before anybody turns to them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import answers, serving, store
from dashboard.model import Filters
from dashboard.pictures import catalogue


@pytest.fixture(autouse=True)
def nothing_frozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_usual_pictures_find_their_answers_there(edition: store.Edition) -> None:
    answers._answered.cache_clear()
    serving.warm(edition)
    asked = answers._answered.cache_info().misses
    assert asked
    for name in ("event_map", "diplomacy_timeline", "actor_network"):
        catalogue.CHARTS[name].make(answers.Answers(edition), Filters())
    assert answers._answered.cache_info().misses == asked


def test_an_edition_that_cannot_be_read_is_left_to_the_pages(tmp_path: Path) -> None:
    path = tmp_path / "2026-01-01-abcdef.duckdb"
    path.write_bytes(b"no database")
    serving.warm(store.Edition("2026-01-01-abcdef", path))
