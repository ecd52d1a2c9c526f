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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import build, coding, store
from dashboard.bundle import QUERIES
from dashboard.coding.articles import parse_article
from dashboard.model import Article, Event

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
    shutil.copytree(store.DATA, copy, ignore=shutil.ignore_patterns("geo"))
    monkeypatch.setattr(store, "DATA", copy)
    monkeypatch.setattr(build, "DATA", copy)
    return copy


def without_articles(workspace: Path) -> store.Edition:
    """Build the edition of the curated fact base alone: what the coder finds is of no account here."""
    return store.new_edition(workspace, [], [], [])


def content(edition: store.Edition) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table; every question orders its answer, so the order here is of no account."""
    with duckdb.connect(str(edition.path), read_only=True, config=store._OFFLINE) as connection:
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
    paths = [path for path in store.DATA.rglob("*") if path.is_file() and path.suffix != ".geojson"]
    random.Random(7).shuffle(paths)  # noqa: S311  # a fixed order, not a secret
    for path in paths:
        (copy / path.relative_to(store.DATA)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy / path.relative_to(store.DATA))
    monkeypatch.setattr(store, "DATA", copy)
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


def test_a_changed_coder_gives_another_edition(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for folder in ("dashboard", "queries", "data"):
        shutil.copytree(store.DATA.parent / folder, project / folder, ignore=shutil.ignore_patterns("geo", "static"))

    def named() -> str:
        code = "from dashboard import store; print(store.DATA, store.edition_id_for([])[0])"
        done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
        folder, edition_id = done.stdout.split()
        assert Path(folder).is_relative_to(project)
        return edition_id

    before = named()
    coder = project / "dashboard" / "coding" / "types.py"
    coder.write_text(coder.read_text("utf-8") + "\nCHANGED = True\n", "utf-8")
    assert named() != before


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


@dataclass
class Table:
    """One CSV file of the copied data, as rows that a test may change."""

    path: Path

    def __post_init__(self) -> None:
        with self.path.open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def row(self, **wanted: str) -> dict[str, str]:
        return next(row for row in self.rows if all(row[name] == value for name, value in wanted.items()))

    def save(self) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)


def changed(name: str, wanted: dict[str, str], /, **cells: str) -> Callable[[Path], None]:
    """Return a damage: the first row of ``name`` that is as ``wanted`` gets other ``cells``."""

    def damage(data: Path) -> None:
        table = Table(data / name)
        table.row(**wanted).update(cells)
        table.save()

    return damage


def added(name: str, wanted: dict[str, str], /, **cells: str) -> Callable[[Path], None]:
    """Return a damage: ``name`` gets a copy of a row, with other ``cells``."""

    def damage(data: Path) -> None:
        table = Table(data / name)
        table.rows.append(table.row(**wanted) | cells)
        table.save()

    return damage


APPEAL = {"event_id": "1988-02-20-oblast-soviet-appeal"}  # without talks row, claims, persons and deaths
CLASH = {"event_id": "1988-02-22-askeran-clash"}
TALK = {"event_id": "2020-10-09-moscow-ministers-talks"}
EVENTS = "curated/events.csv"
NOBODY = dict.fromkeys(("source", "target", "participant", "mediator", "host"), "")
FUTURE = {"event_id": "2090-02-20-tomorrow", "day_start": "2090-02-20", "day_end": "2090-02-20"}

#: check -> what makes it speak, and the row that it must name.
SPOILT: dict[str, list[tuple[Callable[[Path], None], str]]] = {
    "deaths_out_of_order": [
        (changed(EVENTS, CLASH, deaths_low="9", deaths_high="1"), CLASH["event_id"]),
        (changed(EVENTS, CLASH, deaths_low="-1", deaths_best="", deaths_high=""), CLASH["event_id"]),
        (changed(EVENTS, CLASH, deaths_low="", deaths_best="9", deaths_high="3"), CLASH["event_id"]),
        (changed("curated/claims.csv", CLASH, deaths_low="5", deaths_best="2"), CLASH["event_id"]),
    ],
    "duplicate_event": [
        (added(EVENTS, APPEAL, event_id="1988-02-20-told-again"), "1988-02-20-told-again"),
    ],
    "event_ends_before_it_starts": [
        (changed(EVENTS, APPEAL, day_end="1988-02-19", day_precision="days"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, day_end="", day_precision="days"), APPEAL["event_id"]),
    ],
    "event_id_contradicts_day": [
        (changed(EVENTS, APPEAL, day_start="1988-02-21", day_end="1988-02-21"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, event_id="oblast-soviet-appeal"), "oblast-soviet-appeal"),
    ],
    "event_in_the_future": [(changed(EVENTS, APPEAL, **FUTURE), FUTURE["event_id"])],
    "event_in_unknown_place": [(changed(EVENTS, APPEAL, place_id="atlantis"), "atlantis")],
    "event_precision_contradicts_days": [
        (changed(EVENTS, APPEAL, day_end="1988-02-25"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, day_end="1988-03-01", day_precision="month"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, day_end="1989-02-20", day_precision="year"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, day_precision="roughly"), APPEAL["event_id"]),
    ],
    "event_with_unknown_actor": [
        (changed(EVENTS, APPEAL, target="AZE; NARNIA"), "NARNIA"),
        (changed(EVENTS, CLASH, deaths_claimant="NARNIA"), "NARNIA"),
        (changed("curated/claims.csv", CLASH, claimant="NARNIA"), "NARNIA"),
        (changed("actors/people.csv", {"person_id": "levon-ter-petrosyan"}, actor_id="NARNIA"), "NARNIA"),
        (changed("actors/actor_names.csv", {"actor_id": "ARM"}, actor_id="NARNIA"), "NARNIA"),
        (changed("actors/actors.csv", {"actor_id": "RUS_PEACEKEEPERS"}, part_of="NARNIA"), "NARNIA"),
    ],
    "event_with_unknown_person": [
        (changed(EVENTS, APPEAL, persons="peter-pevensie"), "peter-pevensie"),
        (changed("actors/person_names.csv", {"person_id": "levon-ter-petrosyan"}, person_id="nobody"), "nobody"),
    ],
    "event_with_unknown_word": [
        (changed(EVENTS, APPEAL, event_type="QUARREL"), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, status="rumoured"), "rumoured"),
        (changed(EVENTS, APPEAL, track="narnian"), "narnian"),
    ],
    "event_without_actor": [(changed(EVENTS, APPEAL, **NOBODY), APPEAL["event_id"])],
    "event_without_source": [
        (changed(EVENTS, APPEAL, sources=""), APPEAL["event_id"]),
        (changed(EVENTS, APPEAL, sources="black-garden-chronology; hearsay"), "hearsay"),
    ],
    "name_of_no_place": [
        (changed("gazetteer/place_names.csv", {"name": "Stepanakert"}, place_id="atlantis"), "atlantis"),
        (changed("gazetteer/place_names.csv", {"name": "Stepanakert"}, side="ours"), "ours"),
    ],
    "office_holder_outside_term": [(changed(EVENTS, APPEAL, persons="nikol-pashinyan"), "nikol-pashinyan")],
    "place_outside_its_area": [
        (changed("gazetteer/places.csv", {"place_id": "shusha"}, lat="46.7499", lon="39.7601"), "shusha"),
        (changed("gazetteer/places.csv", {"place_id": "geneva"}, lat="91"), "geneva"),
        (changed("gazetteer/places.csv", {"place_id": "geneva"}, lat="", lon=""), "geneva"),
        (changed("gazetteer/places.csv", {"place_id": "geneva"}, precision="good"), "geneva"),
    ],
    "quote_is_not_in_article": [],  # of coded events: below
    "state_code_is_not_iso": [
        (added("actors/actors.csv", {"actor_id": "GEO"}, actor_id="GRU", name="Gruzia"), "Gruzia"),
        (changed("gazetteer/places.csv", {"place_id": "geneva"}, country="SUI"), "SUI"),
    ],
    "talk_with_unknown_word": [
        (changed("curated/talks.csv", TALK, format="chat"), "chat"),
        (changed("curated/talks.csv", TALK, level="friends"), "friends"),
        (changed("curated/talks.csv", TALK, outcome="handshake"), "handshake"),
    ],
    "talk_without_participants": [
        (added("curated/talks.csv", TALK, event_id="2020-10-10-nowhere", format="bilateral"), "2020-10-10-nowhere"),
        (changed(EVENTS, TALK, participant="ARM", mediator="", host=""), TALK["event_id"]),
    ],
}


def sentence_of(check: str) -> str:
    """Return the sentence that a check's file opens with, as the user reads it."""
    return (QUERIES / "check" / f"{check}.sql").read_text("utf-8").split("\n", 1)[0].removeprefix("-- ").rstrip(".")


