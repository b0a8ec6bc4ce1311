"""A scatter of any two measures over all runs; at first the rate-distortion plane, KL against reconstruction.

Imports pyqtgraph, so it is built once the first window is on the screen.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from vae_gui.theme import spacing
from vae_gui.views.compare.columns import BY_NAME, COLUMNS, NUMBERS, Column, Value, data_title
from vae_gui.views.compare.tabs.joined_runs import joined
from vae_gui.views.compare.tabs.tab import CompareTab
from vae_gui.widgets.layout.two_sides import TwoSides
from vae_gui.widgets.plots.scatter_plot import Group, Point, ScatterPlot
from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.workspace import Workspace

MOST_GROUPS = 20  # more names than that nobody reads, nor tells their colours apart

_SIGNS = 8  # of a measure's name in sight, counted in the widest of signs


class ScatterTab(CompareTab):
    """A click on a point selects its run in the table."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._rows: list[RunRow] = []
        self._colours: dict[str, list[Value]] = {}
        self.across = _chooser("X axis", "The measure on the horizontal axis", NUMBERS, "val_reconstruction")
        self.up = _chooser("Y axis", "The measure on the vertical axis", NUMBERS, "val_kl")
        self.colour = _chooser("Colour", "Runs with the same value have the same colour", COLUMNS[1:], "latent_dim")
        self.joined = QCheckBox("Connect points")
        self.joined.setToolTip(
            "Connect runs with the same colour, data set and objective; runs that differ only in the seed are averaged"
        )
        self.joined.setChecked(True)
        self.plot = ScatterPlot("Runs by two measures")
        bar = TwoSides()
        for words, box, add in (
            ("X axis", self.across, bar.add_left), ("Y axis", self.up, bar.add_left), ("Colour", self.colour, bar.add_right)
        ):  # fmt: skip
            label = QLabel(words)
            label.setBuddy(box)
            add(label, box)
            box.currentIndexChanged.connect(self._draw)
        bar.add_right(self.joined)
        self._few = QLabel("Runs appear here as points once they have a whole epoch.")
        self._few.setProperty("quiet", True)
        self._few.setWordWrap(True)
        self._few.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(spacing(0.5), spacing(0.5), spacing(0.5), spacing(0.5))
        layout.addWidget(bar)
        layout.addWidget(self._few, 1)
        layout.addWidget(self.plot, 1)
        self.joined.toggled.connect(self.plot.set_joined)
        self.plot.picked.connect(self.picked)

    def set_rows(self, rows: list[RunRow]) -> None:
        self._rows = rows
        self._draw()

    def picture(self) -> QImage:
        return self.plot.picture()

    def set_selected(self, rows: list[RunRow]) -> None:
        """Rings around them."""
        self.plot.mark(frozenset(row.path for row in rows))

    def _draw(self) -> None:
        x, y, colour = (BY_NAME[box.currentData()] for box in (self.across, self.up, self.colour))
        rows = [row for row in self._rows if _is_finite(x.number(row)) and _is_finite(y.number(row))]
        data_sets = sorted({row.dataset for row in rows})
        groups = [
            Group(
                title,
                tuple(_point(row, x, y, data_sets.index(row.dataset)) for row in members),
                number,
                tuple(joined(members, x, y)),
            )
            for title, number, members in self._groups(rows, colour)
        ]
        self._few.setVisible(not groups)
        self.plot.setVisible(bool(groups))
        self.plot.show_groups(groups, x.axis, y.axis, [data_title(name) for name in data_sets])

    def _groups(self, rows: list[RunRow], colour: Column) -> list[tuple[str, int, list[RunRow]]]:
        """Title, colour and runs of each group, in the order of their values; the newest values share one group if many.

        A value keeps the colour that it got when it was first seen, so that nothing changes while a queue runs.
        """
        by_value: dict[Value, list[RunRow]] = defaultdict(list)
        for row in rows:
            by_value[colour.value(row)].append(row)
        order = sorted(by_value, key=_in_order)
        known = self._colours.setdefault(colour.name, [])
        known += [value for value in order if value not in known]
        named = [value for value in order if known.index(value) < MOST_GROUPS]
        groups = [(_title(colour, value), known.index(value), by_value[value]) for value in named]
        rest = [row for value in order if value not in named for row in by_value[value]]
        return [*groups, ("others", MOST_GROUPS, rest)] if rest else groups


def _is_finite(number: float | None) -> bool:
    return number is not None and math.isfinite(number)


def _in_order(value: Value) -> tuple[bool, bool, float, str]:
    """Numbers by size, words by the alphabet, what is missing last."""
    word = isinstance(value, str)
    return value is None, word, 0.0 if word or value is None else float(value), str(value) if word else ""


def _point(row: RunRow, x: Column, y: Column, symbol: int) -> Point:
    return Point(row.path, row.path.name, x.number(row) or 0.0, y.number(row) or 0.0, symbol)


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
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SIGNS)
    return box
