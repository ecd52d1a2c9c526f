"""Fetching from UCDP, ACLED and GDELT, against a real server on this machine that speaks their interfaces."""

from __future__ import annotations

import argparse
import csv
import errno
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from providers import (
    ACLED_COLUMNS,
    PASSWORD,
    TOKEN,
    UCDP_COLUMNS,
    USER,
    Behave,
    Gate,
    Providers,
    acled,
    alters,
    changes,
    cuts,
    cuts_silently,
    fails,
    hangs,
    hangs_up,
    packs,
    packs_and_cuts,
    says,
    serving,
    ucdp,
    ucdp_file,
)

from dashboard import cli, importers, store
from dashboard.fetching import acled as acled_source
from dashboard.fetching import gdelt as gdelt_source
from dashboard.fetching import progress, provider
from dashboard.fetching import ucdp as ucdp_source
from dashboard.model import Filters
from dashboard.transport import Patience

ROOT = Path(__file__).resolve().parent.parent
QUICK = Patience(connect=2, answer=0.6, tries=3, first_wait=0.01, longest_wait=1.5)
SECRETS = (TOKEN, PASSWORD, "access-token-", "fresh-token-")
DAYS = ("--start", "2020-11-13", "--end", "2020-11-14")
LOGIN = b"<!DOCTYPE html><html><title>Log in</title></html>"


@dataclass
class Taken:
    """What would have been imported."""

    dataset: str
    version: str
    files: dict[str, bytes]

    @property
    def rows(self) -> list[dict[str, str]]:
        (content,) = self.files.values()
        return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@dataclass
class House:
    """A workspace, a server, and what came of fetching from it."""

    server: Providers
    workspace: Path
    capsys: pytest.CaptureFixture[str]
    taken: list[Taken] = field(default_factory=list)
    said: str = ""

    def fetch(self, *words: str, yes: bool = True) -> int:
        arguments = ["--workspace", str(self.workspace), "fetch", *words, *(["--yes"] if yes else [])]
        code = cli.main(arguments)
        out, err = self.capsys.readouterr()
        self.said = out + err
        self.error = next((line for line in err.splitlines() if line.startswith("karabakh: ")), "")
        assert "Traceback" not in self.said
        assert code != 2 or self.error
        assert not [secret for secret in SECRETS if secret in self.said], "a secret is told"
        for path in self.workspace.rglob("*"):
            assert path.is_dir() or not any(s.encode() in path.read_bytes() for s in SECRETS), f"a secret is in {path}"
        return code

    def refused(self, *words: str, yes: bool = True) -> str:
        assert self.fetch(*words, yes=yes) == 2
        return self.error

    @property
    def downloads(self) -> list[str]:
        root = self.workspace / "downloads"
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Providers]:
    monkeypatch.setenv("KARABAKH_UCDP_TOKEN", TOKEN)
    monkeypatch.setenv("KARABAKH_ACLED_USER", USER)
    monkeypatch.setenv("KARABAKH_ACLED_PASSWORD", PASSWORD)
    with serving() as fake:
        for name in ("UCDP", "ACLED", "GDELT"):
            monkeypatch.setenv(f"KARABAKH_{name}_URL", fake.url)
        fake.ucdp = {"26.1": [ucdp(n) for n in range(5)], "26.0.7": [ucdp(n) for n in range(90, 92)]}
        fake.acled = [acled(n) for n in range(5)]
        yield fake


