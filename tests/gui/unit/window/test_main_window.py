"""The window with three stand-in views: its menus, its status bar, what is remembered of it."""

import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.gui.unit.window.hand import trigger
from vae_gui import theme
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.window.view_stack import VIEWS
from vae_models import get_recipe


def test_a_window_takes_no_screen_with_it(make_window):
    make_window()
    assert "MainWindow" not in shiboken6.dump(QGuiApplication.primaryScreen())


def test_the_view_and_the_place_of_the_window_are_remembered(make_window):
    window = make_window()
    window.views.show_view("lab")
    window.resize(720, 640)
    window.close()
    again = make_window()
    assert again.views.current_name == "lab"
    assert (again.width(), again.height()) == (720, 640)


def test_theme_and_text_size_are_in_the_menu(make_window):
    window = make_window()
    trigger(window, "Dark")
    assert theme.is_dark() and window.menus["theme dark"].isChecked()
    trigger(window, "Projector mode")
    assert theme.text_scale() == 1.5
    trigger(window, "Projector mode")
    assert theme.text_scale() == 1.0 and not window.menus["projector"].isChecked()
    trigger(window, "Larger text")
    trigger(window, "Reset text size")
    assert theme.text_scale() == 1.0


def test_full_screen_goes_both_ways(make_window):
    window = make_window()
    trigger(window, "Full screen")
    assert window.isFullScreen()
    trigger(window, "Full screen")
    assert not window.isFullScreen() and not window.menus["full screen"].isChecked()


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


def test_the_status_bar_tells_model_data_and_device(make_window, workspace, tiny_predictor):
    window = make_window(workspace=workspace)
    workspace.data.show(workspace.data.dataset)
    workspace.model.set_predictor(tiny_predictor)
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
