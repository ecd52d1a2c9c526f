"""The worker: a process of its own that reads one file after another, and cannot fetch, start or write anything.

A file comes as its name and its bytes on standard input, the answer goes as JSON to standard output, each behind its
length in four bytes, once four zeros have said that the worker is ready. The process that started it ends it when a
file takes too long.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import warnings
from typing import IO, Any, Final

from dashboard.coding import articles
from dashboard.reading import documents
from dashboard.reading.draft import IDLE, UnreadableError

#: Memory that a worker may take.
MEMORY: Final = 3 * 2**30
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FORBIDDEN: Final = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove")


def confine() -> None:
    """Give up, for good, what a file could be built to misuse: the network, other programs and writing."""

    def forbid(event: str, given: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(given[2], int) and given[2] & _WRITES
        if writes or event.startswith(_FORBIDDEN):
            raise PermissionError(f"A file is read without {event}.")

    sys.addaudithook(forbid)
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(name: str, content: bytes) -> dict[str, Any]:
    """Return the draft as plain values, or under ``why`` what stands against it; ``unknown`` if nobody foresaw it."""
    try:
        return documents.draft_of(name, content).to_row()
    except UnreadableError as error:
        return {"why": str(error)}
    except (MemoryError, RecursionError):
        return {"why": "is built so that it cannot be read: save its text as .txt."}
    except Exception as error:  # the last net: one file must not end the reading of others
        return {"unknown": f"{type(error).__name__}: {error}"[:300]}


def main() -> None:
    """Read files until there are no more."""
    given, given_back = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    documents.load()  # what the libraries do on being loaded, such as making a file of their own, is still allowed
    articles.language_of("")
    confine()
    given_back.write(bytes(4))  # ready
    given_back.flush()
    while True:
        end = threading.Timer(IDLE, os._exit, (0,))
        end.daemon = True
        end.start()
        head = given.read(4)
        end.cancel()
        if len(head) < 4:
            return
        name, content = _part(given, head).decode("utf-8", "replace"), _part(given, given.read(4))
        reply = json.dumps(answer(name, content)).encode()
        given_back.write(len(reply).to_bytes(4, "big") + reply)
        given_back.flush()


def _part(given: IO[bytes], head: bytes) -> bytes:
    return given.read(int.from_bytes(head, "big"))


if __name__ == "__main__":
    main()