@pytest.fixture
def house(
    server: Providers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> House:
    """Return a house whose imports are only noted."""
    for module in (ucdp_source, acled_source, gdelt_source):
        monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(provider.Host, "patience", QUICK)
    monkeypatch.setattr(gdelt_source._ListHost, "patience", QUICK)
    server.page_size = 2
    made = House(server, tmp_path, capsys)

    def take(_: Path, asked: argparse.Namespace) -> int:
        files = {path.name: path.read_bytes() for path in asked.files}
        made.taken.append(Taken(asked.dataset, asked.version, files))
        return 0

    monkeypatch.setattr("dashboard.importers.command.run", take)
    return made


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# --- agreed first -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("ucdp", "--version", "26.1"), ("acled",), ("gdelt", *DAYS)])
def test_nothing_is_asked_for_before_the_user_agrees(
    house: House, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert "no terminal to ask you at: add --yes to agree" in house.refused(*words, yes=False)
    for answer in ("n\n", "", "\n", "what?\n"):
        monkeypatch.setattr(sys, "stdin", Terminal(answer))
        assert house.fetch(*words, yes=False) == 0
        assert "Nothing was fetched." in house.said
    assert house.server.requests == []
    assert f"127.0.0.1:{house.server.server_port}" in house.said
    for told in ("Sent: ", "To come: "):
        assert told in house.said
    assert list(house.workspace.iterdir()) == []


def test_who_agrees_at_the_terminal_gets_the_data(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert house.fetch("ucdp", "--version", "26.1", yes=False) == 0
    assert len(house.taken[0].rows) == 5


def test_a_refusal_leaves_what_an_earlier_fetch_has_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.server.trouble("page=1", fails(500), times=99)
    house.refused("ucdp", "--version", "26.1")
    kept = house.downloads
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    house.fetch("ucdp", "--version", "26.1", "--start", "2020-10-01", yes=False)
    assert house.downloads == kept


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("ucdp",), "Which version of UCDP? Write --version 26.1"),
        (("ucdp", "--version", "261"), "“261” is no version of UCDP. Write --version 26.1"),
        (("ucdp", "--version", "../26.1"), "is no version of UCDP"),
        (("ucdp", "--version", "26.1", "--start", "1 May"), "“1 May” is not a date; write --start 2020-09-27."),
        (("ucdp", "--version", "26.1", "--end", "2020-02-30"), "“2020-02-30” is not a date"),
        (("acled", "--version", "3"), "ACLED has no versions"),
        (("acled", "--start", "2021-01-01", "--end", "2020-01-01"), "--start 2021-01-01 is after --end 2020-01-01."),
        (("acled", "--end", "2017-01-01"), "There are no days from 2018-01-01 to 2017-01-01."),
        (("gdelt",), "say which days, as --start 2020-09-27"),
        (("gdelt", "--start", "2020-11-13"), "say which days"),
        (("gdelt", "--start", "2014-01-01", "--end", "2014-02-01"), "has files from 2015-02-18 to today"),
    ],
)
def test_what_cannot_be_fetched_is_said_before_anything_is_asked(
    house: House, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in house.refused(*words)
    assert house.server.requests == []


def test_a_missing_or_garbled_secret_is_named_and_not_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, words in (
        ("KARABAKH_UCDP_TOKEN", ("ucdp", "--version", "26.1")),
        ("KARABAKH_ACLED_USER", ("acled",)),
        ("KARABAKH_ACLED_PASSWORD", ("acled",)),
    ):
        before = os.environ[name]
        monkeypatch.delenv(name)
        assert f"The environment variable {name} is not set" in house.refused(*words)
        monkeypatch.setenv(name, "odd\tvalue")
        assert f"What is in {name} has letters that it cannot have: copy it anew." in house.refused(*words)
        assert "odd" not in house.said
        monkeypatch.setenv(name, before)
    assert house.server.requests == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://mirror.example/api", "is not encrypted, so KARABAKH_UCDP_TOKEN are not sent there"),
        ("mirror.example", "is no address of the UCDP API (KARABAKH_UCDP_URL)"),
        ("https://me:secret@mirror.example", "holds no password: put it into KARABAKH_UCDP_TOKEN"),
    ],
)
def test_a_mirror_must_be_safe(house: House, url: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_UCDP_URL", url)
    assert sentence in house.refused("ucdp", "--version", "26.1")
    assert "secret" not in house.said


# --- UCDP ---------------------------------------------------------------------------------------------


def test_the_pages_of_ucdp_become_one_file_in_the_datasets_layout(house: House) -> None:
    assert house.fetch("ucdp", "--version", "26.1") == 0
    (taken,) = house.taken
    assert (taken.dataset, taken.version, list(taken.files)) == ("ucdp_ged", "26.1", ["ucdp_ged-26.1.csv"])
    assert list(taken.rows[0]) == UCDP_COLUMNS
    assert [row["id"] for row in taken.rows] == [str(400_000 + n) for n in range(5)]
    assert (taken.rows[0]["active_year"], taken.rows[0]["gwnob"]) == ("true", "")
    assert taken.rows[0]["source_article"] == ucdp(0)["source_article"]
    assert [asked.page for asked in house.server.requests] == [0, 1, 2]
    (one, *_) = house.server.requests
    assert one.path == "/gedevents/26.1"
    assert one.query == {"pagesize": "1000", "page": "0", "Country": "371,373"}
    assert one.headers["x-ucdp-access-token"] == TOKEN
    assert len({asked.client for asked in house.server.requests}) == 1, "one connection serves for all"
    assert house.downloads == []
    assert not (house.workspace / "downloads").exists()


def test_pages_may_come_packed(house: House) -> None:
    house.server.trouble("pagesize", packs, times=3)
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert len(house.taken[0].rows) == 5


def test_a_monthly_version_is_of_the_candidate_events_and_days_are_asked_for(house: House) -> None:
    assert house.fetch("ucdp", "--version", "26.0.7", "--start", "2020-10-01", "--end", "2020-10-31") == 0
    assert (house.taken[0].dataset, house.taken[0].version) == ("ucdp_candidate", "26.0.7")
    assert house.server.requests[0].query["StartDate"] == "2020-10-01"
    assert house.server.requests[0].query["EndDate"] == "2020-10-31"


def test_what_was_fetched_gives_the_events_that_the_same_file_gives(
    server: Providers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ucdp_source, "PAUSE", 0.0)
    server.ucdp["26.1"] = rows = [ucdp(n) for n in range(120)]
    server.page_size = 50
    file = tmp_path / "ged261.csv"
    file.write_bytes(ucdp_file(rows))
    one, two = tmp_path / "fetched", tmp_path / "imported"
    assert cli.main(["--workspace", str(one), "fetch", "ucdp", "--version", "26.1", "--yes"]) == 0
    assert cli.main(["--workspace", str(two), "import", "ucdp_ged", str(file)]) == 0
    found = []
    for workspace in (one, two):
        edition = store.edition(workspace)
        assert edition
        found.append([row for row in store.ask_rows(edition, "events") if row["dataset"] == "ucdp_ged"])
    assert len(found[0]) == 118, "two are of another conflict"
    assert [row["event_id"] for row in found[0]] == [row["event_id"] for row in found[1]]
    assert found[0] == found[1]
    (kept,) = importers.imports(one)
    assert (kept.dataset, kept.version, kept.kept) == ("ucdp_ged", "26.1", 118)
    assert not (one / "downloads").exists()
    capsys.readouterr()
    assert cli.main(["--workspace", str(one), "fetch", "ucdp", "--version", "26.1", "--yes"]) == 0
    assert f"Nothing has changed since {kept.import_id} was imported." in capsys.readouterr().out
    assert len(importers.imports(one)) == 1
    assert not (one / "downloads").exists()


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (fails(401, f"no {TOKEN} known"), "does not accept the token in KARABAKH_UCDP_TOKEN (401) (“no … known”)"),
        (fails(403), "does not accept the token in KARABAKH_UCDP_TOKEN (403)"),
        (fails(404), "has no version “26.1” (404)"),
        (fails(400, "bad page"), "refuses the request (400) (“bad page”)."),
        (fails(418), "refuses the request (418)."),
        (says(LOGIN), "sends a web page, such as a login or a notice, in place of data"),
        (fails(302, Location="/user/login"), "sends a web page"),
        (fails(303, Location="/user/login"), "sends on to a page that answers no questions"),
        (fails(429, Retry_After="3600"), "is too busy (429) and asks to wait 3600 seconds: try again later."),
    ],
)
def test_a_refusal_of_ucdp_is_told_and_not_tried_again(house: House, trouble: Behave, sentence: str) -> None:
    house.server.trouble("/gedevents", trouble)
    house.server.trouble("/user/login", says(LOGIN))
    assert sentence in house.refused("ucdp", "--version", "26.1")
    assert len(house.server.paths("/gedevents")) == 1
    assert house.taken == []
    assert house.downloads == []


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (fails(500), "has a trouble of its own (500)"),
        (fails(503, "full"), "is too busy (503) (“full”)"),
        (fails(429, Retry_After="0"), "is too busy (429)"),
        (fails(400, "too many"), "is too busy (400) (“too many”)"),
        (cuts, "broke off the connection"),
        (cuts_silently, "does not answer as the UCDP API does"),
        (packs_and_cuts, "broke off the connection"),
        (hangs_up, "broke off the connection"),
        (hangs(1), "did not answer within 0.6 seconds"),
        (says(b""), "does not answer as the UCDP API does"),
        (says(b'{"Result": [], "TotalCount": "5", "NextPageUrl": ""}'), "does not answer as the UCDP API does"),
        (says(b'{"Result": [1], "TotalCount": 1, "NextPageUrl": ""}'), "does not answer as the UCDP API does"),
        (says(b'{"Result": [{"id": [2]}], "TotalCount": 1, "NextPageUrl": ""}'), "does not answer as the UCDP API"),
        (says(b"[" * 100_000), "does not answer as the UCDP API does"),
        (
            says(b'{"Result": [{"id": 1}, {"ID": 1, "x": 2}], "TotalCount": 5, "NextPageUrl": ""}'),
            "sends rows with different columns on one page",
        ),
    ],
)
def test_a_passing_trouble_is_waited_out_and_a_lasting_one_told(house: House, trouble: Behave, sentence: str) -> None:
    house.server.trouble("page=1", trouble)
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert len(house.taken[0].rows) == 5
    assert sentence in house.said
    assert "trying again in" in house.said
    house.server.trouble("page=1", trouble, times=3)
    told = house.refused("ucdp", "--version", "26.1")
    assert f"{sentence}" in told
    assert "at the last of 3 tries: what was fetched is kept; run the same command again later." in told
    assert house.downloads == ["ucdp/26.1/asked.json", "ucdp/26.1/page-00000.csv"]
    house.server.requests.clear()
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert [asked.page for asked in house.server.requests] == [1, 2], "the first page is there already"
    assert len(house.taken) == 2


