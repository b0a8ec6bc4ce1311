"""KL per dimension: read off, counted, sorted."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vae_gui.widgets.plots.kl_bars import KLBars


@pytest.fixture
def bars(qtbot):
    widget = KLBars()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    return widget


def test_collapsed_dimensions_are_counted_in_words(bars):
    bars.set_values([2.5, 0.0, 1.0, 0.009], collapsed=[1, 3])
    assert bars.collapsed == 2
    assert bars.summary() == "3.5 nats · 2 of 4 collapsed"
    bars.set_values([2.5, 1.0], collapsed=[])
    assert bars.summary() == "3.5 nats · all 2 in use"
    bars.set_values([2.5, 0.0])
    assert bars.summary() == "2.5 nats", "nobody has counted yet"


def test_a_collapsed_dimension_looks_different_from_a_low_one(bars):
    bars.set_values([1.0, 0.02])
    low = bars.grab().toImage()
    bars.set_values([1.0, 0.002], collapsed=[1])
    slot = bars.slot(1).toRect()
    assert bars.grab().toImage().copy(slot) != low.copy(slot)


def test_sorting_puts_the_busiest_first(bars):
    bars.set_values([1.0, 3.0, 2.0])
    assert bars.order().tolist() == [0, 1, 2]
    bars.set_sorted(True)
    assert bars.order().tolist() == [1, 2, 0]


def test_clicking_a_bar_names_its_dimension_also_when_sorted(bars, qtbot):
    bars.set_values([1.0, 3.0, 2.0])
    bars.set_sorted(True)
    with qtbot.waitSignal(bars.chosen) as clicked:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.slot(0).center().toPoint())
    assert clicked.args == [1]


def test_arrow_keys_and_enter_choose_a_bar_also_when_sorted(bars, qtbot):
    bars.set_values([1.0, 3.0, 2.0])
    bars.set_sorted(True)
    with qtbot.waitSignal(bars.chosen) as chosen:
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return):  # the first stays the first
            qtbot.keyClick(bars, key)
    assert chosen.args == [2]
    bars.chosen.connect(lambda dimension: None)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    assert bars.accessibleDescription() == "Dimension 1: 1.000 nats"


def test_pointing_at_a_bar_reads_its_value(bars):
    bars.set_values([1.0, 0.0], collapsed=[1])
    assert bars.tip_at(bars.slot(0).center()) == "Dimension 1: 1.000 nats"
    assert bars.tip_at(bars.slot(1).center()).startswith("Dimension 2: 0.000 nats: collapsed")


def test_the_axis_does_not_tremble_while_values_move_a_little(bars):
    bars.set_values([1.0])
    top_of_bar = bars.grab().toImage()
    bars.set_values([0.9])
    bars.set_values([1.0])
    assert bars.grab().toImage() == top_of_bar


def test_empty_again_after_clear(bars):
    bars.set_values([1.0])
    bars.clear()
    assert bars.is_empty() and bars.collapsed == 0 and bars.summary() == ""


def test_the_bars_menu_sorts_them_and_back(qtbot: QtBot) -> None:
    bars = KLBars()
    qtbot.addWidget(bars)
    bars.set_values([0.5, 2.0, 1.0])
    bars.commands["sort"].trigger()
    assert bars.order().tolist() == [1, 2, 0] and bars.commands["sort"].isChecked()
    bars.commands["sort"].trigger()
    assert bars.order().tolist() == [0, 1, 2] and not bars.commands["sort"].isChecked()
