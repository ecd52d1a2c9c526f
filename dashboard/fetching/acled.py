"""ACLED through the provider's interface: a token for the user's account, then pages of events as CSV."""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from dashboard import importers
from dashboard.fetching import provider
from dashboard.fetching.kept import Folder, Table, read_csv
from dashboard.fetching.progress import Progress
from dashboard.importers import ImportRefusedError
from dashboard.transport import Passing, Reply, Request

URL: Final = "https://acleddata.com"
USER: Final = "KARABAKH_ACLED_USER"
PASSWORD: Final = "KARABAKH_ACLED_PASSWORD"  # noqa: S105  # its name
PAGE: Final = 5000
PAUSE: Final = 1.0
MAX_PAGE: Final = 64_000_000
COUNTRIES: Final = "Armenia|Azerbaijan"
FIRST: Final = date(2018, 1, 1)  # ACLED's coverage of the Caucasus begins
KEY: Final = "event_id_cnty"
DENIED: Final = (
    "{url} knows the account in %s but does not open the events to it (403){told}: log in at acleddata.com, complete "
    "the profile, accept the terms of use, and see whether the account has access to single events, for which ACLED "
    "wants an institutional address. Nothing was imported."
).replace("%s", USER)


REFUSALS: Final = {
    401: "{url} does not accept the token that it gave just now (401){told}: try again later.",
    403: DENIED,
}


