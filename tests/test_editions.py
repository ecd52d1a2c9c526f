"""Editions: a pure function of what went in, refused when a row is wrong, and never half there."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import build, coding, store
from dashboard.bundle import DATA, QUERIES
from dashboard.coding.articles import parse_article
from dashboard.model import Article, Event
from dashboard.store import asking, editions

ARTICLE = """---
title: Talks in Tbilisi
date: 2021-03-03
language: en
---

TBILISI - The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Wednesday, 3 March 2021, officials said.
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the bundled data that a test may spoil; editions are built from it."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("geo"))
    monkeypatch.setattr(editions, "DATA", copy)
    monkeypatch.setattr(build, "DATA", copy)
    return copy


def without_articles(workspace: Path) -> store.Edition:
    """Build the edition of the curated fact base alone: what the coder finds is of no account here."""
    return store.new_edition(workspace, [], [], [])


def content(edition: store.Edition) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table; every question orders its answer, so the order here is of no account."""
    with duckdb.connect(str(edition.path), read_only=True, config=asking.OFFLINE) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: sorted(connection.table(name).fetchall(), key=repr) for name in tables}


def leftovers(workspace: Path) -> list[str]:
    return [path.name for path in (workspace / "editions").iterdir() if path.name.startswith(".")]


# --- the same in, the same out ----------------------------------------------------------------------


def test_the_same_inputs_give_the_same_edition_in_another_workspace(edition: store.Edition, tmp_path: Path) -> None:
    again = build.build_edition(tmp_path)
    assert again.edition_id == edition.edition_id
    assert again.path != edition.path
    assert content(again) == content(edition)
    for question in ("events", "actors", "event_map", "actor_network", "diplomacy_timeline", "sources_of_selection"):
        assert store.ask_rows(again, question) == store.ask_rows(edition, question)


def test_the_order_in_which_files_are_found_changes_nothing(
    workspace: Path, edition: store.Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = build.article_files(workspace)
    assert store.edition_id_for(reversed(files)) == store.edition_id_for(files)
    copy = tmp_path / "data"
    paths = [path for path in DATA.rglob("*") if path.is_file() and path.suffix != ".geojson"]
    random.Random(7).shuffle(paths)  # noqa: S311  # a fixed order, not a secret
    for path in paths:
        (copy / path.relative_to(DATA)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy / path.relative_to(DATA))
    monkeypatch.setattr(editions, "DATA", copy)
    monkeypatch.setattr(build, "DATA", copy)
    assert store.edition_id_for(build.article_files(workspace))[0] == edition.edition_id


def test_building_twice_gives_the_same_edition_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = without_articles(tmp_path)
    rows = content(first)
    assert without_articles(tmp_path) == first
    assert content(first) == rows
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == sorted([first.path.name, "current"])


def test_an_edition_says_of_itself_what_its_name_says(edition: store.Edition) -> None:
    ((edition_id, as_of, input_hash, _),) = content(edition)["edition"]
    assert edition_id == edition.edition_id == edition.path.stem == f"{as_of}-{input_hash[:6]}"


@pytest.mark.parametrize("name", ["curated/events.csv", "lexicon/heads.csv", "actors/people.csv", "as_of.txt"])
def test_a_changed_data_file_gives_another_edition(data: Path, name: str) -> None:
    before = store.edition_id_for([])
    path = data / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert store.edition_id_for([])[1] != before[1]


def test_gold_changes_no_edition_because_it_only_measures_the_coder(data: Path) -> None:
    before = store.edition_id_for([])
    for name in ("dev/en/story-a.md", "README.md", "ledger.csv", "sentences/contrast.en.csv"):
        path = data / "gold" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("new\n", "utf-8")
    assert store.edition_id_for([]) == before


@pytest.mark.parametrize("name", ["types.en.npz", "en/parser/model", "en/meta.json", "new/vocab/strings"])
def test_a_changed_model_gives_another_edition_whatever_its_name_ends_in(data: Path, name: str) -> None:
    before = store.edition_id_for([])
    path = data / "models" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\0")
    assert store.edition_id_for([])[1] != before[1]


def test_a_script_that_trains_models_changes_no_edition_by_itself(data: Path) -> None:
    before = store.edition_id_for([])
    (data / "models" / "new.py").write_text("pass\n", "utf-8")
    assert store.edition_id_for([]) == before


def test_a_changed_coder_gives_another_edition(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for folder in ("dashboard", "queries", "data"):
        shutil.copytree(DATA.parent / folder, project / folder, ignore=shutil.ignore_patterns("geo", "static"))

    def named() -> str:
        code = "from dashboard import store; print(store.editions.DATA, store.edition_id_for([])[0])"
        done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
        folder, edition_id = done.stdout.split()
        assert Path(folder).is_relative_to(project)
        return edition_id

    before = named()
    coder = project / "dashboard" / "coding" / "types.py"
    coder.write_text(coder.read_text("utf-8") + "\nCHANGED = True\n", "utf-8")
    assert named() != before


@pytest.mark.parametrize("name", ["selected.sql", "macros/laid.sql", "macros/new.sql", "link/90_ties.sql"])
def test_changed_sql_that_an_edition_holds_gives_another_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = store.edition_id_for([])
    shutil.copytree(QUERIES, tmp_path / "queries")
    monkeypatch.setattr(editions, "QUERIES", tmp_path / "queries")
    assert store.edition_id_for([]) == before
    with (tmp_path / "queries" / name).open("a", encoding="utf-8") as file:
        file.write("-- More.\n")
    assert store.edition_id_for([])[1] != before[1]


def test_a_changed_article_gives_another_edition_and_the_old_one_remains(tmp_path: Path) -> None:
    def built() -> store.Edition:
        files = sorted((tmp_path / "articles").glob("*.md"))
        articles = [coding.read_article(path) for path in files]
        events = [event for article in articles for event in coding.code_article(article)]
        return store.new_edition(tmp_path, articles, events, files)

    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "tbilisi.md"
    path.write_text(ARTICLE, "utf-8")
    old = built()
    held = store.ask_rows(old, "events")
    assert [row["place"] for row in held if row["dataset"] == "coded"] == ["Tbilisi"]

    path.write_text(ARTICLE.replace("Tbilisi", "Moscow"), "utf-8")
    new = built()
    assert new.edition_id != old.edition_id
    assert store.edition(tmp_path) == new
    assert store.ask_rows(old, "events") == held, "a reader of the old edition reads on"
    assert store.edition(tmp_path, old.edition_id) == old
    assert [row["place"] for row in store.ask_rows(new, "events") if row["dataset"] == "coded"] == ["Moscow"]

    path.write_text(ARTICLE, "utf-8")
    assert built() == old, "the old inputs give the old edition"
    assert store.edition(tmp_path) == old


def test_what_is_here_now_is_built_only_if_it_is_not_current(tmp_path: Path) -> None:
    told: list[str] = []
    first = build.current_edition(tmp_path, told.append)
    assert told
    told.clear()
    assert build.current_edition(tmp_path, told.append) == first
    assert told == []
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "tbilisi.md").write_text(ARTICLE, "utf-8")
    second = build.current_edition(tmp_path, told.append)
    assert second.edition_id != first.edition_id
    assert told


# --- rows that cannot be right ----------------------------------------------------------------------

EVENTS, TALKS, CLAIMS = "curated/events.csv", "curated/talks.csv", "curated/claims.csv"
CEASEFIRES = "curated/ceasefires.csv"
OUTLETS = "curated/outlets.csv"
PLACES, NAMES = "gazetteer/places.csv", "gazetteer/place_names.csv"
NOBODY = dict.fromkeys(("source", "target", "participant", "mediator", "host"), "")
#: Which row is spoilt: the next plain event, the next talk, or the first row of a table that is so.
EVENT, TALK = {"event_id": "an event"}, {"event_id": "a talk"}


class Copy:
    """A copy of the bundled data whose rows can be spoilt, each event and each talk at most once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("geo"))
        self.tables: dict[str, list[dict[str, str]]] = {}
        told_elsewhere = {row["event_id"] for name in (TALKS, CLAIMS) for row in self.rows(name)}
        one_day = (row for row in self.rows(EVENTS) if row["day_start"] == row["day_end"])
        self.events = (row for row in one_day if row["event_id"] not in told_elsewhere and not row["persons"])
        self.talks = (row for row in self.rows(TALKS) if row["format"] in ("bilateral", "trilateral"))

    def rows(self, name: str) -> list[dict[str, str]]:
        if name not in self.tables:
            with (self.folder / name).open(encoding="utf-8", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))
        return self.tables[name]

    def spoil(self, name: str, which: dict[str, str], cells: dict[str, str], *, again: bool = False) -> str:
        """Change ``cells`` of one row, or of a second copy of it; return what the row is called then."""
        if which in (EVENT, TALK):
            found = next(self.events if which == EVENT else self.talks)
        else:
            found = next(row for row in self.rows(name) if all(row[key] == value for key, value in which.items()))
        row = next(row for row in self.rows(name) if row["event_id"] == found["event_id"]) if which == TALK else found
        if again:
            row = dict(row)
            self.rows(name).append(row)
        row |= {column: cell.format(**row) for column, cell in cells.items()}
        return row[next(iter(row))]

    def save(self) -> None:
        for name, rows in self.tables.items():
            with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


