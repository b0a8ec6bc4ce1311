"""A text of code to read, copy and save."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon


class CodeDialog(QDialog):
    """Code that cannot be edited, in one font width.

    Signals:
        save_requested(): the code is to be saved to a file.
    """

    save_requested = Signal()

    def __init__(self, title: str, explanation: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.code = code
        self._text = self._make_text(code)
        words = QLabel(explanation)
        words.setWordWrap(True)
        words.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._make_buttons())
        self.resize(theme.spacing(125), theme.spacing(90))

    def _make_text(self, code: str) -> QPlainTextEdit:
        text = QPlainTextEdit(code)
        text.setReadOnly(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        text.setFont(font)
        text.setAccessibleName("Code")
        text.setToolTip("Select a part to copy it alone")
        return text

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        self.copy_button = QPushButton(icon("copy"), "&Copy")
        self.copy_button.setToolTip("Copy the whole code to the clipboard")
        self.copy_button.clicked.connect(self.copy)
        self.save_button = QPushButton(icon("save"), "&Save as…")
        self.save_button.setToolTip("Save the code to a file")
        self.save_button.clicked.connect(self.save_requested)
        for button in (self.copy_button, self.save_button):
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return box

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.copy_button.setText("&Copied")
