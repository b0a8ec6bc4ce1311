"""Images from files, the clipboard and the data become drawings."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, draw
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.widgets.drawing.drawing import SIDE
from vae_gui.workspace.workspace import Workspace


def test_digits_of_the_data_can_be_drawn_on(panel: CanvasPanel, workspace: Workspace) -> None:
    panel.buttons.digit_button.menu().actions()[3].trigger()
    seen = panel.drawing.pixels()[8::16, 8::16]
    dataset = workspace.data.dataset
    assert dataset is not None and dataset.val.labels is not None
    threes = dataset.val.images[dataset.val.labels == 3, 0].numpy()
    assert any(np.array_equal(seen, three) for three in threes)


def test_a_picture_on_paper_becomes_white_ink(qtbot: QtBot, panel: CanvasPanel, tmp_path: Path) -> None:
    paper = np.full((100, 60), 240, np.uint8)
    paper[20:80, 25:35] = 30
    Image.fromarray(paper).save(tmp_path / "one.png")
    with qtbot.waitSignal(panel.reader.arrived):
        assert panel.accept_image(tmp_path / "one.png")
    pixels = panel.drawing.pixels()
    assert pixels[SIDE // 2, SIDE // 2] > 200 and pixels[SIDE // 2, SIDE // 3] < 50


BAD_FILES = {
    "empty.png": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
    "words.txt": b"this is not an image",
    "white.pgm": b"P5 4 4 255\n" + bytes([255] * 16),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_and_the_drawing_stays(
    qtbot: QtBot, panel: CanvasPanel, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    draw(panel, SEVEN)
    before = panel.drawing.pixels()
    (tmp_path / name).write_bytes(BAD_FILES[name])
    with qtbot.waitSignal(workspace.messages.said) as said:
        panel.accept_image(tmp_path / name)
    assert said.args[0].endswith(".") and "\n" not in said.args[0] and "Traceback" not in said.args[0]
    assert np.array_equal(panel.drawing.pixels(), before) and panel.undo_stack.count() == 1


def test_text_on_the_clipboard_is_no_drawing(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    QGuiApplication.clipboard().setText("seven")
    with qtbot.waitSignal(workspace.messages.said) as said:
        panel.paste()
    assert "no image on the clipboard" in said.args[0]
    assert panel.undo_stack.count() == 1


def test_a_picture_on_the_clipboard_is_pasted(qtbot: QtBot, panel: CanvasPanel) -> None:
    picture = QImage(28, 28, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.black)
    picture.setPixelColor(14, 14, Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(panel.reader.arrived):
        QTest.keyClick(panel.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.drawing.pixels()[14 * 16 + 8, 14 * 16 + 8] == 255
