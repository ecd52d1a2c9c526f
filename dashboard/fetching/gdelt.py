"""GDELT 2.0 events: the list of all files, then those of the days that were asked for, each with its checksum."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from dashboard import importers
from dashboard.fetching import provider
from dashboard.fetching.kept import Folder
from dashboard.fetching.progress import Progress
from dashboard.importers import ImportRefusedError
from dashboard.transport import Passing, Patience, Reply, Request

#: GDELT's own host has no certificate of its name; this one is the same store under its landlord's name.
URL: Final = "https://storage.googleapis.com/data.gdeltproject.org/gdeltv2"
VARIABLE: Final = "KARABAKH_GDELT_URL"
LIST: Final = "masterfilelist.txt"
PAUSE: Final = 0.2
FIRST: Final = date(2015, 2, 18)
MAX_LIST: Final = 2_000_000_000
#: A day of English files, packed and unpacked, in MB.
PACKED, UNPACKED = 9, 55
#: The list is some 120 MB long, so it may take an hour.
PATIENCE: Final = Patience(answer=3600, silence=60, tries=4, first_wait=2, longest_wait=300)
#: So many files in a row with a wrong checksum, or refused: it is not the files.
WRONG: Final = 3
_LINE: Final = re.compile(rb"(\d{1,10}) ([0-9a-fA-F]{32}) \S*?/?(\d{14}\.export\.CSV\.zip)\s*")


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    md5: str


class Gdelt:
    """The files of the days that were asked for."""

    dataset = "gdelt"
    version = ""  # the names of the files tell it
    unit = " files"

    def __init__(self, workspace: Path, asked: argparse.Namespace, say: Callable[[str], None]) -> None:
        if asked.version:
            raise ImportRefusedError("GDELT has no versions: leave --version out and say --start and --end.")
        self._wanted, self._say, self._workspace = importers.dataset(self.dataset), say, workspace
        first, last = provider.span(asked.start, asked.end)
        if not first or not last:
            raise ImportRefusedError(
                "The whole of GDELT is some 60 GB packed: say which days, as --start 2020-09-27 --end 2020-11-10."
            )
        self._today = datetime.now(UTC).date()  # GDELT's files are named in this time
        if last < FIRST or first > self._today:
            raise ImportRefusedError(f"GDELT 2.0 has files from {FIRST} to today, none of these days.")
        self._first, self._last = max(first, FIRST), min(last, self._today)
        self._host = provider.Host("GDELT", URL, VARIABLE, {}, pause=PAUSE, say=say)
        self.folder = Folder(workspace, "gdelt", {"url": self._host.url})

    def plan(self) -> list[str]:
        """Return what will be sent where, and how much is to come."""
        days = (self._last - self._first).days + 1
        return [
            f"GDELT 2.0 will be fetched from {self._host.host}: the English files of {self._first} to {self._last}.",
            "Sent: nothing but the names of the files; no account is needed.",
            f"To come: the list of all files (some 120 MB), then up to {96 * days:,} files, some {PACKED * days:,} MB, "
            f"which take some {UNPACKED * days:,} MB more while they are imported; {PAUSE:g} s between two.",
        ]

    def fetch(self, progress: Progress) -> list[Path]:
        """Fetch every file that is not there yet and return them all. Raise ImportRefusedError."""
        self.folder.open()
        self.folder.remember()
        listed = self._listed(progress)
        known = self._imported()
        files = [file for file in listed if file.name not in known]
        if len(files) < len(listed):
            progress.say(f"{len(listed) - len(files):,} files of these days were imported before and are left out.")
        here = [file for file in files if self._is_here(file)]
        if here:
            progress.say(f"{len(here):,} files are there already.")
        self._check_room(files, here)
        done, left_out = self._all(files, {file.name for file in here}, progress)
        for why, names in left_out.items():
            some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            self._say(f"{len(names):,} of {len(files):,} files {why} and are left out: {some}.")
        if not done:
            raise ImportRefusedError(f"GDELT has no new file from {self._first} to {self._last}: nothing to import.")
        return [self.folder.path / file.name for file in files if file.name in done]

    def _all(
        self, files: list[_File], done: set[str], progress: Progress
    ) -> tuple[set[str], defaultdict[str, list[str]]]:
        """Return the names of the files that are there, and of those that are not by reason."""
        left_out: defaultdict[str, list[str]] = defaultdict(list)
        row = 0
        for file in files:
            progress.reach(len(done), len(files))
            if file.name in done:
                continue
            try:
                self.folder.write(self.folder.path / file.name, self._fetched(file))
            except _MissingError:
                left_out["are on the list but do not exist"].append(file.name)
            except _WrongError as error:
                left_out[str(error)].append(file.name)
                row += 1
            else:
                done.add(file.name)
                row = 0
            if row == WRONG:
                raise ImportRefusedError(
                    f"{self._host.url} has file after file that {' or '.join(left_out)}: nothing was imported; try "
                    "again later."
                )
        return done, left_out

    def _listed(self, progress: Progress) -> list[_File]:
        """Return the files of these days; the list is fetched again only where it may have grown."""
        key, now = f"list {self._first} {self._last}", datetime.now(UTC)
        if kept := self.folder.told.get(key):
            with contextlib.suppress(LookupError, TypeError, ValueError):  # a damaged note: the list is fetched again
                of = datetime.fromisoformat(kept["of"])
                if self._last < of.date() or now - of < timedelta(days=1):
                    return [_File(*file) for file in kept["files"]]
        progress.say("Fetching the list of all files.")
        asked = Request(f"{self._host.url}/{LIST}", headers=self._host.headers("text/plain"), most=MAX_LIST)
        first, last = f"{self._first:%Y%m%d}", f"{self._last:%Y%m%d}"
        sieve = _Sieve(first, last, progress.note)

        def begin() -> _Sieve:
            nonlocal sieve
            sieve = _Sieve(first, last, progress.note)
            return sieve

        def take(_: Reply) -> list[_File]:
            return sieve.files(f"{min(self._last, self._today - timedelta(days=2)):%Y%m%d}")

        host = _ListHost("GDELT", URL, VARIABLE, {}, pause=PAUSE, say=self._say)
        found = host.ask(asked, take, {404: "{url} has no list of files (404): check the address."}, into=begin)
        progress.note("")
        if not found:
            raise ImportRefusedError(f"GDELT lists no file from {self._first} to {self._last}: nothing to import.")
        self.folder.remember(**{key: {"of": now.isoformat(), "files": [list(astuple(file)) for file in found]}})
        return found

    def _imported(self) -> set[str]:
        """Return the names of the files that were imported before; GDELT never changes one."""
        before = [one for one in importers.imports(self._workspace) if one.dataset == self.dataset]
        return {file["name"].split("/")[0] for one in before for file in one.files}

    def _is_here(self, file: _File) -> bool:
        path = self.folder.path / file.name
        return path.is_file() and _md5(path.read_bytes()) == file.md5

    def _check_room(self, files: list[_File], here: list[_File]) -> None:
        room = shutil.disk_usage(self.folder.path).free
        need = sum(file.size for file in files) * (1 + UNPACKED // PACKED) - sum(file.size for file in here)
        if need > room:
            raise ImportRefusedError(
                f"{len(files):,} files need some {need / 1e9:.1f} GB while they are imported, and {self.folder.path} "
                f"has {room / 1e9:.1f} GB: make room, or fetch fewer days at a time."
            )

    def _fetched(self, file: _File) -> bytes:
        asked = Request(
            f"{self._host.url}/{file.name}",
            headers=self._host.headers("application/zip") | {"Accept-Encoding": "identity"},
            most=max(file.size, 1_000_000) + 1,
        )
        bad = 0

        def take(reply: Reply) -> bytes:
            nonlocal bad
            if _md5(reply.body) != file.md5:
                bad += 1
                if bad == WRONG:
                    raise _WrongError("have a wrong checksum")
                raise Passing(f"sends {file.name} with a wrong checksum")
            return reply.body

        try:
            return self._host.ask(asked, take, {})
        except provider.StatusError as error:
            if error.status == 404:
                raise _MissingError from None
            raise _WrongError(f"are refused ({error.status})") from None


class _ListHost(provider.Host):
    """The same host, where the long list is fetched."""

    patience = PATIENCE


class _MissingError(Exception):
    """A file is on the list and nowhere else."""


class _WrongError(Exception):
    """A file has another checksum than the list says, however often it is fetched, or is refused."""


class _Sieve:
    """Keeps the lines of a long list that are of some days, first and last as 20200927."""

    def __init__(self, first: str, last: str, tell: Callable[[str], None]) -> None:
        self._first, self._last, self._tell = first, last, tell
        self._size = 0
        self._rest, self._end = b"", ""
        self._found: dict[str, _File] = {}

    def __call__(self, part: bytes) -> None:
        """Take in a part of the list."""
        self._size += len(part)
        if self._size // 1_000_000 > (self._size - len(part)) // 1_000_000:
            self._tell(f"{self._size // 1_000_000} MB of the list")
        *lines, self._rest = (self._rest + part).split(b"\n")
        for line in lines:
            self._take(line)

    def files(self, until: str) -> list[_File]:
        """Return the files in the order of their names; raise Passing if the list is none, or ends before a day."""
        self._take(self._rest)
        if not self._end:
            raise provider.broken("GDELT's list of files")
        if self._end < until:
            raise Passing(f"sends a list of files that ends on {self._end}")
        return [self._found[name] for name in sorted(self._found)]

    def _take(self, line: bytes) -> None:
        if found := _LINE.fullmatch(line.strip()):
            name = found[3].decode()
            self._end = max(self._end, name[:8])
            if self._first <= name[:8] <= self._last:
                self._found[name] = _File(name, int(found[1]), found[2].decode().lower())


def _md5(content: bytes) -> str:
    """Return the checksum that GDELT lists; it guards against accidents, not against forgers."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
