"""Who may listen to signals: objects that Qt knows, for it takes back the calls that still wait when they go."""

import ast
import gc
import importlib
import re
import weakref
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from tests.house import files, module_of


def listening_in_vain(file: Path) -> set[str]:
    """Connections that a class makes whose objects Qt does not know."""
    module = importlib.import_module(module_of(file))
    return {
        f"{node.name}: {ast.unparse(call)}"
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not issubclass(getattr(module, node.name), QObject)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".connect")
    }


def test_no_object_that_qt_does_not_know_listens_to_a_signal() -> None:
    """A call from another thread waits in the event loop; if its receiver is freed meanwhile, the program would crash."""
    found = {module_of(file): calls for file in files("vae_gui") if (calls := listening_in_vain(file))}
    assert found == {}


# Tells the end of a look at the disk that has found nothing new; who waits for that are the tests.
UNHEARD = {"looked"}


def test_every_signal_is_heard() -> None:
    program = "\n".join(file.read_text("utf-8") for file in files("vae_gui"))
    declared = set(re.findall(r"^    (\w+) = Signal\(", program, re.MULTILINE))
    heard = set(re.findall(r"\.(\w+)\b(?!\.emit)", program))
    assert declared - heard == UNHEARD


class Speaker(QObject):
    """Signals: said()."""

    said = Signal()


def test_the_tests_own_waits_outlive_the_calls_that_still_come(qtbot: QtBot) -> None:
    """From another thread they come, too, when the wait is over."""
    speaker = Speaker()
    with qtbot.waitSignal(speaker.said) as waiting:
        speaker.said.emit()
    listener = weakref.ref(waiting)
    del waiting
    gc.collect()
    assert listener() is not None
