"""One sentence across the window, with details folded away; nothing has to be answered."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.action import Action, Actions

_MOST_WAITING = 20


class MessageBanner(QFrame):
    """Hidden until there is something to say. A message that is still unread waits under the newest one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Message")
        self.setProperty("banner", "info")
        self._waiting: list[tuple[str, str, str]] = []
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details")
        theme.scaled(self.details, self.details.setFixedHeight, 20)
        self.fold_button = _button("Details", "Show technical details", self._fold)
        self.fold_button.setCheckable(True)
        self.copy_button = _button("Copy", "Copy the message and its details", self._copy)
        # Hidden widgets hear no keys: while there is no message, Esc belongs to whoever has the focus.
        self.addActions(list(Actions((_DISMISS,), self, self, anywhere=True)))
        self.dismiss_button = _button("Dismiss", _DISMISS.hint, self.dismiss)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._text, 1)
        for button in (self.fold_button, self.copy_button, self.dismiss_button):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        unit = theme.spacing(1)
        layout.setContentsMargins(2 * unit, unit // 4, unit, unit // 4)
        layout.addLayout(line)
        layout.addWidget(self.details)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(self, text: str, details: str = "", kind: str = "info") -> None:
        """`kind` is "info" or "error". The same message twice is shown once."""
        message = (text, details, kind)
        if self._waiting and self._waiting[-1] == message:
            return
        self._waiting = [*self._waiting, message][-_MOST_WAITING:]
        self._present()

    def dismiss(self) -> None:
        """Puts the newest message away; one under it appears."""
        if self._waiting:
            self._waiting.pop()
        self._present()

    def withdraw(self, text: str) -> None:
        """What it speaks of is over, whether it was read or not."""
        self._waiting = [message for message in self._waiting if message[0] != text]
        self._present()

    def _present(self) -> None:
        if not self._waiting:
            self.hide()
            return
        text, details, kind = self._waiting[-1]
        more = len(self._waiting) - 1
        self._text.setText(text)
        self.details.setPlainText(details)
        self.dismiss_button.setText(f"Dismiss (1 of {more + 1})" if more else "Dismiss")
        for button in (self.fold_button, self.copy_button):
            button.setVisible(bool(details))
        self._fold_to(False)
        self.setProperty("banner", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _fold(self) -> None:
        self._fold_to(self.fold_button.isChecked())

    def _fold_to(self, unfolded: bool) -> None:
        self.fold_button.setChecked(unfolded)
        self.details.setVisible(unfolded)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self.details.toPlainText()}")


_DISMISS: Action[MessageBanner] = Action(
    "dismiss", "Dismiss a message", MessageBanner.dismiss, "Dismiss this message", "Esc"
)


def _button(text: str, tip: str, slot: object) -> QPushButton:
    button = QPushButton(text)
    button.setFlat(True)
    button.setToolTip(tip)
    button.clicked.connect(slot)
    return button
