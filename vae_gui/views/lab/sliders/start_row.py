"""Where a z can start from: zero, a random one, or the code of an image."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from vae_gui.wording.file_kinds import IMAGES


class StartRow(QWidget):
    """Signals, one for each start: zero(), random(), image(), file(object): a Path, clipboard(), drawing()."""

    zero = Signal()
    random = Signal()
    image = Signal()
    file = Signal(object)
    clipboard = Signal()
    drawing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.zero_button, self.random_button = QPushButton("Zero"), QPushButton("Random")
        self.zero_button.setToolTip("Set all dimensions to zero (Z)")
        self.explain_random("A random z")
        self.zero_button.clicked.connect(lambda: self.zero.emit())
        self.random_button.clicked.connect(lambda: self.random.emit())
        for button in (self.zero_button, self.random_button, self._image_button()):
            row.addWidget(button, 1)

    def explain_random(self, what: str) -> None:
        """What a random z is drawn from differs from model to model."""
        self.random_button.setToolTip(f"{what} (R)")

    def _image_button(self) -> QToolButton:
        self.image_button = button = QToolButton()
        button.setText("From an image")
        button.setToolTip("The code of a random image (I); the arrow offers a file, the clipboard or your drawing")
        button.setAccessibleName("Start from an image")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setSizePolicy(button.sizePolicy().horizontalPolicy().Expanding, button.sizePolicy().verticalPolicy())
        button.clicked.connect(self.image)
        menu = QMenu(button)
        for text, slot in (
            ("A random image", self.image.emit),
            ("A file…", self._ask_for_file),
            ("The clipboard", self.clipboard.emit),
            ("The drawing on the canvas", self.drawing.emit),
        ):
            menu.addAction(text).triggered.connect(slot)
        button.setMenu(menu)
        return button

    def _ask_for_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Open an image", "", IMAGES)
        if chosen:
            self.file.emit(Path(chosen))