def test_a_busy_provider_is_waited_for_as_long_as_it_asks(house: House) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    house.server.trouble("page=0", fails(429, Retry_After="1"))
    house.server.trouble("page=1", fails(503, Retry_After=soon))
    began = time.monotonic()
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert time.monotonic() - began >= 1


def test_there_is_a_pause_between_two_requests(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ucdp_source, "PAUSE", 0.2)
    began = time.monotonic()
    house.fetch("ucdp", "--version", "26.1")
    assert time.monotonic() - began >= 0.4


def test_a_redirect_to_another_host_is_refused_and_the_token_never_goes_there(house: House) -> None:
    with serving() as other:
        for path in ("/gedevents", "/oauth", "/masterfilelist"):
            house.server.trouble(path, fails(307, Location=f"{other.url}/elsewhere"))
        for words in (("ucdp", "--version", "26.1"), ("acled",), ("gdelt", *DAYS)):
            assert f"sends on to another host, {other.url}: name that one" in house.refused(*words)
        assert other.requests == []


def test_a_next_page_on_another_host_is_not_asked_for(house: House) -> None:
    with serving() as other:
        house.server.trouble("page=0", changes(NextPageUrl=f"{other.url}/gedevents/26.1?page=1"))
        assert house.fetch("ucdp", "--version", "26.1") == 0
        assert other.requests == []


