"""An area that scrolls up and down, and is always as wide as what it holds."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vae_gui import theme


class ColumnScroll(QScrollArea):
    """Its least width is that of the content and the scroll bar, so that nothing is cut at the side."""

    def __init__(self, content: QWidget, least: float = 0.0, parent: QWidget | None = None) -> None:
        """least: units of `theme.spacing` that it is wide in any case."""
        super().__init__(parent)
        self._content, self._least = content, least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is kept, or all would be narrower as soon as there is something to scroll; disabled it is invisible.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        bar.setEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @property
    def inner_margin(self) -> int:
        """The pixels that the content leaves free beside the scroll bar."""
        layout = self._content.layout()
        return layout.contentsMargins().right() if layout is not None else 0

    def minimumSizeHint(self) -> QSize:
        needed = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        least = theme.spacing(self._least) if self._least else 0
        return QSize(max(needed, least), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt lets a scroll area watch its content."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class AboveColumn(QWidget):
    """What stands above a column that scrolls ends at the side where the column's content does."""

    def __init__(self, content: QWidget, column: ColumnScroll, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(content)
        theme.follow(self, self._fit)
        self._fit()

    def _fit(self) -> None:
        margin = self._column.inner_margin
        self._layout.setContentsMargins(0, 0, margin + self._column.verticalScrollBar().sizeHint().width(), 0)
