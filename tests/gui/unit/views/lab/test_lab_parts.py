"""The tabs of the lab are a tuple: what is added to it is a tab like the others."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.part import LabPart
from vae_gui.views.lab.view import PARTS, LabView
from vae_gui.widgets.basics.action import Action
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.workspace.workspace import Workspace


class Notes(LabPart):
    """All that a new tab has to say about itself."""

    name, title, tip = "notes", "Notes", "What was seen"
    entries = (
        Action("note", "Take a note", lambda panel: panel.undo_stack.push(QUndoCommand("write")), "Keep it", "N"),
    )


@pytest.fixture
def lab(qtbot: QtBot, workspace: Workspace) -> LabView:
    view = LabView(workspace, parts=(Notes, *PARTS))
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    return view


def test_a_part_that_was_added_is_a_tab_with_its_own_undo_and_menu(qtbot: QtBot, lab: LabView) -> None:
    notes = lab.part_of(Notes)
    assert lab.part is notes and lab.tabs.tabText(0) == "Notes" and lab.tabs.tabToolTip(0) == "What was seen"
    (note,) = lab.menu_actions()
    assert note.text() == "Take a note"
    lab.show()
    lab.activateWindow()
    qtbot.waitUntil(lab.isActiveWindow)
    notes.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    notes.setFocus()
    QTest.keyClick(notes, Qt.Key.Key_N)
    assert lab.undo_stack.undoText() == "write"
    sheet = ShortcutSheet([], [lab])
    qtbot.addWidget(sheet)
    assert {"Take a note", "N"} <= {label.text() for label in sheet.findChildren(QLabel)}
    with qtbot.waitSignal(lab.part_changed):
        lab.tabs.setCurrentWidget(lab.canvas)
    assert lab.undo_stack is lab.canvas.drawing.undo_stack
    assert lab.menu_actions() == lab.canvas.menu_actions() != []


def test_an_image_goes_to_the_sliders_where_the_open_part_takes_none(lab: LabView, tmp_path: Path) -> None:
    Image.new("L", (28, 28)).save(tmp_path / "seven.png")
    lab.accept_image(tmp_path / "seven.png")
    assert lab.part is lab.sliders


def test_the_open_part_is_found_again_by_its_name(qtbot: QtBot, lab: LabView, workspace: Workspace) -> None:
    lab.tabs.setCurrentWidget(lab.samples)
    lab.shut_down()
    again = LabView(workspace)
    qtbot.addWidget(again, before_close_func=lambda _: again.shut_down())
    assert again.part is again.samples