def renamed(body: bytes) -> bytes:
    return body.replace(b'"best"', b'"best_estimate"')


def widened(body: bytes) -> bytes:
    return body.replace(b'"best"', b'"reviewed": 1, "best"')


@pytest.mark.parametrize(
    ("alter", "what"), [(renamed, "missing: best; not known: best_estimate"), (widened, "not known: reviewed")]
)
@pytest.mark.parametrize("page", [0, 2])
def test_changed_columns_of_ucdp_stop_the_fetch(house: House, alter: Any, what: str, page: int) -> None:
    house.server.trouble(f"page={page}", alters(alter), times=9)
    told = house.refused("ucdp", "--version", "26.1")
    assert "does not have the columns of UCDP GED" in told
    assert what in told
    assert "Nothing was imported." in told
    assert house.taken == []


def test_pages_without_an_end_are_left(house: House) -> None:
    house.server.trouble("page=", changes(NextPageUrl="more", TotalCount=10**6), times=99)
    told = house.refused("ucdp", "--version", "26.1")
    assert "sends empty pages on and on" in told
    same = [ucdp(n) for n in range(2)]
    house.server.trouble("page=", changes(NextPageUrl="more", TotalCount=10**6, Result=same), times=99)
    house.server._troubles.pop(0)
    told = house.refused("ucdp", "--version", "26.1", "--start", "2020-10-01")
    assert "pages without an end: it spoke of 1,000,000 events, and page 2 repeats what was sent before." in told
    house.server._troubles.clear()
    house.server.trouble("page=", changes(NextPageUrl="more"), times=99)
    assert "page 3 is not the last" in house.refused("ucdp", "--version", "26.1", "--end", "2020-10-30")
    assert house.taken == []
    assert not [name for name in house.downloads if "page" in name and "26.1" not in name]


def test_a_sum_that_does_not_come_true_imports_nothing(house: House) -> None:
    house.server.trouble("page=", changes(TotalCount=7), times=3)
    assert "spoke of 7 events and sent 5: nothing was imported" in house.refused("ucdp", "--version", "26.1")
    house.server.ucdp["26.1"] = []
    assert "UCDP GED 26.1 has no event there" in house.refused("ucdp", "--version", "26.1")
    assert house.downloads == []


def test_a_version_that_changes_under_way_is_fetched_anew(house: House) -> None:
    house.server.trouble("page=1", fails(500), times=3)
    house.refused("ucdp", "--version", "26.1")
    house.server.ucdp["26.1"] = [ucdp(n) for n in range(10, 16)]
    house.server.requests.clear()
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert "has changed since its first page; beginning anew" in house.said
    assert [asked.page for asked in house.server.requests] == [1, 0, 1, 2]
    assert [row["id"] for row in house.taken[0].rows] == [str(400_000 + n) for n in range(10, 16)]


def test_another_request_begins_anew(house: House) -> None:
    house.server.trouble("page=1", fails(500), times=3)
    house.refused("ucdp", "--version", "26.1")
    house.server.requests.clear()
    assert house.fetch("ucdp", "--version", "26.1", "--start", "2020-10-01") == 0
    assert [asked.page for asked in house.server.requests] == [0, 1, 2]


