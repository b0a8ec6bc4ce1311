"""Messages go when what they speak of is over; requests wait for the view that is to take them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.whose_picture import save_untrained
from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.basics.message_banner import MessageBanner
from vae_gui.window.main_window import MainWindow
from vae_gui.window.open_save import FileCommands
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.requests import Handover
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor


def test_a_withdrawn_message_is_gone_wherever_it_waits(qtbot: QtBot) -> None:
    banner = MessageBanner()
    qtbot.addWidget(banner)
    for text in ("one", "two", "three"):
        banner.show_message(text)
    banner.withdraw("two")
    assert banner.text == "three"
    banner.withdraw("three")
    assert banner.text == "one" and not banner.isHidden()
    banner.withdraw("one")
    assert banner.isHidden()


def test_a_file_that_nothing_can_open_is_forgiven_by_the_next_that_opens(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    banner = MessageBanner()
    qtbot.addWidget(banner)
    files = FileCommands(workspace, banner)
    workspace.messages.said.connect(banner.show_message)
    workspace.messages.taken_back.connect(banner.withdraw)
    (tmp_path / "what.xyz").write_text("?")
    files.open_paths([tmp_path / "what.xyz"])
    qtbot.waitUntil(lambda: "what.xyz is neither" in banner.text and not banner.isHidden())
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        files.open_paths([save_untrained(get_recipe("vae-2d"), tmp_path / "good.safetensors")])
    assert banner.isHidden()
    files.close()


def test_a_damaged_model_is_forgiven_by_a_good_one(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    over: list[str] = []
    workspace.messages.taken_back.connect(over.append)
    (tmp_path / "bad.safetensors").write_bytes(b"nothing")
    with qtbot.waitSignal(workspace.messages.said, timeout=10_000) as told:
        workspace.model.open_file(tmp_path / "bad.safetensors")
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "good.safetensors"))
    assert over == told.args


def test_wait_for_the_training_is_over_with_the_training(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    said: list[str] = []
    over: list[str] = []
    workspace.messages.said.connect(said.append)
    workspace.messages.taken_back.connect(over.append)
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
        workspace.model.open_file(tmp_path / "any.safetensors")
        assert "stop training" in said[-1]
    assert over == said


def test_what_a_training_told_is_over_with_the_next_one_or_another_model(
    qtbot: QtBot, workspace: Workspace, few_digits: Dataset, tmp_path: Path
) -> None:
    """That its batch was smaller than asked for says nothing of the model that is open now."""
    recipe = get_recipe("vae-2d").replace(epochs=1, batch_size=10_000)
    banner = MessageBanner()
    qtbot.addWidget(banner)
    workspace.messages.said.connect(banner.show_message)
    workspace.messages.taken_back.connect(banner.withdraw)
    for _ in range(2):
        with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
            workspace.training.start(recipe)
        assert f"only {few_digits.train.images.shape[0]} training images" in banner.text
    banner.dismiss()
    assert banner.isHidden(), "the first training's sentence waits under the second's"
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
        workspace.training.start(recipe)
    with qtbot.waitSignal(workspace.model.opened, timeout=10_000):
        workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "good.safetensors"))
    assert banner.isHidden()


def test_wait_for_the_images_is_over_when_they_are_there(
    qtbot: QtBot, workspace: Workspace, few_digits: Dataset
) -> None:
    lab = LabView(workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.shut_down())
    said: list[str] = []
    over: list[str] = []
    workspace.messages.said.connect(said.append)
    workspace.messages.taken_back.connect(over.append)
    workspace.data.show(None)
    lab.canvas.take_digit(3)
    assert "wait until they are loaded" in said[-1] and not over
    workspace.data.show(few_digits)
    assert over == said


def test_what_the_map_said_of_a_model_is_over_with_another_one(
    qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor, tmp_path: Path
) -> None:
    workspace.model.set_predictor(tiny_predictor)
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    banner = MessageBanner()
    qtbot.addWidget(banner)
    workspace.messages.said.connect(banner.show_message)
    workspace.messages.taken_back.connect(banner.withdraw)
    view.controller.encoder.failed.emit(ModelError("This model encodes nothing."))
    view.controller.tiles.failed.emit(ModelError("This model decodes nothing."))
    assert banner.text == "This model decodes nothing."
    with qtbot.waitSignal(workspace.model.opened):
        workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "mine.safetensors"))
    assert banner.isHidden()


def test_the_windows_title_names_the_model(qtbot: QtBot, workspace: Workspace, qapp: object, tmp_path: Path) -> None:
    window = MainWindow(workspace, Preferences(qapp, workspace.settings))  # type: ignore[arg-type]
    qtbot.addWidget(window)
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "mine.safetensors"))
    assert window.windowTitle() == "mine - Latent Explorer"


@pytest.mark.parametrize(("name", "part"), [("map", None), ("lab", "sliders"), ("lab", "canvas")])
def test_a_picture_that_is_refused_is_forgotten_with_the_next_one(
    qtbot: QtBot, whole_window: MainWindow, few_digits: Dataset, tmp_path: Path, name: str, part: str | None
) -> None:
    (tmp_path / "torn.png").write_bytes(b"no picture")
    Image.fromarray(few_digits.train.images[3, 0].numpy()).save(tmp_path / "whole.png")
    view = whole_window.views.build(name)
    whole_window.views.show_view(name)
    if isinstance(view, LabView) and part is not None:
        view.tabs.setCurrentWidget(getattr(view, part))
    assert view is not None and view.accept_image(tmp_path / "torn.png")
    qtbot.waitUntil(lambda: "torn.png" in whole_window.banner.text)
    view.accept_image(tmp_path / "whole.png")
    qtbot.waitUntil(whole_window.banner.isHidden)


def test_what_is_left_waits_until_it_is_taken_once() -> None:
    left = Handover()
    left.leave("first")
    left.leave("second")
    assert left.waits and left.take() == "second" and left.take() is None


def test_a_point_left_before_there_is_a_lab_is_on_its_sliders(
    qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor
) -> None:
    workspace.model.set_predictor(tiny_predictor)
    workspace.requests.lab_point.leave(np.array([0.5, -1.0], np.float32))
    lab = LabView(workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.shut_down())
    assert lab.sliders.z.tolist() == [0.5, -1.0]


@pytest.mark.parametrize("part", ["train", "map", "lab", "compare"])
def test_a_message_of_two_lines_covers_nothing(whole_window: MainWindow, part: str) -> None:
    whole_window.views.show_view(part)
    banner = whole_window.banner
    banner.show_message("The images were scaled to 28 x 28 and inverted, and three files were left out. " * 2, "why")
    QApplication.processEvents()
    assert "three files" in banner.text and banner.height() >= 2 * banner.fontMetrics().lineSpacing()
    page = banner.parentWidget()
    covered = QRect(page.mapToGlobal(banner.pos()), banner.size())
    under = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, (QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QTabBar))
        if not banner.isAncestorOf(widget)
        if QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()).intersects(covered)
    ]
    assert under == []


def test_a_message_of_many_lines_is_read_whole_over_the_lower_rim(whole_window: MainWindow) -> None:
    banner = whole_window.banner
    banner.show_message("A sentence that is too long for the line that it stands on. " * 10)
    QApplication.processEvents()
    page = banner.parentWidget()
    assert banner.geometry().bottomLeft() == page.rect().bottomLeft() and banner.width() == page.width()
    layout = banner.layout()
    assert layout is not None and banner.height() >= layout.totalHeightForWidth(page.width())
