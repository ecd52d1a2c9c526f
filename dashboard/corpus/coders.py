"""Who codes: this process, several processes of this machine, or a coder of the user's own.

Every way gives the same outcomes in the order of the articles. A batch is coded by a pure function, so that it does
not matter where that happens, or how often.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from multiprocessing import get_context, resource_tracker
from typing import TYPE_CHECKING, Final

from dashboard import coding
from dashboard.corpus.given import CorpusError, Given
from dashboard.model import Article, Event

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import FrameType

Coder = Callable[[Sequence[Article]], Iterable[list[Event]]]  # one list of events per article, in order

#: What goes to another process at once: enough to pay for the way, little enough to be shared out evenly.
BATCH: Final = 4
BATCH_SIZE: Final = 250_000
#: What a coder of the user's own gets at once; it may send several at a time.
CODER_BATCH: Final = 64
#: Up to so many articles, starting processes takes longer than coding.
HANDFUL: Final = 20
#: Parsers share their tables between the threads of a process, and are not made for that.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: its events, or in ``trouble`` why it could not be coded."""

    name: str
    events: list[Event]
    trouble: str = ""


Code = Callable[[Sequence[Given]], list[Outcome]]  # one outcome per article, in order; picklable


def code_batch(batch: Sequence[Given]) -> list[Outcome]:
    """Code a few articles; what goes wrong with one of them is its outcome and leaves the others alone."""
    with _one_at_a_time:
        return [_outcome(given) for given in batch]


def _outcome(given: Given) -> Outcome:
    try:
        return Outcome(given.name, coding.code_article(given.article()))
    except coding.ArticleError as error:
        return Outcome(given.name, [], str(error))
    except Exception as error:  # one article must not cost the others
        return Outcome(given.name, [], f"“{given.name}” could not be coded ({_said(error)}).")


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())[:200].rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def one_after_another(given: Iterable[Given]) -> Iterator[Outcome]:
    """Code in this process."""
    for one in given:
        yield from code_batch([one])


def batches(given: Iterable[Given], count: int = BATCH) -> Iterator[list[Given]]:
    """Cut articles into batches of so many, fewer where they are long."""
    batch: list[Given] = []
    size = 0
    for one in given:
        batch.append(one)
        size += len(one.content)
        if len(batch) == count or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def jobs_for(total: int, asked: int | None = None) -> int:
    """Return how many processes code so many articles: no more than are asked for, or can be kept busy."""
    return min(asked or (cores() if total > HANDFUL else 1), -(-total // BATCH))


def robustly(given: Sequence[Given], code: Code) -> Iterator[Outcome]:
    """Code here or, if they are many, in processes; where one of these is ended from outside, go on here."""
    done = 0
    if (jobs := jobs_for(len(given))) > 1:
        with contextlib.suppress(CorpusError):
            for outcome in by_processes(given, jobs, code):
                done += 1
                yield outcome
    for one in given[done:]:
        yield from code([one])


def by_processes(given: Iterable[Given], jobs: int, code: Code = code_batch) -> Iterator[Outcome]:
    """Code in processes of their own, each of which loads the models once.

    Processes are spawned, not forked: a fork copies locks that threads of this process may hold.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(jobs, context, initializer=_settle_in, initargs=(theirs,))
    try:
        for batch in batches(given):
            with _nothing_to_run(), _uninterrupted():
                waiting.append(pool.submit(code, batch))
            if len(waiting) > 4 * jobs:  # so that a large corpus is not read at once
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
        pool.shutdown()
    except BrokenProcessPool:
        raise CorpusError(
            f"One of the {jobs} coding processes was ended from outside, perhaps because the memory was full: "
            f"try again with fewer, as --jobs {max(1, jobs // 2)}."
        ) from None
    finally:
        ours.close()
        theirs.close()
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _nothing_to_run() -> Iterator[None]:
    """Keep new processes from running the main module anew: in the dashboard it is a page, which would break there."""
    main = sys.modules["__main__"]
    former = getattr(main, "__spec__", None)
    main.__spec__ = ModuleSpec("__main__", None)
    try:
        yield
    finally:
        main.__spec__ = former


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait while a process is started, which half started would fail aloud; it is born deaf to Ctrl-C."""
    waiting: list[tuple[int, FrameType | None]] = []
    listens = threading.current_thread() is threading.main_thread()
    former = signal.signal(signal.SIGINT, lambda *heard: waiting.append(heard)) if listens else None
    mask = None
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # it would lift the mask when it starts
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if listens:
            signal.signal(signal.SIGINT, former)
    if waiting and callable(former):
        former(*waiting[0])


def _settle_in(parent: Connection) -> None:
    """Prepare a process: it leaves Ctrl-C to its parent, and ends when that one hangs up, for whatever reason."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def leave() -> None:
        with contextlib.suppress(OSError):
            parent.poll(None)
        os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


def through(given: Iterable[Given], coder: Coder) -> Iterator[Outcome]:
    """Let a coder of the user's own code what can be read."""
    for batch in batches(given, CODER_BATCH):
        read = [read_or_say(one) for one in batch]
        coded = iter(coder([article for article in read if isinstance(article, Article)]))
        for one, article in zip(batch, read, strict=True):
            if isinstance(article, str):
                yield Outcome(one.name, [], article)
                continue
            events = next(coded, None)
            if events is None:
                raise CorpusError(f"The coder gave no answer for “{one.name}”.")
            yield Outcome(one.name, events)


def read_or_say(given: Given) -> Article | str:
    """Return an article, or the sentence that says why it cannot be read."""
    try:
        return given.article()
    except coding.ArticleError as error:
        return str(error)
    except Exception as error:  # likewise
        return f"“{given.name}” could not be read ({_said(error)})."
