"""Who may listen to signals: objects that Qt knows, for it takes back the calls that still wait when they go."""

import ast
import gc
import importlib
from pathlib import Path
from threading import Semaphore

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

import vae_gui

PACKAGE = Path(vae_gui.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_no_object_that_qt_does_not_know_listens_to_a_signal(file: Path) -> None:
    """A call from another thread waits in the event loop; if its receiver is freed meanwhile, the program would crash."""
    module = importlib.import_module(".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts))
    listening = [
        f"{node.name}: {ast.unparse(call)}"
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not issubclass(getattr(module, node.name), QObject)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".connect")
    ]
    assert listening == []


class Chatter(QThread):
    """Signals: said(list): as often in a row as it is asked to."""

    said = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._asked, self._spoken = Semaphore(0), Semaphore(0)

    def run(self) -> None:
        while not self.isInterruptionRequested():
            self._asked.acquire()
            self.said.emit([1, 2, 3])
            self._spoken.release()

    def speak(self, times: int) -> None:
        """Ends when all of it is said; the calls wait in the event loop."""
        self._asked.release(times)
        for _ in range(times):
            self._spoken.acquire()


def test_the_tests_own_waits_outlive_the_calls_that_still_come(qtbot: QtBot) -> None:
    thread = Chatter()
    thread.start()
    try:
        for _ in range(300):
            with qtbot.waitSignal(thread.said):
                thread.speak(5)
            gc.collect()
    finally:
        thread.requestInterruption()
        thread.speak(1)
        thread.wait()
