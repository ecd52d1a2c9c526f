"""Taking turns: whoever changes what a workspace holds and makes its edition waits for those who are at it.

The system itself ends a turn when its process is gone, however it ended.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_mine = threading.local()


@contextmanager
def turn(workspace: Path, waits: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Wait until nobody else changes the workspace, and hold it; a turn within a turn of the same thread is one."""
    held: set[Path] = _mine.__dict__.setdefault("held", set())
    folder = workspace.resolve()
    if folder in held:
        yield
        return
    with _locked(folder, waits):
        held.add(folder)
        try:
            yield
        finally:
            held.discard(folder)


_WAITING = "Somebody else is changing this workspace; waiting for them to be done."

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _locked(folder: Path, waits: Callable[[str], None]) -> Iterator[None]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ".turn"
        with path.open("wb") as file:
            told = False
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # it gives up after ten seconds
                    break
                except OSError:
                    if not told:
                        waits(_WAITING)
                    told = True
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        with contextlib.suppress(OSError):  # somebody waits for it
            path.unlink()
else:
    import fcntl

    @contextmanager
    def _locked(folder: Path, waits: Callable[[str], None]) -> Iterator[None]:
        """Hold the folder itself, so that no file is left."""
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waits(_WAITING)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError:  # some network drives lock no folders: names are still taken one by one
                pass
            yield
        finally:
            os.close(descriptor)
