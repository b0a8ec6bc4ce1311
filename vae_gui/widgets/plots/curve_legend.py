"""Which colour is which curve, as a line of words that wraps."""

from collections.abc import Iterable
from html import escape

from PySide6.QtWidgets import QLabel, QWidget

from vae_gui import theme
from vae_gui.theme.icons import swatch
from vae_gui.widgets.files.markup import allow_markup


class CurveLegend(QLabel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        allow_markup(self)

    def show_runs(self, overlays: Iterable[tuple[str, str]]) -> None:
        """The live run's two curves, and a name and class colour of each run that is laid over it."""
        tokens = theme.colours()
        entries = [(tokens.train, "train"), (tokens.validation, "validation")]
        entries += [(theme.readable(colour), name) for name, colour in overlays]
        words = [f"{swatch(c)}&nbsp;{escape(n).replace(' ', '&nbsp;')}" for c, n in entries]
        self.setText("&nbsp;&nbsp; ".join(words))
