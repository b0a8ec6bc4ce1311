"""The tools above the drawing: what a stroke does, how wide it is, and where a drawing comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.panel_actions import panel_action
from vae_gui.widgets.drawing.canvas import NARROWEST, WIDEST, DrawingCanvas
from vae_gui.widgets.drawing.drawing import Tool
from vae_gui.widgets.files.markup import letters
from vae_gui.widgets.layout.two_sides import TwoSides
from vae_gui.widgets.sliders.slider import Slider

_TOOLS = (
    (Tool.PEN, "B", "Draw (B)"),
    (Tool.ERASER, "E", "Erase (E)"),
    (Tool.MASK, "M", "Mask a part: the denoiser does not see it, and Repair fills it in (M)"),
    (Tool.UNMASK, "U", "Erase the mask (U)"),
)
_WIDER = 1.25
_NARROWER = 1 / _WIDER


class CanvasTools(QWidget):
    """Drives one canvas.

    Signals:
        open_requested(), paste_requested(). digit_requested(object): a class index, or None for any.
    """

    open_requested = Signal()
    paste_requested = Signal()
    digit_requested = Signal(object)

    def __init__(self, canvas: DrawingCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._drawing = canvas.drawing
        self.actions_list: list[QAction] = []
        self._one_tool = QActionGroup(self)
        self.tool_buttons = {tool: self._tool_button(tool, keys, tip) for tool, keys, tip in _TOOLS}
        self.width_slider = Slider()
        self.width_slider.setRange(NARROWEST, WIDEST)
        self.width_slider.setValue(round(canvas.brush_width))
        self.width_slider.setAccessibleName("Brush width")
        self.width_slider.setToolTip("How wide the brush is; [ and ] change it too, and so does the pressure of a pen")
        theme.scaled(self.width_slider, self.width_slider.setMinimumWidth, 8)
        self.width_slider.valueChanged.connect(self._set_width)
        self.digit_button = self._menu_button()
        self._lay_out()
        self.choose(Tool.PEN)

    def _lay_out(self) -> None:
        undo, redo = self._drawing.undo_stack.createUndoAction(self), self._drawing.undo_stack.createRedoAction(self)
        strokes, sources, width = TwoSides(), TwoSides(), QWidget()
        brush = QHBoxLayout(width)
        brush.setContentsMargins(0, 0, 0, 0)
        brush.addWidget(QLabel("Brush"))
        brush.addWidget(self.width_slider, 1)
        strokes.add_left(*self.tool_buttons.values())
        strokes.add_right(width)
        for action, words, tip in (
            (undo, "Undo", "Undo the last change"),
            (redo, "Redo", "Redo the change that was undone"),
        ):
            sources.add_left(self._action_button(action, words, tip))
        for words, keys, tip, slot in (
            ("Clear", "Ctrl+Backspace", "Clear the drawing", self._drawing.clear),
            ("Clear mask", "Ctrl+Shift+Backspace", "Remove the whole mask", self._drawing.clear_mask),
            (
                "Open…",
                "",
                "Draw on an image from a file; you can also drop one on the drawing",
                self.open_requested.emit,
            ),
            ("Paste", "Ctrl+V", "Draw on the image on the clipboard", self.paste_requested.emit),
        ):
            add = sources.add_right if words in ("Open…", "Paste") else sources.add_left
            add(self._command_button(words, keys, tip, slot))
        sources.add_right(self.digit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(strokes)
        layout.addWidget(sources)
        for keys, factor in (("[", _NARROWER), ("]", _WIDER)):
            self._action(
                "Narrower brush" if factor < 1 else "Wider brush", keys, lambda _=False, f=factor: self._scale_width(f)
            )

    # Buttons

    def _tool_button(self, tool: Tool, keys: str, tip: str) -> QToolButton:
        action = self._action(tool.value, keys, lambda: self.choose(tool))
        action.setCheckable(True)
        action.setActionGroup(self._one_tool)
        action.setToolTip(tip)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _command_button(self, words: str, keys: str, tip: str, slot: object) -> QToolButton:
        return self._action_button(self._action(words, keys, slot), words, f"{tip} ({keys})" if keys else tip)

    def _action_button(self, action: QAction, words: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # An undo action renames itself after what it would undo; the button keeps its one word.
        action.changed.connect(lambda: button.setText(words))
        return button

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("Insert digit")
        button.setToolTip("A random validation image; choose its class with the arrow")
        button.setAccessibleName("Insert a validation image")
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

    def _action(self, words: str, keys: str, slot: object) -> QAction:
        action = panel_action(words, keys, slot, self)
        self.actions_list.append(action)
        return action

    # What they do

    def choose(self, tool: Tool) -> None:
        self._canvas.tool = tool
        self.tool_buttons[tool].defaultAction().setChecked(True)

    def _scale_width(self, factor: float) -> None:
        self.width_slider.setValue(round(self._canvas.brush_width * factor))

    def _set_width(self, width: int) -> None:
        self._canvas.brush_width = float(width)
        self._canvas.update()
