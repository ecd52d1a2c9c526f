"""Coding on a Dask cluster: batches are tasks of a pure function, so that the batch of a lost worker runs again.

The texts travel with their tasks and are kept by the scheduler until they are coded; no disk has to be shared.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from dashboard.coded import fingerprint
from dashboard.corpus.coders import Outcome, batches, code_batch
from dashboard.corpus.given import Corpus, CorpusError, Given

if TYPE_CHECKING:
    from distributed import Client, Future

#: Seconds to find the scheduler, and then its first worker.
PATIENCE: Final = 30
#: How often a batch is tried again that failed on a worker; a worker that was lost does not count.
RETRIES: Final = 3


def code_here(batch: Sequence[Given], wanted: str) -> list[Outcome]:
    """Code a batch on a worker; raise CorpusError if its coder is another than that of whoever asks."""
    if fingerprint() != wanted:
        raise CorpusError("another version of the coder")
    return code_batch(batch)


def by_cluster(given: Corpus, address: str, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Code on the workers of a scheduler; raise CorpusError if there is none or they cannot code."""
    if not re.fullmatch(r"(?:tcp|tls|wss?)://.+:\d+", address):
        raise CorpusError(f"“{address}” is no address of a scheduler; write it as tcp://host:8786.")
    try:
        from distributed import Client  # noqa: PLC0415 - an extra that most do without
    except ImportError:
        raise CorpusError("A cluster needs Dask: pip install “karabakh-timeline[cluster]”.") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said below, in a sentence
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False, name="karabakh")
    except (OSError, ValueError) as error:
        said = "nobody answered" if isinstance(error, OSError) else str(error).rstrip(".")
        raise CorpusError(f"There is no scheduler at {address}: {said}.") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise CorpusError(f"The scheduler at {address} has no workers; start some with “dask worker”.") from None
        count = "1 article" if given.total == 1 else f"{given.total:,} articles"
        say(f"{count} will be sent to the workers of {address}.")
        yield from _Tasks(client, address).outcomes(given)


class _Tasks:
    """The batches that are under way, and the outcomes that wait for those of an earlier one."""

    def __init__(self, client: Client, address: str) -> None:
        from distributed import as_completed  # noqa: PLC0415

        self._client, self._address, self._run = client, address, uuid4().hex
        self._ready: Any = as_completed(loop=client.loop)
        self._under_way: dict[Future[list[Outcome]], tuple[int, int, list[Given]]] = {}  # batch, place in it, articles
        self._done: dict[int, list[Outcome | None]] = {}

    def outcomes(self, given: Iterable[Given]) -> Iterator[Outcome]:
        """Give the outcomes in the order of the articles, however the tasks finish."""
        coming = enumerate(batches(given))
        first = 0
        while True:
            room = max(16, 4 * sum(self._client.nthreads().values())) - len(self._done)
            for _, (number, batch) in zip(range(room), coming, strict=False):
                self._done[number] = [None] * len(batch)
                self._submit(number, 0, batch)
            if not self._done:
                return
            self._take(next(self._ready))
            while first in self._done and None not in self._done[first]:
                yield from filter(None, self._done.pop(first))
                first += 1

    def _submit(self, number: int, place: int, batch: list[Given], attempt: str = "") -> None:
        key = f"karabakh-{self._run}-{number}-{place}{attempt}"
        future = self._client.submit(code_here, batch, fingerprint(), key=key, retries=RETRIES)
        self._under_way[future] = (number, place, batch)
        self._ready.add(future)

    def _take(self, future: Future[list[Outcome]]) -> None:
        from distributed import KilledWorker  # noqa: PLC0415

        number, place, batch = self._under_way.pop(future)
        if future.status == "finished":
            self._done[number][place : place + len(batch)] = future.result()
            return
        if future.status != "error":
            raise CorpusError(f"The connection to the scheduler at {self._address} was lost.")
        error = future.exception()
        if not isinstance(error, KilledWorker):
            said = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
            raise CorpusError(
                f"The workers at {self._address} cannot code ({said}): install the same karabakh-timeline on each."
            )
        if len(batch) > 1:  # several workers died over this batch: find out over which article
            for offset, one in enumerate(batch):
                self._submit(number, place + offset, [one], "-alone")
            return
        sentence = f"“{batch[0].name}” could not be coded: several workers were lost while they coded it."
        self._done[number][place] = Outcome(batch[0].name, [], sentence)
