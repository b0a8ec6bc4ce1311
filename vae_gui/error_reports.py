"""Every exception nobody caught, from any thread, as one sentence for the window and a full account in the log file."""

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from vae_models.errors import UserError

_LOG = logging.getLogger("latent_explorer")


@dataclass(frozen=True)
class ErrorReport:
    """`sentence` is for everyone; `details`, empty for what a user can mend, are for whoever repairs the program."""

    sentence: str
    details: str = ""


def report_of(error: BaseException, log_file: Path | None = None) -> ErrorReport:
    """Words an exception."""
    if isinstance(error, UserError):
        return ErrorReport(str(error))
    details = "".join(traceback.format_exception(error))
    where = f"; the details are also in {log_file}" if log_file else ""
    summary = f"{type(error).__name__}: {error}".strip(": ")
    return ErrorReport(f"Something went wrong inside the program ({summary}). Your work is kept{where}.", details)


def open_log(path: Path) -> Path | None:
    """Starts the log file; None where it cannot be written, the program works without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
        path.open("a").close()
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.propagate = False
    return path


class ErrorReporter(QObject):
    """While installed, uncaught exceptions of all threads arrive as a signal on the GUI thread.

    Signals:
        reported(object): an ErrorReport.
    """

    reported = Signal(object)

    def __init__(self, log_file: Path | None = None) -> None:
        super().__init__()
        self._log_file = log_file
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def report(self, error: BaseException) -> None:
        """Logs an exception and hands it to the window; may be called from any thread."""
        _LOG.error("uncaught exception", exc_info=error)
        self.reported.emit(report_of(error, self._log_file))

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self.report(caught.exc_value)
