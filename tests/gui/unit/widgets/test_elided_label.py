"""A line of text that is shown whole wherever it has room, and loses its middle where it has none."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget
from pytestqt.qtbot import QtBot

from vae_gui.widgets.basics.elided_label import ElidedLabel


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[ElidedLabel]:
    """In sight, in a widget that gives it whatever size the test asks for."""
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(600, 60)
    label = ElidedLabel(parent=around)
    with qtbot.waitExposed(around):
        around.show()
    yield label
    around.close()


@pytest.mark.parametrize("before", ["", "…", "a", "Loading the models…"])
@pytest.mark.parametrize("text", ["CPU", "vae-2d-1 · epoch 2"])
def test_as_wide_as_it_wishes_it_shows_all(label: ElidedLabel, before: str, text: str) -> None:
    label.setText(before)
    label.resize(label.sizeHint())
    label.setText(text)
    label.resize(label.sizeHint())
    assert label.label.text() == text and text not in label.toolTip()


def test_with_less_room_it_loses_its_middle(label: ElidedLabel) -> None:
    label.setText("a name that is far too long")
    label.resize(label.sizeHint().width() // 2, 20)
    assert label.label.text().startswith("a") and label.label.text().endswith("g") and "…" in label.label.text()
    assert label.toolTip() == label.text() == "a name that is far too long"


def test_a_status_bar_gives_it_the_room_it_has(qtbot: QtBot) -> None:
    bar = QStatusBar()
    qtbot.addWidget(bar)
    bar.resize(800, 30)
    texts = ("vae-2d-1 · epoch 2", "MNIST: 59,000 to train", "CPU")
    labels = [ElidedLabel(most=50) for _ in texts]
    for label in labels:
        bar.addWidget(label)
    bar.show()
    for label, text in zip(labels, texts, strict=True):
        label.setText(text)
    qtbot.waitUntil(lambda: [label.label.text() for label in labels] == list(texts))


def test_beside_others_it_gives_way(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    label = ElidedLabel("x" * 300)
    layout.addWidget(label)
    row.resize(200, 40)
    row.show()
    qtbot.waitUntil(lambda: "…" in label.label.text())
    assert row.width() == 200
