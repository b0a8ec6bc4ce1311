"""The Train view's columns: what is trained, what one sees, what it means. Widths follow the text size."""

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme import spacing
from vae_gui.widgets.basics.controls import heading
from vae_gui.widgets.layout.column_scroll import AboveColumn, ColumnScroll
from vae_gui.wording.sentences import LOADING_MODELS

_LEFT_UNITS, _CENTRE_UNITS, _RIGHT_UNITS = 34, 90, 31
_LEFT_LEAST, _RIGHT_LEAST = 30, 20


class ThreeColumns(QSplitter):
    """`top` stays above the left column's scrolled sections; the centre comes later with `set_centre`."""

    def __init__(
        self, top: QWidget, sections: dict[str, QWidget], hints: QWidget, runs: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sides = (_left(top, sections), _right(hints, runs))
        waiting = QLabel(LOADING_MODELS)
        waiting.setProperty("quiet", True)
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._sides[0], waiting, self._sides[1]):
            self.addWidget(widget)
        self.setChildrenCollapsible(False)
        self._before: QByteArray | None = None  # the columns as they were when projecting began
        self._fit()
        self.setSizes([spacing(_LEFT_UNITS), spacing(_CENTRE_UNITS), spacing(_RIGHT_UNITS)])
        theme.follow(self, self._fit)

    def set_centre(self, widget: QWidget) -> None:
        waiting = self.replaceWidget(1, widget)
        if waiting is not None:
            waiting.deleteLater()
        widget.show()
        self._fit()

    @property
    def state_to_keep(self) -> QByteArray:
        """The widths that a person chose, for `restoreState`; projecting does not change them."""
        return self.saveState() if self._before is None else self._before

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        if self._before is not None:
            self._before = QByteArray(state)
            return True
        return super().restoreState(state)

    def _project(self, on: bool) -> None:
        """The side columns give their room to the pictures, and get it back."""
        if on == (self._before is not None):
            return
        before, self._before = self._before, self.saveState() if on else None
        for side in self._sides:
            side.setVisible(not on)
        if before is not None:  # once the columns know that they need less room for the smaller text
            QTimer.singleShot(0, self, lambda: self.restoreState(before))

    def _fit(self) -> None:
        self._project(theme.projected())
        for index, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(index, stretch)
        self.setHandleWidth(spacing(1.5))


def _left(top: QWidget, sections: dict[str, QWidget]) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, spacing(1), 0)
    for title, widget in sections.items():
        column.addWidget(heading(title))
        column.addWidget(widget)
        column.addSpacing(spacing(1))
    column.addStretch()
    scroll = ColumnScroll(inner, _LEFT_LEAST)
    left = _column(AboveColumn(top, scroll), scroll)
    layout = left.layout()
    assert layout is not None
    layout.setSpacing(spacing(1))
    return left


def _right(hints: QWidget, runs: QWidget) -> QWidget:
    column = _column(heading("Hints"), ColumnScroll(hints, _RIGHT_LEAST))
    layout = column.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addSpacing(spacing(1))
    layout.addWidget(heading("Past runs"))
    layout.addWidget(runs, 1)
    return column


def _column(top: QWidget, rest: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(top)
    layout.addWidget(rest, 1)
    return column
