"""The command line on a real workspace and real files; where processes matter, started as a person starts it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import cli, store
from dashboard.bundle import DATA
from dashboard.model import DATASETS, EVENT_TYPES, STATUSES, TRACKS, Filters

PROGRAM = shutil.which("karabakh", path=str(Path(sys.executable).parent)) or "karabakh"
Run = subprocess.CompletedProcess[str]

LISTS = ("source", "target", "participant", "mediator", "host", "persons", "sources")
#: What every event has, as the README promises.
PROMISED = {
    *("event_id", "dataset", "day_start", "day_end", "day_precision", "type", "status", "track", "headline"),
    *("place", "lat", "lon", "deaths_low", "deaths_best", "deaths_high", *LISTS),
}

ARTICLE = """---
title: Talks in Tbilisi
date: 2021-03-03
language: en
outlet: A test
---

TBILISI - The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Wednesday, 3 March 2021, officials said.
"""


def line(*arguments: str | Path, workspace: Path | None = None) -> list[str]:
    """Return a command line; without a workspace it gets one that cannot be made, so that it must not need one."""
    return ["--workspace", str(workspace or Path(os.devnull) / "no-workspace"), *map(str, arguments)]


def karabakh(*arguments: str | Path, workspace: Path | None = None) -> Run:
    """Run a command in this process, which spares the start of the program."""
    given, out, err = line(*arguments, workspace=workspace), io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(given)
        except SystemExit as leaving:  # argparse has said why
            code = int(leaving.code or 0)
    return Run(given, code, out.getvalue(), err.getvalue())


def started(*arguments: str | Path, workspace: Path | None = None) -> Run:
    """Start the program as a person does."""
    command = [PROGRAM, *line(*arguments, workspace=workspace)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def refused(run: Run, *words: str) -> None:
    """Assert that the program said in one sentence what is wrong, and nothing else."""
    assert run.returncode == 2, run
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    (line,) = run.stderr.strip().splitlines()
    assert line.startswith("karabakh: ")
    assert line.endswith(".")
    for word in words:
        assert word in line


def files(folder: Path) -> list[str]:
    """Return what a workspace holds; what the coder found is made anew whenever it is missing."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(name for name in found if not name.startswith("coded"))


