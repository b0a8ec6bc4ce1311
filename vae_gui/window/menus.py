"""The menu bar. It holds no logic: every action belongs to someone who does the work."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from vae_gui.window.mnemonics import add_mnemonics
from vae_gui.window.preferences import THEMES, Preferences
from vae_gui.window.train_menu import TrainMenu
from vae_models.errors import UserError

if TYPE_CHECKING:
    from vae_gui.views.view import View
    from vae_gui.window.open_save import FileCommands
    from vae_gui.window.view_stack import ViewKind
    from vae_gui.workspace.workspace import Workspace

Keys = str | QKeySequence.StandardKey


class WindowMenus(QObject):
    """File, Edit, View, Train, the open view's own menu, Help.

    Signals:
        quit_requested(), shortcuts_requested(), about_requested(), full_screen_wanted(bool).
        view_requested(str): the name of a view. failed(object): an exception to be worded.
    """

    quit_requested = Signal()
    shortcuts_requested = Signal()
    about_requested = Signal()
    full_screen_wanted = Signal(bool)
    view_requested = Signal(str)
    failed = Signal(object)

    def __init__(
        self, bar: QMenuBar, kinds: "Sequence[ViewKind]", workspace: "Workspace", files: "FileCommands",
        undo: QUndoGroup, preferences: Preferences,
    ) -> None:  # fmt: skip
        super().__init__(bar)
        self._bar = bar
        self.preferences = preferences
        self._fill_file(bar.addMenu("&File"), files)
        self._fill_edit(bar.addMenu("&Edit"), undo)
        self._fill_view(bar.addMenu("&View"), kinds)
        self.training = TrainMenu(workspace)
        bar.addMenu(self.training)
        self.own = bar.addMenu("")
        self._fill_help(bar.addMenu("&Help"))
        for menu in (*bar.findChildren(QMenu), self.training):
            menu.setToolTipsVisible(True)
            add_mnemonics(menu.actions())
        preferences.changed.connect(self.show_preferences)
        self.show_preferences()

    def show_own(self, view: "View") -> None:
        """The menu of the view that is open now; the Train view's entries stand in the Train menu."""
        actions = view.menu_actions()
        self.own.clear()
        self.own.menuAction().setVisible(bool(actions) and not view.shows_training)
        if view.shows_training:
            self.training.show_more(actions)
            return
        self.own.setTitle(view.title)
        self.own.addActions(actions)
        add_mnemonics(actions)
        add_mnemonics(self._bar.actions())

    def _fill_file(self, menu: QMenu, files: "FileCommands") -> None:
        self._add(menu, "Open &run…", files.ask_run, "Open a saved run", QKeySequence.StandardKey.Open)
        self._add(menu, "Open &model…", files.ask_model, "Open a single model file", "Ctrl+Shift+O")
        self._add(menu, "Open &data…", files.ask_data, "Open an .npz, .npy or IDX file")
        self._add(menu, "Open &folder of images…", files.ask_image_folder, "Use your own images as data")
        menu.addSeparator()
        self._add(menu, "&Save model as…", files.ask_save_model, "Save the current model to a file", "Ctrl+Shift+S")
        exports = files.exports
        self._add(menu, "&Export model as ONNX…", exports.ask_onnx, "Encoder and decoder for programs that read ONNX")
        self._add(menu, "Show the &code…", exports.show_code, "This run as one short file of plain PyTorch")
        menu.addSeparator()
        leave = self._add(
            menu, "&Quit", self.quit_requested.emit, "Training in progress is saved and can be resumed", "Ctrl+Q"
        )
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_edit(self, menu: QMenu, undo: QUndoGroup) -> None:
        for action, keys in (
            (undo.createUndoAction(menu, "&Undo"), QKeySequence.StandardKey.Undo),
            (undo.createRedoAction(menu, "&Redo"), QKeySequence.StandardKey.Redo),
        ):
            action.setShortcuts(keys)
            menu.addAction(action)
        menu.addSeparator()
        tip = "Losses, KL, reconstructions and samples of every run, written into its folder for TensorBoard"
        self.tensorboard = self._add(menu, "Write &TensorBoard files", None, tip)
        self.tensorboard.setCheckable(True)
        self.tensorboard.triggered.connect(self._choose_tensorboard)
        tip = "Otherwise training continues in a new folder beside it"
        self.stop_if_lost = self._add(menu, "Stop when the run &folder vanishes", None, tip)
        self.stop_if_lost.setCheckable(True)
        self.stop_if_lost.triggered.connect(self.preferences.set_stop_if_lost)

    def _fill_view(self, menu: QMenu, kinds: "Sequence[ViewKind]") -> None:
        for number, kind in enumerate(kinds, start=1):
            self._add(menu, kind.title, partial(self.view_requested.emit, kind.name), kind.tip, f"Ctrl+{number}")
        menu.addSeparator()
        self.themes = self._fill_themes(menu.addMenu("Theme"))
        self.larger = self._add(
            menu, "Larger text", self.preferences.larger_text, "Everything in the window grows with it"
        )
        self.larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self._add(
            menu, "Smaller text", self.preferences.smaller_text, "Everything in the window shrinks with it", "Ctrl+-"
        )
        self._add(menu, "Reset text size", self.preferences.reset_text, "Back to the system's text size", "Ctrl+0")
        self.projector = self._add(menu, "Projector mode", None, "Larger text for projectors", "Ctrl+Shift+P")
        self.projector.setCheckable(True)
        self.projector.triggered.connect(self.preferences.set_projector_mode)
        menu.addSeparator()
        self.full_screen = self._add(menu, "Full screen", None, "Fill the whole screen", "F11")
        self.full_screen.setCheckable(True)
        self.full_screen.triggered.connect(self.full_screen_wanted)

    def _fill_themes(self, menu: QMenu) -> dict[str, QAction]:
        group = QActionGroup(menu)
        words = {"system": "Follow system", "light": "Light", "dark": "Dark"}
        actions = {}
        for name in THEMES:
            action = self._add(menu, words[name], None, "Colours of the window")
            action.setCheckable(True)
            action.setData(name)
            actions[name] = group.addAction(action)
        group.triggered.connect(self._choose_theme)
        return actions

    def _fill_help(self, menu: QMenu) -> None:
        self._add(
            menu, "&Keyboard shortcuts", self.shortcuts_requested.emit, "All keyboard shortcuts on one page", "F1"
        )
        about = self._add(menu, "&About Latent Explorer", self.about_requested.emit, "About this program")
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def show_preferences(self) -> None:
        self.themes[self.preferences.theme].setChecked(True)
        self.projector.setChecked(self.preferences.projector_mode)
        self.tensorboard.setChecked(self.preferences.tensorboard)
        self.stop_if_lost.setChecked(self.preferences.stop_if_lost)

    def _choose_theme(self, action: QAction) -> None:
        self.preferences.set_theme(action.data())

    def _choose_tensorboard(self, on: bool) -> None:
        try:
            self.preferences.set_tensorboard(on)
        except UserError as error:
            self.failed.emit(error)

    def _add(
        self, menu: QMenu, text: str, slot: Callable[[], object] | None, tip: str, keys: Keys | None = None
    ) -> QAction:
        action = menu.addAction(text)
        action.setToolTip(tip)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if slot is not None:
            action.triggered.connect(slot)
        return action