class Acled:
    """The events of Armenia and Azerbaijan as ACLED has them today."""

    dataset = "acled"
    unit = " events"

    def __init__(self, workspace: Path, asked: argparse.Namespace, say: Callable[[str], None]) -> None:
        if asked.version:
            raise ImportRefusedError("ACLED has no versions: leave --version out; what is fetched is of today.")
        self._wanted, self._say, self._workspace = importers.dataset(self.dataset), say, workspace
        today = date.today()  # noqa: DTZ011  # the user's own day
        first, last = provider.span(asked.start, asked.end)
        self._first, self._last = first or FIRST, last or today
        if self._first > self._last:
            raise ImportRefusedError(f"There are no days from {self._first} to {self._last}.")
        self.version = today.isoformat()  # ACLED's data change every week: the day belongs to the citation
        how = "put the e-mail address of your ACLED account there, and its password into KARABAKH_ACLED_PASSWORD."
        self._user = provider.secret(USER, how, r"[^\x00-\x1f\x7f]+")
        how = "put the password of your ACLED account there."
        self._password = provider.secret(PASSWORD, how, r"[^\x00-\x1f\x7f]+")
        secrets = {USER: self._user, PASSWORD: self._password}
        self._host = provider.Host("ACLED", URL, "KARABAKH_ACLED_URL", secrets, pause=PAUSE, say=say)
        self._query = {"country": COUNTRIES, "event_date": f"{self._first}|{self._last}"}
        request = {"url": self._host.url, "day": self.version, "limit": PAGE} | self._query
        self.folder = Folder(workspace, "acled", request)
        self._token, self._fresh = "", ""

    def plan(self) -> list[str]:
        """Return what will be sent where, and how much is to come."""
        said = [
            f"ACLED will be fetched from {self._host.host}: events in Armenia and Azerbaijan from {self._first} to "
            f"{self._last}.",
            f"Sent: what is in {USER} and {PASSWORD}, for a token; then the token, the countries and the days.",
            f"To come: up to some 15,000 events, 15 MB, in pages of {PAGE:,}, with {PAUSE:g} s between two.",
            f"ACLED's terms hold: {self._wanted.licence}.",
        ]
        if self._wanted.replaces and (self._first > FIRST or self._last < date.fromisoformat(self.version)):
            said.append("Only these days will be shown of ACLED: an import replaces the one before it.")
        return said

    def fetch(self, progress: Progress) -> list[Path]:
        """Fetch every page that is not there yet and return the file to import. Raise ImportRefusedError."""
        self.folder.open()
        self.folder.remember(began=self.folder.told.get("began", int(time.time())))
        pages = list(self.folder.pages())
        if pages:
            progress.say(f"{len(pages)} pages are there already.")
        seen = {key for page in pages for key in page.column(KEY)}
        progress.reach(len(seen))
        while not self.folder.told.get("complete"):
            page = self._page("api/acled/read", self._query | {"event_date_where": "BETWEEN"}, len(pages))
            if page is None:  # a page may be shorter than was asked for, so only an empty one is the end
                self.folder.remember(complete=True)
                break
            provider.check_columns(self._wanted, page, self._host.host)
            keys = set(page.column(KEY))
            if keys <= seen:
                self.folder.clear()
                raise ImportRefusedError(
                    f"{self._host.url} sends pages without an end: page {len(pages) + 1} repeats what was sent before."
                    " Nothing was imported."
                )
            self.folder.keep(len(pages), page)
            pages.append(page)
            seen |= keys
            progress.reach(len(seen))
        return [self._joined(pages)]

    def _joined(self, pages: list[Table]) -> Path:
        if not pages:
            self.folder.clear()
            raise ImportRefusedError(
                f"ACLED sent no event from {self._first} to {self._last}: some accounts are not shown the last months."
            )
        columns = pages[0].columns
        if any(page.columns != columns for page in pages):
            self.folder.clear()
            raise ImportRefusedError(f"{self._host.url} changed its columns between two pages: fetch again.")
        before = [one for one in importers.imports(self._workspace) if one.dataset == self.dataset]
        gone = self._withdrawn(min([self.folder.told["began"], *(_moment(one.imported_at) for one in before)]))
        newest: dict[str, tuple[str, ...]] = {}
        stamp = columns.index("timestamp") if "timestamp" in columns else None
        for page in pages:
            for key, row in zip(page.column(KEY), page.rows, strict=True):
                if stamp is None or key not in newest or _number(row[stamp]) >= _number(newest[key][stamp]):
                    newest[key] = row
        if left := gone & newest.keys():
            self._say(f"{len(left):,} events were withdrawn by ACLED meanwhile and are left out.")
        for one in before:
            held = pq.read_table(one.rows, columns=[KEY]).column(KEY).to_pylist()
            if old := gone & set(held):
                self._say(f"ACLED has withdrawn {len(old):,} events of {one.import_id}, which still shows them.")
        rows = [row for key, row in newest.items() if key not in gone]
        return self.folder.join(f"acled-{self.version}.csv", columns, rows)

    def _withdrawn(self, since: int) -> set[str]:
        """Return the ids that were withdrawn since a moment, and in the day before it."""
        gone: set[str] = set()
        try:
            number = 0
            while page := self._page(
                "api/deleted/read",
                {"deleted_timestamp": str(since - 86_400), "deleted_timestamp_where": ">="},
                number,
            ):
                if (keys := set(page.column(KEY))) <= gone:
                    break
                gone |= keys
                number += 1
        except (ImportRefusedError, ValueError) as error:
            self._say(f"The list of withdrawn events could not be had, so none is left out: {error}")
        return gone

    def _page(self, path: str, query: Mapping[str, str], number: int) -> Table | None:
        """Return a page of a table, None after the last one."""

        def asked() -> Request:
            return Request(
                f"{self._host.url}/{path}",
                query={"_format": "csv"} | dict(query) | {"limit": str(PAGE), "page": str(number + 1)},
                headers=self._host.headers("text/csv"),
                secret={"Authorization": f"Bearer {self._token}"},
                most=MAX_PAGE,
            )

        for again in (True, False):
            if not self._token:
                self._log_in()
            try:
                return self._host.ask(asked(), lambda reply: _taken(reply, self._host.line.told), REFUSALS)
            except provider.StatusError as error:
                if error.status != 401 or not again:
                    raise
                self._token = ""  # it holds for a day
        raise ImportRefusedError(REFUSALS[401])  # not reached

    def _log_in(self) -> None:
        """Get a token: a fresh one for the old where that is given, else one for the password."""
        of = {"client_id": "acled"}
        if self._fresh:
            given = of | {"grant_type": "refresh_token", "refresh_token": self._fresh}
            self._fresh = ""
            try:
                self._ask_token(given)
            except provider.StatusError:
                pass  # the password is still there
            else:
                return
        given = of | {"grant_type": "password", "username": self._user, "password": self._password}
        self._ask_token(given | {"scope": "authenticated"})

    def _ask_token(self, form: dict[str, str]) -> None:
        asked = Request(
            f"{self._host.url}/oauth/token", "POST", form=form, headers=self._host.headers("application/json")
        )
        wrong = f"{{url}} does not accept what is in {USER} and {PASSWORD} (%d){{told}}: check both."
        refusals = {400: wrong % 400, 401: wrong % 401, 403: DENIED}
        self._token, self._fresh = self._host.ask(asked, _token, refusals)
        self._host.line.secrets += [secret for secret in (self._token, self._fresh) if secret]


def _token(reply: Reply) -> tuple[str, str]:
    """Return the token of an answer, and that which renews it, empty if there is none."""
    try:
        answer = json.loads(reply.body)
        token, fresh = answer["access_token"], answer.get("refresh_token") or ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise provider.broken("ACLED's token service") from None
    if not (isinstance(token, str) and isinstance(fresh, str) and token and token.isascii() and token.isprintable()):
        raise provider.broken("ACLED's token service")
    return token, fresh


def _taken(reply: Reply, told: Callable[[bytes], str]) -> Table | None:
    """Return the table of an answer, None if it has no row; raise Passing if it breaks off."""
    if reply.body.lstrip()[:1] in (b"{", b"["):
        if re.fullmatch(rb'\s*(\[\]|\{.*"data":\s*\[\]\s*[,}].*)\s*', reply.body, re.DOTALL):
            return None
        raise Passing(f"sends a message in place of a table{told(reply.body)}")
    try:
        page = read_csv(reply.body)
    except ValueError:
        raise Passing("sends a table that breaks off or is no text") from None
    if page is None or not page.rows:
        return None
    if KEY not in page.columns:
        named = ", ".join(page.columns[:8])[:200]
        raise ImportRefusedError(f"What ACLED sends has no column {KEY}, but: {named}. Nothing was imported.")
    return page


def _moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
