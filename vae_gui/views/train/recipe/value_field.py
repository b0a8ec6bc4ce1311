"""A line of text that stands for one value, and the reason under it when it cannot be that value."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from vae_models.recipe.rows import Number


class ValueField(QWidget):
    """Parses and checks what is typed at every key; the last good value stays in force.

    Signals:
        changed(): another good value, or none.
        committed(): Return was pressed, or the field left, with a good value that differs from the last committed one.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, name: str, check: Callable[[str], object], tip: str, parent: QWidget | None = None) -> None:
        """`check` turns the text into a value, or raises ValueError whose text says why not."""
        super().__init__(parent)
        self._check = check
        self._committed = ""
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(tip)
        self._reason = QLabel(self)
        self._reason.setProperty("problem", True)
        self._reason.setWordWrap(True)
        self._reason.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.edit)
        layout.addWidget(self._reason)
        self.edit.textChanged.connect(self._text_changed)
        self.edit.editingFinished.connect(self._finish)

    @property
    def value(self) -> object | None:
        """The value, or None while the text is none."""
        try:
            return self._check(self.edit.text().strip())
        except ValueError:
            return None

    @property
    def reason(self) -> str:
        """Why the text is refused; empty when it is not."""
        return self._reason.text()

    def set_text(self, text: str) -> None:
        """Shows a value that is known to be good."""
        self._committed = text
        if self.edit.text() != text:
            self.edit.setText(text)

    def show_value(self, value: float) -> None:
        """A number as short as it can be without being another one."""
        short = f"{value:g}"
        self.set_text(short if float(short) == value else repr(value))

    def check_again(self) -> None:
        """Looks at the text anew, after what is possible has changed."""
        try:
            self._check(self.edit.text().strip())
            reason = ""
        except ValueError as error:
            reason = str(error)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def _text_changed(self) -> None:
        self.check_again()
        self.changed.emit()

    def _finish(self) -> None:
        if self.value is not None and self.edit.text() != self._committed:
            self._committed = self.edit.text()
            self.committed.emit()


def parse_number(row: Number, text: str) -> float:
    """What is typed, as the number that the row asks for; ValueError says what is needed. Whether it may be is not looked at."""
    try:
        number: float = row.type(text.replace(",", "."))
        return number
    except ValueError:
        raise ValueError("Enter a whole number." if row.whole else "Enter a number.") from None
