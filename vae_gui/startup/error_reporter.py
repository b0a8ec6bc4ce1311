"""What nobody catches, in whichever thread, is logged and told in the window."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from vae_gui.wording.errors import log_unexpected, report_of


class ErrorReporter(QObject):
    """While installed, uncaught exceptions of all threads arrive as a signal on the GUI thread.

    Signals:
        reported(object): an ErrorReport.
    """

    reported = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def report(self, error: BaseException) -> None:
        """Logs an exception and hands it to the window; may be called from any thread."""
        log_unexpected(error)
        self.reported.emit(report_of(error))

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self.report(caught.exc_value)
