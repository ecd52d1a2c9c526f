"""A server on this machine that speaks the interfaces of UCDP, ACLED and GDELT, well or badly; rows of our own."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ucdp-0123456789abcdef"  # noqa: S105  # of this server alone
USER, PASSWORD = "reader@university.example", "pass word-%&=ä"

_UCDP = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
)
_ACLED = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
UCDP_COLUMNS, ACLED_COLUMNS = _UCDP.split(), _ACLED.split()


def ucdp(number: int, **changes: Any) -> dict[str, Any]:
    """Return an event as the interface of UCDP gives it; every 50th row is of another conflict."""
    day = f"2020-10-{1 + number % 28:02d}"
    elsewhere = number % 50 == 49
    row = dict.fromkeys(UCDP_COLUMNS) | {
        "id": 400_000 + number, "relid": f"AZE-2020-1-833-{number}", "year": 2020, "active_year": True,
        "code_status": "Clear", "type_of_violence": 1, "conflict_dset_id": 388,
        "conflict_new_id": 333 if elsewhere else 388,
        "conflict_name": "Elsewhere" if elsewhere else "Azerbaijan: Artsakh (Nagorno-Karabakh)",
        "dyad_dset_id": 833, "dyad_new_id": 833, "dyad_name": "Government of Azerbaijan - Republic of Artsakh",
        "side_a_dset_id": 64, "side_a_new_id": 64, "side_a": "Government of Azerbaijan", "side_b_dset_id": 338,
        "side_b_new_id": 338, "side_b": "Republic of Artsakh", "number_of_sources": 2,
        "source_article": '"Agency, 2020-10-02, Shells ""hit"" the town\r\n"', "source_headline": "Shells hit the town",
        "source_original": "Ministry of Defence", "where_prec": 1, "where_coordinates": "Martuni town",
        "where_description": "Martuni, the town; and around", "adm_1": "Nagorno-Karabakh", "latitude": 39.7953,
        "longitude": 47.1131, "geom_wkt": "POINT (47.1131 39.7953)", "priogrid_gid": 187295, "country": "Azerbaijan",
        "country_id": 373, "region": "Europe", "event_clarity": 1, "date_prec": 1, "date_start": f"{day}T00:00:00",
        "date_end": f"{day}T00:00:00", "deaths_a": 0, "deaths_b": 1, "deaths_civilians": 0, "deaths_unknown": 2,
        "best": 3, "high": 4, "low": 3, "gwnoa": "373", "gwnob": None,
    }  # fmt: skip
    return row | changes


def ucdp_file(rows: list[dict[str, Any]]) -> bytes:
    """Return the rows as the provider's own CSV file has them: other words for the same days and truth values."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, UCDP_COLUMNS)
    writer.writeheader()
    for row in rows:
        days = {name: f"{row[name][:10]} 00:00:00.000" for name in ("date_start", "date_end")}
        writer.writerow(row | days | {"active_year": "1" if row["active_year"] else "0"})
    return out.getvalue().encode()


def acled(number: int, **changes: str) -> dict[str, str]:
    """Return an event as ACLED gives it."""
    row = {
        "event_id_cnty": f"AZE{1000 + number}", "event_date": f"2020-10-{1 + number % 28:02d}", "year": "2020",
        "time_precision": "1", "disorder_type": "Political violence", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Military Forces of Artsakh (2007-2024)", "assoc_actor_1": "",
        "inter1": "State forces", "actor2": "Military Forces of Azerbaijan (2003-)", "assoc_actor_2": "",
        "inter2": "State forces", "interaction": "State forces-State forces", "civilian_targeting": "", "iso": "31",
        "region": "Caucasus and Central Asia", "country": "Azerbaijan", "admin1": "Hadrut", "admin2": "", "admin3": "",
        "location": "Hadrut", "latitude": "39.5200", "longitude": "47.0319", "geo_precision": "1",
        "source": "Own Agency", "source_scale": "National", "notes": 'Fighting near Hadrut, "heavy", one dead.',
        "fatalities": "1", "tags": "", "timestamp": str(1_700_000_000 + number),
    }  # fmt: skip
    return row | changes


def gdelt(number: int, stamp: str) -> str:
    """Return a line of a GDELT file."""
    geo = ["4", "Stepanakert, Azerbaijan (general), Azerbaijan", "AJ", "AJ00", "", "39.8177", "46.7528", "-3000000"]
    actors = [["AZE", "AZERBAIJAN", "AZE", *[""] * 7], ["ARM", "ARMENIA", "ARM", *[""] * 7]]
    cells = [str(950_000_000 + number), stamp[:8], stamp[:6], stamp[:4], "2020.86", *actors[0], *actors[1], "1"]
    cells += ["190", "190", "19", "4", "-10.0", "4", "1", "4", "-5.5", *geo, *geo, *geo, stamp]
    return "\t".join([*cells, f"https://news.example/{number}"])


