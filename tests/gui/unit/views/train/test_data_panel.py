"""Choosing data in the window: what is absent can be downloaded, what fails leaves the open data open."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from vae_gui.views.train.data_panel import FILE, DataPanel
from vae_gui.views.train.range_choice import ASK
from vae_gui.workspace.workspace import Workspace
from vae_models.data.catalogue import DEFAULT_DATASET
from vae_models.data.download.downloads import DownloadProgress
from vae_models.data.load import Dataset
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
    before = workspace.data.dataset
    with qtbot.waitSignal(
        workspace.data.failed, timeout=10_000, check_params_cb=lambda text: "not on this machine" in text
    ):
        choose(panel, "kmnist")
    assert panel.download_button.isVisible()
    assert workspace.data.dataset is before


def test_a_download_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, progress: object, cancelled: object, download: bool, **__: object) -> Dataset:
        assert download
        progress(DownloadProgress("train.gz", 2_500_000, 5_000_000))  # type: ignore[operator]
        while not cancelled():  # type: ignore[operator]
            pass
        raise Cancelled

    with qtbot.waitSignal(workspace.data.failed, timeout=10_000):
        choose(panel, "kmnist")
    monkeypatch.setattr("vae_models.data.load.load_dataset", endless)
    with qtbot.waitSignal(workspace.data.progressed, timeout=10_000):
        QTest.mouseClick(panel.download_button, Qt.MouseButton.LeftButton)
    assert panel.cancel_button.isVisible()
    assert "2.5 MB" in panel.facts.text()
    with qtbot.waitSignal(workspace.data.failed, timeout=10_000, check_params_cb=lambda text: "cancelled" in text):
        QTest.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    assert not panel.cancel_button.isVisible()


def test_an_own_file_becomes_the_data_and_stays_in_the_list(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, images=np.random.default_rng(0).integers(0, 90, (30, 28, 28), np.uint8))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(workspace.data.changed, timeout=10_000):
        choose(panel, FILE)
    assert panel.chooser.currentText() == "own.npz"
    assert "27 for training" in panel.facts.text()


def test_a_damaged_file_is_one_sentence_and_the_data_stays(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.data.dataset
    (tmp_path / "own.npz").write_bytes(b"nonsense")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "own.npz"), ""))
    with qtbot.waitSignal(workspace.data.failed, timeout=10_000):
        choose(panel, FILE)
    assert "own.npz" in panel.facts.text()
    assert workspace.data.dataset is before


def test_mnist_is_opened_by_itself_and_needs_no_download(
    qtbot: QtBot, empty_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vae_gui.workspace.open_data.DEFAULT_DATASET", DEFAULT_DATASET)
    empty_workspace.data_dir = tmp_path  # a folder of other sets does not stand in its way
    panel = DataPanel(empty_workspace)
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(empty_workspace.data.changed, timeout=20_000):
        empty_workspace.start()
    assert panel.chooser.currentData() == "mnist" and not panel.download_button.isVisible()
    assert panel.facts.text() == "59,000 for training, 1,000 for validation, 10,000 for testing."


def own_micrographs(folder: Path) -> Path:
    """12 bits in 16."""
    for number in range(10):
        values = np.random.default_rng(number).integers(110, 4096, (28, 28)).astype(np.uint16)
        Image.fromarray(values).save(folder / f"<b>{number}.png")
    return folder


def test_what_was_done_to_own_images_is_said_and_another_range_can_be_chosen(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path
) -> None:
    assert not panel.range.isVisible()
    with qtbot.waitSignal(workspace.data.changed, timeout=10_000):
        workspace.data.load(str(own_micrographs(tmp_path)))
    assert "drawn at random" in panel.facts.text() and "percentiles 0.1 and 99.9" in panel.facts.text()
    assert panel.range.isVisible() and panel.range.box.currentData() == "auto"
    panel.range.box.setCurrentIndex(panel.range.box.findData("full"))
    with qtbot.waitSignal(workspace.data.changed, timeout=10_000):
        panel.range.box.activated.emit(panel.range.box.currentIndex())
    assert workspace.data.dataset is not None and workspace.data.dataset.train.images.max() < 20
    assert panel.range.box.currentData() == "full" and "the full range of their type" in panel.facts.text()


def test_two_numbers_can_be_asked_for(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(workspace.data.changed, timeout=10_000):
        workspace.data.load(str(own_micrographs(tmp_path)))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("0, 8190", True))
    panel.range.box.setCurrentIndex(panel.range.box.findData(ASK))
    with qtbot.waitSignal(workspace.data.changed, timeout=10_000):
        panel.range.box.activated.emit(panel.range.box.currentIndex())
    assert workspace.data.dataset is not None and 120 < workspace.data.dataset.train.images.max() <= 128
    assert panel.range.box.currentText() == "From 0 to 8190"


def test_cancelling_a_local_folder_speaks_of_no_download(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, cancelled: object, **__: object) -> Dataset:
        while not cancelled():  # type: ignore[operator]
            pass
        raise Cancelled

    monkeypatch.setattr("vae_models.data.load.load_dataset", endless)
    workspace.data.load(str(tmp_path))
    with qtbot.waitSignal(workspace.data.failed, timeout=10_000) as failed:
        QTest.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    assert failed.args == ["Loading was cancelled."]
