"""The window with three stand-in views: tabs, undo, menus, files, messages, closing."""

from pathlib import Path

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QUndoCommand
from PySide6.QtWidgets import QApplication, QLabel

from vae_gui import theme
from vae_gui.views.view import View
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.window.view_stack import VIEWS, ViewKind
from vae_gui.wording.numbers import clock
from vae_gui.wording.sentences import saved_to
from vae_models import get_recipe


class PlainView(View):
    """Remembers what it was asked."""

    takes_images = True

    def __init__(self, workspace, parent, title="Plain"):
        super().__init__(parent)
        self.title = title
        self.closed = False
        self.images = []
        self.own_action = QAction(f"Do {title}", self)
        self.own_action.setShortcut("Ctrl+Shift+K")

    def menu_actions(self):
        return [self.own_action]

    def shut_down(self):
        self.closed = True

    def accept_image(self, path):
        self.images.append(path)
        return True


def broken(workspace, parent):
    raise RuntimeError("this view cannot be built")


class TrainingStandIn(PlainView):
    shows_training, takes_images = True, False


KINDS = tuple(
    ViewKind(name, title, title, lambda w, p, kind=kind, t=title: kind(w, p, t))
    for name, title, kind in (
        ("train", "Train", TrainingStandIn),
        ("map", "Latent map", PlainView),
        ("lab", "Lab", PlainView),
    )
)


@pytest.fixture
def make_window(qtbot, qapp, empty_workspace):
    def make(kinds=KINDS, workspace=empty_workspace):
        window = MainWindow(workspace, Preferences(qapp, workspace.settings), kinds)
        qtbot.addWidget(window)
        window.build_first_view()
        window.show()
        return window

    yield make
    theme.set_text_scale(qapp, 1.0)
    theme.apply_theme(qapp, False)


def trigger(window: MainWindow, text: str) -> None:
    """Chooses an action of the menu bar by its words."""
    menus = [action.menu() for action in window.menuBar().actions()]
    actions = [action for menu in menus for action in menu.actions()]
    actions += [child for action in actions if action.menu() for child in action.menu().actions()]
    next(action for action in actions if action.text().replace("&", "") == text).trigger()


def test_a_window_takes_no_screen_with_it(make_window):
    make_window()
    assert "MainWindow" not in shiboken6.dump(QGuiApplication.primaryScreen())


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
    window.workspace.view_requested.emit("lab")
    assert window.views.current_name == "lab"
    window.workspace.view_requested.emit("nowhere")
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


def test_a_view_that_cannot_be_built_does_not_take_the_window_with_it(make_window, qtbot):
    window = make_window((*KINDS[:2], ViewKind("lab", "Lab", "Lab", broken)))
    window.build_other_views()
    qtbot.waitUntil(lambda: not window.banner.isHidden())
    assert "this view cannot be built" in window.banner.text
    window.views.show_view("map")
    assert window.views.current.title == "Latent map"


def test_the_view_and_the_place_of_the_window_are_remembered(make_window):
    window = make_window()
    window.views.show_view("lab")
    window.resize(720, 640)
    window.close()
    again = make_window()
    assert again.views.current_name == "lab"
    assert (again.width(), again.height()) == (720, 640)


def test_closing_closes_every_view_and_asks_nothing(make_window):
    window = make_window()
    window.views.show_view("map")
    views = window.views.built().values()
    assert window.close()
    assert all(view.closed for view in views) and len(views) == 2


def test_theme_and_text_size_are_in_the_menu(make_window):
    window = make_window()
    trigger(window, "Dark")
    assert theme.is_dark() and window.menus.themes["dark"].isChecked()
    trigger(window, "Projector mode")
    assert theme.text_scale() == 1.5
    trigger(window, "Projector mode")
    assert theme.text_scale() == 1.0 and not window.menus.projector.isChecked()
    trigger(window, "Larger text")
    trigger(window, "Reset text size")
    assert theme.text_scale() == 1.0


def test_full_screen_goes_both_ways(make_window):
    window = make_window()
    trigger(window, "Full screen")
    assert window.isFullScreen()
    trigger(window, "Full screen")
    assert not window.isFullScreen() and not window.menus.full_screen.isChecked()


def test_the_sheet_of_shortcuts_names_what_the_views_offer(make_window):
    window = make_window()
    trigger(window, "Keyboard shortcuts")
    sheet = window.findChild(ShortcutSheet)
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Everywhere", "Train", "Do Train", "Undo", "Latent map", "Full screen"} <= words
    sheet.close()