def packed(stamp: str, numbers: range) -> bytes:
    """Return a GDELT file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = "".join(gdelt(number, stamp) + "\n" for number in numbers)
        archive.writestr(zipfile.ZipInfo(f"{stamp}.export.CSV"), lines)
    return out.getvalue()


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    client: tuple[str, int]

    @property
    def page(self) -> int:
        return int(self.query.get("page", -1))


class Answering(BaseHTTPRequestHandler):
    """Sends whole answers over connections that stay open, and says nothing of it."""

    protocol_version = "HTTP/1.1"

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Handler(Answering):
    """Records a request, then makes the trouble that waits for it, else answers it."""

    server: Providers

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _serve(self, form: str) -> None:
        for name in ("json", "send"):
            self.__dict__.pop(name, None)  # a trouble is of one request; a connection serves many
        parts = urlsplit(self.path)
        query, fields = ({k: v[0] for k, v in parse_qs(text).items()} for text in (parts.query, form))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked = Asked(self.command, parts.path, query, fields, headers, self.client_address)
        self.server.requests.append(self.asked)
        if trouble := self.server.trouble_for(f"{parts.path}?{parts.query}"):
            trouble(self)
        else:
            self.answer()

    def answer(self) -> None:
        for name in ("gedevents", "oauth", "acled", "deleted"):
            if name in self.asked.path.split("/"):
                getattr(self, f"_{name}")()
                return
        self._file()

    def _gedevents(self) -> None:
        if self.asked.headers.get("x-ucdp-access-token") != TOKEN:
            self.send(401, b'{"message": "API token required. Add header: x-ucdp-access-token"}')
            return
        version = self.asked.path.rsplit("/", 1)[1]
        if version not in self.server.ucdp:
            self.send(404, b"")
            return
        wanted = self.asked.query.get("Country", "").split(",")
        rows = [row for row in self.server.ucdp[version] if str(row["country_id"]) in wanted or wanted == [""]]
        size = min(int(self.asked.query["pagesize"]), self.server.page_size)
        number = self.asked.page
        pages = -(-len(rows) // size)
        url = f"{self.server.url}/gedevents/{version}?pagesize={size}&page="
        self.json(
            {
                "TotalCount": len(rows),
                "TotalPages": pages,
                "PreviousPageUrl": f"{url}{number - 1}" if number else "",
                "NextPageUrl": f"{url}{number + 1}" if number + 1 < pages else "",
                "Result": rows[number * size : (number + 1) * size],
            }
        )

    def _oauth(self) -> None:
        form, server = self.asked.form, self.server
        known = form.get("grant_type") == "password" and (form["username"], form["password"]) == (USER, PASSWORD)
        fresh = form.get("grant_type") == "refresh_token" and form.get("refresh_token") == server.fresh
        if form.get("client_id") != "acled" or not (known or fresh):
            self.send(400, b'{"error": "invalid_grant", "message": "The user credentials were incorrect."}')
            return
        server.logins += 1
        server.access, server.fresh = f"access-token-{server.logins}", f"fresh-token-{server.logins}"
        self.json({"token_type": "Bearer", "expires_in": 86400, "access_token": server.access} | (
            {"refresh_token": server.fresh}
        ))  # fmt: skip

    def _acled(self) -> None:
        start, end = self.asked.query["event_date"].split("|")
        assert self.asked.query["event_date_where"] == "BETWEEN"
        self._rows([row for row in self.server.acled if start <= row["event_date"] <= end], ACLED_COLUMNS)

    def _deleted(self) -> None:
        since = int(self.asked.query["deleted_timestamp"])
        assert self.asked.query["deleted_timestamp_where"] == ">="
        rows = [{"event_id_cnty": key, "deleted_timestamp": str(when)} for key, when in self.server.deleted.items()]
        self._rows(
            [row for row in rows if int(row["deleted_timestamp"]) >= since],
            list(rows[0]) if rows else ["event_id_cnty"],
        )

    def _rows(self, rows: list[dict[str, str]], columns: list[str]) -> None:
        if self.asked.headers.get("authorization") != f"Bearer {self.server.access}" or not self.server.access:
            self.send(401, b'{"message": "The resource owner or authorization server denied the request."}')
            return
        assert self.asked.query["_format"] == "csv"
        size = min(int(self.asked.query["limit"]), self.server.page_size)
        first = (self.asked.page - 1) * size
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows[first : first + size])
        self.send(200, out.getvalue().encode(), Content_Type="text/csv")

    def _file(self) -> None:
        name = self.asked.path.rsplit("/", 1)[1]
        body = self.server.master.encode() if name == "masterfilelist.txt" else self.server.files.get(name)
        self.send(200, body) if body is not None else self.send(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def json(self, answer: Any) -> None:
        self.send(200, json.dumps(answer).encode(), Content_Type="application/json")


Behave = Callable[[Handler], None]


@dataclass
class _Trouble:
    path: str
    behave: Behave
    times: int


class Providers(ThreadingHTTPServer):
    """The three providers behind one port; ``page_size`` is the most rows that one page has."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.requests: list[Asked] = []
        self.page_size = 5000
        self.ucdp: dict[str, list[dict[str, Any]]] = {}
        self.acled: list[dict[str, str]] = []
        self.deleted: dict[str, int] = {}
        self.logins, self.access, self.fresh = 0, "", ""
        self.files: dict[str, bytes] = {}
        self.master = ""
        self._troubles: list[_Trouble] = []

    def trouble(self, path: str, behave: Behave, times: int = 1) -> None:
        """Behave so the next ``times`` times that a path with its query holds these words."""
        self._troubles.append(_Trouble(path, behave, times))

    def trouble_for(self, path: str) -> Behave | None:
        for trouble in self._troubles:
            if trouble.path in path and trouble.times:
                trouble.times -= 1
                return trouble.behave
        return None

    def publish(self, stamp: str, numbers: range) -> str:
        """Put a GDELT file, and its line on the list, where they belong."""
        name, content = f"{stamp}.export.CSV.zip", packed(stamp, numbers)
        self.files[name] = content
        there = "http://data.gdeltproject.org/gdeltv2"
        for of, body in ((name, content), (name.replace("export", "mentions"), b"")):
            self.master += f"{len(body)} {hashlib.md5(body, usedforsecurity=False).hexdigest()} {there}/{of}\n"
        return name

    def paths(self, of: str) -> list[str]:
        """Return the paths of the requests that hold these words."""
        return [asked.path for asked in self.requests if of in asked.path]

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that have hung up."""


@contextmanager
def serving() -> Iterator[Providers]:
    """Run the providers on a free port of this machine."""
    with Providers() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


# --- troubles -----------------------------------------------------------------------------------------


def fails(status: int, message: str = "", **headers: str) -> Behave:
    return lambda handler: handler.send(status, json.dumps({"message": message}).encode(), **headers)


def says(body: bytes, **headers: str) -> Behave:
    return lambda handler: handler.send(200, body, **headers)


def changes(**answer: Any) -> Behave:
    """Answer as ever, but for some fields of the JSON."""

    def behave(handler: Handler) -> None:
        plain = handler.json
        handler.json = lambda given: plain(given | answer)  # type: ignore[method-assign,assignment]
        handler.answer()

    return behave


def alters(alter: Callable[[bytes], bytes], **headers: str) -> Behave:
    """Answer as ever, but alter the body."""

    def behave(handler: Handler) -> None:
        plain = handler.send
        handler.send = lambda status, body, **more: plain(status, alter(body), **more | headers)  # type: ignore[method-assign]
        handler.answer()

    return behave


def packs(handler: Handler) -> None:
    """Answer as ever, packed as the client allows."""
    assert "gzip" in handler.asked.headers["accept-encoding"]
    alters(gzip.compress, Content_Encoding="gzip")(handler)


def packs_and_cuts(handler: Handler) -> None:
    packed = gzip.compress(b'{"Result": [' + b"1, " * 10_000)
    handler.send(200, packed[: len(packed) // 2], Content_Encoding="gzip", Content_Length=str(len(packed)))
    handler.close_connection = True


def cuts(handler: Handler) -> None:
    """Announce the whole answer, send half of it, and hang up."""
    plain = handler.send

    def half(status: int, body: bytes, **headers: str) -> None:
        plain(status, body[: len(body) // 2], **headers | {"Content_Length": str(len(body))})

    handler.send = half  # type: ignore[method-assign]
    handler.answer()
    handler.close_connection = True


def cuts_silently(handler: Handler) -> None:
    """Send half of an answer of no announced length, as old servers do, and hang up."""
    handler.protocol_version = "HTTP/1.0"

    def half(status: int, body: bytes, **_: str) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])

    handler.send = half  # type: ignore[method-assign]
    handler.answer()
    handler.close_connection = True


def hangs_up(handler: Answering) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def hangs(seconds: float) -> Behave:
    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return behave


@dataclass
class Gate:
    """Holds a request until it is let go."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def __call__(self, handler: Handler) -> None:
        self.reached.set()
        self.opened.wait(60)
        handler.close_connection = True
