"""A scatter of any two measures over all runs; at first the rate-distortion plane, KL against reconstruction.

Imports pyqtgraph, so it is built once the first window is on the screen.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui.theme import spacing
from vae_gui.views.compare.columns import BY_NAME, COLUMNS, NUMBERS, Column
from vae_gui.views.compare.run_rows import RunRow
from vae_gui.widgets.scatter_plot import Group, Point, ScatterPlot

MOST_GROUPS = 20  # more names than that nobody reads, nor tells their colours apart


class ScatterPanel(QWidget):
    """Signals: picked(object): the Path of a run that was clicked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []
        self.across = _chooser("Across", "The measure from left to right", NUMBERS, "val_reconstruction")
        self.up = _chooser("Up", "The measure from bottom to top", NUMBERS, "val_kl")
        self.colour = _chooser("Colour", "Runs with the same value have the same colour", COLUMNS[1:], "latent_dim")
        self.joined = QCheckBox("Join")
        self.joined.setToolTip("A line through the runs of one colour")
        self.joined.setChecked(True)
        self.plot = ScatterPlot("Runs by two measures")
        bar = QHBoxLayout()
        for words, box in (("Across", self.across), ("Up", self.up), ("Colour", self.colour)):
            label = QLabel(words)
            label.setBuddy(box)
            bar.addWidget(label)
            bar.addWidget(box)
            box.currentIndexChanged.connect(self._draw)
        bar.addWidget(self.joined)
        bar.addStretch()
        self._few = QLabel("Runs appear here as points once they have a whole epoch.")
        self._few.setProperty("quiet", True)
        self._few.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(spacing(0.5), spacing(0.5), spacing(0.5), spacing(0.5))
        layout.addLayout(bar)
        layout.addWidget(self._few, 1)
        layout.addWidget(self.plot, 1)
        self.joined.toggled.connect(self.plot.set_joined)
        self.plot.picked.connect(self.picked)

    def set_rows(self, rows: list[RunRow]) -> None:
        self._rows = rows
        self._draw()

    def mark(self, rows: Iterable[RunRow]) -> None:
        """Rings around the runs that are selected in the table."""
        self.plot.mark(frozenset(row.path for row in rows))

    def _draw(self) -> None:
        x, y, colour = (BY_NAME[box.currentData()] for box in (self.across, self.up, self.colour))
        groups = _groups(self._rows, x, y, colour)
        self._few.setVisible(not groups)
        self.plot.setVisible(bool(groups))
        self.plot.show_groups(groups, x.axis, y.axis)


def _groups(rows: list[RunRow], x: Column, y: Column, colour: Column) -> list[Group]:
    """Runs that have both measures, by the value that gives the colour; rare values share the last group."""
    points: dict[object, list[Point]] = defaultdict(list)
    for row in rows:
        a, b = x.number(row), y.number(row)
        if a is not None and b is not None and math.isfinite(a) and math.isfinite(b):
            points[colour.value(row)].append(Point(row.path, row.path.name, a, b))
    order = sorted(points, key=lambda value: (value is None, value if isinstance(value, str | int | float) else 0))
    named = [Group(_title(colour, value), tuple(points[value])) for value in order[:MOST_GROUPS]]
    rest = tuple(point for value in order[MOST_GROUPS:] for point in points[value])
    return [*named, Group("others", rest)] if rest else named


def _title(colour: Column, value: object) -> str:
    if value is None:
        return f"no {colour.title.lower()}"
    return str(value) if isinstance(value, str) else f"{colour.title.lower()} {colour.form.format(value)}"


def _chooser(name: str, tip: str, columns: Iterable[Column], chosen: str) -> QComboBox:
    box = QComboBox()
    for column in columns:
        box.addItem(column.title, column.name)
    box.setCurrentIndex(box.findData(chosen))
    box.setAccessibleName(name)
    box.setToolTip(tip)
    return box
