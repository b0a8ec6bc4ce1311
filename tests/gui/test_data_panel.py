"""Choosing data in the window: what is absent can be downloaded, what fails leaves the open data open."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from vae_gui.views.training.data_panel import FILE, DataPanel
from vae_gui.workspace import Workspace
from vae_models.data import Dataset
from vae_models.dataset_names import DEFAULT_DATASET
from vae_models.downloads import DownloadProgress
from vae_models.errors import Cancelled


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace) -> DataPanel:
    panel = DataPanel(workspace)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def choose(panel: DataPanel, name: str) -> None:
    panel.chooser.setCurrentIndex(panel.chooser.findData(name))
    panel.chooser.activated.emit(panel.chooser.currentIndex())


def test_a_set_that_is_not_here_offers_its_download(qtbot: QtBot, panel: DataPanel, workspace: Workspace) -> None:
    before = workspace.dataset
    with qtbot.waitSignal(
        workspace.dataset_failed, timeout=10_000, check_params_cb=lambda text: "not on this machine" in text
    ):
        choose(panel, "kmnist")
    assert panel.download_button.isVisible()
    assert workspace.dataset is before


def test_a_download_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, progress: object, cancelled: object, download: bool, **__: object) -> Dataset:
        assert download
        progress(DownloadProgress("train.gz", 2_500_000, 5_000_000))  # type: ignore[operator]
        while not cancelled():  # type: ignore[operator]
            pass
        raise Cancelled

    with qtbot.waitSignal(workspace.dataset_failed, timeout=10_000):
        choose(panel, "kmnist")
    monkeypatch.setattr("vae_models.data.load_dataset", endless)
    with qtbot.waitSignal(workspace.dataset_progress, timeout=10_000):
        QTest.mouseClick(panel.download_button, Qt.MouseButton.LeftButton)
    assert panel.cancel_button.isVisible()
    assert "2.5 MB" in panel._facts.text()
    with qtbot.waitSignal(workspace.dataset_failed, timeout=10_000, check_params_cb=lambda text: "cancelled" in text):
        QTest.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    assert not panel.cancel_button.isVisible()


def test_an_own_file_becomes_the_data_and_stays_in_the_list(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, images=np.random.default_rng(0).integers(0, 90, (30, 28, 28), np.uint8))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(workspace.dataset_changed, timeout=10_000):
        choose(panel, FILE)
    assert panel.chooser.currentText() == "own.npz"
    assert "27 for training" in panel._facts.text()


def test_a_damaged_file_is_one_sentence_and_the_data_stays(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.dataset
    (tmp_path / "own.npz").write_bytes(b"nonsense")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "own.npz"), ""))
    with qtbot.waitSignal(workspace.dataset_failed, timeout=10_000):
        choose(panel, FILE)
    assert "own.npz" in panel._facts.text()
    assert workspace.dataset is before


def test_mnist_is_opened_by_itself_and_needs_no_download(
    qtbot: QtBot, empty_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vae_gui.open_data.DEFAULT_DATASET", DEFAULT_DATASET)
    empty_workspace.data_dir = tmp_path  # a folder of other sets does not stand in its way
    panel = DataPanel(empty_workspace)
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(empty_workspace.dataset_changed, timeout=20_000):
        empty_workspace.models_loaded_now()
    assert panel.chooser.currentData() == "mnist" and not panel.download_button.isVisible()
    assert panel._facts.text() == "59,000 for training, 1,000 for validation, 10,000 for testing."
