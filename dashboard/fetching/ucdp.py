"""UCDP GED and UCDP Candidate through the provider's interface: numbered pages of events as JSON."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dashboard import importers
from dashboard.fetching import provider
from dashboard.fetching.kept import Folder, Table
from dashboard.fetching.progress import Progress
from dashboard.importers import ImportRefusedError
from dashboard.transport import Passing, Reply, Request

URL: Final = "https://ucdpapi.pcr.uu.se/api"
TOKEN: Final = "KARABAKH_UCDP_TOKEN"  # noqa: S105  # its name
PAGE: Final = 1000
PAUSE: Final = 1.0
MAX_PAGE: Final = 64_000_000  # bytes; a page of the longest rows is a tenth of that
#: Armenia and Azerbaijan in the numbers of Gleditsch and Ward.
COUNTRIES: Final = "371,373"
WHAT: Final = "the UCDP API"


class _ChangedError(Exception):
    """The version has another number of events than when its first page was fetched."""


@dataclass(frozen=True, slots=True)
class _Page:
    table: Table
    total: int
    more: bool


class Ucdp:
    """One version of UCDP GED or UCDP Candidate."""

    unit = " events"

    def __init__(self, workspace: Path, asked: argparse.Namespace, say: Callable[[str], None]) -> None:
        self.version, self._say = asked.version, say
        self.dataset = _dataset(asked.version)
        self._wanted = importers.dataset(self.dataset)
        first, last = provider.span(asked.start, asked.end)
        self._query = {} if asked.whole else {"Country": COUNTRIES}
        self._query |= {name: str(day) for name, day in (("StartDate", first), ("EndDate", last)) if day}
        how = "ask UCDP for a free token (https://ucdp.uu.se/apidocs/) and put it there."
        self._token = provider.secret(TOKEN, how)
        self._host = provider.Host("the UCDP API", URL, "KARABAKH_UCDP_URL", {TOKEN: self._token}, pause=PAUSE, say=say)
        request = {"url": self._host.url, "version": self.version, "pagesize": PAGE} | self._query
        self.folder = Folder(workspace, f"ucdp/{self.version}", request)

    def plan(self) -> list[str]:
        """Return what will be sent where, and how much is to come."""
        what = f"{self._wanted.short} {self.version}"
        days = {"StartDate": "from", "EndDate": "to"}
        limits = " ".join(f"{word} {self._query[name]}" for name, word in days.items() if name in self._query)
        where = "events in Armenia and Azerbaijan" if "Country" in self._query else "events of the whole world"
        size = "some thousand events, a few MB" if "Country" in self._query else "over 400,000 events, some 600 MB"
        said = [
            f"{what} will be fetched from {self._host.host}: {' '.join(filter(None, [where, limits]))}.",
            f"Sent: the version, the countries and days, and the token in {TOKEN}.",
            f"To come: {size if self.dataset == 'ucdp_ged' else 'at most some thousand events, a few MB'}, "
            f"in pages of {PAGE:,}, with {PAUSE:g} s between two.",
        ]
        if limits and self._wanted.replaces:
            said.append(f"Only these days will be shown of {self._wanted.short}: an import replaces the one before it.")
        return said

    def fetch(self, progress: Progress) -> list[Path]:
        """Fetch every page that is not there yet and return the file to import. Raise ImportRefusedError."""
        self.folder.open()
        for _ in range(2):
            try:
                return self._whole(progress)
            except _ChangedError:
                self.folder.clear()
                self._say(f"{self._wanted.short} {self.version} has changed since its first page; beginning anew.")
        raise ImportRefusedError(f"{self._wanted.short} {self.version} changes while it is fetched: try again later.")

    def _whole(self, progress: Progress) -> list[Path]:
        seen: set[str] = set()
        shapes: set[tuple[str, ...]] = set()
        number = rows = 0
        for kept in self.folder.pages():
            number, rows = number + 1, rows + len(kept.rows)
            seen.update(kept.column("id"))
            shapes.add(kept.columns)
        if number:
            progress.say(f"{number} pages are there already.")
        progress.reach(rows, self.folder.told.get("total"))
        more = not self.folder.told.get("complete")
        while more:
            page = self._page(number)
            if self.folder.told.setdefault("total", page.total) != page.total:
                raise _ChangedError
            if page.table.rows:
                keys = set(page.table.column("id"))
                rows += len(page.table.rows)
                self._check_end(number, rows, page, keys <= seen)
                self.folder.remember(total=page.total)
                self.folder.keep(number, page.table)
                number += 1
                seen |= keys
                shapes.add(page.table.columns)
            elif page.more:
                raise ImportRefusedError(f"{self._host.url} sends empty pages on and on: check the address.")
            more = page.more
            progress.reach(rows, page.total)
        return [self._joined(shapes, rows)]

    def _check_end(self, number: int, rows: int, page: _Page, known: bool) -> None:
        """Raise ImportRefusedError if pages do not end."""
        if known or rows > page.total or (page.more and rows == page.total):
            self.folder.clear()
            raise ImportRefusedError(
                f"{self._host.url} sends pages without an end: it spoke of {page.total:,} events, and page "
                f"{number + 1} {'repeats what was sent before' if known else 'is not the last'}. Nothing was imported."
            )

    def _joined(self, shapes: set[tuple[str, ...]], rows: int) -> Path:
        total = self.folder.told.get("total", 0)
        if rows != total or len(shapes) > 1:
            self.folder.clear()
            raise ImportRefusedError(
                f"{self._host.url} spoke of {total:,} events and sent {rows:,}: nothing was imported; try again."
                if rows != total
                else f"{self._host.url} changed its columns between two pages: nothing was imported; try again."
            )
        if not shapes:
            self.folder.clear()
            raise ImportRefusedError(f"{self._wanted.short} {self.version} has no event there in these days.")
        written = 0

        def kept() -> Iterator[tuple[str, ...]]:
            nonlocal written
            for page in self.folder.pages():
                written += len(page.rows)
                yield from page.rows

        file = self.folder.join(f"{self.dataset}-{self.version}.csv", shapes.pop(), kept())
        if written != total:  # such as by another fetch of the same, which was done before and tidied up
            self.folder.clear()
            raise ImportRefusedError(f"Pages have gone from {self.folder.path} meanwhile: fetch again, once at a time.")
        self.folder.remember(complete=True)
        return file

    def _page(self, number: int) -> _Page:
        asked = Request(
            f"{self._host.url}/gedevents/{self.version}",
            query={"pagesize": str(PAGE), "page": str(number)} | self._query,
            headers=self._host.headers("application/json"),
            secret={"x-ucdp-access-token": self._token},
            most=MAX_PAGE,
        )
        refused = f"{{url}} does not accept the token in {TOKEN} (%d){{told}}: copy it anew, or ask UCDP for another."
        refusals = {
            401: refused % 401,
            403: refused % 403,
            404: f"{{url}} has no version “{self.version}” (404){{told}}: see https://ucdp.uu.se/downloads/ for those.",
        }

        # some have met 400 for too many requests, where the same question was answered before
        page = self._host.ask(asked, _taken, refusals, busy={400} if number else ())
        if page.table.rows:
            provider.check_columns(self._wanted, page.table, self._host.host)
        return page


def _dataset(version: str) -> str:
    """Return the dataset that a version belongs to."""
    if re.fullmatch(r"\d\d\.1", version):
        return "ucdp_ged"
    if re.fullmatch(r"\d\d\.0\.\d{1,2}|\d\d\.01\.\d\d\.\d\d", version):
        return "ucdp_candidate"
    what = f"“{version}” is no version of UCDP." if version else "Which version of UCDP?"
    raise ImportRefusedError(
        f"{what} Write --version 26.1 for the yearly dataset or --version 26.0.7 for the candidate events of July 2026."
    )


def _taken(reply: Reply) -> _Page:
    """Return the page of an answer; raise Passing if it is none."""
    try:
        answer = json.loads(reply.body)
        rows, total, following = answer["Result"], answer["TotalCount"], answer["NextPageUrl"]
        columns = tuple(str(name).lower() for name in rows[0]) if rows else ()
        cells = tuple(tuple(_cell(value) for value in row.values()) for row in rows)
        same = all(tuple(name.lower() for name in row) == columns for row in rows)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise provider.broken(WHAT) from None
    if type(total) is not int or total < 0 or not isinstance(following, str | None) or (rows and "id" not in columns):
        raise provider.broken(WHAT)
    if not same:
        raise Passing("sends rows with different columns on one page")
    return _Page(Table(columns, cells), total, bool(following))


def _cell(value: Any) -> str:
    """Return a value as the CSV file of the same dataset has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise TypeError
