"""Signs are drawn, never letters of a font that may lack them."""

import re
import unicodedata

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui import theme
from vae_gui.theme.icons import show_icon, themed_icon
from vae_gui.window.main_window import MainWindow


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


def test_an_icon_takes_the_colours_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    show_icon(button, "play")
    button.show()  # what is out of sight waits
    for dark in (True, False):
        theme.apply_theme(qapp, dark)
        tokens = theme.colours()
        assert ink(button.icon()) == tokens.text and ink(button.icon(), QIcon.Mode.Disabled) == tokens.disabled


def test_an_icon_grows_with_the_text_and_is_sharp_on_a_fine_screen(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    show_icon(button, "lock")
    button.show()  # what is out of sight waits
    before = button.iconSize().width()
    theme.set_text_scale(qapp, 2.0)
    assert button.iconSize().width() >= 1.9 * before
    theme.set_text_scale(qapp, 1.0)
    assert themed_icon("lock", 16).pixmap(QSize(16, 16), 2.0).width() == 32


def test_play_becomes_pause_while_the_path_plays(whole_window: MainWindow) -> None:
    panel = whole_window.views.build("map").path_panel  # type: ignore[union-attr]
    still = panel.play.icon().pixmap(16, 16).toImage()
    panel.player.playing_changed.emit(True)
    assert panel.play.icon().pixmap(16, 16).toImage() != still and panel.play.accessibleName() == "Pause path"
    panel.player.playing_changed.emit(False)
    assert panel.play.icon().pixmap(16, 16).toImage() == still
