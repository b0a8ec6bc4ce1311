"""The newest request wins; a job reports, succeeds, fails or is cancelled."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.tasks import worker as workers
from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.tasks.worker_pool import POOL
from vae_models.errors import Cancelled, DataError


def test_overtaken_requests_are_dropped(qtbot: QtBot) -> None:
    latest = LatestWins()
    started, go = threading.Event(), threading.Event()
    ran: list[int] = []
    results: list[object] = []
    latest.done.connect(results.append)

    def slow(number: int) -> int:
        ran.append(number)
        started.set()
        go.wait(PATIENCE_SECONDS)
        return number

    latest.request(slow, 1)
    assert started.wait(PATIENCE_SECONDS)
    for number in range(2, 10):
        latest.request(slow, number)
    with qtbot.waitSignal(latest.done, timeout=10_000):
        go.set()
    assert results == [9]
    assert ran == [1, 9]
    assert not latest.busy
    latest.close()


def test_a_fault_travels_as_an_object_and_the_worker_goes_on(qtbot: QtBot) -> None:
    latest = LatestWins()
    with qtbot.waitSignal(latest.failed, timeout=10_000, check_params_cb=lambda e: isinstance(e, ZeroDivisionError)):
        latest.request(lambda: 1 // 0)
    with qtbot.waitSignal(latest.done, timeout=10_000, check_params_cb=lambda result: result == 3):
        latest.request(lambda a, b: a + b, 1, 2)
    latest.close()


def test_what_was_dropped_is_not_delivered(qtbot: QtBot) -> None:
    latest = LatestWins()
    go = threading.Event()
    results: list[object] = []
    latest.done.connect(results.append)
    latest.request(go.wait, 10)
    latest.drop()
    with qtbot.waitSignal(latest.done, timeout=10_000):
        latest.request(lambda: "new")
        go.set()
    assert results == ["new"]
    latest.close()


def test_a_job_reports_and_succeeds(qtbot: QtBot) -> None:
    def work(job: Job) -> str:
        job.report(0.5)
        return "result"

    latest = LatestWins()
    with qtbot.waitSignals([latest.progressed, latest.done], order="strict", timeout=10_000):
        latest.start(work)


class StopsWhenAsked:
    """Work that comes to its end when it is let go on, and then as a job does that was asked to stop."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[bool] = []

    def __call__(self, job: Job) -> str:
        assert self.go.wait(PATIENCE_SECONDS)
        self.asked.append(job.cancelled())
        if job.cancelled():
            raise Cancelled
        return "whole"


def test_a_job_is_cancelled_cooperatively(qtbot: QtBot) -> None:
    latest, work = LatestWins(), StopsWhenAsked()
    latest.start(work)
    with qtbot.waitSignal(latest.failed, timeout=10_000, check_params_cb=lambda error: isinstance(error, Cancelled)):
        latest.cancel()
        work.go.set()


def test_what_replaces_a_job_cancels_it_and_waits_for_its_end_off_the_gui_thread(qtbot: QtBot) -> None:
    latest, work = LatestWins(), StopsWhenAsked()
    told: list[object] = []
    latest.failed.connect(told.append)
    latest.start(work)
    latest.request(lambda: f"after {work.asked}")
    with qtbot.waitSignal(latest.done, timeout=10_000, check_params_cb=lambda result: result == "after [True]"):
        work.go.set()
    assert told == []


def ended_but_not_delivered(latest: LatestWins, result: str) -> None:
    """Its reply waits in the GUI thread's queue when this returns."""
    ended = threading.Event()
    latest.start(lambda job: (job.report(result), ended.set(), result)[-1])
    assert ended.wait(PATIENCE_SECONDS) and POOL.wait_until_idle(PATIENCE_SECONDS)


def test_a_reply_that_arrives_late_ends_nothing_and_says_nothing(qtbot: QtBot) -> None:
    latest, go = LatestWins(), threading.Event()
    told: list[object] = []
    latest.progressed.connect(told.append)
    latest.done.connect(told.append)
    ended_but_not_delivered(latest, "old")
    latest.start(lambda job: go.wait(PATIENCE_SECONDS) and "new")
    QCoreApplication.processEvents()
    assert latest.busy and told == []
    with qtbot.waitSignal(latest.done, timeout=10_000):
        go.set()
    assert told == ["new"]


def test_after_close_nothing_is_delivered_and_nothing_is_begun(qtbot: QtBot) -> None:
    latest = LatestWins()
    told: list[object] = []
    latest.done.connect(told.append)
    ended_but_not_delivered(latest, "old")
    latest.close()
    latest.request(told.append, "asked for too late")
    QCoreApplication.processEvents()
    assert told == [] and not latest.busy


def test_closing_does_not_wait_without_bound(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CLOSE_SECONDS", 0.01)
    latest, go = LatestWins(), threading.Event()
    latest.request(go.wait, 60)
    latest.close()
    assert not go.is_set()
    go.set()


def test_an_owner_may_vanish_before_the_reply_comes(qtbot: QtBot) -> None:
    latest, go = LatestWins(), threading.Event()
    latest.request(go.wait, 10)
    delete(latest)
    go.set()
    assert POOL.wait_until_idle(PATIENCE_SECONDS)
    QCoreApplication.processEvents()


def test_faults_of_the_program_reach_the_log_and_what_a_user_can_mend_does_not(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty() -> None:
        raise KeyError("deep inside")

    def refused() -> None:
        raise DataError("The file is empty; choose another one.")

    latest = LatestWins()
    for function in (faulty, refused):
        with qtbot.waitSignal(latest.failed, timeout=10_000):
            latest.request(function)
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [KeyError]
    assert "in faulty" in caplog.text


def test_no_more_than_a_few_threads_wait_for_work(qtbot: QtBot) -> None:
    owners, go = [LatestWins() for _ in range(12)], threading.Event()
    for owner in owners:
        owner.request(go.wait, 10)
    assert POOL.threads >= len(owners), "one long request must not hold up another owner's"
    go.set()
    assert POOL.wait_until_idle(PATIENCE_SECONDS)
    assert POOL.threads <= 4
