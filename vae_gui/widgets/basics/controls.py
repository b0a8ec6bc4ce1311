"""Small controls made in one line, each with a tooltip and a name for screen readers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon


def button(text: str, hint: str, clicked: Callable[[], object], name: str = "", *, sign: str = "") -> QPushButton:
    """sign: of `resources/icons`, beside the text."""
    made = QPushButton(text)
    if sign:
        made.setIcon(icon(sign))
    made.setToolTip(hint)
    made.setAccessibleName(name or text)
    made.clicked.connect(lambda: clicked())
    return made


def tool_button(text: str, hint: str, name: str = "", *, sign: str = "") -> QToolButton:
    """sign: of `resources/icons`, beside the text, or alone where there is none."""
    made = QToolButton()
    made.setText(text)
    if sign:
        made.setIcon(icon(sign))
        made.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
    made.setToolTip(hint)
    made.setAccessibleName(name or text)
    return made


def combo(items: list[str], hint: str, name: str) -> QComboBox:
    made = QComboBox()
    made.addItems(items)
    made.setToolTip(hint)
    made.setAccessibleName(name)
    return made


def heading(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("heading", True)
    return made


def quiet(text: str = "") -> QLabel:
    made = QLabel(text)
    made.setProperty("quiet", True)
    made.setWordWrap(True)
    return made


def card(title: str, *widgets: QWidget, beside: QWidget | None = None) -> QFrame:
    """A framed group of widgets under a heading, where it has one. beside: on the heading's line."""
    frame = QFrame()
    frame.setProperty("card", True)
    frame.setAccessibleName(title or (beside.accessibleName() if beside is not None else ""))
    layout = QVBoxLayout(frame)
    gap = theme.spacing(1)
    layout.setContentsMargins(gap, gap, gap, gap)
    layout.setSpacing(max(2, gap // 2))
    top = QHBoxLayout()
    if title:
        top.addWidget(heading(title))
    if beside is not None:
        top.addWidget(beside, 1)
    layout.addLayout(top)
    for widget in widgets:
        layout.addWidget(widget)
    return frame
