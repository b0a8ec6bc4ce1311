"""The window: views under tabs, menus, status bar, messages, dropped files. No mathematics."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QUndoGroup
from PySide6.QtWidgets import QMainWindow

from vae_gui import theme
from vae_gui.views.view import View
from vae_gui.widgets.basics.message_banner import MessageBanner
from vae_gui.widgets.basics.type_ahead import types_ahead
from vae_gui.widgets.files.file_dialogs import last_folder, set_last_folder
from vae_gui.widgets.layout.overlay_page import OverlayPage
from vae_gui.window.about import AboutBox
from vae_gui.window.menus import MENUS
from vae_gui.window.menus.menu import Menu
from vae_gui.window.menus.menu_bar import WindowMenus
from vae_gui.window.open_save import FileCommands
from vae_gui.window.preferences import Preferences
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.window.status_bar import WindowStatus
from vae_gui.window.view_stack import VIEWS, ViewKind, ViewStack
from vae_gui.wording.errors import ErrorReport, log_unexpected, report_of
from vae_gui.workspace.complaint import Complaint
from vae_gui.workspace.settings import FOLDER, GEOMETRY, VIEW, read_choice, read_state, read_text
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import UserError

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

TITLE = "Latent Explorer"


class MainWindow(QMainWindow):
    """Holds what the views share on the screen and connects it to the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        preferences: Preferences,
        kinds: tuple[ViewKind, ...] = VIEWS,
        menus: tuple[Menu, ...] = MENUS,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.preferences = preferences
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.undo = QUndoGroup(self)
        self.banner = MessageBanner()
        self._no_data = Complaint(self._show_problem, self.banner.withdraw)
        self.views = ViewStack(workspace, kinds)
        self.files = FileCommands(workspace, self)
        self.status = WindowStatus(workspace)
        self.setStatusBar(self.status)
        self.menus = WindowMenus(self.menuBar(), self, kinds, menus)
        self._lay_out()
        self._connect()
        self._restore()

    def _lay_out(self) -> None:
        self.setCentralWidget(OverlayPage(self.views, self.banner, lambda: self.views.free_corner))

    def _connect(self) -> None:
        workspace = self.workspace
        self.views.view_changed.connect(self._view_changed)
        self.views.build_failed.connect(self.show_error)
        workspace.requests.view_wanted.connect(self.views.show_view)
        workspace.messages.said.connect(self.banner.show_message)
        theme.notifier.changed.connect(self._show_progress)
        self.menus.own.aboutToShow.connect(self._refresh_own_menu)
        workspace.messages.taken_back.connect(self.banner.withdraw)
        workspace.model.predictor_changed.connect(self._show_model)
        workspace.models_failed.connect(self._show_problem)
        workspace.data.failed.connect(self._no_data.raise_it)
        workspace.data.loading.connect(self._no_data.settle)
        workspace.data.changed.connect(self._data_changed)
        self.files.failed.connect(self.show_error)
        self.files.image_offered.connect(self._offer_image)

    def build_first_view(self) -> None:
        """The view that was open last time; the others follow with `build_other_views`."""
        self.views.show_view(read_choice(self.workspace.settings, VIEW, self.views.names))

    def build_other_views(self) -> None:
        """One after the other, the event loop between them."""
        missing = [name for name in self.views.names if name not in self.views.built()]
        for name in missing:
            QTimer.singleShot(0, self, lambda name=name: self.views.build(name))

    # Views

    def _view_changed(self, view: View) -> None:
        self.undo.addStack(view.undo_stack)
        self.undo.setActiveStack(view.undo_stack)
        self.menus.show_own(view)
        self._show_progress()
        self.workspace.settings.setValue(VIEW, self.views.current_name)

    def show_view(self, name: str) -> None:
        self.views.show_view(name)

    def start_training(self) -> None:
        """From any view; the Train view, which holds the recipe, is built if it was not."""
        if self.views.build("train") is not None:
            self.workspace.requests.training_wanted.emit()

    def _show_progress(self) -> None:
        """In the status bar, wherever the Train view's own is out of sight."""
        shown = self.views.current is not None and self.views.current.shows_training
        self.status.set_training_in_sight(shown and not theme.projected())

    def _offer_image(self, path: Path) -> None:
        """The open view takes an image; from views that have no use for one, the lab opens."""
        view = self.views.current
        if view is None or not view.takes_images:
            self.views.show_view("lab")
            view = self.views.current
        if view is not None and not view.accept_image(path):
            self.banner.show_message(f"{path.name} cannot be used here; open a model with a latent space first.")

    def _refresh_own_menu(self) -> None:
        """What can be done changes while a view is open."""
        if self.views.current is not None:
            self.views.current.menu_actions()

    def _show_model(self, predictor: "Predictor | None") -> None:
        self.setWindowTitle(TITLE if predictor is None else f"{predictor.name} - {TITLE}")

    def _data_changed(self, dataset: "Dataset | None") -> None:
        if dataset is not None:
            self._no_data.settle()

    # Messages

    def show_report(self, report: ErrorReport) -> None:
        self.banner.show_message(report.sentence, report.details, "error")

    def show_error(self, error: Exception) -> None:
        log_unexpected(error)
        self.show_report(report_of(error))

    def _show_problem(self, sentence: str) -> None:
        self.banner.show_message(sentence, kind="error")

    def show_shortcuts(self) -> None:
        bar = [action for action in self.menuBar().actions() if action is not self.menus.own.menuAction()]
        ShortcutSheet([*bar, *self.banner.actions()], self.views.built().values(), self).open()

    def show_about(self) -> None:
        AboutBox(self).open()

    # Window

    def switch_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def switch_tensorboard(self) -> None:
        try:
            self.preferences.set_tensorboard(not self.preferences.tensorboard)
        except UserError as error:
            self.show_error(error)

    def _restore(self) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()  # asked for its own, a widget would own it and end it
        self.resize(
            min(theme.spacing(200), round(screen.width() * 0.94)), min(theme.spacing(125), round(screen.height() * 0.9))
        )
        geometry = read_state(self.workspace.settings, GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        set_last_folder(self, read_text(self.workspace.settings, FOLDER))
        usual = theme.text_scale()  # larger text needs no larger screen: what has no room scrolls
        self.setMinimumSize(theme.spacing(80 / usual), theme.spacing(56 / usual))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and types_ahead(event):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.menus.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks nothing: a training is saved and stopped, and the next start offers to resume it."""
        self.workspace.settings.setValue(GEOMETRY, self.saveGeometry())
        self.workspace.settings.setValue(FOLDER, last_folder(self))
        self.hide()
        # All of them, also when one fails: a thread left running would end the program the hard way.
        with ExitStack() as closing:
            closing.callback(self.workspace.close)
            closing.callback(self.files.close)
            for view in self.views.built().values():
                closing.callback(view.shut_down)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files.open_paths(_local_paths(event))


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