@pytest.fixture(scope="module")
def copy(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built workspace, in case a command builds anew in it."""
    folder = tmp_path_factory.mktemp("command-line") / "workspace"
    shutil.copytree(workspace, folder)
    return folder


# --- ask --------------------------------------------------------------------------------------------

ASKED = {
    "all": ([], Filters()),
    "start": (["--start", "2020-09-27"], Filters(start=date(2020, 9, 27))),
    "end": (["--end", "1994-05-12"], Filters(end=date(1994, 5, 12))),
    "range": (
        ["--start", "2020-09-27", "--end", "2020-11-10"],
        Filters(start=date(2020, 9, 27), end=date(2020, 11, 10)),
    ),
    "actor": (["--actor", "FRA"], Filters(actors=("FRA",))),
    "person": (["--actor", "zohrab-mnatsakanyan"], Filters(actors=("zohrab-mnatsakanyan",))),
    "two actors": (["--actor", "TUR", "--actor", "IRN"], Filters(actors=("TUR", "IRN"))),
    "track": (["--track", "geneva", "--track", "eu"], Filters(tracks=("geneva", "eu"))),
    "type": (["--type", "AGREE"], Filters(types=("AGREE",))),
    "status": (["--status", "alleged", "--status", "denied"], Filters(statuses=("alleged", "denied"))),
    "dataset": (["--dataset", "coded"], Filters(datasets=("coded",))),
    "nothing": (["--end", "1900-01-01"], Filters(end=date(1900, 1, 1))),
    "everything at once": (
        [
            *("--start", "2020-09-27", "--end", "2020-11-10", "--actor", "RUS", "--track", "moscow"),
            *("--type", "AGREE", "--status", "occurred", "--dataset", "curated"),
        ],
        Filters(date(2020, 9, 27), date(2020, 11, 10), ("RUS",), ("moscow",), ("AGREE",), ("occurred",), ("curated",)),
    ),
}  # fmt: skip

IN_EVERY_FORMAT = ("all", "status", "dataset")


@pytest.fixture(scope="module")
def answers(copy: Path) -> dict[tuple[str, str], Run]:
    """Ask for the events with every filter in every format, and start the program for some."""
    wanted = [(name, "json") for name in ASKED]
    wanted += [(name, form) for name in (*IN_EVERY_FORMAT, "nothing") for form in ("csv", "table")]

    def ask(which: tuple[str, str]) -> Run:
        run = started if which[0] in ("range", "status") else karabakh
        return run("ask", "events", *ASKED[which[0]][0], "--format", which[1], workspace=copy)

    return {which: ask(which) for which in wanted}


def test_every_answer_succeeds_without_a_word_on_stderr(answers: dict[tuple[str, str], Run]) -> None:
    for which, run in answers.items():
        assert (run.returncode, run.stderr) == (0, ""), which


@pytest.mark.parametrize("name", ASKED)
def test_json_holds_the_events_of_the_filter_with_every_promised_key(
    answers: dict[tuple[str, str], Run], edition: store.Edition, name: str
) -> None:
    rows = json.loads(answers[name, "json"].stdout)
    right = store.ask_rows(edition, "events", ASKED[name][1])
    assert [row["event_id"] for row in rows] == [row["event_id"] for row in right]
    assert bool(rows) == (name != "nothing")
    for row, event in zip(rows, right, strict=True):
        assert set(row) >= PROMISED
        assert row["day_start"] == (event["day_start"].isoformat() if event["day_start"] else None)
        assert row["sources"]
        assert all(set(source) == {"outlet", "title", "url", "date"} for source in row["sources"])
        assert all(isinstance(row[column], list) for column in LISTS)
        assert row["dataset"] in DATASETS
        assert row["type"] in EVENT_TYPES
        assert row["status"] in STATUSES
        assert row["track"] is None or row["track"] in TRACKS


@pytest.mark.parametrize("name", IN_EVERY_FORMAT)
def test_csv_opens_in_pandas_and_says_the_same_as_json(answers: dict[tuple[str, str], Run], name: str) -> None:
    frame = pd.read_csv(io.StringIO(answers[name, "csv"].stdout), dtype=str, keep_default_na=False)
    rows = json.loads(answers[name, "json"].stdout)
    assert len(frame) == len(rows)
    assert list(frame.columns) == list(rows[0])
    for cells, row in zip(frame.to_dict("records"), rows, strict=True):
        for column, value in row.items():
            if column in LISTS:
                assert json.loads(cells[column]) == value
            else:
                assert cells[column] == ("" if value is None else str(value))


def test_an_empty_answer_still_has_its_columns_in_csv(answers: dict[tuple[str, str], Run]) -> None:
    answers_csv = list(csv.reader(io.StringIO(answers["all", "csv"].stdout)))
    assert list(csv.reader(io.StringIO(answers["nothing", "csv"].stdout))) == answers_csv[:1]


def test_an_empty_answer_is_an_empty_list_in_json_and_a_word_in_a_table(answers: dict[tuple[str, str], Run]) -> None:
    assert json.loads(answers["nothing", "json"].stdout) == []
    assert answers["nothing", "table"].stdout == "No row.\n"


@pytest.mark.parametrize("name", IN_EVERY_FORMAT)
def test_the_columns_of_a_table_stand_beneath_each_other(answers: dict[tuple[str, str], Run], name: str) -> None:
    head, *lines = answers[name, "table"].stdout.splitlines()
    rows = json.loads(answers[name, "json"].stdout)
    assert len(lines) == len(rows)
    starts = {column: head.index(column if column == "sources" else f"{column} ") for column in rows[0]}
    assert list(starts.values()) == sorted(starts.values())
    for line, row in zip(lines, rows, strict=True):
        ends = [*list(starts.values())[1:], None]
        shown = {column: line[starts[column] : end] for column, end in zip(starts, ends, strict=True)}
        for column in ("event_id", "dataset", "day_start", "type", "status", "headline", "lat"):
            cell, whole = shown[column].strip(), " ".join(str("" if row[column] is None else row[column]).split())
            assert cell == whole or (cell == f"{whole[:47]}…" and len(whole) > 48)


@pytest.mark.parametrize(
    "question",
    ["key_figures", "actors", "violence_by_period --grain month", "receipt --event-id 1988-02-22-askeran-clash"],
)
def test_other_questions_are_answered_with_what_they_need(copy: Path, edition: store.Edition, question: str) -> None:
    run = karabakh("ask", *question.split(), "--format", "json", workspace=copy)
    assert (run.returncode, run.stderr) == (0, "")
    name, *options = question.split()
    extra = dict(zip([option.strip("-").replace("-", "_") for option in options[::2]], options[1::2], strict=True))
    assert len(json.loads(run.stdout)) == len(store.ask_rows(edition, name, None, **extra)) > 0


def test_an_edition_can_be_asked_by_its_name(copy: Path, edition: store.Edition) -> None:
    run = karabakh("ask", "key_figures", "--edition", edition.edition_id, "--format", "json", workspace=copy)
    assert json.loads(run.stdout)[0]["rows"] > 0


REFUSED: dict[str, list[str]] = {
    "events --actor NARNIA": ["Unknown actor “NARNIA”", "karabakh ask actors"],
    "events --type QUARREL": ["Unknown type “QUARREL”", "AGREE"],
    "events --track narnian": ["Unknown track “narnian”", "geneva"],
    "events --status rumoured": ["Unknown status “rumoured”", "occurred"],
    "events --dataset acled": ["Unknown dataset “acled”", "curated"],
    "no_such_question": ["There is no question “no_such_question”", "events"],
    "../../etc/passwd": ["There is no question"],
    "a" * 400: ["There is no question"],
    "events --start 2020-02-30": ["“2020-02-30” is not a date"],
    "events --end yesterday": ["“yesterday” is not a date"],
    "events --start 2020-11-10 --end 2020-09-27": ["ends before it"],
    "events --grain month": ["takes no grain"],
    "violence_by_period": ["needs grain"],
    "receipt": ["needs event_id"],
    "events --edition 2020-01-01-abcdef": ["There is no edition “2020-01-01-abcdef”"],
    "events --edition ../current": ["There is no edition"],
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_a_question_that_cannot_be_answered_is_refused_in_one_sentence(copy: Path, arguments: str) -> None:
    refused(karabakh("ask", *arguments.split(), workspace=copy), *REFUSED[arguments])


@pytest.mark.parametrize("arguments", ["", "dance", "ask events --format xml"])
def test_a_command_that_nobody_knows_is_refused_with_its_usage(arguments: str) -> None:
    run = karabakh(*arguments.split())
    assert run.returncode == 2
    assert run.stderr.startswith("usage: karabakh")
    assert "Traceback" not in run.stderr


def test_help_names_every_command() -> None:
    run = karabakh("--help")
    assert run.returncode == 0
    assert all(f"\n    {name} " in run.stdout for name in ("serve", "build", "add", "code", "ask", "check"))


@pytest.mark.parametrize("question", ["events", "key_figures"])
def test_a_reader_that_stops_reading_gets_no_complaint(copy: Path, question: str) -> None:
    command = [PROGRAM, "--workspace", str(copy), "ask", question, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        assert asking.stdout
        assert asking.stderr
        if question == "events":
            assert asking.stdout.readline() == b"[\n"
        asking.stdout.close()
        assert asking.stderr.read() == b""
        assert asking.wait(60) in (0, 141)


# --- build and check --------------------------------------------------------------------------------


def test_check_finds_a_built_edition_healthy(copy: Path, edition: store.Edition) -> None:
    run = karabakh("check", workspace=copy)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"Edition {edition.edition_id}: no offending rows.\n", "")


def test_build_says_which_edition_is_current(tmp_path: Path, edition: store.Edition) -> None:
    run = started("build", workspace=tmp_path)
    assert run.returncode == 0
    made = store.edition(tmp_path)
    assert made
    assert made.edition_id == edition.edition_id
    assert run.stdout == f"Edition {edition.edition_id} is current: {made.path}\n"
    assert all(line.endswith(("edition", path.name)) for line, path in zip(
        run.stderr.splitlines(), [*sorted((DATA / "articles").glob("*.md")), Path("edition")], strict=True
    ))  # fmt: skip


def test_a_damaged_edition_is_named_in_one_sentence(copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy, tmp_path / "workspace")
    made = store.edition(tmp_path / "workspace")
    assert made
    with made.path.open("r+b") as file:
        file.truncate(made.path.stat().st_size // 2)
    for arguments in (["check"], ["ask", "events"]):
        refused(karabakh(*arguments, workspace=tmp_path / "workspace"), made.edition_id, "karabakh build")


def test_a_workspace_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    run = karabakh("build", workspace=taken)
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1].startswith("karabakh: ")
    assert "Traceback" not in run.stderr
    assert taken.read_text("utf-8") == "a file"


# --- code and add -----------------------------------------------------------------------------------


def huge(path: Path) -> None:
    path.write_bytes(b"Troops of Armenia and Azerbaijan clashed near Agdam on Monday. " * 800_000)


FRENCH = (
    "Erevan\n\nLe ministre des Affaires étrangères de l'Arménie a rencontré son homologue azerbaïdjanais à Genève "
    "vendredi. Les deux ministres se sont mis d'accord sur un échange de prisonniers et de corps des soldats tués.\n"
)
UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.resolve, "There is no file"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 40), "binary"),
    "huge": (huge, "larger than"),
    "french": (lambda path: path.write_text(FRENCH, "utf-8"), "French"),
    "broken-utf-8": (lambda path: path.write_bytes(ARTICLE.encode() + b"\xff\xc3("), "not UTF-8"),
    "broken-yaml": (lambda path: path.write_text(ARTICLE.replace("title: ", "title: ["), "utf-8"), "not valid YAML"),
    "unclosed": (lambda path: path.write_text(ARTICLE.replace("test\n---", "test"), "utf-8"), "not closed"),
    "future": (lambda path: path.write_text(ARTICLE.replace("2021-", "2090-"), "utf-8"), "in the future"),
    "no-body": (lambda path: path.write_text(ARTICLE.split("TBILISI", 1)[0], "utf-8"), "no text"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_article_that_cannot_be_used_is_refused_by_code_and_add_and_nothing_is_written(
    tmp_path: Path, kind: str
) -> None:
    make, word = UNUSABLE[kind]
    good = tmp_path / "good.md"
    good.write_text(ARTICLE, "utf-8")
    bad = tmp_path / f"{kind}.txt"
    make(bad)
    before = files(tmp_path)
    coding = karabakh("code", good, bad)
    for run in (coding, karabakh("add", good, bad, workspace=tmp_path / "workspace")):
        refused(run, kind if kind != "missing" else str(bad), word)
    assert files(tmp_path) == before


def test_code_shows_the_events_of_an_article_with_their_receipts(tmp_path: Path) -> None:
    path = tmp_path / "tbilisi.txt"
    path.write_text(ARTICLE, "utf-8")
    run = karabakh("code", path, "--format", "json")
    assert (run.returncode, run.stderr) == (0, "")
    (event,) = json.loads(run.stdout)
    assert (event["type"], event["source"], event["date"], event["place_id"]) == (
        "CONSULT", ["ARM", "AZE"], "2021-03-03", "tbilisi",
    )  # fmt: skip
    assert ARTICLE[event["start"] : event["end"]] == event["quote"]
    assert files(tmp_path) == ["tbilisi.txt"]


def coded_in(workspace: Path, place: str) -> list[dict[str, Any]]:
    made = store.edition(workspace)
    assert made
    rows = store.ask_rows(made, "events", Filters(datasets=("coded",)))
    return [row for row in rows if row["place"] == place]


def test_an_added_article_is_in_the_new_edition_and_is_not_added_twice(
    copy: Path, edition: store.Edition, tmp_path: Path
) -> None:
    home = tmp_path / "workspace"
    shutil.copytree(copy, home)
    path, twin = tmp_path / "tbilisi.html.text", tmp_path / "twin.md"
    path.write_text(ARTICLE, "utf-8")
    twin.write_text(ARTICLE, "utf-8")
    run = karabakh("add", path, workspace=home)
    assert run.returncode == 0, run.stderr
    made = store.edition(home)
    assert made
    assert made.edition_id != edition.edition_id
    assert run.stdout == f"1 added; edition {made.edition_id} is current.\n"
    assert [row["sources"][0]["outlet"] for row in coded_in(home, "Tbilisi")] == ["A test"]
    assert store.edition(home, edition.edition_id), "the former edition remains"
    assert [kept.read_text("utf-8") for kept in (home / "articles").iterdir()] == [ARTICLE]
    before = files(home)
    bundled = DATA / "articles" / "id-2020-10-09-moskow.md"
    refused(karabakh("add", bundled, workspace=home), "id-2020-10-09-moskow", "there already")
    refused(karabakh("add", twin, workspace=home), "same text is there already")
    path.write_text(ARTICLE.replace("Wednesday, 3 March", "Thursday, 4 March"), "utf-8")
    refused(karabakh("add", path, workspace=home), "there already; rename the file")
    assert files(home) == before


def test_the_same_article_twice_in_one_go_is_refused(tmp_path: Path) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    refused(karabakh("add", tmp_path / "one.md", tmp_path / "two.md", workspace=tmp_path / "home"), "same text")
    assert files(tmp_path) == ["one.md", "two.md"]


def test_an_article_whose_edition_is_refused_is_not_kept(copy: Path, tmp_path: Path) -> None:
    """The name of the file is that of a source of the fact base, so that no edition can hold both."""
    home = tmp_path / "workspace"
    shutil.copytree(copy, home)
    before, former = files(home), store.edition(home)
    path = tmp_path / "black-garden-chronology.md"
    path.write_text(ARTICLE, "utf-8")
    run = karabakh("add", path, workspace=home)
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1].startswith("karabakh: ")
    assert "black-garden-chronology" in run.stderr.splitlines()[-1]
    assert files(home) == before
    assert store.edition(home) == former
    assert karabakh("build", workspace=home).returncode == 0


def test_news_of_today_can_be_added_after_the_fact_base_was_reviewed(copy: Path, tmp_path: Path) -> None:
    """The fact base is reviewed up to a day; what newspapers write after it is no error of theirs."""
    reviewed = date.fromisoformat((DATA / "as_of.txt").read_text("ascii").strip())
    after = date.fromordinal(min(reviewed.toordinal(), date.today().toordinal()) + 1)  # noqa: DTZ011
    if after <= reviewed:
        pytest.skip("the clock of this machine stands before the day of the review")
    home = tmp_path / "workspace"
    shutil.copytree(copy, home)
    path = tmp_path / "news.md"
    in_words = f"{after.day} {after:%B %Y}"
    path.write_text(
        ARTICLE.replace("2021-03-03", after.isoformat()).replace("Wednesday, 3 March 2021", in_words), "utf-8"
    )
    run = karabakh("add", path, workspace=home)
    assert run.returncode == 0, run.stderr
    assert [row["day_start"] for row in coded_in(home, "Tbilisi")] == [after]


# --- serve ------------------------------------------------------------------------------------------


def test_serving_on_a_taken_port_is_refused_with_a_free_one(copy: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = started("serve", "--no-browser", "--port", str(port), workspace=copy)
    refused(run, f"port {port} is taken", f"--port {port + 1}")


@pytest.mark.parametrize("port", ["0", "65536"])
def test_serving_on_a_port_that_cannot_be_is_refused(copy: Path, port: str) -> None:
    run = started("serve", "--no-browser", "--port", port, workspace=copy)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_an_import_is_listed_and_can_be_taken_out(tmp_path: Path, workspace: Path) -> None:
    shutil.copytree(workspace / "coded", tmp_path / "coded")
    file = Path(__file__).parent / "samples" / "ucdp" / "GEDEvent_v26_1.csv"
    brought = karabakh("import", "ucdp_ged", file, workspace=tmp_path)
    assert brought.returncode == 0, brought
    (import_id,) = [word for word in brought.stdout.split() if word.startswith("ucdp_ged-26.1-")]
    import_id = import_id.rstrip(".")
    assert import_id in karabakh("import", "list", workspace=tmp_path).stdout
    held = karabakh("ask", "events", "--dataset", "ucdp_ged", "--format", "json", workspace=tmp_path)
    assert json.loads(held.stdout)

    refused(karabakh("import", "remove", workspace=tmp_path), "karabakh import list")
    refused(karabakh("import", "remove", "ucdp_ged-1.1-000000", workspace=tmp_path), "There is no import")
    gone = karabakh("import", "remove", import_id, workspace=tmp_path)
    assert gone.returncode == 0, gone
    assert import_id not in karabakh("import", "list", workspace=tmp_path).stdout
    held = karabakh("ask", "events", "--dataset", "ucdp_ged", "--format", "json", workspace=tmp_path)
    refused(held, "ucdp_ged")


def test_an_hour_is_an_hour_in_every_format(copy: Path) -> None:
    for form in ("json", "csv", "table"):
        run = karabakh(
            "ask", "ceasefires", "--start", "2020-10-10", "--end", "2020-10-10", "--format", form, workspace=copy
        )
        assert run.returncode == 0, run
        assert "12:05" in run.stdout, form
