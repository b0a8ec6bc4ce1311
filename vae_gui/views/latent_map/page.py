"""The arrangement of the map's page: the bar on top, the map with what belongs under it, the side column."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_gui import theme


def map_page(bar: QWidget, column: tuple[QWidget, ...], side: QWidget) -> QWidget:
    """column: the map first; it gets all the height the others leave."""
    gap = theme.spacing(1)
    left = QVBoxLayout()
    left.setSpacing(gap // 2)
    for place, part in enumerate(column):
        left.addWidget(part, 0 if place else 1)
    middle = QHBoxLayout()
    middle.setSpacing(gap)
    middle.addLayout(left, 1)
    middle.addWidget(side)
    page = QWidget()
    rows = QVBoxLayout(page)
    rows.setContentsMargins(gap, gap, gap, 0)
    rows.setSpacing(gap // 2)
    rows.addWidget(bar)
    rows.addLayout(middle, 1)
    return page
