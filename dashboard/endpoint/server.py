"""The other end of the line: one request at a time to a chat endpoint, patient with a busy one, plain about the rest.

The key travels as a Bearer header to the address that was given, and nowhere else: not to another host, not in the
clear over a network, not into a message.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, Final, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from requests.auth import AuthBase

#: Where the key is looked for, in this order.
KEYS: Final = ("KARABAKH_CODER_KEY", "OPENAI_API_KEY")
MAX_ANSWER: Final = 1_000_000  # bytes; the events of a long article are a tenth of that
MAX_REDIRECTS: Final = 3
TOO_MUCH: Final = frozenset({400, 413, 422})  # what one article may be refused with

Answer = TypeVar("Answer")


class CoderError(Exception):
    """The endpoint cannot be used at all; the message is one sentence for the person who named it."""


class Unanswered(Exception):  # noqa: N818  # no error of the run: one article is reported and left uncoded
    """One article got no answer that can be used; the message says why."""


class Rejected(Unanswered):
    """The endpoint does not accept a request as it is."""


class _Passing(Exception):  # noqa: N818  # tried again
    """A trouble that may pass; ``after`` is how many seconds the endpoint asks to wait."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a connection and a whole answer may take, and how often and how long to wait in between."""

    connect: float = 10.0
    answer: float = 600.0
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0


