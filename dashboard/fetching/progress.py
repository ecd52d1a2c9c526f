"""What a person sees while something is fetched: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

#: Seconds between two lines where there is no terminal to draw a bar on.
PAUSE: Final = 30.0


def say(line: str) -> None:
    """Tell the person at the terminal something, above the bar."""
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm.external_write_mode(file=sys.stderr):
        sys.stderr.write(f"{line}\n")


class Progress:
    """How much is there of how much."""

    def __init__(self, unit: str, tell: Callable[[str], None] = say) -> None:
        from tqdm import tqdm  # noqa: PLC0415

        self._unit, self.say = unit, tell
        self._terminal = sys.stderr.isatty()
        self._bar = tqdm(unit=unit, leave=False, disable=not self._terminal, file=sys.stderr)
        self._told = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.close()

    def reach(self, done: int, total: int | None = None) -> None:
        """Tell how much is there."""
        if self._terminal:
            self._bar.total = total
            self._bar.n = done
            self._bar.refresh()
        elif time.monotonic() - self._told >= PAUSE:
            self._told = time.monotonic()
            self.say(f"{done:,}{f' of {total:,}' if total else ''}{self._unit}")

    def note(self, what: str) -> None:
        """Tell what is going on before there is anything to count."""
        if self._terminal:
            self._bar.set_description_str(what)
        elif what and time.monotonic() - self._told >= PAUSE:
            self._told = time.monotonic()
            self.say(what)
