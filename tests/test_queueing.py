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


def test_what_nobody_asked_for_waits_until_nobody_is_served() -> None:
    quiet = 0.2
    with queueing.few_at_once():
        waiting = threading.Thread(target=queueing.wait_until_quiet, args=(quiet,))
        waiting.start()
        waiting.join(3 * quiet)
        assert waiting.is_alive()
    ended = time.monotonic()
    waiting.join(30)
    assert time.monotonic() - ended >= quiet - 0.02


def test_a_browser_is_given_a_moment_unless_others_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    over, begun = threading.Event(), threading.Event()

    def run() -> None:
        with queueing.few_at_once():
            begun.set()
            over.wait(30)

    other = threading.Thread(target=run)
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.queueing.time.sleep", slept.append)
        with queueing.few_at_once():
            queueing.let_draw()
        assert slept == [queueing.MOMENT]
        other.start()
        assert begun.wait(30)
        with queueing.few_at_once():
            queueing.let_draw()
        assert slept == [queueing.MOMENT]
    over.set()
    other.join(30)
