"""Exceptions: one sentence for the user, the whole story for the log."""

import logging

from vae_gui.wording.errors import explain, log_file, log_unexpected, open_log, report_of
from vae_models.errors import DataError


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


def test_the_log_file_has_the_whole_story(tmp_path):
    log = open_log(tmp_path / "logs" / "program.log")
    try:
        log_unexpected(ValueError("deep inside"))
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