@pytest.mark.parametrize("damage", [b"", b"id,relid\n1", b"\xff\xfe", b'"'])
def test_a_damaged_page_that_was_kept_is_fetched_again(house: House, damage: bytes) -> None:
    house.server.trouble("page=2", fails(500), times=3)
    house.refused("ucdp", "--version", "26.1")
    (house.workspace / "downloads/ucdp/26.1/page-00001.csv").write_bytes(damage)
    house.server.requests.clear()
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert [asked.page for asked in house.server.requests] == [1, 2]
    assert len(house.taken[0].rows) == 5


@pytest.mark.parametrize("note", ["", "[]", '{"asked": 1}', "\0", "[" * 9999])
def test_a_damaged_note_begins_anew(house: House, note: str) -> None:
    house.server.trouble("page=1", fails(500), times=3)
    house.refused("ucdp", "--version", "26.1")
    (house.workspace / "downloads/ucdp/26.1/asked.json").write_text(note)
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert len(house.taken[0].rows) == 5


def test_an_interrupted_fetch_says_what_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ucdp_source.Ucdp._page

    def interrupted(self: ucdp_source.Ucdp, number: int) -> Any:
        if number == 2:
            raise KeyboardInterrupt
        return plain(self, number)

    monkeypatch.setattr(ucdp_source.Ucdp, "_page", interrupted)
    assert house.fetch("ucdp", "--version", "26.1") == 130
    assert "the same command goes on from there" in house.said
    assert len(house.downloads) == 3


def test_a_full_disk_is_told_and_what_is_kept_stays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        plain(descriptor)

    monkeypatch.setattr("os.fsync", full)
    told = house.refused("ucdp", "--version", "26.1")
    assert "The disk is full" in told
    assert "Make room and run the same command again" in told
    assert house.downloads == ["ucdp/26.1/asked.json", "ucdp/26.1/page-00000.csv"]


def test_pages_that_go_missing_under_way_are_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ucdp_source.Ucdp._page

    def tidied(self: ucdp_source.Ucdp, number: int) -> Any:
        if number == 2:
            (self.folder.path / "page-00001.csv").unlink()
        return plain(self, number)

    monkeypatch.setattr(ucdp_source.Ucdp, "_page", tidied)
    assert "fetch again, once at a time" in house.refused("ucdp", "--version", "26.1")
    assert house.taken == []
    assert house.downloads == []


def test_an_import_that_fails_leaves_the_download(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path, __: argparse.Namespace) -> int:
        raise importers.ImportRefusedError("The disk is full; nothing was imported.")

    with monkeypatch.context() as patch:
        patch.setattr("dashboard.importers.command.run", refuse)
        assert "The disk is full" in house.refused("ucdp", "--version", "26.1")
    house.server.requests.clear()
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert house.server.requests == [], "all pages are there"
    assert len(house.taken[0].rows) == 5