Spoilt = tuple[str, dict[str, str], dict[str, str]]

#: check -> the rows that make it speak: table, row, cells.
SPOILT: dict[str, list[Spoilt]] = {
    "ceasefire_without_event": [
        (CEASEFIRES, {"event_id": "1992-03-21-iranian-ceasefire"}, {"event_id": "1992-03-21-no-such-ceasefire"}),
        (CEASEFIRES, {"event_id": "2016-04-05-moscow-oral-truce"}, {"breach_id": "2016-04-08-nothing"}),
        (CEASEFIRES, {"event_id": "2020-10-10-ceasefire-takes-effect"}, {"announced_by": "2020-10-10-nobody"}),
        (CEASEFIRES, {"event_id": "2020-10-18-second-truce-takes-effect"}, {"breach_from": "2020-10-17 23:00"}),
        (CEASEFIRES, {"event_id": "2020-10-26-third-truce-takes-effect"}, {"breach_to": "2020-10-26 08:01"}),
    ],
    "deaths_out_of_order": [
        (EVENTS, EVENT, {"deaths_low": "9", "deaths_best": "", "deaths_high": "1"}),
        (EVENTS, EVENT, {"deaths_low": "-1", "deaths_best": "", "deaths_high": ""}),
        (EVENTS, EVENT, {"deaths_low": "", "deaths_best": "9", "deaths_high": "3"}),
        (CLAIMS, {"claimant": "AZE"}, {"deaths_low": "5", "deaths_best": "2", "deaths_high": ""}),
    ],
    "duplicate_event": [(EVENTS, EVENT, {"event_id": "{event_id}-again"})],
    "event_ends_before_it_starts": [
        (EVENTS, EVENT, {"day_end": "1988-01-01", "day_precision": "days"}),
        (EVENTS, EVENT, {"day_end": "", "day_precision": "days"}),
    ],
    "event_id_contradicts_day": [
        (EVENTS, EVENT, {"day_start": "2001-02-03", "day_end": "2001-02-03"}),
        (EVENTS, EVENT, {"event_id": "an-id-without-a-day"}),
    ],
    "event_in_the_future": [
        (EVENTS, EVENT, {"event_id": "2090-02-20-tomorrow", "day_start": "2090-02-20", "day_end": "2090-02-20"})
    ],
    "event_in_unknown_place": [(EVENTS, EVENT, {"place_id": "atlantis"})],
    "event_precision_contradicts_days": [
        (EVENTS, EVENT, {"day_end": "2024-01-01"}),
        (EVENTS, EVENT, {"day_end": "2024-01-01", "day_precision": "month"}),
        (EVENTS, EVENT, {"day_end": "2024-01-01", "day_precision": "year"}),
        (EVENTS, EVENT, {"day_precision": "roughly"}),
    ],
    "event_with_unknown_actor": [
        (EVENTS, EVENT, {"target": "AZE; NARNIA"}),
        (EVENTS, EVENT, {"deaths_claimant": "NARNIA"}),
        (CLAIMS, {"claimant": "NKR"}, {"claimant": "NARNIA"}),
        ("actors/people.csv", {"office": "President"}, {"actor_id": "NARNIA"}),
        ("actors/actor_names.csv", {"language": "en"}, {"name": "The name", "actor_id": "NARNIA"}),
        ("actors/actors.csv", {"actor_id": "RUS_PEACEKEEPERS"}, {"part_of": "NARNIA"}),
    ],
    "event_with_unknown_person": [
        (EVENTS, EVENT, {"persons": "peter-pevensie"}),
        ("actors/person_names.csv", {"language": "en"}, {"name": "The name", "person_id": "peter-pevensie"}),
    ],
    "event_with_unknown_word": [
        (EVENTS, EVENT, {"status": "rumoured"}),
        (EVENTS, EVENT, {"track": "narnian"}),
        (EVENTS, EVENT, {"event_type": "QUARREL"}),
    ],
    "event_without_actor": [(EVENTS, EVENT, NOBODY)],
    "event_without_source": [
        (EVENTS, EVENT, {"sources": ""}),
        (EVENTS, EVENT, {"sources": "{sources}; hearsay"}),
    ],
    "name_of_no_place": [
        (NAMES, {"side": "ARM"}, {"place_id": "atlantis"}),
        (NAMES, {"side": "AZE"}, {"side": "ours"}),
    ],
    "office_holder_outside_term": [(EVENTS, EVENT, {"persons": "zohrab-mnatsakanyan"})],
    "outlet_with_unknown_word": [
        (OUTLETS, {"outlet": "TASS"}, {"country": "XYZ"}),
        (OUTLETS, {"outlet": "Trend"}, {"side": "enemy"}),
        (OUTLETS, {"outlet": "Mediamax"}, {"side": "not_classified"}),
        (OUTLETS, {"outlet": "Turan"}, {"ownership": "royal"}),
    ],
    "place_outside_its_area": [
        (PLACES, {"place_id": "shusha"}, {"lat": "46.7499", "lon": "39.7601"}),
        (PLACES, {"place_id": "geneva"}, {"lat": "91"}),
        (PLACES, {"place_id": "vienna"}, {"lat": "", "lon": ""}),
        (PLACES, {"place_id": "prague"}, {"precision": "good"}),
    ],
    "state_code_is_not_iso": [
        ("actors/actors.csv", {"actor_id": "GRC"}, {"kind": "state", "actor_id": "ELLAS"}),
        (PLACES, {"place_id": "moscow"}, {"country": "URS"}),
    ],
    "talk_with_unknown_word": [
        (TALKS, TALK, {"format": "chat"}),
        (TALKS, TALK, {"level": "friends"}),
        (TALKS, TALK, {"outcome": "handshake"}),
    ],
    "talk_without_participants": [
        (TALKS, TALK, {"event_id": "2020-10-10-nowhere"}),
        (EVENTS, TALK, {"participant": "ARM", "mediator": "", "host": ""}),
    ],
}
#: The same for what the coder found: check -> fields of an event.
MISREAD: dict[str, list[dict[str, Any]]] = {
    "quote_is_not_in_article": [{"quote": "Nobody ever met."}, {"start": 3}, {"end": 10_000}],
    "event_with_unknown_actor": [{"source": ("NARNIA",)}, {"speaker": "NARNIA"}],
    "event_with_unknown_person": [{"persons": ("nobody",)}],
    "event_in_unknown_place": [{"place_id": "atlantis"}],
    "event_with_unknown_word": [{"status": "rumoured"}, {"track": "narnian"}, {"type": "QUARREL"}],
    "event_ends_before_it_starts": [{"date": date(2021, 3, 4), "date_end": date(2021, 3, 3)}],
    "event_precision_contradicts_days": [{"date_precision": "soon"}, {"date": None, "date_end": None}],
    "deaths_out_of_order": [{"deaths_low": 7, "deaths_high": 2}],
    "event_without_source": [{"article": "lost"}],
}


