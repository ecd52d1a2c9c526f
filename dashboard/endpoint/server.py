"""The other end of the line: a chat endpoint, patient with a busy one, plain about the rest.

The key travels as a Bearer header to the address that was given, and nowhere else.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from dashboard import transport
from dashboard.transport import Line, Passing, Patience, Reply, Request

#: Where the key is looked for, in this order.
KEYS: Final = ("KARABAKH_CODER_KEY", "OPENAI_API_KEY")
MAX_ANSWER: Final = 1_000_000  # bytes; the events of a long article are a tenth of that
TOO_MUCH: Final = frozenset({400, 413, 422})  # what one article may be refused with

Answer = TypeVar("Answer")


class CoderError(Exception):
    """The endpoint cannot be used at all; the message is one sentence for the person who named it."""


class Unanswered(Exception):  # noqa: N818  # no error of the run: one article is reported and left uncoded
    """One article got no answer that can be used; the message says why."""


class Rejected(Unanswered):
    """The endpoint does not accept a request as it is."""


class Server:
    """A chat endpoint at an address like http://localhost:11434/v1."""

    def __init__(self, url: str, key: str | None, patience: Patience, say: Callable[[str], None]) -> None:
        parts, self.url = transport.address(
            url.strip().rstrip("/").removesuffix("/chat/completions"),
            "an endpoint", "http://localhost:11434/v1", KEYS[0], CoderError,
        )  # fmt: skip
        self._key, self._key_from = _find_key(key)
        if self._key and transport.is_in_the_clear(parts):
            raise CoderError(
                f"{self.url} is not encrypted, so the key {self._key_from} is not sent there: use https, or do without"
                " the key."
            )
        self._line = Line(self.url, patience, say, CoderError, [self._key])

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
        return self._ask("models", None, lambda reply: [self._line.plain(str(one["id"])) for one in reply["data"]])

    def _ask(self, path: str, payload: dict[str, Any] | None, take: Callable[[dict[str, Any]], Answer]) -> Answer:
        asked = Request(
            f"{self.url}/{path}",
            "POST" if payload else "GET",
            json=payload,
            secret={"Authorization": f"Bearer {self._key}"} if self._key else {},
            most=MAX_ANSWER,
        )
        return self._line.patiently(
            lambda: self._taken(self._judged(self._line.once(asked)), take),
            "check that it runs and that the address is right, or try again later.",
        )

    def _judged(self, reply: Reply) -> bytes:
        """Return the body of a good answer; raise what a bad one means."""
        status, told = reply.status, self._line.told(reply.body)
        if status < 300:
            if reply.size > MAX_ANSWER:
                raise Unanswered(f"the answer is longer than {MAX_ANSWER // 1_000_000} MB")
            return reply.body
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
        self._line.passing(reply)
        raise CoderError(f"{self.url} refuses the request ({status}){told}.")

    def _taken(self, body: bytes, take: Callable[[dict[str, Any]], Answer]) -> Answer:
        """Return what is wanted of an answer; what is no answer may be a cut one, or a trouble told politely."""
        try:
            return take(json.loads(body))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise Passing(f"does not answer as a chat endpoint does{self._line.told(body)}") from None


def _find_key(given: str | None) -> tuple[str, str]:
    """Return the key and where it is from, in words; an empty one that is given means to send none."""
    found = [(given, "that was given")] if given is not None else [(os.environ.get(n), f"in {n}") for n in KEYS]
    for key, origin in found:
        if key and key.strip():
            if not re.fullmatch(r"[!-~]+", key.strip()):
                raise CoderError(f"The key {origin} has blanks or letters that no key has: copy it anew.")
            return key.strip(), origin
    return "", ""
