"""Runs of pages, one after another: many at once would each take as long as all of them together.

Python runs one thread at a time, so that twenty readers who click in the same moment are served sooner in a row than
side by side.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: So many runs at once: while one waits for the database, another draws.
AT_ONCE: Final = 2
#: Seconds after which a run no longer keeps others waiting: it imports a file or codes articles.
LONG: Final = 1.0

#: Seconds that a browser has to itself to begin with a picture: it gathers what comes within ten milliseconds.
MOMENT: Final = 0.025

_free = threading.Condition()
_running: dict[int, float] = {}
_ended = float("-inf")


@contextmanager
def few_at_once() -> Iterator[None]:
    """Wait until few enough others run; who came first goes first."""
    global _ended  # noqa: PLW0603  # one queue for all
    me = threading.get_ident()
    with _free:
        while len(due := [at for at in _running.values() if time.monotonic() - at < LONG]) >= AT_ONCE:
            _free.wait(LONG - (time.monotonic() - min(due)))
        _running[me] = time.monotonic()
    try:
        yield
    finally:
        with _free:
            del _running[me]
            _ended = time.monotonic()
            _free.notify()


def wait_until_quiet(seconds: float) -> None:
    """Wait until no page has run for so long."""
    while True:
        with _free:
            left = seconds if _running else seconds - (time.monotonic() - _ended)
        if left <= 0:
            return
        time.sleep(left)


def let_draw() -> None:
    """Wait a moment, in which the browser begins with the picture it was sent, unless others are being served."""
    me = threading.get_ident()
    with _free:
        alone = not any(thread != me for thread in _running)
    if alone:
        time.sleep(MOMENT)
