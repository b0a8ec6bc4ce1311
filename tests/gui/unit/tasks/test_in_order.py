"""Work of which each part needs the one before is done in the order in which it was asked for, all of it."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.tasks import worker as workers
from vae_gui.tasks.in_order import InOrder
from vae_gui.tasks.worker_pool import POOL


def test_each_begins_when_the_one_before_has_ended(qtbot: QtBot) -> None:
    worker, go = InOrder(), threading.Event()
    done: list[int] = []
    replies: list[object] = []
    worker.done.connect(replies.append)

    def slow(number: int) -> int:
        assert go.wait(PATIENCE_SECONDS)
        done.append(number)
        return number

    for number in range(20):
        worker.request(slow, number)
    assert worker.busy and done == []
    go.set()
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)
    assert done == replies == list(range(20))


def test_a_fault_stops_none_of_those_behind_it(qtbot: QtBot) -> None:
    worker = InOrder()
    replies: list[object] = []
    worker.done.connect(replies.append)
    worker.failed.connect(lambda error: replies.append(type(error)))
    for divisor in (1, 0, 2):
        worker.request(lambda by: 2 // by, divisor)
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)
    assert replies == [2, ZeroDivisionError, 1]


def test_what_was_asked_for_before_the_end_is_done_and_not_told(qtbot: QtBot) -> None:
    worker, go = InOrder(), threading.Event()
    done: list[str] = []
    told: list[object] = []
    worker.done.connect(told.append)
    worker.request(lambda: go.wait(PATIENCE_SECONDS))
    worker.request(done.append, "behind it")
    go.set()
    worker.close()
    assert done == ["behind it"]
    QCoreApplication.processEvents()
    assert told == []


def test_closing_does_not_wait_without_bound(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CLOSE_SECONDS", 0.01)
    worker, go = InOrder(), threading.Event()
    worker.request(go.wait, 10)
    worker.close()
    assert not go.is_set()
    go.set()
    assert POOL.wait_until_idle(PATIENCE_SECONDS)
