"""Names come from files; whatever they look like, the window shows their letters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui.views.latent_map.pins.undo import SetPins
from vae_gui.views.train.runs.undo import MoveRun
from vae_gui.widgets.files.markup import letters
from vae_gui.widgets.map.legend import MapLegend
from vae_gui.window.main_window import MainWindow
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

HOSTILE = '<h1>huge</h1><img src="file:///etc/hostname"> & <a href="x">b</a>'


def labels(window: QWidget) -> Iterator[QLabel]:
    for widget in QApplication.allWidgets():
        if isinstance(widget, QLabel) and (widget is window or window.isAncestorOf(widget)):
            widget.ensurePolished()
            yield widget


def assert_only_letters(window: QWidget, part: str) -> None:
    for label in labels(window):
        if label.property("markup"):
            assert not any(words in label.text() for words in ("<h1", "<img", "<a ")), (part, label.text())
        else:
            assert label.textFormat() == Qt.TextFormat.PlainText, (part, label.text())
    tips = [widget.toolTip() for widget in window.findChildren(QWidget)]
    assert not any(sign in tip for tip in tips for sign in ("&lt;", "&amp;", "<br>")), (
        part,
        "a tooltip obeys no markup",
    )


@pytest.fixture
def hostile_data(few_digits: Dataset) -> Dataset:
    return replace(few_digits, name=HOSTILE, class_names=tuple(f"{HOSTILE} {n}" for n in range(10)), origin=HOSTILE)


def test_no_name_is_taken_for_markup_anywhere_in_the_window(
    qtbot: QtBot, whole_window: MainWindow, hostile_data: Dataset
) -> None:
    workspace = whole_window.workspace
    recipe = get_recipe("vae-2d").replace(epochs=1, batch_size=200)
    run = RunFolder.create(workspace.runs_dir / HOSTILE.replace("/", "∕"), recipe, HOSTILE)
    list(Trainer(recipe, hostile_data, run=run, device="cpu").steps())
    with qtbot.waitSignal(workspace.data.changed):
        workspace.data.show(hostile_data)
    workspace.runs.look()
    with qtbot.waitSignal(workspace.model.predictor_changed):
        workspace.model.set_predictor(run.load_predictor())
    for part in parts_of(whole_window):
        assert_only_letters(whole_window, part)
    workspace.messages.say(HOSTILE)
    assert_only_letters(whole_window, "message")


def test_a_tooltip_shows_letters_whoever_asks_for_it(qtbot: QtBot, whole_window: MainWindow) -> None:
    QToolTip.showText(whole_window.mapToGlobal(QPoint(9, 9)), HOSTILE, whole_window)
    qtbot.waitUntil(QToolTip.isVisible)
    (tip,) = (widget for widget in QApplication.topLevelWidgets() if widget.metaObject().className() == "QTipLabel")
    assert isinstance(tip, QLabel) and tip.textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()


def test_the_box_about_the_program_may_have_a_heading(qtbot: QtBot, whole_window: MainWindow) -> None:
    whole_window.show_about()
    box = next(widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "" and widget.isModal())
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert label is not None and label.textFormat() == Qt.TextFormat.RichText
    box.close()


def test_a_class_with_an_ampersand_makes_no_key(qtbot: QtBot) -> None:
    legend = MapLegend()
    qtbot.addWidget(legend)
    legend.set_classes(["&file", "a&b"])
    assert [legend.button(index).shortcut().isEmpty() for index in range(2)] == [True, True]
    assert letters("a&b\tCtrl+Q\n") == "a&&b Ctrl+Q "


def test_no_button_or_menu_has_a_key_made_of_a_name(
    qtbot: QtBot, whole_window: MainWindow, hostile_data: Dataset
) -> None:
    with qtbot.waitSignal(whole_window.workspace.data.changed):
        whole_window.workspace.data.show(hostile_data)
    for part in parts_of(whole_window):
        texts = [button.text() for button in whole_window.findChildren(QAbstractButton)]
        texts += [action.text() for menu in whole_window.findChildren(QMenu) for action in menu.actions()]
        named = [text for text in texts if "huge" in text]
        assert all("& " not in text.replace("&&", "") for text in named), part


def test_what_can_be_undone_has_no_key_made_of_a_name(whole_window: MainWindow) -> None:
    workspace, undo = whole_window.workspace, QUndoStack(whole_window)
    undo.push(SetPins("Pin R&D", workspace, []))
    assert undo.undoText() == "Pin R&&D"
    assert MoveRun("Delete R&D", Path("a"), Path("b"), lambda *_: None).text() == "Delete R&&D"


def test_the_name_of_a_model_is_always_one_of_a_file(hostile_data: Dataset) -> None:
    recipe = get_recipe("vae-2d")
    assert "<" not in Predictor(build_model(recipe), recipe, name=HOSTILE).name
