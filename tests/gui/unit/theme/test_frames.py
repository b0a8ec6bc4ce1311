"""What pops up has one frame, and a mark in it can be seen."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from vae_gui import theme
from vae_gui.theme.contrast import MARK, contrast


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def tokens(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[theme.Colours]:
    theme.apply_theme(qapp, request.param)
    yield theme.colours()
    theme.apply_theme(qapp, False)


def from_the_edge(image: QImage, y: int) -> list[str]:
    """The colours that one meets on the way in from the left rim, each once."""
    return [colour for colour, _ in groupby(image.pixelColor(x, y).name() for x in range(10))]


def pop_up(qtbot: QtBot, widget: QWidget) -> QImage:
    qtbot.waitUntil(widget.isVisible)
    return widget.grab().toImage()


def test_the_list_of_a_box_has_one_frame(qtbot: QtBot, tokens: theme.Colours) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["one", "two", "three"])
    box.show()
    box.showPopup()
    image = pop_up(qtbot, box.view().window())
    last = box.view().visualRect(box.model().index(2, 0))
    seen = from_the_edge(image, box.view().viewport().mapTo(box.view().window(), last.bottomLeft()).y())
    box.hidePopup()
    assert len(seen) <= 2 and seen[-1] == tokens.surface


def test_a_menu_has_one_frame_and_its_ticks_are_seen(qtbot: QtBot, qapp: QApplication, tokens: theme.Colours) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    plain, ticked = menu.addAction("Plain"), menu.addAction("Ticked")
    ticked.setCheckable(True)
    menu.popup(QPoint(0, 0))
    before = pop_up(qtbot, menu)
    assert from_the_edge(before, 3) == [tokens.line, tokens.surface]
    ticked.setChecked(True)
    after = pop_up(qtbot, menu)
    tick = list(differences(before, after, menu, ticked))
    assert len(tick) >= theme.spacing(1), "it is no speck"
    assert max(contrast(colour, tokens.surface) for colour in tick) >= MARK
    assert not list(differences(before, after, menu, plain))
    menu.close()


def differences(before: QImage, after: QImage, menu: QMenu, action: QAction) -> Iterator[str]:
    place = menu.actionGeometry(action)
    for x in range(place.left(), place.right()):
        for y in range(place.top(), place.bottom()):
            if before.pixelColor(x, y) != after.pixelColor(x, y):
                yield after.pixelColor(x, y).name()
