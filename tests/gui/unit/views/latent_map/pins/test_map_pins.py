"""Pins: named, renamed, deleted, undone, kept on disk."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from tests.patient_bot import PATIENCE_SECONDS
from vae_gui import theme
from vae_gui.views.latent_map.pins.store import DAMAGED_NAME, FILE_NAME, load_pins, save_pins
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import DataError
from vae_models.explore.predictor import Predictor

PINS = [
    Pin("Seven", np.array([0.5, -1.25], dtype=np.float32)),
    Pin("Mine", np.array([1, 2, 3], dtype=np.float32), np.eye(4, dtype=np.float32)),
]


@pytest.fixture
def two_pins(hand: Hand, view: LatentMapView) -> list[Pin]:
    view.canvas.set_layers(view.canvas.scene.layers.changed("points", shown=False))
    hand.click(-1.0, 0.5)
    hand.click(1.5, -0.5)
    QTest.mouseClick(view.side.tabs, Qt.MouseButton.LeftButton, pos=view.side.tabs.tabRect(1).center())
    return view.workspace.pins.all


def names(view: LatentMapView) -> list[str]:
    return [view.side.pins.list.item(row).text() for row in range(view.side.pins.list.count())]


@pytest.mark.parametrize("index", [0, 1])
def test_a_double_click_on_a_pin_takes_no_pin_away(
    hand: Hand, view: LatentMapView, two_pins: list[Pin], index: int
) -> None:
    hand.wheel(0, 0, 1)
    u, v = two_pins[index].z
    hand.double_click(hand.at(u, v))
    assert view.workspace.pins.all == two_pins and view.canvas.navigation.fitted


def test_a_double_click_beside_the_map_takes_no_pin_away(hand: Hand, view: LatentMapView, two_pins: list[Pin]) -> None:
    hand.double_click(view.canvas.rect().bottomLeft() + QPoint(2, -2))
    assert view.workspace.pins.all == two_pins


def test_pins_get_names_of_their_own_and_thumbnails(two_pins: list[Pin], view: LatentMapView, qtbot: QtBot) -> None:
    assert names(view) == ["Pin 1", "Pin 2"]
    assert [marker.name for marker in view.canvas.scene.pins] == ["Pin 1", "Pin 2"]
    qtbot.waitUntil(lambda: not view.side.pins.list.item(1).icon().isNull())


def test_the_tab_counts_the_pins(two_pins: list[Pin], view: LatentMapView) -> None:
    assert view.side.tabs.tabText(1) == "Pins (2)"
    view.undo_stack.undo()
    view.undo_stack.undo()
    assert view.side.tabs.tabText(1) == "Pins"


def test_a_pin_is_renamed_in_the_list(two_pins: list[Pin], view: LatentMapView, qtbot: QtBot) -> None:
    pins = view.side.pins.list
    pins.setCurrentRow(0)
    pins.editItem(pins.item(0))
    editor = pins.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "A nine")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [pin.name for pin in view.workspace.pins.all] == ["A nine", "Pin 2"])
    view.undo_stack.undo()
    assert names(view) == ["Pin 1", "Pin 2"]


def test_an_empty_name_is_not_taken(two_pins: list[Pin], view: LatentMapView) -> None:
    view.side.pins.list.item(0).setText("   ")
    assert names(view)[0] == "Pin 1"


def test_pins_are_deleted_and_come_back(two_pins: list[Pin], view: LatentMapView) -> None:
    view.side.pins.list.setCurrentRow(0)
    QTest.keyClick(view.side.pins.list, Qt.Key.Key_Delete)
    assert names(view) == ["Pin 2"]
    view.undo_stack.undo()
    assert names(view) == ["Pin 1", "Pin 2"]
    view.undo_stack.undo()
    view.undo_stack.undo()
    assert names(view) == [] and view.canvas.scene.pins == ()
    view.undo_stack.redo()
    assert names(view) == ["Pin 1"]


def test_a_pin_can_be_chosen_in_the_list_and_on_the_map(
    two_pins: list[Pin], hand: Hand, view: LatentMapView, tiny_predictor: Predictor
) -> None:
    view.side.pins.list.setCurrentRow(0)
    first = tiny_predictor.decode_uint8(two_pins[0].z)[0]
    assert np.array_equal(view.side.detail.decoded.image, first)
    hand.click(*two_pins[1].z)
    assert len(view.workspace.pins.all) == 2, "a click on a pin makes no other pin"
    assert view.side.pins.selected == [1]
    assert np.array_equal(view.side.detail.decoded.image, tiny_predictor.decode_uint8(two_pins[1].z)[0])


def test_without_a_choice_the_last_pins_are_taken(
    two_pins: list[Pin], hand: Hand, view: LatentMapView, qtbot: QtBot
) -> None:
    panel = view.side.pins
    hand.click(0.0, 1.5)
    assert panel.interpolate.isEnabled() and panel.plane.isEnabled()
    QTest.mouseClick(panel.interpolate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(view.paths.path) == panel.steps.value())
    first, last = (pin.z for pin in view.workspace.pins.all[-2:])
    np.testing.assert_allclose(view.paths.path.z[[0, -1]], [first, last], atol=1e-6)


def test_buttons_wait_for_as_many_pins_as_they_need(two_pins: list[Pin], hand: Hand, view: LatentMapView) -> None:
    panel = view.side.pins
    panel.list.clearSelection()
    assert panel.interpolate.isEnabled() and not panel.plane.isEnabled() and not panel.delete.isEnabled()
    hand.click(0.0, 1.5)
    panel.list.selectAll()
    assert panel.plane.isEnabled() and not panel.interpolate.isEnabled()
    for _ in range(2):
        panel.list.setCurrentRow(0)
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not panel.interpolate.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_at_least_five_pins_are_in_sight(view: LatentMapView, workspace: Workspace, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.set_text_scale(app, scale)
    try:
        workspace.pins.replace([Pin(f"Pin {number}", np.zeros(2, np.float32)) for number in range(5)])
        view.side.show_pins()
        QApplication.processEvents()
        listed = view.side.pins.list
        rows = [listed.visualItemRect(listed.item(row)) for row in range(5)]
        assert listed.viewport().rect().contains(rows[0]) and listed.viewport().rect().contains(rows[-1])
    finally:
        theme.set_text_scale(app, 1.0)


def test_pins_of_another_space_are_kept_but_cannot_be_chosen(
    two_pins: list[Pin], view: LatentMapView, workspace: Workspace, beta_predictor: Predictor
) -> None:
    workspace.model.set_predictor(beta_predictor)
    item = view.side.pins.list.item(0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled and "another model" in item.toolTip()
    assert len(workspace.pins.all) == 2


def test_pins_are_there_again_at_the_next_start(
    two_pins: list[Pin], view: LatentMapView, workspace: Workspace, qtbot: QtBot
) -> None:
    file = workspace.runs_dir / FILE_NAME
    qtbot.waitUntil(file.exists)
    view.shut_down()
    workspace.pins.replace([])
    again = LatentMapView(workspace)
    qtbot.addWidget(again, before_close_func=lambda _: again.shut_down())
    qtbot.waitUntil(lambda: [pin.name for pin in workspace.pins.all] == ["Pin 1", "Pin 2"])
    np.testing.assert_allclose(workspace.pins.all[1].z, two_pins[1].z)


def test_who_pins_before_the_saved_pins_are_read_loses_neither(
    qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_pins(workspace.runs_dir, PINS)
    go = threading.Event()
    monkeypatch.setattr("vae_gui.views.latent_map.pins.pins.SAVE_AFTER_MS", 0)
    monkeypatch.setattr(
        "vae_gui.views.latent_map.pins.pins.load_pins",
        lambda folder: load_pins(folder) if go.wait(PATIENCE_SECONDS) else [],
    )
    workspace.model.set_predictor(tiny_predictor)
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    with qtbot.waitExposed(view):
        view.show()
    view.probe.pick(0.5, 0.5, -1)
    assert names(view) == ["Pin 1"]
    QApplication.processEvents()  # in which they would be saved
    assert len(load_pins(workspace.runs_dir)) == 2, "they are not written over"
    go.set()
    qtbot.waitUntil(lambda: [pin.name for pin in workspace.pins.all] == ["Seven", "Mine", "Pin 1"])
    qtbot.waitUntil(lambda: len(load_pins(workspace.runs_dir)) == 3)


def test_pins_survive_the_disk(tmp_path: Path) -> None:
    save_pins(tmp_path / "new", PINS)
    loaded = load_pins(tmp_path / "new")
    assert [pin.name for pin in loaded] == ["Seven", "Mine"]
    np.testing.assert_array_equal(loaded[0].z, PINS[0].z)
    assert loaded[0].image is None and loaded[1].image is not None
    np.testing.assert_allclose(loaded[1].image, PINS[1].image, atol=1 / 255)


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"name": "x"}]', '[{"name": "x", "z": [1e999]}]', '[{"name": 1, "z": []}]']
)
def test_damaged_pins_are_kept_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(DataError, match="are damaged; the file is kept"):
        load_pins(tmp_path)
    assert (tmp_path / DAMAGED_NAME).read_text() == text
    assert load_pins(tmp_path) == []


def test_damaged_pins_in_a_folder_that_may_not_be_written_are_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    (tmp_path / FILE_NAME).write_text("{")
    with pytest.raises(DataError, match=f"is kept as .*{FILE_NAME}"):
        load_pins(tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == "{"
