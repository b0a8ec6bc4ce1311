"""Who may listen to signals: objects that Qt knows, for it takes back the calls that still wait when they go."""

import ast
import gc
import importlib
from pathlib import Path

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
    """Signals: said(list): without a pause."""

    said = Signal(list)

    def run(self) -> None:
        while not self.isInterruptionRequested():
            self.said.emit([1, 2, 3])
            self.usleep(20)


def test_the_tests_own_waits_outlive_the_calls_that_still_come(qtbot: QtBot) -> None:
    thread = Chatter()
    thread.start()
    try:
        for _ in range(300):
            with qtbot.waitSignal(thread.said):
                thread.msleep(1)
            gc.collect()
    finally:
        thread.requestInterruption()
        thread.wait()
