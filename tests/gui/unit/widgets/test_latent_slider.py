"""The rows of latent dimensions: their names are whole and as wide as each other, so that the sliders line up."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui import theme
from vae_gui.views.lab.sliders.slider_list import SliderList


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("latent_dim", [2, 24, 128])
def test_names_are_whole_and_sliders_line_up(qtbot: QtBot, qapp: QApplication, latent_dim: int, scale: float) -> None:
    rows = SliderList()
    qtbot.addWidget(rows)
    rows.build([latent_dim])
    rows.resize(900, 500)
    with qtbot.waitExposed(rows):
        rows.show()
    theme.set_text_scale(qapp, scale)
    try:
        qtbot.waitUntil(lambda: all(row.label.width() >= row.label.minimumSizeHint().width() for row in rows.sliders))
        for row in rows.sliders:
            assert row.label.width() >= row.label.fontMetrics().horizontalAdvance(row.label.text())
        assert len({row.slider.x() for row in rows.sliders}) == 1
    finally:
        theme.set_text_scale(qapp, 1.0)
