"""One data set after the other: what was asked for last is what arrives, and asking waits for nothing."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.tasks.worker_pool import POOL
from vae_gui.workspace.dataset_loader import DataLoader
from vae_models.data import load as data


def load(loader: DataLoader, source: str) -> None:
    loader.load(source, data_dir=None, download=False, invert=None, value_range="auto")


@pytest.fixture
def loader(qtbot: QtBot) -> DataLoader:
    return DataLoader()


def test_what_was_overtaken_is_never_announced(
    loader: DataLoader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr(
        data,
        "load_dataset",
        lambda source, **_: (source == "first" and source) or (go.wait(PATIENCE_SECONDS) and source),
    )
    announced: list[object] = []
    loader.loaded.connect(announced.append)
    load(loader, "first")
    assert POOL.wait_until_idle(PATIENCE_SECONDS)  # its reply is in the queue of this thread
    load(loader, "second")
    QCoreApplication.processEvents()
    assert loader.busy and announced == []
    with qtbot.waitSignal(loader.loaded, timeout=10_000):
        go.set()
    assert announced == ["second"]


def test_asking_for_other_data_does_not_wait_for_what_loads(
    loader: DataLoader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first load looks at nothing until it is let go, which happens after the second was asked for."""
    go = threading.Event()
    monkeypatch.setattr(data, "load_dataset", lambda source, **_: go.wait(PATIENCE_SECONDS) and source)
    load(loader, "first")
    load(loader, "second")
    with qtbot.waitSignal(loader.loaded, timeout=10_000) as arrived:
        go.set()
    assert arrived.args == ["second"]
