"""Signs are drawn, never letters of a font that may lack them."""

import gc
import re
import unicodedata

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.window.main_window import MainWindow
from vae_models.files.resources import resource


def signs(text: str) -> set[str]:
    """Characters of a text that picture something: triangles, blocks, dots, crosses, arrows."""
    return {sign for sign in re.sub("<[^>]*>", "", text) if unicodedata.category(sign) == "So" or sign in "←→↑↓‖"}


def test_no_text_of_the_window_uses_a_letter_as_a_picture(whole_window: MainWindow) -> None:
    for part in parts_of(whole_window):
        for kind in (QAbstractButton, QLabel):
            for widget in whole_window.findChildren(kind):
                if widget.isVisible():
                    assert not signs(widget.text()), (part, widget.text())


def ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    """The colour in the middle of the play sign."""
    return icon.pixmap(QSize(16, 16), 1.0, mode).toImage().pixelColor(7, 8).name()


def names() -> list[str]:
    """Of the icons that take the theme's colours; the others are parts of the style sheet, and the program's own."""
    files = resource("icons").glob("*.svg")
    return sorted(file.stem for file in files if "#000000" in file.read_text(encoding="utf-8"))


def strong_colours(image: QImage) -> list[QColor]:
    """Of the pixels that an icon covers for the better part."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [pixel for pixel in pixels if pixel.alpha() > 128]


def near(one: QColor, other: QColor) -> bool:
    """The same but for the rounding of pixels that are covered in part."""
    return all(abs(a - b) <= 3 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


@pytest.mark.parametrize("dark", [False, True])
def test_every_icon_has_the_colours_of_the_theme_and_no_other(qapp: QApplication, dark: bool) -> None:
    theme.apply_theme(qapp, dark)
    tokens = theme.colours()
    assert {"pen", "eraser", "mask", "play", "pause", "lock", "undo", "redo", "open", "save", "pin"} <= set(names())
    for name in names():
        for mode, colour in ((QIcon.Mode.Normal, tokens.text), (QIcon.Mode.Disabled, tokens.disabled)):
            for ratio in (1.0, 2.0):
                picture = icon(name).pixmap(QSize(16, 16), ratio, mode)
                assert (picture.width(), picture.devicePixelRatio()) == (16 * ratio, ratio)
                found = strong_colours(picture.toImage())
                assert found and all(near(each, QColor(colour)) for each in found), (name, ratio)
    theme.apply_theme(qapp, False)


def test_icons_are_drawn_in_one_style() -> None:
    for name in names():
        drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 16 16"' in drawing and 'stroke-width="1.4" stroke-linecap="round"' in drawing, name
        assert len(drawing) < 800, f"{name} is too much for so few pixels"


def test_an_icon_in_sight_takes_the_colours_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    button, primary = QPushButton(), QPushButton()
    for each in (button, primary):
        qtbot.addWidget(each)
    button.setIcon(icon("play"))
    primary.setIcon(icon("play", primary=True))
    for dark in (True, False):
        theme.apply_theme(qapp, dark)
        tokens = theme.colours()
        assert ink(button.icon()) == tokens.text and ink(button.icon(), QIcon.Mode.Disabled) == tokens.disabled
        assert ink(primary.icon()) == tokens.on_accent


def test_an_icon_grows_with_the_text(qtbot: QtBot, qapp: QApplication) -> None:
    button, menu = QPushButton(), QMenu()
    for each in (button, menu):
        qtbot.addWidget(each)
    button.setIcon(icon("lock"))
    button.ensurePolished()
    before = button.iconSize().width()
    theme.set_text_scale(qapp, 2.0)
    button.ensurePolished()
    assert button.iconSize().width() >= 1.9 * before
    theme.set_text_scale(qapp, 1.0)


def test_an_icon_outlives_its_copies_and_changes() -> None:
    kept = icon("pen")
    for _ in range(100):
        changed = QIcon(kept)
        changed.addPixmap(QPixmap(4, 4))
    del changed
    gc.collect()
    assert not kept.pixmap(16, 16).isNull()


def test_play_becomes_pause_while_the_path_plays(whole_window: MainWindow) -> None:
    panel = whole_window.views.build("map").path_panel  # type: ignore[union-attr]
    still = panel.play.icon().pixmap(16, 16).toImage()
    panel.player.playing_changed.emit(True)
    assert panel.play.icon().pixmap(16, 16).toImage() != still and panel.play.accessibleName() == "Pause path"
    panel.player.playing_changed.emit(False)
    assert panel.play.icon().pixmap(16, 16).toImage() == still
