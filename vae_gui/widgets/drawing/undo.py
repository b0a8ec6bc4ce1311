"""A change of one layer of a drawing that can be undone."""

from collections.abc import Callable

from PySide6.QtGui import QImage, QUndoCommand

from vae_gui.widgets.drawing.layer import InkLayer


class LayerChange(QUndoCommand):
    """The layer before and after; the change itself has been made already when the command is pushed."""

    def __init__(
        self, text: str, layer: InkLayer, before: QImage, after: QImage, show: Callable[[InkLayer, QImage], None]
    ) -> None:
        super().__init__(text)
        self._layer, self._before, self._after, self._show = layer, before, after, show

    def redo(self) -> None:
        self._show(self._layer, self._after)

    def undo(self) -> None:
        self._show(self._layer, self._before)
