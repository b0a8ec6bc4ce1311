"""Where a z can start from: zero, a random one, or the code of an image."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from vae_gui.views.lab.sliders.actions import SliderCommands
from vae_gui.widgets.basics.action import Actions, action_button
from vae_gui.widgets.basics.controls import tool_button
from vae_gui.widgets.files.file_dialogs import ask_file
from vae_gui.wording.file_kinds import IMAGES


class StartRow(QWidget):
    """Shows some actions of the sliders as buttons.

    Signals:
        file(object): the Path of an image to start from. drawing(): the drawing on the canvas is wanted.
    """

    file = Signal(object)
    drawing = Signal()

    def __init__(self, commands: Actions[SliderCommands], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.zero_button = action_button(commands["zero"], QPushButton(), "Zero")
        self.random_button = action_button(commands["random"], QPushButton(), "Random")
        for button in (self.zero_button, self.random_button, self._image_button()):
            row.addWidget(button, 1)

    def _image_button(self) -> QToolButton:
        keys = self._commands["random image"].shortcut().toString()
        tip = f"The code of a random image ({keys}); the arrow offers a file, the clipboard or your drawing"
        self.image_button = button = tool_button("From an image", tip, "Start from an image")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setSizePolicy(button.sizePolicy().horizontalPolicy().Expanding, button.sizePolicy().verticalPolicy())
        button.clicked.connect(self._commands["random image"].trigger)
        menu = QMenu(button)
        for text, slot in (
            ("A random image", self._commands["random image"].trigger),
            ("A file…", self._ask_for_file),
            ("The clipboard", self._commands["paste z"].trigger),
            ("The drawing on the canvas", self.drawing.emit),
        ):
            menu.addAction(text).triggered.connect(slot)
        button.setMenu(menu)
        return button

    def _ask_for_file(self) -> None:
        path = ask_file(self, "Open an image", IMAGES)
        if path is not None:
            self.file.emit(path)
