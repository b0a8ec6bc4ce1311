"""What nobody caught is told in the window, whichever thread it comes from."""

import sys
import threading

import pytest
from PySide6.QtCore import QThread, QTimer

from vae_gui.startup.error_reporter import ErrorReporter


@pytest.fixture
def reporter():
    reporter = ErrorReporter()
    reporter.install()
    yield reporter
    reporter.uninstall()


def test_python_threads_report_on_the_gui_thread(reporter, qtbot):
    arrived_on = []
    reporter.reported.connect(lambda report: arrived_on.append(threading.current_thread()))

    def fail() -> None:
        raise ValueError("from a thread")

    thread = threading.Thread(target=fail)
    with qtbot.waitSignal(reporter.reported) as caught:
        thread.start()
        thread.join()
    assert "from a thread" in caught.args[0].sentence
    assert arrived_on == [threading.main_thread()]


def test_a_qthread_that_fails_is_reported_too(reporter, qtbot):
    class Failing(QThread):
        def run(self) -> None:
            raise ValueError("from a QThread")

    thread = Failing()
    with qtbot.waitSignal(reporter.reported) as caught:
        thread.start()
    thread.wait()
    assert "from a QThread" in caught.args[0].sentence


def test_a_slot_that_fails_is_reported(reporter, qtbot):
    def fail() -> None:
        raise ValueError("from a slot")

    with qtbot.waitSignal(reporter.reported) as caught:
        QTimer.singleShot(0, fail)
    assert "from a slot" in caught.args[0].sentence


def test_uninstalling_restores_the_hooks():
    before = (sys.excepthook, threading.excepthook)
    reporter = ErrorReporter()
    reporter.install()
    assert sys.excepthook != before[0]
    reporter.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