class _Bearer(AuthBase):
    """Sends the key, or nothing; without it, requests would look for a password in the user's .netrc."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class Server:
    """A chat endpoint at an address like http://localhost:11434/v1."""

    def __init__(self, url: str, key: str | None, patience: Patience, say: Callable[[str], None]) -> None:
        parts, self.url = _address(url)
        self._key, self._key_from = _find_key(key)
        self._patience, self._say = patience, say
        local = _is_loopback(parts.hostname or "")
        if self._key and parts.scheme == "http" and not local:
            raise CoderError(
                f"{self.url} is not encrypted, so the key {self._key_from} is not sent there: use https, or do without"
                " the key."
            )
        self._session = requests.Session()
        self._session.trust_env = not local  # a proxy is no way to this machine itself

    def chat(self, payload: dict[str, Any]) -> tuple[str, str]:
        """Return the text of the answer and why it ended."""

        def content(reply: dict[str, Any]) -> tuple[str, str]:
            choice = reply["choices"][0]
            text = choice["message"]["content"]
            if not isinstance(text, str):
                raise TypeError
            return text, str(choice.get("finish_reason") or "")

        return self._ask("chat/completions", payload, content)

    def models(self) -> list[str]:
        """Return the names of the models that the endpoint offers."""
        return self._ask("models", None, lambda reply: [self._plain(str(one["id"])) for one in reply["data"]])

    def _ask(self, path: str, payload: dict[str, Any] | None, take: Callable[[dict[str, Any]], Answer]) -> Answer:
        for attempt in range(1, self._patience.tries + 1):
            try:
                reply = self._once(f"{self.url}/{path}", payload)
                return _taken(reply, take, self._told)
            except _Passing as passing:
                wait = passing.after
                if wait is None:
                    wait = min(self._patience.first_wait * 2 ** (attempt - 1), self._patience.longest_wait)
                if wait > self._patience.longest_wait:
                    raise CoderError(
                        f"{self.url} {passing} and asks to wait {wait:.0f} seconds: try again later."
                    ) from None
                if attempt == self._patience.tries:
                    raise CoderError(
                        f"{self.url} {passing}, also at the last of {attempt} tries: check that it runs and that the"
                        " address is right, or try again later."
                    ) from None
                self._say(f"{self.url} {passing}; trying again in {wait:g} s.")
                time.sleep(wait)
        raise CoderError("An endpoint must be tried at least once.")

    def _once(self, url: str, payload: dict[str, Any] | None) -> bytes:
        """Send one request, following the endpoint's own redirects; return the body of a good answer."""
        deadline = time.monotonic() + self._patience.answer
        try:
            for _ in range(MAX_REDIRECTS + 1):
                with self._session.request(
                    "POST" if payload else "GET",
                    url,
                    json=payload,
                    headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                    auth=_Bearer(self._key),
                    timeout=(self._patience.connect, self._patience.answer),
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    if not 300 <= response.status_code < 400:
                        return self._judged(response, _body(response, deadline))
                    url = self._onwards(url, response)
        except requests.exceptions.SSLError:
            raise CoderError(f"{self.url} has no certificate that this machine trusts.") from None
        except requests.ConnectTimeout:
            raise _Passing("cannot be reached") from None
        except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
            raise _Passing(f"did not answer within {self._patience.answer:g} seconds") from None
        except (requests.ConnectionError, urllib3.exceptions.HTTPError, ConnectionError) as error:
            raise _Passing(_broken(str(error))) from None
        except (requests.RequestException, ValueError):
            raise CoderError(f"{self.url} cannot be asked: check the address.") from None
        raise CoderError(f"{self.url} sends on and on: check the address.")

    def _judged(self, response: requests.Response, body: bytes) -> bytes:
        """Return the body of a good answer; raise what a bad one means."""
        status, told = response.status_code, self._told(body)
        if status < 300:
            if len(body) > MAX_ANSWER:
                raise Unanswered(f"the answer is longer than {MAX_ANSWER // 1_000_000} MB")
            return body
        if status in (401, 403):
            if self._key:
                raise CoderError(f"{self.url} does not accept the key {self._key_from} ({status}).")
            raise CoderError(f"{self.url} wants a key ({status}): put it into the environment variable {KEYS[0]}.")
        if status == 404:
            raise CoderError(
                f"{self.url} has no such address or no such model (404){told}: check both; the address of an endpoint"
                " usually ends in /v1."
            )
        if status in TOO_MUCH:
            raise Rejected(f"the endpoint rejects it ({status}){told}")
        if status in (429, 503):
            raise _Passing(f"is too busy ({status}){told}", _retry_after(response.headers.get("Retry-After", "")))
        if status >= 500 or status == 408:
            raise _Passing(f"has a trouble of its own ({status}){told}")
        raise CoderError(f"{self.url} refuses the request ({status}){told}.")

    def _onwards(self, url: str, response: requests.Response) -> str:
        """Return where a redirect leads, if that is the same host."""
        there = urljoin(url, response.headers.get("Location", ""))
        old, new = urlsplit(url), urlsplit(there)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            host = self._plain(f"{new.scheme}://{new.netloc}")
            raise CoderError(f"{self.url} sends on to another host, {host}: name that one if you trust it.")
        if response.status_code == 303 or there == url:
            raise CoderError(f"{self.url} sends on to a page that answers no questions: check the address.")
        return there

    def _told(self, body: bytes) -> str:
        """Return what the endpoint says of an error, as an insertion."""
        try:
            found: Any = json.loads(body)
        except (ValueError, RecursionError):
            return ""
        for name in ("error", "message", "detail"):
            if isinstance(found, dict):
                found = found.get(name, found)
        plain = self._plain(found) if isinstance(found, str) else ""
        return f" (“{plain}”)" if plain else ""

    def _plain(self, text: str) -> str:
        """Return foreign text fit for a terminal: one short line, and the key not in it."""
        text = text.replace(self._key, "…") if self._key else text
        return " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())[:200].rstrip(". ")


def _taken(body: bytes, take: Callable[[dict[str, Any]], Answer], told: Callable[[bytes], str]) -> Answer:
    """Return what is wanted of an answer; what is no answer at all may be a cut one, or a trouble told politely."""
    try:
        return take(json.loads(body))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _Passing(f"does not answer as a chat endpoint does{told(body)}") from None


def _broken(error: str) -> str:
    """Return in words how a connection failed; the libraries tell it only in theirs."""
    if "refused" in error:
        return "refuses the connection"
    return "cannot be reached" if "NewConnection" in error or "resolve" in error else "broke off the connection"


def _body(response: requests.Response, deadline: float) -> bytes:
    """Return the body, or a little more than may be read of it; a trickle does not outlast the deadline."""
    parts: list[bytes] = []
    size = 0
    while size <= MAX_ANSWER and (part := response.raw.read1(65_536, decode_content=True)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a busy endpoint asks to wait, given as a number or as a time."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _address(url: str) -> tuple[SplitResult, str]:
    """Return the address of an endpoint, taken apart and as it will be used."""
    plain = url.strip().rstrip("/").removesuffix("/chat/completions")
    try:
        parts = urlsplit(plain)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and plain.isprintable()
    except ValueError:
        usable = False
    if not usable:
        raise CoderError(f"“{url[:80]!s}” is no address of an endpoint; write one like http://localhost:11434/v1.")
    if parts.username is not None or parts.password is not None:
        raise CoderError(f"The address of an endpoint holds no password: put the key into {KEYS[0]}.")
    if parts.query or parts.fragment:
        raise CoderError(f"“{plain[:80]}” has a “?” or “#”: the address of an endpoint ends with its path, as in /v1.")
    return parts, plain


def _find_key(given: str | None) -> tuple[str, str]:
    """Return the key and where it is from, in words; an empty one that is given means to send none."""
    found = [(given, "that was given")] if given is not None else [(os.environ.get(n), f"in {n}") for n in KEYS]
    for key, origin in found:
        if key and key.strip():
            if not re.fullmatch(r"[!-~]+", key.strip()):
                raise CoderError(f"The key {origin} has blanks or letters that no key has: copy it anew.")
            return key.strip(), origin
    return "", ""


def _is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
