"""Sentences coded per second, parsing included, by one process and by two.

Run by hand: ``python tests/benchmarks/coding_speed.py [COPIES]``. The bundled articles are coded COPIES times. Printed
with and without the seconds that it takes to start and to load the models, which a large corpus does not feel; and what
a second process brings a plain loop on this machine at this moment, for no coder can gain more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context

from dashboard.bundle import DATA
from dashboard.coding import articles
from dashboard.corpus import Corpus, Given
from dashboard.corpus.coders import Outcome, by_processes, one_after_another


def timed(outcomes: Iterator[Outcome], warm: int) -> tuple[float, float, int]:
    """Return the seconds that coding took, those after the first ``warm`` articles, and the number of events."""
    start = time.perf_counter()
    loaded, events = start, 0
    for number, outcome in enumerate(outcomes, start=1):
        events += len(outcome.events)
        if number == warm:
            loaded = time.perf_counter()
    end = time.perf_counter()
    return end - start, end - loaded, events


def count(_: int) -> float:
    """Return the seconds that a plain loop takes."""
    start = time.perf_counter()
    for _number in range(30_000_000):
        pass
    return time.perf_counter() - start


def main() -> None:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    bundled = list(Corpus([DATA / "articles"]))
    given: list[Given] = [replace(one, article_id=f"{one.article_id}-{n}") for n in range(copies) for one in bundled]
    of_one = sum(len(articles.sentences(one.article())) for one in bundled)
    print(f"{len(given):,} articles, {of_one * copies:,} sentences")
    warm = 2 * len(bundled)  # by then every process has loaded every model
    rates = []
    for jobs in (1, 2):
        outcomes = one_after_another(given) if jobs == 1 else by_processes(given, jobs)
        whole, after, events = timed(outcomes, warm)
        rates.append(of_one * (copies - 2) / after)
        name = "1 process:  " if jobs == 1 else f"{jobs} processes:"
        print(
            f"{name} {rates[-1]:.0f} sentences per second with the models loaded, "
            f"{of_one * copies / whole:.0f} with loading them ({whole:.1f} s, {events:,} events)"
        )
    with get_context("spawn").Pool(2) as pool:
        alone = pool.map(count, [0])[0]
        gain = 2 * alone / max(pool.map(count, [0, 1], chunksize=1))
    print(f"two processes are {rates[1] / rates[0]:.2f} times as fast; a plain loop: {gain:.2f} times")


if __name__ == "__main__":
    main()