def coded(name: str, **changes: Any) -> tuple[Article, Event]:
    """Return an article and the one event that the coder finds in it, with some of its fields changed."""
    article = parse_article(ARTICLE, name)
    (event,) = coding.code_article(article)
    return article, replace(event, **changes)


def sentence_of(check: str) -> str:
    """Return the sentence that a check's file opens with, as the user reads it."""
    return (QUERIES / "check" / f"{check}.sql").read_text("utf-8").split("\n", 1)[0].removeprefix("-- ").rstrip(".")


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [pytest.param(check, n, id=f"{check}-{n + 1}") for check, rows in table.items() for n in range(len(rows))]


@dataclass
class Refused:
    """One build of everything that is spoilt: what it said of which row."""

    complaint: str
    rows: dict[tuple[str, int], str]


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Refused:
    """Spoil every row of ``SPOILT`` and ``MISREAD``, each another one, and build once; but for the types."""
    copy = Copy(tmp_path_factory.mktemp("spoilt") / "data")
    rows, articles, events = {}, [], []
    for check, spoilt in SPOILT.items():
        for number, (name, which, cells) in enumerate(spoilt):
            if "event_type" not in cells:
                again = check == "duplicate_event"
                rows[check, number] = copy.spoil(name, which, cells, again=again)
    copy.save()
    for check, changes in MISREAD.items():
        for number, fields in enumerate(changes):
            if "type" not in fields:
                article, event = coded(f"{check}-{number}", **fields)
                articles.append(article)
                events.append(event)
                rows[f"coded {check}", number] = f"{event.article}:{event.start}:"
    home = tmp_path_factory.mktemp("refused")
    with pytest.MonkeyPatch.context() as patch:
        former = without_articles(home)
        patch.setattr(editions, "DATA", copy.folder)
        with pytest.raises(store.StoreError, match=r"^The edition was not built, because of these rows:\n") as told:
            store.new_edition(home, articles, events, [])
    assert store.edition(home) == former
    assert sorted(path.name for path in (home / "editions").iterdir()) == sorted([former.path.name, "current"])
    return Refused(str(told.value), rows)


