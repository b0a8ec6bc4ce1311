"""The newest request wins; a job reports, succeeds, fails or is cancelled."""

import threading

from pytestqt.qtbot import QtBot

from vae_gui.background import BackgroundJob, LatestWins
from vae_models.errors import Cancelled


def test_overtaken_requests_are_dropped(qtbot: QtBot) -> None:
    latest = LatestWins()
    started, go = threading.Event(), threading.Event()
    ran: list[int] = []
    results: list[object] = []
    latest.done.connect(results.append)

    def slow(number: int) -> int:
        ran.append(number)
        started.set()
        go.wait(10)
        return number

    latest.request(slow, 1)
    assert started.wait(10)
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
    def work(job: BackgroundJob) -> str:
        job.report(0.5)
        return "result"

    job = BackgroundJob(work)
    with qtbot.waitSignals([job.progressed, job.succeeded, job.finished], order="strict", timeout=10_000):
        job.start()


def test_a_job_is_cancelled_cooperatively(qtbot: QtBot) -> None:
    def work(job: BackgroundJob) -> None:
        while not job.cancelled():
            job.usleep(100)
        raise Cancelled

    job = BackgroundJob(work)
    job.start()
    with qtbot.waitSignal(job.failed, timeout=10_000, check_params_cb=lambda error: isinstance(error, Cancelled)):
        job.cancel()
    job.wait()
