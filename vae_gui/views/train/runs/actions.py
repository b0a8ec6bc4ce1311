"""What can be done with a run: the actions, their keys, the buttons under the list and the list's menu."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from vae_gui.theme import spacing
from vae_gui.views.train.runs.tree import RunTree
from vae_gui.wording.sentences import CONTINUE_TRAINING

# name, text, keys, tooltip
_ENTRIES = (
    ("current", "Make current model", "", "Show this run's model and curves in all views (double-click or Enter)"),
    ("resume", "Resume", "Ctrl+R", "Resume this run from its last autosave"),
    ("rename", "Rename", "F2", "Rename this run in the list"),
    ("delete", "Delete", "Delete", "Delete this run; Edit > Undo brings it back"),
    ("folder", "Open folder", "", "Show the run's files"),
    ("export", "Export curves…", "Ctrl+E", "Save this run's curves as a table or a picture"),
)


class RunActions(QObject):
    """Actions on the selected run; `bar` is a row of buttons for them."""

    def __init__(self, tree: RunTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._actions = {name: self._make(text, keys, tip) for name, text, keys, tip in _ENTRIES}
        self.menu = QMenu(tree)
        self.menu.setToolTipsVisible(True)
        self.menu.addActions(list(self._actions.values()))
        self.bar = self._make_bar()
        tree.customContextMenuRequested.connect(self._open_menu)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _make(self, text: str, keys: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        self._tree.addAction(action)
        return action

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing(0.5))
        layout.addWidget(_button(self._actions["resume"]), 1)
        more = QToolButton()
        more.setText("More")
        more.setToolTip("All actions for the selected run")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self.menu)
        layout.addWidget(more)
        return bar

    def update_for(self, chosen: bool, finished: bool, training: bool, own: bool) -> None:
        """Whether a run is chosen, has all its epochs, whether anything trains, and whether it is this run."""
        self._actions["resume"].setText(f"{CONTINUE_TRAINING}…" if finished else "Resume")
        for name, action in self._actions.items():
            blocked = training if name in ("current", "resume") else own if name in ("rename", "delete") else False
            action.setEnabled(chosen and not blocked)

    def _open_menu(self, position: QPoint) -> None:
        if self._tree.selected() is not None:
            self.menu.popup(self._tree.viewport().mapToGlobal(position))


def _button(action: QAction) -> QPushButton:
    """A push button that shows and does what an action says."""
    button = QPushButton()

    def show() -> None:
        button.setText(action.text())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())

    button.clicked.connect(action.trigger)
    action.changed.connect(show)
    show()
    return button
