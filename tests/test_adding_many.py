"""Many articles: an addition that is killed goes on where it was, and people who add at the same time lose nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import karabakh

from dashboard import adding, coding, store
from dashboard.adding import Bench

PLACES = ("Geneva", "Vienna", "Prague", "Moscow", "Brussels", "Sochi")
PATIENCE = 120.0


def report(number: int) -> str:
    """Return a report unlike the others."""
    place, day = PLACES[number % len(PLACES)], number % 28 + 1
    own = " ".join(f"point{number}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    return (
        f"Ministers meet again, report {number}\n\n{place.upper()} - The ministers of Armenia and Azerbaijan met "
        f"in {place} on {day} March 2019, the mediators said. They spoke about {own}.\n"
    )


@pytest.fixture
def home(workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspace, tmp_path / "home"))


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Return a folder of sixty articles, one of them twice and one in French."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(60):
        (folder / f"report-{number:02}.txt").write_text(report(number), encoding="utf-8")
    shutil.copyfile(folder / "report-07.txt", folder / "report-07-again.txt")
    french = "Les ministres des affaires étrangères se sont réunis jeudi à Genève pour discuter du conflit. " * 4
    (folder / "french.txt").write_text(f"Réunion à Genève\n\n{french}", encoding="utf-8")
    return folder


def kept(home: Path) -> dict[str, bytes]:
    """Return everything that the workspace keeps beside its editions."""
    files = (path for path in home.rglob("*") if path.is_file() and "editions" not in path.parts)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


def killed(home: Path, pile: Path, enough: Callable[[], bool]) -> None:
    """Begin to add a folder and end it, the hard way, as soon as enough is done."""
    with subprocess.Popen([*karabakh(home), "add", str(pile)], stderr=subprocess.PIPE) as run:
        deadline = time.monotonic() + PATIENCE
        while not enough() and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        run.kill()
        said = run.stderr.read() if run.stderr else b""
    assert enough(), said
    assert run.returncode != 0, "it was done before it could be killed"


def test_an_addition_that_is_killed_twice_ends_as_if_it_had_not_been(home: Path, pile: Path, tmp_path: Path) -> None:
    other = shutil.copytree(home, tmp_path / "other")
    before = store.edition(home)
    bench = Bench.of(home, [pile])

    killed(home, pile, lambda: len(list((bench.folder / "read").glob("*.json"))) >= 20)
    read = {path: path.stat().st_ino for path in (bench.folder / "read").glob("*.json")}
    assert store.edition(home) == before
    assert not (home / "articles").exists(), "nothing is among the articles before all of it is coded"

    killed(home, pile, lambda: len(list(bench.coded.glob("*.json"))) >= 12)
    assert {path: path.stat().st_ino for path in read} == read, "what was read is not read again"
    found = {path.name: path.stat().st_ino for path in bench.coded.glob("*.json")}

    run = subprocess.run([*karabakh(home), "add", str(pile)], capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    made = store.edition(home)
    assert made
    assert (
        run.stdout
        == f"60 added; edition {made.edition_id} is current.\n1 file gave no article; they are named above.\n"
    )
    assert "“french.txt” seems to be in French" in run.stderr
    assert "“report-07.txt” has the same text" in run.stderr
    assert {name: (home / "coded" / name).stat().st_ino for name in found} == found, "nor is what was coded coded again"

    done = adding.add(other, [pile])
    assert done.edition.edition_id == made.edition_id
    assert kept(home) == kept(other)
    assert store.ask_rows(made, "events") == store.ask_rows(done.edition, "events")


KILLED_BEFORE_THE_EDITION = """
import os, sys
from pathlib import Path
from dashboard import adding, build
build.build_edition = lambda *_: os._exit(9)
adding.add(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
"""


def test_an_addition_that_is_killed_between_the_articles_and_the_edition_is_brought_to_its_end(
    home: Path, pile: Path
) -> None:
    files = [pile / f"report-{number:02}.txt" for number in range(3)]
    command = [sys.executable, "-c", KILLED_BEFORE_THE_EDITION, str(home), *map(str, files)]
    run = subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    assert run.returncode == 9
    there = sorted(path.name for path in (home / "articles").iterdir())
    assert there == [path.name for path in files]
    with pytest.raises(coding.ArticleError, match="there already"):
        adding.add(home, files[:1])
    done = adding.add(home, files)
    assert list(done.names) == there
    assert sorted(path.name for path in (home / "articles").iterdir()) == there
    assert store.edition(home) == done.edition
    assert not (home / "adding").exists()


def test_two_people_who_add_at_the_same_time_lose_nothing(home: Path, tmp_path: Path) -> None:
    runs = []
    for number in (1, 2):
        folder = tmp_path / f"of-{number}"
        folder.mkdir()
        (folder / "news.txt").write_text(report(number), encoding="utf-8")
        (folder / "same.txt").write_text(report(9), encoding="utf-8")
        runs.append(subprocess.Popen([*karabakh(home), "add", str(folder)], stderr=subprocess.PIPE, encoding="utf-8"))
    said = [run.communicate(timeout=PATIENCE)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    texts = {path.name: path.read_text("utf-8") for path in (home / "articles").iterdir()}
    assert set(texts) == {"news.md", "news-2.md", "same.md"}
    assert {number for number in (1, 2) if any(f"point{number}a" in text for text in texts.values())} == {1, 2}
    assert "same text as “same”. It is left out." in "".join(said), "the slower one is told of it"
    made = store.edition(home)
    assert made
    ours = {row["event_id"].split(":")[0] for row in store.ask_rows(made, "events") if row["dataset"] == "coded"}
    assert ours >= {"news", "news-2", "same"}
