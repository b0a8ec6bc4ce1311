"""The three plots of a run side by side, or those of them for which there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.plots.curve_pane import CurvePane

PANE_UNITS = 23  # of spacing, the width of one


class PaneRow(QWidget):
    """Total loss, reconstruction and KL. Pointing reads all of them, and zoomed by hand they move together.

    Signals:
        zoomed(): the user chose the visible range.
        fit_wanted(): the user wants to see all of every curve again.
    """

    zoomed = Signal()
    fit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes = tuple(CurvePane(title, part) for part, title in enumerate(("Total loss", "Reconstruction", "KL")))
        self.following = True
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.spacing(1.5))
        for pane in self.panes:
            columns.addWidget(pane, 1)
            pane.hovered.connect(self._hovered)
            pane.zoomed.connect(self._stop_following)
            pane.plot.viewport().installEventFilter(self)

    @property
    def shown(self) -> list[CurvePane]:
        return [pane for pane in self.panes if not pane.isHidden()]

    def fit(self, order: Sequence[int], width: int) -> None:
        """As many plots as the width in pixels allows, the first of `order` first."""
        room = max(1, width // theme.spacing(PANE_UNITS, self))
        for part, pane in enumerate(self.panes):
            pane.setVisible(part in order[:room])

    def follow(self, leader: CurvePane | None = None) -> None:
        """While they follow the live curve each finds its range when it is its turn to draw: linked, all three would be
        painted at once. With a leader, which was zoomed by hand, they first move to where it is."""
        self.following = leader is None
        for pane in self.panes:
            pane.plot.setXLink(leader.plot if leader is not None and pane is not leader else None)

    def point_at(self, x: float | None, where: CurvePane | None = None) -> None:
        """A crosshair in all, its values in the one that is pointed at."""
        for pane in self.panes:
            pane.point_at(x, pane is where)

    def _hovered(self, x: float | None) -> None:
        pane = self.sender()
        self.point_at(x, pane if isinstance(pane, CurvePane) else None)

    def _stop_following(self) -> None:
        leader = self.sender()
        if self.following and isinstance(leader, CurvePane):
            self.follow(leader)
        self.zoomed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.point_at(None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.fit_wanted.emit()
        return False
