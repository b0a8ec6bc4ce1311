"""Under a steady stream of requests every piece of work that was begun is delivered, and of those that wait the newest."""

import threading

from pytestqt.qtbot import QtBot

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.tasks.in_turn import InTurn


def told_by(worker: InTurn) -> list[object]:
    told: list[object] = []
    worker.done.connect(told.append)
    worker.failed.connect(lambda error: told.append(type(error)))
    return told


def held(go: threading.Event, number: int) -> int:
    assert go.wait(PATIENCE_SECONDS)
    return 6 // number


def test_what_was_begun_is_delivered_and_of_those_that_wait_the_newest(qtbot: QtBot) -> None:
    worker, go = InTurn(), threading.Event()
    told = told_by(worker)
    for number in (1, 2, 3):
        worker.request(held, go, number)
    go.set()
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)
    assert told == [6, 2]


def test_a_fault_keeps_nobody_waiting_and_what_waits_can_be_forgotten(qtbot: QtBot) -> None:
    worker, go = InTurn(), threading.Event()
    told = told_by(worker)
    worker.request(held, go, 0)
    worker.request(held, go, 1)
    go.set()
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)
    assert told == [ZeroDivisionError, 6]
    go.clear()
    worker.request(held, go, 2)
    worker.request(held, go, 1)
    worker.forget_waiting()
    go.set()
    qtbot.waitUntil(lambda: not worker.busy, timeout=10_000)
    assert told == [ZeroDivisionError, 6, 3]


def test_what_is_dropped_is_not_delivered_and_whoever_hears_a_reply_may_ask_for_more(qtbot: QtBot) -> None:
    worker, go = InTurn(), threading.Event()
    told = told_by(worker)
    worker.request(held, go, 1)
    worker.request(held, go, 2)
    worker.drop()
    assert not worker.busy
    worker.done.connect(lambda reply: worker.request(held, go, 6) if reply == 2 else None)
    worker.request(held, go, 3)
    go.set()
    qtbot.waitUntil(lambda: told == [2, 1], timeout=10_000)
