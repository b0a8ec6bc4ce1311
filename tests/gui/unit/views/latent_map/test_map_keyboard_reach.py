"""Whoever has no mouse reaches every control of the map with Tab."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.conftest import Draw
from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map.view import LatentMapView

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QListWidget)


def controls(view: LatentMapView) -> set[QWidget]:
    """What can be operated now, without the parts that other controls are made of."""
    found: set[QWidget] = set()
    for kind in CONTROLS:
        found |= {widget for widget in view.findChildren(kind) if widget.isVisible() and widget.isEnabled()}
    return {widget for widget in found if not isinstance(widget.parent(), CONTROLS) and not _is_scroll_bar(widget)}


def _is_scroll_bar(widget: QWidget) -> bool:
    return "ScrollBar" in type(widget).__name__


def test_tab_reaches_every_control_and_each_has_a_name(
    hand: Hand, draw: Draw, view: LatentMapView, free: tuple[float, float], qtbot: QtBot
) -> None:
    draw([(-1.0, 0.0), (1.0, 0.5)])
    hand.click(*free)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.canvas.setFocus()
    reached: set[QWidget] = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
    assert view.canvas in reached and view.path_panel.strip in reached
    missing = [widget.accessibleName() or type(widget).__name__ for widget in controls(view) - reached]
    assert not missing
    assert all(widget.accessibleName() for widget in controls(view))
