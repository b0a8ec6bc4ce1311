"""All keyboard shortcuts on one sheet, gathered from the actions themselves so that it is never out of date."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.view import View

Shortcut = tuple[str, str]


def _shortcuts_of(actions: Iterable[QAction]) -> list[Shortcut]:
    """(words, keys) of every action that has keys, sub-menus included, each once."""
    found: dict[Shortcut, None] = {}
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            found.update(dict.fromkeys(_shortcuts_of(menu.actions())))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            found[(action.text().replace("&", "").rstrip("…"), keys)] = None
    return list(found)


class ShortcutSheet(QDialog):
    """A section of shortcuts for the window and for each view, whichever of its parts is open.

    A view's section ends with its sentence about keys that are not actions.
    """

    def __init__(self, window: Iterable[QAction], views: Iterable[View], parent: QWidget | None = None) -> None:
        """window: the actions that can be done everywhere, in menus or on their own."""
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        page = QWidget()
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(theme.spacing(4))
        grid.setColumnStretch(0, 1)
        _add_section(grid, "Everywhere", _shortcuts_of(window))
        for view in views:
            within = (action for widget in (view, *view.findChildren(QWidget)) for action in widget.actions())
            _add_section(grid, view.title, _shortcuts_of([*view.menu_actions(), *within]), view.keyboard_help)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        scroll.setAccessibleName("Keyboard shortcuts")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(theme.spacing(62), theme.spacing(70))


def _add_section(grid: QGridLayout, title: str, shortcuts: list[Shortcut], note: str = "") -> None:
    if not shortcuts and not note:
        return
    heading = QLabel(title)
    heading.setProperty("heading", True)
    heading.setContentsMargins(0, theme.spacing(1.5) if grid.count() else 0, 0, 0)
    grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
    for words, keys in shortcuts:
        row = grid.rowCount()
        grid.addWidget(QLabel(words), row, 0)
        label = QLabel(keys)
        label.setProperty("quiet", True)
        grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
    if note:
        sentence = QLabel(note)
        sentence.setWordWrap(True)
        sentence.setProperty("quiet", True)
        grid.addWidget(sentence, grid.rowCount(), 0, 1, 2)
