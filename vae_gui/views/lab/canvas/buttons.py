"""The buttons above the drawing: what a stroke does, how wide it is, and where a drawing comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.views.lab.canvas.actions import INK, MASK, SOURCE, CanvasCommands
from vae_gui.widgets.basics.action import Actions, action_button
from vae_gui.widgets.basics.controls import tool_button
from vae_gui.widgets.drawing.canvas import NARROWEST, WIDEST, DrawingCanvas
from vae_gui.widgets.files.markup import letters
from vae_gui.widgets.layout.two_sides import TwoSides
from vae_gui.widgets.sliders.slider import Slider


class CanvasButtons(QWidget):
    """Rows: of the ink, of the mask, and of where drawings come from.

    Signals:
        digit_requested(object): a class index, or None for any.
    """

    digit_requested = Signal(object)

    def __init__(self, canvas: DrawingCanvas, actions: Actions[CanvasCommands], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.width_slider = Slider()
        self.width_slider.setRange(NARROWEST, WIDEST)
        self.width_slider.setValue(round(canvas.brush_width))
        self.width_slider.setAccessibleName("Brush width")
        keys = " and ".join(actions[name].shortcut().toString() for name in ("narrower", "wider"))
        self.width_slider.setToolTip(f"How wide the brush is; {keys} change it too, and so does the pressure of a pen")
        theme.scaled(self.width_slider, self.width_slider.setMinimumWidth, 8)
        self.width_slider.valueChanged.connect(self._set_width)
        self.digit_button = self._menu_button()
        ink, mask, sources = (list(map(_button, actions.section(name))) for name in (INK, MASK, SOURCE))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for left, right in (
            (ink, [self._brush()]),
            (mask[:-1], [mask[-1], *self._history()]),
            (sources, [self.digit_button]),
        ):
            row = TwoSides()
            row.add_left(*left)
            row.add_right(*right)
            layout.addWidget(row)

    def _brush(self) -> QWidget:
        brush = QWidget()
        row = QHBoxLayout(brush)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("Brush"))
        row.addWidget(self.width_slider, 1)
        return brush

    def _history(self) -> list[QToolButton]:
        """An undo action renames itself after what it would undo; the button keeps its one word."""
        stack = self._canvas.drawing.undo_stack
        undo, redo = stack.createUndoAction(self), stack.createRedoAction(self)
        undo.setIcon(icon("undo"))
        redo.setIcon(icon("redo"))
        undo.setToolTip("Undo the last change")
        redo.setToolTip("Redo the change that was undone")
        return [_button(undo, "Undo"), _button(redo, "Redo")]

    def _menu_button(self) -> QToolButton:
        button = tool_button(
            "Insert digit",
            "A random validation image; choose its class with the arrow",
            "Insert a validation image",
            sign="image",
        )
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.digit_requested.emit(None))
        button.setMenu(QMenu(button))
        return button

    def set_classes(self, names: tuple[str, ...]) -> None:
        """The classes of the data that a digit can be asked from."""
        menu = self.digit_button.menu()
        menu.clear()
        for label, name in enumerate(names):
            menu.addAction(letters(name)).triggered.connect(lambda _=False, c=label: self.digit_requested.emit(c))

    def scale_width(self, factor: float) -> None:
        self.width_slider.setValue(round(self._canvas.brush_width * factor))

    def _set_width(self, width: int) -> None:
        self._canvas.brush_width = float(width)
        self._canvas.update()


def _button(action: QAction, text: str = "") -> QToolButton:
    button = action_button(action, QToolButton(), text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