def test_every_check_is_proven_able_to_find_something() -> None:
    assert set(SPOILT) == {path.stem for path in (QUERIES / "check").glob("*.sql")}


@pytest.mark.parametrize(
    ("check", "number"),
    [pytest.param(check, n, id=f"{check}-{n + 1}") for check, cases in SPOILT.items() for n in range(len(cases))],
)
def test_a_wrong_row_is_refused_by_its_check_and_named(
    data: Path, workspace: Path, tmp_path: Path, check: str, number: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(workspace, home)
    former = store.edition(home)
    damage, row = SPOILT[check][number]
    damage(data)
    with pytest.raises(store.StoreError) as told:
        without_articles(home)
    complaints = [line for line in str(told.value).splitlines() if line.startswith(f"{sentence_of(check)}:")]
    assert any(row in line for line in complaints), str(told.value)
    assert store.edition(home) == former
    assert sorted(path.name for path in (home / "editions").iterdir()) == sorted(
        path.name for path in (workspace / "editions").iterdir()
    )


def test_the_copied_data_is_healthy_until_it_is_spoilt(data: Path, tmp_path: Path) -> None:
    assert data.is_dir()
    assert store.check(without_articles(tmp_path / "home")) == []


@pytest.mark.parametrize(
    ("damage", "hint"),
    [
        pytest.param(changed(EVENTS, APPEAL, day_start="1988-02-30"), "1988-02-30", id="a day in no calendar"),
        pytest.param(changed(EVENTS, CLASH, deaths_best="many"), "many", id="a word for a number"),
        pytest.param(added(EVENTS, APPEAL, headline="Again"), APPEAL["event_id"], id="an id twice"),
        pytest.param(changed(EVENTS, APPEAL, headline=""), "headline", id="no headline"),
        pytest.param(added("curated/sources.csv", {"source_id": "black-garden-chronology"}), "black-garden", id="a source twice"),
        pytest.param(added("curated/talks.csv", TALK), TALK["event_id"], id="a talk twice"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_in_one_sentence(
    data: Path, tmp_path: Path, damage: Callable[[Path], None], hint: str
) -> None:
    former = without_articles(tmp_path)
    damage(data)
    with pytest.raises(store.StoreError, match=r"^The edition was not built: \d\d_\w+\.sql: ") as told:
        without_articles(tmp_path)
    assert hint in str(told.value)
    assert "\n" not in str(told.value)
    assert store.edition(tmp_path) == former
    assert leftovers(tmp_path) == []


def test_a_row_with_a_cell_too_many_is_refused(data: Path, tmp_path: Path) -> None:
    path = data / "curated" / "talks.csv"
    path.write_text(path.read_text("utf-8") + '2020-01-01-x,call,heads,statement,"said, twice",surplus\n', "utf-8")
    with pytest.raises(store.StoreError, match=r"^The edition was not built: 22_talks\.sql: "):
        without_articles(tmp_path)
    assert store.edition(tmp_path) is None


def coded(**changes: Any) -> tuple[Article, Event]:
    """Return an article and the one event that the coder finds in it, with some of its fields changed."""
    article = parse_article(ARTICLE, "tbilisi")
    (event,) = coding.code_article(article)
    fields = {name: getattr(event, name) for name in Event.__slots__}
    return article, Event(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"quote": "Nobody ever met."}, "quote_is_not_in_article"),
        ({"start": 3}, "quote_is_not_in_article"),
        ({"end": 10_000}, "quote_is_not_in_article"),
        ({"source": ("NARNIA",)}, "event_with_unknown_actor"),
        ({"speaker": "NARNIA"}, "event_with_unknown_actor"),
        ({"persons": ("nobody",)}, "event_with_unknown_person"),
        ({"place_id": "atlantis"}, "event_in_unknown_place"),
        ({"status": "rumoured"}, "event_with_unknown_word"),
        ({"type": "QUARREL"}, "event_with_unknown_word"),
        ({"date": date(2021, 3, 4), "date_end": date(2021, 3, 3)}, "event_ends_before_it_starts"),
        ({"date_precision": "soon"}, "event_precision_contradicts_days"),
        ({"deaths_low": 7, "deaths_high": 2}, "deaths_out_of_order"),
        ({"article": "another"}, "event_without_source"),
    ],
)
def test_a_wrong_coded_event_is_refused_by_its_check(tmp_path: Path, changes: dict[str, Any], check: str) -> None:
    article, event = coded(**changes)
    with pytest.raises(store.StoreError) as told:
        store.new_edition(tmp_path, [article], [event], [])
    assert f"{sentence_of(check)}: " in str(told.value)
    assert store.edition(tmp_path) is None


@pytest.mark.parametrize(
    "title", ["𐍈 beyond the basic plane 🕊", "combining ë and n\u0303", "right to left אב", "tab\tand \\ and \" and '"]
)
def test_a_quote_is_found_again_in_an_article_with_unusual_letters(tmp_path: Path, title: str) -> None:
    article = parse_article(ARTICLE.replace("TBILISI -", f"{title}.\r\n\r\nTBILISI -"), "tbilisi")
    events = coding.code_article(article)
    assert len(events) == 1
    made = store.new_edition(tmp_path, [article], events, [])
    (row,) = (row for row in content(made)["evidence"] if row[2])
    assert row[2] == article.text[row[3] : row[4]] == events[0].quote


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
    article, event = coded()
    store.new_edition(tmp_path, [article], [event], [path])
    return tmp_path


def assert_whole(home: Path, former: store.Edition, held: bytes, new_id: str) -> str:
    """Assert that the former edition or the new one is current and whole, the former one as it was; return which."""
    now = store.edition(home)
    assert now
    assert now.edition_id in (former.edition_id, new_id)
    assert former.path.read_bytes() == held
    with duckdb.connect(str(now.path), read_only=True, config=store._OFFLINE) as connection:
        assert connection.table("edition").fetchall()[0][0] == now.edition_id
        assert store._offences(connection) == []
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
    for part in range(12):
        set_back(home, former, new_id)
        with build_in_a_process(home) as building:
            time.sleep(needed * (part + chance.random()) / 12)
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
