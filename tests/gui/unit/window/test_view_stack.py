"""Tabs, the menu of the open view, and its undo."""

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand

from tests.gui.unit.window.hand import trigger
from tests.gui.unit.window.stand_ins import KINDS
from vae_gui.views.view import View
from vae_gui.window.view_stack import ViewKind


def test_only_the_first_view_is_built_before_the_window_shows(make_window, qtbot):
    window = make_window()
    assert list(window.views.built()) == ["train"]
    window.build_other_views()
    qtbot.waitUntil(lambda: len(window.views.built()) == 3)
    assert window.views.current_name == "train"


def test_ctrl_and_a_number_changes_the_view_and_its_menu(make_window, qtbot):
    window = make_window()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.views.current.title == "Latent map"
    assert window.menus.own.title() == "&Latent map"
    assert [action.text() for action in window.menus.own.actions()] == ["&Do Latent map"]


def test_clicking_a_tab_shows_its_view(make_window, qtbot):
    window = make_window()
    qtbot.mouseClick(window.views.tabs, Qt.MouseButton.LeftButton, pos=window.views.tabs.tabRect(2).center())
    assert window.views.current_name == "lab"


def test_a_view_that_asks_for_another_gets_it(make_window):
    window = make_window()
    window.workspace.requests.view_wanted.emit("lab")
    assert window.views.current_name == "lab"
    window.workspace.requests.view_wanted.emit("nowhere")
    assert window.views.current_name == "lab"


class Lesson(View):
    """All that a new view has to say about itself."""

    title = "Lesson"


def test_a_view_that_says_no_more_than_its_title_works_in_the_window(make_window, qtbot, tmp_path):
    window = make_window((*KINDS, ViewKind("lesson", "Lesson", "Learn", lambda workspace, parent: Lesson(parent))))
    trigger(window, "Lesson")
    assert isinstance(window.views.current, Lesson)
    assert window.views.tabs.tabToolTip(3) == "Learn (Ctrl+4)"
    assert not window.menus.own.menuAction().isVisible()
    trigger(window, "Keyboard shortcuts")
    Image.new("L", (4, 4)).save(tmp_path / "seven.png")
    window.files.open_paths([tmp_path / "seven.png"])
    qtbot.waitUntil(lambda: window.views.current_name == "lab" and bool(window.views.current.images))
    window.views.show_view("lesson")
    window.views.current.part_changed.emit()
    assert window.close()


def test_undo_follows_the_open_view(make_window):
    window = make_window()
    window.views.show_view("map")
    window.views.current.undo_stack.push(QUndoCommand("pin a point"))
    window.views.show_view("train")
    window.views.current.undo_stack.push(QUndoCommand("rename the run"))
    trigger(window, "Undo rename the run")
    assert not window.views.current.undo_stack.canUndo()
    window.views.show_view("map")
    assert window.views.current.undo_stack.canUndo()
    trigger(window, "Undo pin a point")
    trigger(window, "Redo pin a point")
    assert window.views.current.undo_stack.canUndo()


def broken(workspace, parent):
    raise RuntimeError("this view cannot be built")


def test_a_view_that_cannot_be_built_does_not_take_the_window_with_it(make_window, qtbot):
    window = make_window((*KINDS[:2], ViewKind("lab", "Lab", "Lab", broken)))
    window.build_other_views()
    qtbot.waitUntil(lambda: not window.banner.isHidden())
    assert "this view cannot be built" in window.banner.text
    window.views.show_view("map")
    assert window.views.current.title == "Latent map"


def test_closing_closes_every_view_and_asks_nothing(make_window):
    window = make_window()
    window.views.show_view("map")
    views = window.views.built().values()
    assert window.close()
    assert all(view.closed for view in views) and len(views) == 2
