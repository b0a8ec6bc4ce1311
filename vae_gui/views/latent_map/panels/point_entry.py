"""A line to type a point into, and under it the reason where it is refused."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from vae_gui.views.latent_map.actions import TYPE_POINT
from vae_gui.wording.latent_text import code_hint


class PointEntry(QLineEdit):
    """Return goes there; `refusal` is the label of the reason, to be laid out where it can be seen.

    Signals: point_typed(str); left(): Escape gives the keyboard back to the map; refused(bool): there is a reason, or
    none any more.
    """

    point_typed = Signal(str)
    left = Signal()
    refused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Point to go to")
        self.setClearButtonEnabled(True)
        self.refusal = QLabel(wordWrap=True)
        self.refusal.setProperty("problem", True)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.set_latent_dim(2)
        self.returnPressed.connect(lambda: self.point_typed.emit(self.text()))
        self.textEdited.connect(lambda: self.refuse(""))

    def set_latent_dim(self, latent_dim: int) -> None:
        self.setPlaceholderText(f"Go to {code_hint(latent_dim)}")
        self.setToolTip(f"Type {code_hint(latent_dim)} and press Return: the probe goes there ({TYPE_POINT.keys})")

    def refuse(self, reason: str) -> None:
        """Shows why the point cannot be; empty takes the reason away."""
        self.refusal.setText(reason)
        self.refused.emit(bool(reason))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.refuse("")
            self.left.emit()
        else:
            super().keyPressEvent(event)
