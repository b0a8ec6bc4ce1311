"""Exceptions nobody caught: one sentence for the user, the whole story for the log, whichever thread they come from."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QThread, QTimer

from vae_gui.wording.errors import ErrorReporter, explain, log_file, open_log, report_of
from vae_models.errors import DataError


@pytest.fixture
def reporter():
    reporter = ErrorReporter()
    reporter.install()
    yield reporter
    reporter.uninstall()


def test_what_a_user_can_mend_is_said_as_it_is():
    report = report_of(DataError("The file is empty; choose another one."))
    assert report.sentence == "The file is empty; choose another one."
    assert report.details == ""


def test_a_fault_of_the_program_keeps_its_traceback_in_the_details():
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        report = report_of(error)
    assert "ZeroDivisionError: division by zero" in report.sentence and "\n" not in report.sentence
    assert "test_errors.py" in report.details


def test_a_fault_is_worded_alike_wherever_it_is_told():
    for error in (KeyError("x"), DataError("The file is empty; choose another one.")):
        assert explain(error) == report_of(error).sentence


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


def test_the_log_file_has_the_whole_story(tmp_path):
    log = open_log(tmp_path / "logs" / "program.log")
    reporter = ErrorReporter()
    try:
        reporter.report(ValueError("deep inside"))
        assert "ValueError: deep inside" in log.read_text()
        assert str(log) in explain(ValueError("deep inside"))
    finally:
        logger = logging.getLogger("latent_explorer")
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()
    assert log_file() is None


def test_a_log_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "taken").write_text("")
    assert open_log(tmp_path / "taken" / "program.log") is None
