"""Isolation: each file is read in a process of its own, which is ended when it takes too long or too much.

Two workers at most are kept for the whole program; each ends by itself when there is nothing to do.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from dashboard.reading.draft import IDLE, MAX_SECONDS, Draft, Refusal
from dashboard.words import legible

UNKNOWN: Final = "cannot be read, for a reason that nobody foresaw: save its text as .txt."
_SLOW: Final = "took longer than {:.0f} seconds and was given up: save its text as .txt."
_BROKE: Final = "breaks the program that reads it: save its text as .txt."
#: What a worker is told of the machine: nothing that a file should get at.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
#: Seconds in which a worker must be there.
START: Final = 60.0
_seats = threading.BoundedSemaphore(2)
_idle: list[_Worker] = []


class _Worker:
    """A process that reads files; starting one takes about a second."""

    def __init__(self) -> None:
        paths = (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", ""))
        known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(  # our own module
            [sys.executable, "-P", "-m", "dashboard.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=known | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"},
        )
        self._used = time.monotonic()
        self._ready = False

    def fresh(self) -> bool:
        """Return whether the process is there and will not end by itself in the next moment."""
        return self._process.poll() is None and time.monotonic() - self._used < IDLE / 2

    def ask(self, name: str, content: bytes, seconds: float) -> dict[str, Any] | None:
        """Return the answer; None if there was none in time, and ``{}`` if the process broke."""
        given, given_back = self._process.stdin, self._process.stdout
        if not given or not given_back:  # they are pipes
            return {}
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(START, self._process.kill)
        timer.start()
        try:
            if not self._ready:
                self._ready = len(given_back.read(4)) == 4
            timer.cancel()
            timer = threading.Timer(seconds, stop)
            timer.start()
            for part in (name.encode("utf-8", "replace"), content):
                given.write(len(part).to_bytes(4, "big") + part)
            given.flush()
            head = given_back.read(4)
            reply = given_back.read(int.from_bytes(head, "big"))
            found: dict[str, Any] = json.loads(reply)
        except (OSError, ValueError):
            return None if late.is_set() else {}
        finally:
            timer.cancel()
        self._used = time.monotonic()
        return found

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be written
                    continue


def draft_of(name: str, content: bytes, seconds: float = MAX_SECONDS) -> Draft | Refusal:
    """Return the draft of one file that is no zip, or why there is none; in ``seconds`` at most."""
    name = legible(name, 200) or "file"
    with _seats:
        worker = _taken()
        found = worker.ask(name, content, seconds)
        if found:
            _idle.append(worker)
        else:
            worker.end()
    if found is None:
        return Refusal(name, f"“{name}” {_SLOW.format(seconds)}")
    if not found:
        return Refusal(name, f"“{name}” {_BROKE}")
    if "unknown" in found:
        return Refusal(name, f"“{name}” {UNKNOWN}")
    if why := found.get("why"):
        return Refusal(name, legible(why if f"“{name}”" in why else f"“{name}” {why}"))
    return Draft.from_row(found)


def _taken() -> _Worker:
    """Return a worker that is there and idle, or a new one."""
    while _idle:
        try:
            worker = _idle.pop()
        except IndexError:  # another thread was faster
            break
        if worker.fresh():
            return worker
        worker.end()
    return _Worker()


@atexit.register
def end_workers() -> None:
    """End the workers that are idle."""
    while _idle:
        _idle.pop().end()
