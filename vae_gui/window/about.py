"""What the program is, and under which terms it and its data may be used."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vae_gui import theme
from vae_gui.widgets.files.markup import allow_markup

_TEXT = (
    "<h3>Latent Explorer</h3><p>See a variational autoencoder learn handwritten digits, walk through its latent space, "
    "and play with what it has learnt.</p><p>Free software under the MIT licence. The digits are part of MNIST "
    "(Y. LeCun, C. Cortes, C. Burges), CC BY-SA 3.0.</p>"
)


class AboutBox(QMessageBox):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            QMessageBox.Icon.NoIcon, "About Latent Explorer", _TEXT, QMessageBox.StandardButton.Close, parent
        )
        allow_markup(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIconPixmap(parent.windowIcon().pixmap(theme.spacing(8)))
