"""The one door to DuckDB: what can be asked, by whom, and how it answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard import store
from dashboard.model import TRACKS, Filters
from dashboard.store import asking
from dashboard.words import legible

EXTRA: dict[str, dict[str, object]] = {
    "violence_by_period": {"grain": "month"},
    "diplomacy_by_period": {"grain": "year"},
    "media_by_period": {"grain": "month"},
    "events_by_period": {"grain": "month"},
    "mediation_shares": {"grain": "year"},
    "coverage_by_number": {"grain": "year"},
    "coverage_by_track": {"grain": "month"},
    "map_over_time": {"grain": "month", "window": 3},
    **{question: {"article_id": "en-2020-10-31-geneva"} for question in ("article", "events_of_article")},
    **{
        question: {"event_id": "1988-02-22-askeran-clash"}
        for question in (
            "receipt",
            "claims_on_event",
            "participants_of_event",
            "what_each_says",
            "original_row",
            "around_event",
            "tellings_near",
        )
    },
}


@pytest.mark.parametrize(
    "question",
    [
        "", "no_such_question", "schema", "selected", "Events", "events.sql", "events ", "events\n", "../pyproject",
        "check/duplicate_event", "load/21_events", "laid", "macros/laid",
        "/etc/passwd", "..", "events\0", "events; drop table events",
        pytest.param("a" * 5000, id="five thousand letters"),
    ],
)  # fmt: skip
def test_an_unknown_question_is_refused_with_the_list_of_questions(edition: store.Edition, question: str) -> None:
    with pytest.raises(
        store.UnknownQuestionError, match=r"(?s)There is no question .* There are: actor_network, "
    ) as told:
        store.ask(edition, question)
    assert len(str(told.value)) < 1000


def test_every_listed_question_can_be_asked_and_says_what_it_asks(edition: store.Edition) -> None:
    assert len(store.questions()) >= 12
    for question, sentence in store.questions().items():
        frame = store.ask(edition, question, None, **EXTRA.get(question, {}))
        assert list(frame.columns) == list(dict.fromkeys(frame.columns)), f"{question}: a column twice"
        assert "?" in sentence
        assert not sentence.startswith("--")


def test_a_missing_parameter_is_named(edition: store.Edition) -> None:
    with pytest.raises(store.StoreError, match=r"“violence_by_period” also needs grain\."):
        store.ask(edition, "violence_by_period")
    with pytest.raises(store.StoreError, match=r"“receipt” also needs event_id\."):
        store.ask_rows(edition, "receipt", Filters())


def test_a_parameter_too_many_is_named(edition: store.Edition) -> None:
    with pytest.raises(store.StoreError, match=r"“events” takes no colour, grain\."):
        store.ask(edition, "events", None, grain="month", colour="red")


def test_a_value_that_a_question_cannot_use_is_a_sentence(edition: store.Edition) -> None:
    with pytest.raises(store.StoreError, match="fortnight"):
        store.ask(edition, "violence_by_period", None, grain="fortnight")


def test_a_value_is_never_read_as_sql(edition: store.Edition) -> None:
    for text in ("' or 1=1 --", "x'; drop table events; --", "$event_id", "%", "\0"):
        assert store.ask_rows(edition, "receipt", None, event_id=text) == []
        assert store.ask_rows(edition, "events", Filters(actors=(text,))) == []
    assert len(store.ask(edition, "events")) > 400


def test_rows_come_as_plain_python_values(edition: store.Edition) -> None:
    def plain(value: object) -> bool:
        if isinstance(value, list):
            return all(plain(item) for item in value)
        if isinstance(value, dict):
            return all(type(key) is str and plain(item) for key, item in value.items())
        return value is None or type(value) in (str, int, float, bool, date, datetime)

    for question in store.questions():
        rows = store.ask_rows(edition, question, None, **EXTRA.get(question, {}))
        for row in rows:
            assert plain(row), f"{question}: {row}"
        json.dumps(rows, default=lambda day: day.isoformat(), allow_nan=False)


def test_the_frame_and_the_rows_of_a_question_say_the_same(edition: store.Edition) -> None:
    chosen = Filters(tracks=("moscow", "geneva"), end=date(2021, 1, 1))
    frame, rows = store.ask(edition, "events", chosen), store.ask_rows(edition, "events", chosen)
    assert frame["event_id"].tolist() == [row["event_id"] for row in rows]
    assert [list(actors) for actors in frame["participant"]] == [row["participant"] for row in rows]
    assert frame["deaths_best"].isna().tolist() == [row["deaths_best"] is None for row in rows]


def test_an_answer_can_be_changed_without_changing_the_next(edition: store.Edition) -> None:
    first = store.ask(edition, "key_figures")
    first.loc[:, "rows"] = -1
    assert store.ask(edition, "key_figures")["rows"].item() > 0


def test_eight_threads_with_a_hundred_questions_each_get_the_right_answers(edition: store.Edition) -> None:
    asked: list[tuple[str, Filters, dict[str, str]]] = [
        (question, Filters(tracks=(track,), start=start), extra)
        for track in TRACKS
        for start in (None, date(2016, 4, 1))
        for question, extra in (
            ("key_figures", {}),
            ("diplomacy_by_period", {"grain": "year"}),
            ("claims_on_event", {"event_id": "1988-02-22-askeran-clash"}),
        )
    ]
    right = [repr(store.ask_rows(edition, question, chosen, **extra)) for question, chosen, extra in asked]

    def work(thread: int) -> int:
        wrong = 0
        for number in range(100):
            which = (thread * 31 + number * 7) % len(asked)
            question, chosen, extra = asked[which]
            wrong += repr(store.ask_rows(edition, question, chosen, **extra)) != right[which]
        return wrong

    assert len(set(right)) > 20, "the answers differ, so that a mix-up would show"
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [0] * 8


def test_many_threads_that_open_an_edition_at_once_share_one_connection(workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace / "editions", tmp_path / "editions")
    copied = store.edition(tmp_path)
    assert copied
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda _: store.ask_rows(copied, "key_figures")[0]["rows"], range(16)))
    assert len(set(counts)) == 1


def test_an_edition_cannot_be_written_through_the_store(edition: store.Edition) -> None:
    before = edition.path.read_bytes()
    with pytest.raises(duckdb.Error, match="read-only"):
        asking.connection(edition).cursor().execute("delete from events")
    store.ask(edition, "events")
    assert edition.path.read_bytes() == before
    assert [path.name for path in edition.path.parent.iterdir() if path.suffix == ".wal"] == []


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    path.write_bytes(b"This is no database.\n" * 1000)


def cut_in_half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(20_000, len(content), 5000):
        content[place] ^= 0xFF
    path.write_bytes(content)


def of_somebody_else(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table songs (title varchar)")


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


READERS: dict[str, Callable[[store.Edition], object]] = {
    "ask": lambda edition: [store.ask(edition, question) for question in ("actors", "events")],
    "ask_rows": lambda edition: [store.ask_rows(edition, question) for question in ("actors", "events")],
    "check": store.check,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("damage", [emptied, overwritten, cut_in_half, flipped, of_somebody_else])
def test_a_damaged_edition_gives_one_sentence(
    workspace: Path, tmp_path: Path, damage: Callable[[Path], None], reader: str
) -> None:
    shutil.copytree(workspace / "editions", tmp_path / "editions")
    damaged = store.edition(tmp_path)
    assert damaged
    damage(damaged.path)
    with pytest.raises(store.StoreError, match=rf"{damaged.edition_id}.*karabakh build") as told:
        READERS[reader](damaged)
    assert "\n" not in str(told.value)


def test_a_lost_edition_is_no_edition(workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace / "editions", tmp_path / "editions")
    found = store.edition(tmp_path)
    assert found
    made_a_folder(found.path)
    assert store.edition(tmp_path) is None
    assert store.edition(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "pointer", [b"", b"\xff\xfe\x00", b"../../etc/passwd", b"2026-11-23-zzzzzz", b"x" * 10_000, b"2020-01-01-abcdef\0"]
)
def test_a_damaged_pointer_means_no_edition_rather_than_an_error(tmp_path: Path, pointer: bytes) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "current").write_bytes(pointer)
    assert store.edition(tmp_path) is None


def test_only_an_edition_of_this_workspace_can_be_named(
    workspace: Path, edition: store.Edition, tmp_path: Path
) -> None:
    assert store.edition(workspace, edition.edition_id) == edition
    outside = tmp_path / "2026-11-23-abcdef.duckdb"
    shutil.copy(edition.path, outside)
    for name in (str(outside.with_suffix("")), f"../{edition.edition_id}", f"{edition.edition_id}\n", "current", ""):
        assert store.edition(workspace, name) is None


def test_a_healthy_edition_has_no_offending_row(edition: store.Edition) -> None:
    assert store.check(edition) == []


def test_a_frame_has_dates_that_a_chart_can_draw(edition: store.Edition) -> None:
    frame = store.ask(edition, "violence_by_period", None, grain="month")
    days: Any = pd.to_datetime(frame["period"])
    assert (days.dt.day == 1).all()
    assert (frame["events"] >= 0).all()


@pytest.mark.parametrize("at", range(100, 106))
def test_a_sentence_that_is_cut_has_no_gap_where_it_is_cut(at: int) -> None:
    said = legible("b c d " * at + "e" * (at % 6) + " end.")
    assert len(said) < 500
    assert said.endswith("end.")
    assert "  " not in said
