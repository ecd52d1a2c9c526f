"""Runs of pages wait for one another, but for no run that takes long."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard import queueing

MANY = 12


def test_few_run_at_once_and_everybody_has_their_turn() -> None:
    running, most, done = 0, 0, []
    counting = threading.Lock()

    def run(number: int) -> None:
        nonlocal running, most
        with queueing.few_at_once():
            with counting:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with counting:
                running -= 1
                done.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == list(range(MANY))
    assert most == queueing.AT_ONCE


def test_a_run_that_takes_long_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "LONG", 0.1)
    over, begun = threading.Event(), threading.Barrier(queueing.AT_ONCE + 1)

    def run() -> None:
        with queueing.few_at_once():
            begun.wait(30)
            over.wait(30)

    threads = [threading.Thread(target=run) for _ in range(queueing.AT_ONCE)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    entered = threading.Event()

    def short() -> None:
        with queueing.few_at_once():
            entered.set()

    third = threading.Thread(target=short)
    third.start()
    assert entered.wait(30)
    assert not over.is_set()
    over.set()
    for thread in (*threads, third):
        thread.join(30)


def test_a_run_that_fails_gives_its_turn_away() -> None:
    for _ in range(3 * queueing.AT_ONCE):
        with pytest.raises(ValueError, match="broken"), queueing.few_at_once():
            raise ValueError("broken")
    with queueing.few_at_once():
        pass
