"""torch and what needs it, imported on a thread behind the first window."""

import contextlib
import importlib

from PySide6.QtCore import QObject, QThread, Signal

from vae_gui.startup.torch_libraries import load_ahead
from vae_gui.wording.errors import log_unexpected

MODULES = ("torch", "vae_models.training.trainer", "vae_models.explore.predictor", "vae_models.data.load", "pyqtgraph")
# The map's axes of equal shares need the first; torch's optimisers import the second when the first of them is made, for
# almost a second, and Python stands still for parts of it: behind the window that has just come to life nobody notices, at
# the first press of Start everybody does.
LATER = ("scipy.special", "torch._dynamo")


class ModelLoader(QObject):
    """Imports once.

    Signals:
        loaded(): everything that needs torch can be used now.
        failed(str): one sentence that says why not.
    """

    loaded = Signal()
    failed = Signal(str)

    def __init__(
        self, modules: tuple[str, ...] = MODULES, later: tuple[str, ...] = LATER, parent: QObject | None = None
    ) -> None:
        """`later` is imported after `loaded`, while the window is in use already."""
        super().__init__(parent)
        self._thread = _ImportThread(modules, later, self)
        self._thread.imported.connect(self._imported)

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        """An import cannot be broken off: whoever ends the program waits for it."""
        self._thread.wait()

    def _imported(self, problem: str) -> None:
        if problem:
            self.failed.emit(problem)
        else:
            self.loaded.emit()


class _ImportThread(QThread):
    imported = Signal(str)

    def __init__(self, modules: tuple[str, ...], later: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._modules, self._later = modules, later

    def run(self) -> None:
        try:
            load_ahead()
            for name in self._modules:
                importlib.import_module(name)
        except Exception as error:
            log_unexpected(error)
            reason = f"{type(error).__name__}: {error}"
            self.imported.emit(f"The models cannot be used: an import failed ({reason}); reinstall the program.")
            return
        self.imported.emit("")
        for name in self._later:
            with contextlib.suppress(ImportError):  # whoever needs it then meets the reason
                importlib.import_module(name)
