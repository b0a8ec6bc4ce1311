"""The title of an axis where there is little room."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

_UNIT = re.compile(r" \(|, ")  # what the unit begins with


def fitting(title: str, metrics: QFontMetricsF, room: float) -> str:
    """In full, or without its unit, or as much of it as there is room for; room: pixels along the axis."""
    bare = _UNIT.split(title, maxsplit=1)[0]
    texts = [text for text in (title, bare) if metrics.horizontalAdvance(text) <= room]
    return texts[0] if texts else metrics.elidedText(bare, Qt.TextElideMode.ElideRight, room)
