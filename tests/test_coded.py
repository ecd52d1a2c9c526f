"""What the coder found is kept, and is never anything but what it would find now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from dashboard import build, coded, coding
from dashboard.corpus import CorpusError, Given, coders
from dashboard.corpus.coders import Outcome
from dashboard.model import Article, Event


@pytest.fixture
def files() -> list[Path]:
    return build.article_files(Path("nowhere"))[:2]


@pytest.fixture
def codings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the articles that the coder really reads, as they come."""
    seen: list[str] = []
    real = coding.code_article

    def watched(article: Article) -> list[Event]:
        seen.append(article.article_id)
        return real(article)

    monkeypatch.setattr(coding, "code_article", watched)
    return seen


def test_an_article_is_coded_once_and_its_events_come_back_as_they_were(
    tmp_path: Path, files: list[Path], codings: list[str]
) -> None:
    first = list(coded.coded(files, tmp_path))
    again = list(coded.coded(files, tmp_path))
    assert again == first
    assert any(event.date and event.source for _, events in first for event in events)
    assert codings == [article.article_id for article, _ in first]


def test_an_article_that_changed_is_coded_again_and_the_old_answer_goes(
    tmp_path: Path, files: list[Path], codings: list[str]
) -> None:
    copy = tmp_path / files[0].name
    copy.write_bytes(files[0].read_bytes())
    list(coded.coded([copy], tmp_path / "kept"))
    copy.write_text(copy.read_text(encoding="utf-8") + "\nA meeting was held.\n", encoding="utf-8")
    list(coded.coded([copy], tmp_path / "kept"))
    assert len(codings) == 2
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_another_coder_reads_everything_anew(
    tmp_path: Path, files: list[Path], codings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    list(coded.coded(files, tmp_path))
    monkeypatch.setattr(coded, "fingerprint", lambda: "another coder")
    list(coded.coded(files, tmp_path))
    assert len(codings) == 4


@pytest.mark.parametrize("damage", [b"", b"[", b"{}", b"[1]", b'[{"article": "x"}]', b"\xff\xfe", b"null"])
def test_a_damaged_answer_is_found_anew(tmp_path: Path, files: list[Path], codings: list[str], damage: bytes) -> None:
    (first,) = coded.coded(files[:1], tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert list(coded.coded(files[:1], tmp_path)) == [first]
    assert len(codings) == 2
    assert json.loads(kept.read_text(encoding="utf-8"))


def test_a_full_disk_costs_time_and_nothing_else(
    tmp_path: Path, files: list[Path], codings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    wanted = list(coded.coded(files, tmp_path / "elsewhere"))
    monkeypatch.setattr("dashboard.whole.written", full)
    assert list(coded.coded(files, tmp_path / "kept")) == wanted
    assert len(codings) == 4


def test_what_is_found_in_an_article_is_kept_before_the_next_is_begun(
    tmp_path: Path, files: list[Path], codings: list[str]
) -> None:
    next(coded.coded(files, tmp_path))
    assert len(list(tmp_path.iterdir())) == len(codings) == 1


def test_where_a_coding_process_is_ended_from_outside_the_others_articles_are_coded_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(given: Sequence[Given], _: int, code: coders.Code) -> Iterator[Outcome]:
        yield from code(given[:7])
        raise CorpusError("One of the coding processes was ended from outside.")

    monkeypatch.setattr(coders, "by_processes", broken)
    monkeypatch.setattr(coders, "cores", lambda: 2)
    given = [Given(str(number), f"{number}.md") for number in range(30)]
    assert [one.name for one in coders.robustly(given, _named)] == [one.name for one in given]


def test_a_coding_process_does_not_run_the_page_that_starts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    (tmp_path / "page.py").write_text("raise SystemExit('This is a page.')", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "__main__", page)
    assert list(coders.by_processes([Given("a", "a.md")], 1, _named)) == [Outcome("a.md", [])]


def _named(batch: Sequence[Given]) -> list[Outcome]:
    return [Outcome(one.name, []) for one in batch]