def test_every_check_is_proven_able_to_find_something() -> None:
    assert SPOILT.keys() | MISREAD.keys() == {path.stem for path in (QUERIES / "check").glob("*.sql")}


@pytest.mark.parametrize(("check", "number"), cases(SPOILT))
def test_a_wrong_row_is_refused_by_its_check_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Refused, check: str, number: int
) -> None:
    if row := refused.rows.get((check, number)):
        complaint = refused.complaint
    else:
        copy = Copy(tmp_path / "spoilt")
        row = copy.spoil(*SPOILT[check][number])
        copy.save()
        monkeypatch.setattr(editions, "DATA", copy.folder)
        with pytest.raises(store.StoreError) as told:
            without_articles(tmp_path)
        complaint = str(told.value)
    lines = [line for line in complaint.splitlines() if line.startswith(f"{sentence_of(check)}: ")]
    assert any(row.casefold() in line.casefold() for line in lines), (row, complaint[:300])


@pytest.mark.parametrize(("check", "number"), cases(MISREAD))
def test_a_misread_event_is_refused_by_its_check_and_named(
    tmp_path: Path, refused: Refused, check: str, number: int
) -> None:
    if row := refused.rows.get((f"coded {check}", number)):
        complaint = refused.complaint
    else:
        article, event = coded("misread", **MISREAD[check][number])
        row = "misread:"
        with pytest.raises(store.StoreError) as told:
            store.new_edition(tmp_path, [article], [event], [])
        complaint = str(told.value)
    lines = [line for line in complaint.splitlines() if line.startswith(f"{sentence_of(check)}: ")]
    assert any(row.casefold() in line.casefold() for line in lines), (row, complaint[:300])


