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

_free = threading.Condition()
_running: dict[int, float] = {}


@contextmanager
def few_at_once() -> Iterator[None]:
    """Wait until few enough others run; who came first goes first."""
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
            _free.notify()