def test_problems_of_the_workspace_are_said_in_the_banner(make_window):
    window = make_window()
    window.workspace.data.failed.emit("The folder holds no images; choose another one.")
    assert window.banner.text == "The folder holds no images; choose another one."
    assert window.banner.property("banner") == "error"


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot, how = (
        QPoint(5, 5),
        (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
    )
    for event in (QDragEnterEvent(spot, *how), QDropEvent(QPointF(spot), *how)):
        QApplication.sendEvent(window, event)
        assert event.isAccepted()


def test_an_image_dropped_on_the_train_view_goes_to_the_lab(make_window, tmp_path, qtbot):
    (tmp_path / "seven.png").write_bytes(b"")
    window = make_window()
    drop(window, tmp_path / "seven.png")
    qtbot.waitUntil(lambda: window.views.current_name == "lab")
    assert window.views.current.images == [tmp_path / "seven.png"]


def test_a_file_of_no_known_kind_gets_one_sentence(make_window, tmp_path, qtbot):
    (tmp_path / "notes.txt").write_text("")
    window = make_window()
    drop(window, tmp_path / "notes.txt")
    qtbot.waitUntil(lambda: window.banner.text.startswith("notes.txt is neither a run folder"))


def test_a_model_is_saved_and_opened_again_by_dropping_it(make_window, workspace, tiny_predictor, tmp_path, qtbot):
    window = make_window(workspace=workspace)
    with qtbot.waitSignal(window.files.told) as told:
        window.files.save_model(tiny_predictor, tmp_path / "small.safetensors")
    assert told.args == [saved_to(tmp_path / "small.safetensors")]
    with qtbot.waitSignal(workspace.predictor_changed):
        drop(window, tmp_path / "small.safetensors")
    assert workspace.predictor.recipe == get_recipe("vae-2d").replace(epochs=10, batch_size=32)
    assert "epoch 10" in window.status.model.text()


def test_a_place_where_no_model_can_be_written_gets_one_sentence(
    make_window, workspace, tiny_predictor, tmp_path, qtbot
):
    window = make_window(workspace=workspace)
    with qtbot.waitSignal(window.files.failed):
        (tmp_path / "taken").write_text("")
        window.files.save_model(tiny_predictor, tmp_path / "taken" / "small.safetensors")
    assert "could not be" in window.banner.text and window.banner.fold_button.isHidden()


def test_what_is_opened_before_the_models_are_loaded_waits_for_them(make_window, tiny_predictor, tmp_path, qtbot):
    window = make_window()
    tiny_predictor.save(tmp_path / "small.safetensors")
    window.files.open_paths([tmp_path / "small.safetensors"])
    assert window.files.waits
    with qtbot.waitSignal(window.workspace.predictor_changed):
        window.workspace.models_loaded_now()
    assert not window.files.waits


def test_the_status_bar_tells_model_data_and_device(make_window, workspace, tiny_predictor):
    window = make_window(workspace=workspace)
    workspace.data.show(workspace.data.dataset)
    workspace.set_predictor(tiny_predictor)
    assert "600 training, 200 validation images" in window.status.data.text()
    assert "vae-2d" in window.status.model.text() or tiny_predictor.name in window.status.model.text()


def test_a_training_out_of_sight_shows_its_progress(make_window, workspace, qtbot):
    window = make_window(workspace=workspace)
    with qtbot.waitSignal(workspace.training.started):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1000))
    assert window.status.progress.isHidden()
    window.views.show_view("map")
    assert not window.status.progress.isHidden()
    qtbot.waitUntil(lambda: window.status.progress_text.text().startswith("Training, epoch"))
    with qtbot.waitSignal(workspace.training.ended):
        workspace.training.control.stop()
    assert window.status.progress.isHidden()


def test_the_real_views_live_in_one_window(make_window, workspace, qtbot):
    window = make_window(VIEWS, workspace)
    window.build_other_views()
    qtbot.waitUntil(lambda: len(window.views.built()) == len(VIEWS))
    for name in ("map", "lab", "compare", "train"):
        window.views.show_view(name)
        assert window.views.current.title == window.views.tabs.tabText(window.views.tabs.currentIndex())
    with qtbot.waitSignal(workspace.training.ended, timeout=20_000):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=2))
    assert window.banner.isHidden()
    assert window.close()


def test_times_are_said_in_words():
    assert [clock(seconds) for seconds in (7.6, 125, 3720, -1)] == ["8 s", "2:05 min", "1:02 h", "0 s"]