def test_the_copied_data_is_healthy_until_it_is_spoilt(data: Path, tmp_path: Path) -> None:
    assert data.is_dir()
    article, event = coded("tbilisi")
    assert store.check(store.new_edition(tmp_path / "home", [article], [event], [])) == []


@pytest.mark.parametrize(
    ("spoilt", "hint"),
    [
        pytest.param((EVENTS, EVENT, {"day_start": "1988-02-30"}), "1988-02-30", id="a day in no calendar"),
        pytest.param((EVENTS, EVENT, {"deaths_best": "many"}), "many", id="a word for a number"),
        pytest.param((EVENTS, EVENT, {"headline": ""}), "headline", id="no headline"),
        pytest.param((EVENTS, EVENT, {"event_id": "1988-02-22-askeran-clash"}), "askeran-clash", id="an id twice"),
        pytest.param((TALKS, TALK, {"event_id": "1989-12-01-joint-unification-act"}), "unification", id="a talk twice"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: Spoilt, hint: str
) -> None:
    copy = Copy(tmp_path / "data")
    copy.spoil(*spoilt)
    copy.save()
    monkeypatch.setattr(editions, "DATA", copy.folder)
    with pytest.raises(store.StoreError, match=r"^The edition was not built: \d\d_\w+\.sql: ") as told:
        without_articles(tmp_path)
    assert hint in str(told.value)
    assert "\n" not in str(told.value)
    assert list((tmp_path / "editions").iterdir()) == []


def test_a_row_with_a_cell_too_many_is_refused(data: Path, tmp_path: Path) -> None:
    path = data / "curated" / "talks.csv"
    path.write_text(path.read_text("utf-8") + '2020-01-01-x,call,heads,statement,"said, twice",surplus\n', "utf-8")
    with pytest.raises(store.StoreError, match=r"^The edition was not built: 22_talks\.sql: "):
        without_articles(tmp_path)
    assert store.edition(tmp_path) is None


def test_a_quote_is_found_again_among_unusual_letters(tmp_path: Path) -> None:
    unusual = "𐍈 and 🕊. Combining e\u0308, n\u0303. Right to left אב. Tab\tand \\ and \" and '. Two 👩\u200d👧 signs."
    articles = [
        parse_article(ARTICLE.replace("TBILISI -", f"{unusual}{end}{end}TBILISI -"), name)
        for name, end in (("unix", "\n"), ("windows", "\r\n"))
    ]
    events = [event for article in articles for event in coding.code_article(article)]
    assert len(events) == 2
    made = store.new_edition(tmp_path, articles, events, [])
    quotes = {row[1]: row[2] for row in content(made)["evidence"] if row[2]}
    assert quotes == {event.article: event.quote for event in events}
    assert all(
        event.quote == article.text[event.start : event.end] for event, article in zip(events, articles, strict=True)
    )


# --- a build that is killed -------------------------------------------------------------------------

#: Builds the edition of the curated fact base in argv[1]; kills itself at step argv[2] of touching a file there.
KILLED = """
import os, signal, sys
from dashboard import store
home, last, step = sys.argv[1], int(sys.argv[2]), 0

def count(event, arguments):
    global step
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"):
        if any(home in os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes, os.PathLike))):
            step += 1
            if step == last:
                os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
print("ready", flush=True)
from pathlib import Path
store.new_edition(Path(home), [], [], [])
print("done", flush=True)
"""


@contextmanager
def build_in_a_process(home: Path, step: int = 0) -> Iterator[subprocess.Popen[str]]:
    """Start a build that is killed at ``step`` of its way, if it has so many; yield it once it is under way."""
    command = [sys.executable, "-c", KILLED, str(home), str(step)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as building:
        assert building.stdout
        assert building.stdout.readline() == "ready\n"
        yield building


def built_until(home: Path, step: int) -> bool:
    """Build until ``step``; return whether the build was killed there, False if it was done before."""
    with build_in_a_process(home, step) as building:
        output, errors = building.communicate(timeout=60)
    assert errors == ""
    assert (building.returncode == -signal.SIGKILL) == ("done" not in output)
    return "done" not in output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace whose current edition differs from the one that a build would make now."""
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "tbilisi.md"
    path.write_text(ARTICLE, "utf-8")
    article, event = coded("tbilisi")
    store.new_edition(tmp_path, [article], [event], [path])
    return tmp_path


def assert_whole(home: Path, former: store.Edition, held: bytes, new_id: str) -> str:
    """Assert that the former edition or the new one is current and whole, the former one as it was; return which."""
    now = store.edition(home)
    assert now
    assert now.edition_id in (former.edition_id, new_id)
    assert former.path.read_bytes() == held
    with duckdb.connect(str(now.path), read_only=True, config=asking.OFFLINE) as connection:
        assert connection.table("edition").fetchall()[0][0] == now.edition_id
        assert editions._offences(connection) == []
    return now.edition_id


def set_back(home: Path, former: store.Edition, new_id: str) -> None:
    (home / "editions" / "current").write_text(former.edition_id, "ascii")
    (home / "editions" / f"{new_id}.duckdb").unlink(missing_ok=True)


def test_a_build_killed_at_any_step_leaves_an_edition_that_is_whole(home: Path) -> None:
    former = store.edition(home)
    assert former
    held, new_id = former.path.read_bytes(), store.edition_id_for([])[0]
    assert new_id != former.edition_id
    currents, step = [], 1
    while built_until(home, step):
        currents.append(assert_whole(home, former, held, new_id))
        set_back(home, former, new_id)
        step += 1
    assert len(currents) >= 6, "making the scratch folder, flushing and renaming, twice, and sweeping are steps"
    assert sorted(currents, key=[former.edition_id, new_id].index) == currents, "the pointer moves once"
    assert len(set(currents)) == 2
    assert without_articles(home).edition_id == new_id, "what the killed builds left does not stop a build"


def test_a_build_killed_at_a_random_moment_leaves_an_edition_that_is_whole(home: Path) -> None:
    former = store.edition(home)
    assert former
    held, new_id = former.path.read_bytes(), store.edition_id_for([])[0]
    with build_in_a_process(home) as building:
        started = time.perf_counter()
        building.communicate(timeout=60)
    assert building.returncode == 0
    needed, chance = time.perf_counter() - started, random.Random(20200927)  # noqa: S311  # a draw, not a secret
    killed = 0
    for part in range(8):
        set_back(home, former, new_id)
        with build_in_a_process(home) as building:
            time.sleep(needed * (part + chance.random()) / 8)
            building.kill()
        killed += building.returncode == -signal.SIGKILL
        assert_whole(home, former, held, new_id)
    assert killed >= 3
    assert without_articles(home).edition_id == new_id


def test_what_a_killed_build_left_is_swept_away_by_a_later_one(home: Path) -> None:
    assert built_until(home, 4)
    (scratch,) = leftovers(home)
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(home / "editions" / scratch, (long_ago, long_ago))
    without_articles(home)
    assert leftovers(home) == []


def test_two_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    with build_in_a_process(tmp_path) as one, build_in_a_process(tmp_path) as other:
        assert [building.communicate(timeout=60)[1] for building in (one, other)] == ["", ""]
    made = store.edition(tmp_path)
    assert made
    assert made.edition_id == store.edition_id_for([])[0]
    assert store.check(made) == []
    assert leftovers(tmp_path) == []


def test_a_reader_sees_the_former_edition_or_the_new_one_while_a_build_goes_on(home: Path) -> None:
    former, new_id = store.edition(home), store.edition_id_for([])[0]
    assert former
    held = len(content(former)["events"])
    right = {former.edition_id: held, new_id: held - 1}
    seen = []
    with build_in_a_process(home) as building:
        while building.poll() is None:
            now = store.edition(home)
            assert now
            assert store.ask_rows(now, "key_figures")[0]["rows"] == right[now.edition_id]
            seen.append(now.edition_id)
    assert seen[0] == former.edition_id
    assert store.edition(home) == store.edition(home, new_id)
    assert store.ask_rows(former, "key_figures")[0]["rows"] == held


def test_a_workspace_that_cannot_be_written_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder", "utf-8")
    with pytest.raises(OSError, match="taken"):
        without_articles(taken)
    assert taken.read_text("utf-8") == "a file, not a folder"
