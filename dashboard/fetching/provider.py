"""A provider's host: asked politely, one request after the other, and its refusals told in words."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Container, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

from dashboard import transport
from dashboard.fetching.kept import Table, as_csv
from dashboard.importers import Dataset, ImportRefusedError, layouts
from dashboard.importers.files import Prepared
from dashboard.transport import Line, Passing, Patience, Reply, Request

#: Nothing comes for a minute, or a page takes five: something is wrong.
PATIENCE: Final = Patience(answer=300, silence=60, tries=6, first_wait=2, longest_wait=300)
LASTING: Final = "what was fetched is kept; run the same command again later."

Answer = TypeVar("Answer")


class StatusError(ImportRefusedError):
    """A provider refuses a request with a ``status``."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Host:
    """One provider's host, at its own address or at the one that the environment names.

    At least ``pause`` seconds lie between two requests. ``secrets`` are values that no message may show.
    """

    patience = PATIENCE

    def __init__(
        self,
        name: str,
        url: str,
        variable: str,
        secrets: Mapping[str, str],
        *,
        pause: float,
        say: Callable[[str], None],
    ) -> None:
        self.name, self._pause, self._last = name, pause, 0.0
        named = os.environ.get(variable, "").strip()
        of = next(iter(secrets), "the environment")
        parts, self.url = transport.address(named or url, f"{name} ({variable})", url, of, ImportRefusedError)
        if secrets and transport.is_in_the_clear(parts):
            raise ImportRefusedError(f"{self.url} is not encrypted, so {' and '.join(secrets)} are not sent there.")
        self.host = parts.netloc
        self.line = Line(self.url, self.patience, say, ImportRefusedError, list(secrets.values()))

    def ask(
        self,
        asked: Request,
        take: Callable[[Reply], Answer],
        refusals: Mapping[int, str],
        into: Callable[[], Callable[[bytes], object]] | None = None,
        busy: Container[int] = (),
    ) -> Answer:
        """Return what is taken of a good answer; raise ImportRefusedError for a bad one.

        ``refusals`` says what a status means, ``busy`` which other ones mean that it was asked too often;
        ``into`` begins what takes in a long body instead, part by part.
        """

        def attempt() -> Answer:
            time.sleep(max(0.0, self._last + self._pause - time.monotonic()))
            try:
                reply = self.line.once(asked, into() if into else None)
            finally:
                self._last = time.monotonic()
            if reply.status in busy:
                raise Passing(f"is too busy ({reply.status}){self.line.told(reply.body)}")
            return take(self._good(reply, asked, refusals))

        return self.line.patiently(attempt, LASTING)

    def _good(self, reply: Reply, asked: Request, refusals: Mapping[int, str]) -> Reply:
        """Return a good answer; raise what another one means."""
        self.line.passing(reply)
        if reply.status >= 300:
            told = self.line.told(reply.body)
            sentence = refusals.get(reply.status, f"{{url}} refuses the request ({reply.status}){{told}}.")
            raise StatusError(sentence.replace("{url}", self.url).replace("{told}", told), reply.status)
        if reply.size > asked.most:
            raise ImportRefusedError(f"{self.url} sends more than {asked.most // 1_000_000} MB for one page: too much.")
        start = reply.body[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if start.startswith((b"<!doctype", b"<html", b"<head", b"<body")):
            raise ImportRefusedError(
                f"{self.url} sends a web page, such as a login or a notice, in place of data: open it in a browser to "
                "see what it wants, or check the address. Nothing was imported."
            )
        return reply

    def headers(self, kind: str) -> dict[str, str]:
        """Return the headers of a request that wants one kind of answer."""
        about = f"karabakh-timeline/{version('karabakh-timeline')}"
        return {"Accept": kind, "Accept-Encoding": "gzip", "User-Agent": about}


def check_columns(wanted: Dataset, page: Table, host: str) -> None:
    """Raise ImportRefusedError if what a provider sends does not have the columns of the dataset."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "page.csv"
        path.write_bytes(as_csv(page.columns, page.rows[:2]))
        try:
            layouts.layout(wanted, Prepared(path, f"What {host} sends", ""))
        except ImportRefusedError as error:
            raise ImportRefusedError(f"{error} Nothing was imported.") from None


def secret(name: str, how: str, form: str = r"[!-~]+") -> str:
    """Return a secret of the environment; raise ImportRefusedError, without showing it, if it cannot be one."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImportRefusedError(f"The environment variable {name} is not set: {how}")
    if not re.fullmatch(form, value):
        raise ImportRefusedError(f"What is in {name} has letters that it cannot have: copy it anew.")
    return value


def day(text: str | None, name: str) -> date | None:
    """Return a day that was asked for; raise ImportRefusedError if it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ImportRefusedError(f"“{text}” is not a date; write --{name} 2020-09-27.") from None


def span(start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """Return the first and last day that were asked for; raise ImportRefusedError if there is none between them."""
    first, last = day(start, "start"), day(end, "end")
    if first and last and first > last:
        raise ImportRefusedError(f"--start {first} is after --end {last}.")
    return first, last


def broken(what: str) -> Passing:
    """Return the trouble of an answer that is none, which may be a cut one."""
    return Passing(f"does not answer as {what} does")
