"""One run of the program with a window: application, settings, workspace, and the order in which they start."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from vae_gui.startup.ending_signals import EndingSignals
from vae_gui.startup.error_reporter import ErrorReporter
from vae_gui.startup.first_model import FirstModel
from vae_gui.startup.garbage import GarbageCollector
from vae_gui.startup.model_loading import ModelLoader
from vae_gui.startup.settings_file import open_settings
from vae_gui.startup.startup_timing import FirstPaint, print_time
from vae_gui.tasks.worker import CLOSE_SECONDS
from vae_gui.tasks.worker_pool import POOL
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.wording.errors import open_log
from vae_gui.workspace.run_following import RunFollower
from vae_gui.workspace.workspace import Workspace
from vae_models.files.resources import resource
from vae_models.files.user_folders import runs_folder

NAME = "latent-explorer"


class Session(QObject):
    """Starts in three steps: the window with one view; torch on a thread and the other views; the model to begin with."""

    def __init__(self, data_dir: Path | None, to_open: Path | None, started: float) -> None:
        super().__init__()
        self._started = started
        self.app = make_application()
        open_log(runs_folder().parent / f"{NAME}.log")
        self._garbage = GarbageCollector()
        self.reporter = ErrorReporter()
        self.reporter.install()
        self._settings = open_settings(NAME)
        settings = self._settings.settings
        self._preferences = Preferences(self.app, settings)
        self._preferences.restore()
        self.workspace = Workspace(settings, runs_folder(), data_dir)
        self._first_model = FirstModel(self.workspace)
        self._first_model.found.connect(self._open_first)
        self._follower = RunFollower(self.workspace)
        self.window = MainWindow(self.workspace, self._preferences)
        self.reporter.reported.connect(self.window.show_report)
        self._loader = ModelLoader()
        self._loader.loaded.connect(self._models_loaded)
        self._loader.failed.connect(self.workspace.models_failed)
        self._first_paint = FirstPaint(self.window)
        self._first_paint.painted.connect(self._painted)
        self._to_open = to_open

    def run(self) -> int:
        signals = EndingSignals(self.window.close)
        self.window.build_first_view()
        self.window.show()
        code = self.app.exec()
        signals.close()
        self._first_model.close()
        self._loader.wait()
        POOL.wait_until_idle(CLOSE_SECONDS)  # a file that is being written
        self._garbage.stop()
        self.reporter.uninstall()
        return code

    def _painted(self) -> None:
        print_time("first paint", self._started)
        if self._settings.problem:
            self.workspace.messages.say(self._settings.problem)
        self._loader.start()
        self.window.build_other_views()
        if self._to_open is not None:
            self.window.files.open_paths([self._to_open])
        else:
            self._first_model.look()

    def _open_first(self, path: Path | None) -> None:
        """Unless something else has been opened meanwhile."""
        if path is not None and self.workspace.model.origin is None and not self.window.files.waits:
            self.window.files.open_paths([path])

    def _models_loaded(self) -> None:
        if not self.window.isVisible():
            return  # closed while torch was loading
        self._garbage.spare_what_stays()
        self.workspace.start()
        print_time("models ready", self._started)


def make_application() -> QApplication:
    """The QApplication with its names and icon."""
    app = QApplication(sys.argv[:1])
    app.setOrganizationName(NAME)
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("Latent Explorer")
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(resource("icons/latent-explorer.svg"))))
    return app
