"""Many articles at once: real files and tables, real processes, a real cluster on this machine."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import cli, coded, coding, corpus
from dashboard.bundle import DATA
from dashboard.corpus import cluster, coders, output
from dashboard.model import Article, Event

PROGRAM = shutil.which("karabakh", path=str(Path(sys.executable).parent)) or "karabakh"
ARTICLES = sorted((DATA / "articles").glob("*.md"))
ENGLISH = [path for path in ARTICLES if path.name.startswith("en")][:3]
COPIES = 2


def silent(_: str) -> None:
    """Say nothing."""


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def left_beside(path: Path) -> list[str]:
    return [other.name for other in path.parent.iterdir() if other.name.startswith(".")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of folders with the bundled articles under several names."""
    place = tmp_path_factory.mktemp("corpus")
    for copy in range(COPIES):
        (place / f"part-{copy}").mkdir()
        for path in ARTICLES:
            shutil.copyfile(path, place / f"part-{copy}" / path.name)
    return place


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return what one process writes, and what it shows meanwhile on a terminal, where there are any to be had."""
    out = tmp_path_factory.mktemp("alone") / "events.parquet"
    command = [PROGRAM, "code", str(folder), "--out", str(out), "--jobs", "1"]
    shown = b""
    if sys.platform == "win32":
        shown = subprocess.run(command, stderr=subprocess.PIPE, check=True).stderr
        return out, shown.decode()
    import pty  # noqa: PLC0415 - these two are not everywhere
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    with subprocess.Popen(command, stderr=theirs) as run:
        os.close(theirs)
        with suppress(OSError):  # the other end is closed
            while more := os.read(ours, 4096):
                shown += more
    os.close(ours)
    assert run.returncode == 0, shown.decode()
    return out, shown.decode()


# --- one machine ------------------------------------------------------------------------------------


def test_two_processes_write_what_one_process_writes(folder: Path, alone: tuple[Path, str], tmp_path: Path) -> None:
    out = tmp_path / "events.parquet"
    command = [PROGRAM, "code", str(folder), "--out", str(out), "--jobs", "2"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stdout) == (0, "")
    found = rows(out)
    total = COPIES * len(ARTICLES)
    assert run.stderr == f"{total} of {total} articles coded, {len(found):,} events.\n"
    assert found == rows(alone[0])
    assert len({row["article"] for row in found}) == total
    assert [row["article"] for row in found] == sorted(row["article"] for row in found)
    assert left_beside(out) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_terminal_shows_how_far_the_work_is(alone: tuple[Path, str]) -> None:
    assert f"/{COPIES * len(ARTICLES)} [" in alone[1]
    assert alone[1].splitlines()[-1].endswith(" events.")


def test_a_row_holds_every_field_of_the_event(tmp_path: Path) -> None:
    right = [event for path in ENGLISH for event in coding.code_article(coding.read_article(path))]
    made = {}
    for suffix in corpus.SUFFIXES:
        corpus.write(ENGLISH, tmp_path / f"events{suffix}", corpus.How(), silent)
        made[suffix] = tmp_path / f"events{suffix}"
    assert rows(made[".parquet"]) == [_listed(asdict(event)) for event in right]
    lines = [json.loads(line) for line in made[".jsonl"].read_text("utf-8").splitlines()]
    assert lines == json.loads(made[".json"].read_text("utf-8"))
    assert lines == [_listed({**asdict(e), "date": _iso(e.date), "date_end": _iso(e.date_end)}) for e in right]
    with made[".csv"].open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert [json.loads(row["source"]) for row in cells] == [line["source"] for line in lines]
    for name in ("quote", "date", "place", "deaths_low", "start"):
        assert [row[name] for row in cells] == ["" if line[name] is None else str(line[name]) for line in lines]


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def test_a_broken_article_is_reported_and_the_rest_is_coded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "given"
    (given / "deeper").mkdir(parents=True)
    shutil.copyfile(ENGLISH[0], given / "a.md")
    shutil.copyfile(ENGLISH[1], given / "deeper" / "z.md")
    shutil.copyfile(ENGLISH[1], given / "a.txt")  # the name of an article that is there already
    (given / "deeper" / "broken.txt").write_bytes(b"Headline\n\nIn Baku \xff\xc3( met.")
    (given / "empty.md").write_bytes(b"")
    (given / "picture.png").write_bytes(b"no article")
    (given / ".hidden.md").write_bytes(b"no article")
    out = tmp_path / "events.jsonl"
    assert cli.main(["code", str(given), "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    twice, empty, broken, closing = said.err.splitlines()
    assert ("a.txt" in twice, "empty.md" in empty, "broken.txt" in broken) == (True, True, True)
    assert "not UTF-8" in broken
    events = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert list(dict.fromkeys(event["article"] for event in events)) == ["a", "deeper/z"]
    assert closing == (
        f"2 of 5 articles coded, {len(events)} events, 3 could not be read: a.txt, empty.md, deeper/broken.txt."
    )


def test_without_a_file_to_write_a_folder_is_shown_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(ENGLISH[0], tmp_path / "a.md")
    (tmp_path / "b.md").write_bytes(b"")
    assert cli.main(["code", str(tmp_path), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert {event["article"] for event in json.loads(said.out)} == {"a"}
    assert said.err.splitlines()[-1].startswith("1 of 2 articles coded, ")


def test_where_nothing_can_be_coded_the_former_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01")
    out = tmp_path / "events.csv"
    out.write_text("former")
    assert cli.main(["code", str(tmp_path), "--out", str(out)]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "karabakh: None of the 2 articles could be coded."
    assert out.read_text() == "former"
    assert left_beside(out) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes where Linux lists them")
@pytest.mark.parametrize(("name", "pause"), [("SIGINT", 0), ("SIGINT", 0.1), ("SIGINT", 0.3), ("SIGKILL", 0)])
def test_an_interrupted_run_leaves_the_former_file_and_no_process(
    folder: Path, tmp_path: Path, name: str, pause: float
) -> None:
    how = signal.Signals[name]
    out = tmp_path / "events.csv"
    out.write_text("former")
    command = [PROGRAM, "code", str(folder), "--out", str(out), "--jobs", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    wait_for(lambda: len(children.read_text().split()) > 2)
    workers = children.read_text().split()
    wait_for(lambda: left_beside(out))
    time.sleep(pause)
    if name == "SIGINT":
        os.killpg(run.pid, how)  # as a terminal does, to processes that may just be starting
    else:
        run.send_signal(how)
    _, said = run.communicate(timeout=30)
    assert name == "SIGKILL" or "Traceback" not in said  # a process that is just starting tells of a parent killed
    assert run.returncode == (130 if name == "SIGINT" else -how)
    assert out.read_text() == "former"
    assert name == "SIGKILL" or left_beside(out) == []
    wait_for(lambda: not any(running(pid) for pid in workers))


def running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# --- tables -----------------------------------------------------------------------------------------


def table(path: Path, columns: dict[str, Sequence[Any]]) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=2)
    return path


def test_a_table_of_articles_gives_the_events_of_its_files(tmp_path: Path) -> None:
    texts = [path.read_text("utf-8") for path in ENGLISH]
    given = table(tmp_path / "articles.parquet", {"article_id": [path.stem for path in ENGLISH], "text": texts})
    corpus.write([given], tmp_path / "from-table.parquet", corpus.How(), silent)
    corpus.write(ENGLISH, tmp_path / "from-files.parquet", corpus.How(), silent)
    assert rows(tmp_path / "from-table.parquet") == rows(tmp_path / "from-files.parquet")


def test_what_columns_say_counts_as_what_front_matter_says(tmp_path: Path) -> None:
    read = [coding.read_article(path) for path in ENGLISH]
    bodies = [article.text[article.body[0] :].strip() for article in read]
    given = table(
        tmp_path / "articles.parquet",
        {
            "article_id": [article.article_id for article in read],
            "text": bodies,
            "title": [article.title for article in read],
            "published": [article.published for article in read],
            "outlet": ["A paper"] * 3,
        },
    )
    corpus.write([given], tmp_path / "events.parquet", corpus.How(), silent)
    found = rows(tmp_path / "events.parquet")
    shift = {a.article_id: a.text.index(body) for a, body in zip(read, bodies, strict=True)}
    right = [event for article in read for event in coding.code_article(article)]
    moved = [replace(e, start=e.start - shift[e.article], end=e.end - shift[e.article]) for e in right]
    assert found == [_listed(asdict(event)) for event in moved]
    text = dict(zip(shift, bodies, strict=True))
    assert all(text[row["article"]][row["start"] : row["end"]] == row["quote"] for row in found)
    articles = [one.article() for one in corpus.Corpus([given])]
    assert {(article.outlet, article.language) for article in articles} == {("A paper", "en")}


def test_without_a_day_in_the_columns_the_dateline_tells_it(tmp_path: Path) -> None:
    text = "TBILISI, 3 March 2021\n\nThe foreign ministers of Armenia and Azerbaijan met in Tbilisi on Wednesday.\n"
    columns: dict[str, Sequence[Any]] = {
        "article_id": [7],
        "text": [text],
        "title": ["Talks in Tbilisi"],
        "date": [None],
    }
    (one,) = corpus.Corpus([table(tmp_path / "articles.parquet", columns)])
    article = one.article()
    assert (article.article_id, article.title, article.text) == ("7", "Talks in Tbilisi", text)
    assert str(article.published) == "2021-03-03"
    assert article.text[article.body[0] :].strip().startswith("The foreign ministers")


def test_a_broken_row_is_reported_and_the_rest_is_coded(tmp_path: Path) -> None:
    text = ENGLISH[0].read_bytes()
    ids = ["good", "no-text", None, "bytes", "future", "good"]
    texts = pa.array([text, None, text, b"Baku \xff\xfe met", b"Talks were held in Baku on Monday.", text], pa.binary())
    days = [None, None, None, None, "2090-01-01", None]
    columns: dict[str, Any] = {"article_id": ids, "text": texts.view(pa.string()), "published": days}
    said: list[str] = []
    corpus.write([table(tmp_path / "a.parquet", columns)], tmp_path / "events.jsonl", corpus.How(), said.append)
    words = ("no text", "row 3 of a.parquet has no article_id", "row 4 of a.parquet", "in the future", "too")
    assert len(said) == len(words) + 1
    for word, line in zip(words, said, strict=False):
        assert word in line
    assert said[-1].startswith("1 of 6 articles coded, ")


# --- requests that cannot be met --------------------------------------------------------------------

WRONG = {
    "{a} --out {t}/events.xlsx": "must end in .parquet, .csv, .json, .jsonl",
    "{a} --out {t}/nowhere/events.csv": "There is no folder",
    "{a} {t}/missing.md --out {t}/events.csv": "There is no file",
    "{a} {t}/missing.parquet --out {t}/events.csv": "There is no file",
    "{t}/empty --out {t}/events.csv": "no .txt or .md file",
    "{t}/text.parquet --out {t}/events.csv": "not a Parquet file",
    "{t}/columns.parquet --out {t}/events.csv": "no column text; its columns are: article_id, body",
    "{t}/rows.parquet --out {t}/events.csv": "has no rows",
    "{t}/rows.parquet --out {t}/rows.parquet": "holds the articles",
    "{a} --out {t}/events.csv --format csv": "--format is for the terminal",
    "{a} --out {t}/events.csv --jobs 2 --scheduler tcp://127.0.0.1:8786": "Choose one of --jobs and --scheduler",
    "{a} --out {t}/events.csv --model llama": "--coder",
    "{a} --out {t}/events.csv --scheduler 127.0.0.1:8786": "write it as tcp://host:8786",
}  # fmt: skip


@pytest.mark.parametrize("request_", WRONG)
def test_a_request_that_cannot_be_met_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request_: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.parquet").write_bytes(b"no table")
    table(tmp_path / "columns.parquet", {"article_id": ["a"], "body": ["b"]})
    table(tmp_path / "rows.parquet", {"article_id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    before = sorted(tmp_path.rglob("*"))
    command = request_.format(a=ENGLISH[0], t=tmp_path)
    assert cli.main(["code", *command.split()]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("karabakh: ")
    assert line.endswith(".")
    assert WRONG[request_] in line
    assert sorted(tmp_path.rglob("*")) == before


def test_without_dask_a_sentence_says_what_a_cluster_needs() -> None:
    code = "import sys; sys.modules['distributed'] = None; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "code", str(ENGLISH[0]), "--scheduler", "tcp://127.0.0.1:8786"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert run.stderr == "karabakh: A cluster needs Dask: pip install “karabakh-timeline[cluster]”.\n"


# --- others who code --------------------------------------------------------------------------------


def test_a_coder_of_your_own_gets_what_can_be_read_and_its_answers_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"")
    paths = [ENGLISH[0], tmp_path / "broken.txt", *ENGLISH[1:]]
    asked: list[str] = []

    def coder(articles: Sequence[Article]) -> Iterator[list[Event]]:
        asked.extend(article.article_id for article in articles)
        return map(coding.code_article, articles)

    outcomes = list(coders.through(corpus.Corpus(paths), coder))
    assert asked == [path.stem for path in ENGLISH]
    assert [outcome.name for outcome in outcomes] == [path.name for path in paths]
    assert [bool(outcome.trouble) for outcome in outcomes] == [False, True, False, False]
    assert all({e.article for e in o.events} <= {Path(o.name).stem} for o in outcomes)


class Model(BaseHTTPRequestHandler):
    """A model that finds one event that the article does not bear out, and has no answer for the third article."""

    asked = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Model.asked += 1
        event = {"type": "QUARREL", "quote": "They quarrelled."}
        content = json.dumps({"events": [event]}) if Model.asked < 3 else "I would rather not."
        answer = {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_what_is_sent_where_is_said_before_and_what_is_refused_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ENGLISH:
        shutil.copyfile(path, tmp_path / path.name)
    (tmp_path / "broken.txt").write_bytes(b"")
    out = tmp_path / "events.jsonl"
    with ThreadingHTTPServer(("127.0.0.1", 0), Model) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1"
        code = cli.main(["code", str(tmp_path), "--out", str(out), "--coder", url, "--model", "m"])
        server.shutdown()
    first, broken, unanswered, *refused, closing = capsys.readouterr().err.splitlines()
    assert first == "3 articles will be sent to 127.0.0.1."
    assert "broken.txt" in broken
    assert f"“{ENGLISH[2].stem}” was not coded" in unanswered
    assert [line.startswith("refused 2 ×: ") for line in refused] == [True]
    assert closing == f"2 of 4 articles coded, 0 events, 2 could not be read: broken.txt, {ENGLISH[2].name}."
    assert (code, out.read_text()) == (0, "")


def test_a_coder_that_cannot_be_reached_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "events.csv"
    assert cli.main(["code", str(ENGLISH[0]), "--out", str(out), "--coder", "gopher://a", "--model", "m"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("karabakh: ")
    assert list(tmp_path.iterdir()) == []


def test_a_worker_with_another_coder_refuses_to_code() -> None:
    (one,) = corpus.Corpus(ENGLISH[:1])
    with pytest.raises(corpus.CorpusError, match="another version"):
        cluster.code_here([one], "the hash of other rules")
    assert cluster.code_here([one], coded.fingerprint())[0].events


def test_long_articles_travel_in_small_batches() -> None:
    given = [corpus.Given(str(n), str(n), b"x" * (coders.BATCH_SIZE // 2)) for n in range(5)]
    assert [len(batch) for batch in coders.batches(given)] == [2, 2, 1]
    short = [corpus.Given(str(n), str(n)) for n in range(coders.BATCH * 2 + 1)]
    assert [one for batch in coders.batches(short) for one in batch] == short


def test_a_cluster_that_loses_a_worker_gives_the_same_events(
    folder: Path, alone: tuple[Path, str], tmp_path: Path
) -> None:
    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
        closing.callback(process.wait)
        closing.callback(process.kill)
        return process

    with ExitStack() as closing:
        known = tmp_path / "scheduler.json"
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(known))
        wait_for(lambda: known.exists() and known.read_text().endswith("}"))
        address = json.loads(known.read_text())["address"]
        one, other = (start("dask_worker", address, "--nthreads", "1", "--no-nanny", "--name", n) for n in "ab")
        out = tmp_path / "events.parquet"
        command = [PROGRAM, "code", folder, "--out", out, "--scheduler", address]
        run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        closing.callback(run.kill)
        kill_in_the_middle(address, one, run)
        _, said = run.communicate(timeout=120)
        assert other.poll() is None
    total = COPIES * len(ARTICLES)
    assert (run.returncode, said.splitlines()[0]) == (0, f"{total} articles will be sent to the workers of {address}.")
    assert said.splitlines()[-1].startswith(f"{total} of {total} articles coded, ")
    assert rows(out) == rows(alone[0])


WATCHER = """
import sys, time
from distributed import Client
with Client(sys.argv[1]) as client:
    while len(client.nthreads()) < 2:
        time.sleep(.02)
    (victim,) = (address for address, it in client.scheduler_info()["workers"].items() if it["name"] == "a")
    seen = set()
    while True:
        at_work = client.processing()
        now = {key for keys in at_work.values() for key in keys}
        if seen - now and at_work.get(victim):
            break  # one batch is done, and the victim is at another
        seen |= now
        time.sleep(.01)
"""


def kill_in_the_middle(address: str, victim: subprocess.Popen[bytes], run: subprocess.Popen[str]) -> None:
    """Kill a worker that is at work, when one batch is done and others are not."""
    with subprocess.Popen([sys.executable, "-c", WATCHER, address]) as watcher:
        wait_for(lambda: watcher.poll() is not None or run.poll() is not None, 60)
        victim.kill()
        watcher.kill()
    assert run.poll() is None, run.communicate()[1]
    assert victim.wait() != 0


def test_the_columns_of_the_table_are_the_fields_of_an_event() -> None:
    assert set(output._kinds()) == set(Event.__dataclass_fields__)
    assert set(output._kinds().values()) == {str, int, float, tuple, type(coding.read_article(ENGLISH[0]).published)}
