"""What a person sees while a corpus is coded, and what is said at its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from dashboard.corpus.coders import Outcome

#: Seconds between two lines where there is no terminal to draw a bar on.
PAUSE: Final = 30.0
NAMED: Final = 5


@dataclass(slots=True)
class Tally:
    """How many articles were coded, how many events they gave, and which could not be read."""

    total: int
    coded: int = 0
    events: int = 0
    unread: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one article."""
        if outcome.trouble:
            self.unread += 1
            self.names += [outcome.name] if len(self.names) < NAMED else []
        else:
            self.coded += 1
            self.events += len(outcome.events)

    def __str__(self) -> str:
        """Return the closing line."""
        events = f"{self.events:,} event{'' if self.events == 1 else 's'}"
        line = f"{self.coded:,} of {self.total:,} article{'' if self.total == 1 else 's'} coded, {events}"
        if not self.unread:
            return f"{line}."
        more = f" and {self.unread - len(self.names):,} more" if self.unread > len(self.names) else ""
        return f"{line}, {self.unread:,} could not be read: {', '.join(self.names)}{more}."


def followed(outcomes: Iterable[Outcome], tally: Tally, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Pass outcomes on, counting them: with a bar on a terminal, elsewhere with a line now and then.

    What could not be read is said at once, a line each.
    """
    from tqdm import tqdm  # noqa: PLC0415 - only coding needs it

    terminal = sys.stderr.isatty()
    last = time.monotonic()
    with tqdm(total=tally.total, unit=" articles", delay=1, leave=False, disable=not terminal, file=sys.stderr) as bar:
        for outcome in outcomes:
            tally.add(outcome)
            if outcome.trouble:
                with tqdm.external_write_mode(file=sys.stderr):
                    say(outcome.trouble)
            yield outcome
            bar.update()
            if not terminal and time.monotonic() - last >= PAUSE:
                last = time.monotonic()
                say(f"{tally.coded + tally.unread:,} of {tally.total:,} articles, {tally.events:,} events")
