"""The network: one request at a time to an address that the user named or agreed to, and what went wrong in words.

A secret travels in a header or in a form to the address that was given, and nowhere else: not to another host, not in
the clear over a network, not into a message.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, Final, TypeVar
from urllib.parse import SplitResult, quote, quote_plus, urljoin, urlsplit

import requests
import urllib3
from requests.auth import AuthBase

MAX_REDIRECTS: Final = 3

Answer = TypeVar("Answer")


class Passing(Exception):  # noqa: N818  # tried again
    """A trouble that may pass; ``after`` is how many seconds the other end asks to wait."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a connection and a whole answer may take, and how often and how long to wait in between.

    ``silence`` is how long nothing at all may come, where that is less than the answer may take.
    """

    connect: float = 10.0
    answer: float = 600.0
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    silence: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; ``secret`` holds the headers that only the named host may see.

    ``most`` is how many bytes the body may have: one that has more comes with one byte more than that, or a few.
    """

    url: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    most: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; ``size`` is that of the body, also where it is not kept."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    size: int


class _Secret(AuthBase):
    """Sends the secret headers, or nothing; without it, requests would look for a password in the user's .netrc."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers)
        return request


class Line:
    """A line to one host: ``url`` is its address as it will be used; ``error`` is what is raised in one sentence."""

    def __init__(
        self, url: str, patience: Patience, say: Callable[[str], None], error: type[Exception], secrets: Sequence[str]
    ) -> None:
        self.url, self.secrets = url, [secret for secret in secrets if secret]
        self._patience, self._say, self._error = patience, say, error
        self._session = requests.Session()
        self._session.trust_env = not is_loopback(urlsplit(url).hostname or "")  # a proxy is no way to this machine

    def patiently(self, attempt: Callable[[], Answer], lasting: str) -> Answer:
        """Return what an attempt gives, trying again while its trouble may pass; ``lasting`` says what to do then."""
        for number in range(1, self._patience.tries + 1):
            try:
                return attempt()
            except Passing as passing:
                wait = passing.after
                if wait is None:
                    wait = min(self._patience.first_wait * 2 ** (number - 1), self._patience.longest_wait)
                if wait > self._patience.longest_wait:
                    raise self._error(
                        f"{self.url} {passing} and asks to wait {wait:.0f} seconds: try again later."
                    ) from None
                if number == self._patience.tries:
                    raise self._error(f"{self.url} {passing}, also at the last of {number} tries: {lasting}") from None
                self._say(f"{self.url} {passing}; trying again in {wait:g} s.")
                time.sleep(wait)
        raise self._error("The other end must be tried at least once.")

    def once(self, asked: Request, into: Callable[[bytes], object] | None = None) -> Reply:
        """Send one request, following the host's own redirects; a good answer's body is told to ``into`` instead."""
        url = asked.url
        deadline = time.monotonic() + self._patience.answer
        try:
            for _ in range(MAX_REDIRECTS + 1):
                with self._session.request(
                    asked.method,
                    url,
                    params=asked.query if url == asked.url else None,
                    json=asked.json,
                    data=asked.form,
                    headers={"Accept": "application/json", "Accept-Encoding": "identity"} | dict(asked.headers),
                    auth=_Secret(asked.secret),
                    timeout=(self._patience.connect, self._patience.silence or self._patience.answer),
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    if not 300 <= response.status_code < 400:
                        good = response.ok
                        most = asked.most if good else min(asked.most, 1_000_000)  # an error's words are short
                        body, size = _body(response, deadline, most, into if good else None)
                        return Reply(response.status_code, response.headers, body, size)
                    url = self._onwards(url, response)
        except requests.exceptions.SSLError:
            raise self._error(f"{self.url} has no certificate that this machine trusts.") from None
        except requests.ConnectTimeout:
            raise Passing("cannot be reached") from None
        except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
            raise Passing(f"did not answer within {self._patience.answer:g} seconds") from None
        except (requests.ConnectionError, urllib3.exceptions.HTTPError, ConnectionError) as error:
            raise Passing(_broken(str(error))) from None
        except (requests.RequestException, ValueError):
            raise self._error(f"{self.url} cannot be asked: check the address.") from None
        raise self._error(f"{self.url} sends on and on: check the address.") from None

    def passing(self, reply: Reply) -> None:
        """Raise Passing if a status means trouble that may pass."""
        if reply.status in (429, 503):
            after = _retry_after(reply.headers.get("Retry-After", ""))
            raise Passing(f"is too busy ({reply.status}){self.told(reply.body)}", after)
        if reply.status >= 500 or reply.status == 408:
            raise Passing(f"has a trouble of its own ({reply.status}){self.told(reply.body)}")

    def told(self, body: bytes) -> str:
        """Return what the other end says of an error, as an insertion."""
        try:
            found: Any = json.loads(body)
        except (ValueError, RecursionError):
            return ""
        for name in ("error", "message", "detail"):
            if isinstance(found, dict):
                found = found.get(name, found)
        plain = self.plain(found) if isinstance(found, str) else ""
        return f" (“{plain}”)" if plain else ""

    def plain(self, text: str) -> str:
        """Return foreign text fit for a terminal: one short line, and no secret in it."""
        for secret in self.secrets:
            for written in (secret, quote(secret, safe=""), quote_plus(secret)):
                text = text.replace(written, "…")
        return " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())[:200].rstrip(". ")

    def _onwards(self, url: str, response: requests.Response) -> str:
        """Return where a redirect leads, if that is the same host."""
        there = urljoin(url, response.headers.get("Location", ""))
        old, new = urlsplit(url), urlsplit(there)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            host = self.plain(f"{new.scheme}://{new.netloc}")
            raise self._error(f"{self.url} sends on to another host, {host}: name that one if you trust it.") from None
        if response.status_code == 303 or there == url:
            raise self._error(f"{self.url} sends on to a page that answers no questions: check the address.") from None
        return there


def address(url: str, what: str, like: str, secret_in: str, error: type[Exception]) -> tuple[SplitResult, str]:
    """Return an address, taken apart and as it will be used; raise ``error`` if it is none, or holds a password.

    ``what`` is what it should be the address of, ``like`` an example; a secret belongs into ``secret_in`` instead.
    """
    plain = url.strip().rstrip("/")
    try:
        parts = urlsplit(plain)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and plain.isprintable()
    except ValueError:
        usable = False
    if not usable:
        raise error(f"“{url[:80]!s}” is no address of {what}; write one like {like}.")
    if parts.username is not None or parts.password is not None:
        raise error(f"The address of {what} holds no password: put it into {secret_in}.")
    if parts.query or parts.fragment:
        raise error(f"“{plain[:80]}” has a “?” or “#”: the address of {what} ends with its path, as in {like}.")
    return parts, plain


def is_in_the_clear(parts: SplitResult) -> bool:
    """Return whether what is sent to an address can be read on the way."""
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _broken(error: str) -> str:
    """Return in words how a connection failed; the libraries tell it only in theirs."""
    if "refused" in error:
        return "refuses the connection"
    return "cannot be reached" if "NewConnection" in error or "resolve" in error else "broke off the connection"


def _body(
    response: requests.Response, deadline: float, most: int, into: Callable[[bytes], object] | None
) -> tuple[bytes, int]:
    """Return the body, or a little more than may be read of it; a trickle does not outlast the deadline."""
    parts: list[bytes] = []
    size = 0
    while size <= most and (part := response.raw.read1(65_536, decode_content=True)):
        if into:
            into(part)
        else:
            parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts), size


def _retry_after(text: str) -> float | None:
    """Return the seconds that a busy host asks to wait, given as a number or as a time."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