def test_a_killed_fetch_goes_on_where_it_was_and_asks_for_no_page_twice(server: Providers, tmp_path: Path) -> None:
    server.ucdp["26.1"] = [ucdp(n) for n in range(100)]
    server.page_size = 20
    gate = Gate()
    server.trouble("page=3", gate)
    begin = [sys.executable, "-m", "dashboard.cli", "--workspace", str(tmp_path), "fetch", "ucdp", "--version", "26.1"]
    with subprocess.Popen([*begin, "--yes"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        assert gate.reached.wait(60), "it comes to the fourth page"
        run.kill()
        assert run.stdout
        assert TOKEN not in run.stdout.read()
    gate.opened.set()
    assert [asked.page for asked in server.requests] == [0, 1, 2, 3]
    server.requests.clear()
    done = subprocess.run([*begin, "--yes"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [asked.page for asked in server.requests] == [3, 4]
    assert "3 pages are there already." in done.stderr
    assert "100 rows read" in done.stdout
    assert TOKEN not in done.stdout + done.stderr
    assert not (tmp_path / "downloads").exists()
    edition = store.edition(tmp_path)
    assert edition
    assert sum(row["dataset"] == "ucdp_ged" for row in store.ask_rows(edition, "events")) == 98


# --- ACLED --------------------------------------------------------------------------------------------


def test_acled_is_read_page_by_page_with_a_token_until_an_empty_one(house: House) -> None:
    assert house.fetch("acled", "--start", "2020-10-01", "--end", "2020-10-31") == 0
    (taken,) = house.taken
    today = datetime.now().astimezone().date().isoformat()
    assert (taken.dataset, taken.version, list(taken.files)) == ("acled", today, [f"acled-{today}.csv"])
    assert taken.rows == house.server.acled
    login, first, *rest = house.server.requests
    assert (login.method, login.path) == ("POST", "/oauth/token")
    assert login.form == {
        "username": USER, "password": PASSWORD, "grant_type": "password", "client_id": "acled",
        "scope": "authenticated",
    }  # fmt: skip
    assert first.query == {
        "_format": "csv", "country": "Armenia|Azerbaijan", "event_date": "2020-10-01|2020-10-31",
        "event_date_where": "BETWEEN", "limit": "5000", "page": "1",
    }  # fmt: skip
    assert first.headers["authorization"] == "Bearer access-token-1"
    assert [(asked.path, asked.page) for asked in rest] == [
        ("/api/acled/read", 2), ("/api/acled/read", 3), ("/api/acled/read", 4), ("/api/deleted/read", 1),
    ]  # fmt: skip
    assert house.downloads == []


def test_an_expired_token_is_renewed_and_a_dead_one_got_anew(house: House) -> None:
    house.server.trouble("acled/read?_format=csv&country=Armenia%7CAzerbaijan", fails(401, "expired"))
    assert house.fetch("acled") == 0
    grants = [asked.form["grant_type"] for asked in house.server.requests if asked.form]
    assert grants == ["password", "refresh_token"]
    house.server.requests.clear()
    house.server.trouble("acled/read", fails(401, "expired"))
    house.server.trouble("oauth", lambda handler: handler.answer())
    house.server.trouble("oauth", fails(400, "refresh token revoked"))
    assert house.fetch("acled") == 0
    grants = [asked.form["grant_type"] for asked in house.server.requests if asked.form]
    assert grants == ["password", "refresh_token", "password"]
    house.server.trouble("acled/read", lambda handler: fails(401, f"{handler.server.access} unknown")(handler), times=9)
    assert "does not accept the token that it gave just now (401)" in house.refused("acled")


def test_no_secret_is_told_in_whatever_way_a_server_writes_it(house: House) -> None:
    house.server.trouble("oauth", fails(400, f"{PASSWORD} {quote(PASSWORD)} {quote_plus(PASSWORD)} for {USER}"))
    told = house.refused("acled")
    assert "(400) (“… … … for …”)" in told


def test_wrong_credentials_are_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_ACLED_PASSWORD", "wrong")
    told = house.refused("acled")
    assert "does not accept what is in KARABAKH_ACLED_USER and KARABAKH_ACLED_PASSWORD (400)" in told
    assert "invalid_grant" in told
    assert len(house.server.requests) == 1


def test_a_valid_token_without_access_is_explained(house: House) -> None:
    house.server.trouble("acled/read", fails(403, "Access denied"))
    told = house.refused("acled")
    assert "(403) (“Access denied”)" in told
    for word in ("complete the profile", "accept the terms of use", "access to single events", "institutional"):
        assert word in told
    assert len(house.server.paths("acled/read")) == 1
    assert house.taken == []


@pytest.mark.parametrize(
    "trouble",
    [
        cuts,
        cuts_silently,
        hangs_up,
        fails(502),
        says(b'{"status": 500, "message": "try later"}'),
        says(b"\xff\xff\n1"),
        alters(lambda body: body + b'"'),
    ],
)
def test_a_page_of_acled_that_breaks_off_is_fetched_again(house: House, trouble: Behave) -> None:
    house.server.trouble("page=2", trouble)
    assert house.fetch("acled") == 0
    assert house.taken[0].rows == house.server.acled


def test_pages_shorter_than_asked_for_do_not_end_the_fetch(house: House) -> None:
    house.server.page_size = 1
    assert house.fetch("acled") == 0
    assert len(house.taken[0].rows) == 5


def test_pages_of_acled_without_an_end_are_left(house: House) -> None:
    header = ",".join(ACLED_COLUMNS)
    page = (
        header + "\n" + ",".join(acled(0).values()).replace('Fighting near Hadrut, "heavy", one dead.', "x")
    ).encode()
    house.server.trouble("acled/read", says(page), times=99)
    assert "page 2 repeats what was sent before" in house.refused("acled")
    assert house.downloads == []


@pytest.mark.parametrize(
    ("alter", "what"),
    [
        (lambda body: body.replace(b"fatalities", b"deaths"), "missing: fatalities; not known: deaths"),
        (lambda body: body.replace(b"event_id_cnty", b"event_id"), "no column event_id_cnty"),
    ],
)
def test_changed_columns_of_acled_stop_the_fetch(house: House, alter: Any, what: str) -> None:
    house.server.trouble("acled/read", alters(alter), times=9)
    told = house.refused("acled")
    assert what in told
    assert "Nothing was imported" in told
    assert house.taken == []


def test_a_login_page_in_place_of_acleds_data_is_told(house: House) -> None:
    for path in ("oauth", "acled/read"):
        house.server.trouble(path, says(b"\n  " + LOGIN))
        assert "sends a web page, such as a login" in house.refused("acled")
    assert house.downloads == []


@pytest.mark.parametrize("body", [b"{}", b"[]", b"", b'{"access_token": 5}', b'{"access_token": "a\\nb"}'])
def test_what_is_no_token_is_told(house: House, body: bytes) -> None:
    house.server.trouble("oauth", says(body), times=3)
    assert "does not answer as ACLED's token service does" in house.refused("acled")


def test_events_that_acled_withdraws_are_left_out(house: House) -> None:
    now = int(time.time())
    house.server.deleted = {"AZE1001": now, "AZE1002": now - 10**7, "XXX1": now}
    assert house.fetch("acled") == 0
    assert [row["event_id_cnty"] for row in house.taken[0].rows] == ["AZE1000", "AZE1002", "AZE1003", "AZE1004"]
    assert "1 events were withdrawn by ACLED meanwhile and are left out." in house.said
    house.server.trouble("deleted/read", fails(403))
    assert house.fetch("acled") == 0
    assert "The list of withdrawn events could not be had" in house.said
    assert len(house.taken[1].rows) == 5


def test_an_event_on_two_pages_is_taken_as_it_was_changed_last(house: House) -> None:
    rows = house.server.acled
    house.server.acled = [*rows[:3], rows[1] | {"fatalities": "7", "timestamp": "1800000000"}, *rows[3:]]
    assert house.fetch("acled") == 0
    assert [row["fatalities"] for row in house.taken[0].rows] == ["1", "7", "1", "1", "1"]


def test_acled_without_an_event_is_told(house: House) -> None:
    house.server.acled = []
    assert "ACLED sent no event from 2018-01-01" in house.refused("acled")
    assert house.downloads == []


def test_acleds_pages_are_of_one_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.server.trouble("page=2", fails(500), times=3)
    house.refused("acled")

    class Tomorrow(acled_source.date):  # type: ignore[name-defined,misc]
        @classmethod
        def today(cls) -> Any:
            return cls.fromordinal(datetime.now().astimezone().date().toordinal() + 1)

    house.server.requests.clear()
    assert house.fetch("acled") == 0
    assert [asked.page for asked in house.server.requests if "acled/read" in asked.path] == [2, 3, 4]
    house.server.trouble("page=2", fails(500), times=3)
    house.refused("acled")
    monkeypatch.setattr(acled_source, "date", Tomorrow)
    house.server.requests.clear()
    assert house.fetch("acled") == 0
    assert [asked.page for asked in house.server.requests if "acled/read" in asked.path] == [1, 2, 3, 4]


# --- GDELT --------------------------------------------------------------------------------------------


@pytest.fixture
def files(house: House) -> list[str]:
    """Return the names of the files of DAYS."""
    house.server.publish("20201112234500", range(2))
    names = [house.server.publish(f"202011{day}{hour}0000", range(n, n + 2)) for n, (day, hour) in enumerate(
        [("13", "00"), ("13", "12"), ("14", "00"), ("14", "23")], start=10)]  # fmt: skip
    house.server.publish("20201115000000", range(2))
    house.server.publish(f"{datetime.now(UTC):%Y%m%d%H}0000", range(1))
    return names


def test_gdelts_files_of_the_days_are_fetched_as_they_are(house: House, files: list[str]) -> None:
    assert house.fetch("gdelt", *DAYS) == 0
    (taken,) = house.taken
    assert (taken.dataset, taken.version) == ("gdelt", "")
    assert taken.files == {name: house.server.files[name] for name in files}
    assert [asked.path for asked in house.server.requests] == ["/masterfilelist.txt", *(f"/{name}" for name in files)]
    assert house.downloads == []


def test_missing_files_are_named_and_the_rest_imported(house: House, files: list[str]) -> None:
    del house.server.files[files[1]]
    assert house.fetch("gdelt", *DAYS) == 0
    assert list(house.taken[0].files) == [files[0], *files[2:]]
    assert f"1 of 4 files are on the list but do not exist and are left out: {files[1]}." in house.said


def test_a_file_with_a_wrong_checksum_is_fetched_again_then_left_out(house: House, files: list[str]) -> None:
    house.server.trouble(files[2], alters(lambda body: body[:-9]))
    assert house.fetch("gdelt", *DAYS) == 0
    assert house.taken[0].files[files[2]] == house.server.files[files[2]]
    house.server.files[files[3]] += b"more"
    assert house.fetch("gdelt", *DAYS) == 0
    assert list(house.taken[1].files) == files[:3]
    assert f"1 of 4 files have a wrong checksum and are left out: {files[3]}." in house.said
    for name in files:
        house.server.files[name] = LOGIN[5:]
    assert "has file after file that have a wrong checksum: nothing was imported" in house.refused("gdelt", *DAYS)


def test_a_file_that_is_refused_is_left_out_and_a_host_that_refuses_all_is_told(house: House, files: list[str]) -> None:
    house.server.trouble(files[1], fails(403))
    assert house.fetch("gdelt", *DAYS) == 0
    assert f"1 of 4 files are refused (403) and are left out: {files[1]}." in house.said
    house.server.trouble("export", fails(403), times=9)
    assert "has file after file that are refused (403)" in house.refused("gdelt", *DAYS)
    assert len(house.server.paths("export")) == 4 + 3


def test_an_interrupted_fetch_of_gdelt_asks_for_no_file_twice(house: House, files: list[str]) -> None:
    house.server.trouble(files[2], fails(500), times=3)
    house.refused("gdelt", *DAYS)
    assert "goes on from there" in house.said
    house.server.requests.clear()
    assert house.fetch("gdelt", *DAYS) == 0
    assert [asked.path for asked in house.server.requests] == [f"/{name}" for name in files[2:]]
    assert list(house.taken[0].files) == files


@pytest.mark.parametrize("trouble", [cuts, hangs_up, fails(500), says(b"not a list\n"), says(b"")])
def test_a_list_that_breaks_off_is_fetched_again(house: House, files: list[str], trouble: Behave) -> None:
    house.server.trouble("masterfilelist", trouble)
    assert house.fetch("gdelt", *DAYS) == 0
    assert list(house.taken[0].files) == files


def test_a_list_that_ends_too_early_is_told(house: House, files: list[str]) -> None:
    house.server.master = house.server.master.split("20201114")[0]
    assert "a list of files that ends on 20201113" in house.refused("gdelt", *DAYS)
    assert files
    assert house.downloads == []


def test_days_without_a_file_are_told(house: House, files: list[str]) -> None:
    assert files
    assert "lists no file from 2019-01-01" in house.refused("gdelt", "--start", "2019-01-01", "--end", "2019-01-02")
    for name in files:
        del house.server.files[name]
    assert "has no new file from 2020-11-13" in house.refused("gdelt", *DAYS)


def test_days_that_do_not_fit_on_the_disk_are_refused_before_they_are_fetched(
    house: House, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: argparse.Namespace(free=100))
    assert "make room, or fetch fewer days at a time" in house.refused("gdelt", *DAYS)
    assert not house.server.paths(files[0])


# --- beside the rest ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["acled", "gdelt"])
def test_what_acled_and_gdelt_send_is_imported(
    server: Providers, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name not in importers.datasets():
        pytest.skip(f"{name} cannot be imported yet")
    for module in (acled_source, gdelt_source):
        monkeypatch.setattr(module, "PAUSE", 0.0)
    for hour in range(3):
        server.publish(f"202011130{hour}0000", range(10 * hour, 10 * hour + 4))
    server.publish(f"{datetime.now(UTC):%Y%m%d%H}0000", range(900, 901))
    days = ("--start", "2020-10-01", "--end", "2020-11-13")
    arguments = ["--workspace", str(tmp_path), "fetch", name, *days, "--yes"]
    assert cli.main(arguments) == 0, capsys.readouterr().err
    edition = store.edition(tmp_path)
    assert edition
    question = "events" if name == "acled" else "reports"
    rows = [row for row in store.ask_rows(edition, question, Filters(datasets=(name,))) if row["dataset"] == name]
    assert len(rows) == (5 if name == "acled" else 12)
    (kept,) = importers.imports(tmp_path)
    assert not (tmp_path / "downloads").exists()
    capsys.readouterr()
    monkeypatch.setattr("dashboard.importers.command.run", lambda *_: 0)
    server.requests.clear()
    if name == "gdelt":  # more days bring only the files that are new
        server.publish("20201114000000", range(700, 702))
        assert cli.main([*arguments[:-2], "2020-11-14", "--yes"]) == 0
        assert server.paths("export") == ["/20201114000000.export.CSV.zip"]
        assert "3 files of these days were imported before" in capsys.readouterr().err
    else:
        server.deleted = {"AZE1001": int(time.time()) + 10}
        server.acled = [acled(n) for n in (0, 2, 3, 4, 5)]
        assert cli.main(arguments) == 0
        assert f"ACLED has withdrawn 1 events of {kept.import_id}" in capsys.readouterr().err


def test_progress_is_a_bar_on_a_terminal_and_a_line_now_and_then_elsewhere(
    house: House, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    assert house.fetch("ucdp", "--version", "26.1") == 0
    assert "4 of 5 events\n" in house.said
    house.server.master = "a line of another kind\n" * 100_000 + house.server.master
    assert house.fetch("gdelt", *DAYS) == 0
    assert "2 MB of the list\n" in house.said
    assert "3 of 4 files\n" in house.said
    assert files
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["--workspace", str(house.workspace), "fetch", "ucdp", "--version", "26.1", "--yes"]) == 0
    assert "4/5" in shown.getvalue()


def test_only_the_command_line_fetches() -> None:
    users = [
        path.relative_to(ROOT / "dashboard").as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if "dashboard.fetching" in path.read_text("utf-8") and path.parent.name != "fetching"
    ]
    assert users == ["cli.py"]
