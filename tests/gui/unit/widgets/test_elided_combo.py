"""A choice that is too long for its box ends in dots; one that fits is shown whole."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from vae_gui.widgets.basics.elided_combo import ElidedCombo

LONG = "a name that is far too long for so small a box"


@pytest.fixture
def combo(qtbot: QtBot) -> ElidedCombo:
    combo = ElidedCombo()
    qtbot.addWidget(combo)
    combo.resize(160, 28)
    with qtbot.waitExposed(combo):
        combo.show()
    return combo


def picture_of(combo: ElidedCombo, text: str) -> QImage:
    combo.clear()
    combo.addItem(text)
    return combo.grab().toImage()


def test_what_is_too_long_ends_in_dots(combo: ElidedCombo) -> None:
    cut = picture_of(combo, LONG)
    assert combo.shown_text().endswith("…") and LONG.startswith(combo.shown_text()[:-1])
    assert combo.currentText() == LONG, "the choice itself is whole"
    assert cut == picture_of(combo, combo.shown_text()), "it is painted as it is shown"


def test_what_fits_is_shown_whole(combo: ElidedCombo) -> None:
    picture_of(combo, "vae-2d-1")
    assert combo.shown_text() == "vae-2d-1"
    picture_of(combo, LONG)
    combo.resize(combo.sizeHint())
    assert combo.shown_text() == LONG


def test_what_stands_in_for_a_choice_takes_no_room(combo: ElidedCombo) -> None:
    combo.addItem("vae-2d")
    before = combo.sizeHint()
    combo.show_none(LONG)
    assert combo.currentIndex() == -1 and combo.shown_text().endswith("…") and combo.sizeHint() == before
    combo.setCurrentText("vae-2d")
    assert combo.shown_text() == "vae-2d"
