"""One sentence above the map when something did not work; it stays until it is read."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from vae_gui import theme
from vae_gui.views.latent_map.controls import tool_button


class MessageBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName("Message")
        self.label = QLabel(wordWrap=True)
        self.dismiss = tool_button("\N{MULTIPLICATION SIGN}", "Close this message", "Close message")
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        gap = theme.spacing(0.6)
        layout.setContentsMargins(2 * gap, gap, gap, gap)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.dismiss)
        self.hide()

    def say(self, sentence: str) -> None:
        self.label.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.show()

    def clear(self) -> None:
        self.label.clear()
        self.hide()
