"""Messages that never stop anyone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from vae_gui.widgets.basics.message_banner import MessageBanner


@pytest.fixture
def banner(qtbot):
    widget = MessageBanner()
    qtbot.addWidget(widget)
    return widget


def test_it_is_not_there_until_there_is_something_to_say(banner):
    assert banner.isHidden()
    banner.show_message("The disk is full; make room.")
    assert not banner.isHidden() and banner.text == "The disk is full; make room."
    assert banner.fold_button.isHidden()


def test_nothing_is_lost_when_two_messages_come(banner, qtbot):
    banner.show_message("First.")
    banner.show_message("Second.")
    assert banner.text == "Second." and banner.dismiss_button.text() == "Dismiss (1 of 2)"
    qtbot.mouseClick(banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert banner.text == "First."
    qtbot.mouseClick(banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert banner.isHidden()


def test_the_same_message_again_is_one_message(banner):
    banner.show_message("Again.")
    banner.show_message("Again.")
    banner.dismiss()
    assert banner.isHidden()


def test_details_are_folded_until_asked_for_and_can_be_copied(banner, qtbot):
    banner.show_message("It broke.", "Traceback …", "error")
    assert banner.details.isHidden()
    qtbot.mouseClick(banner.fold_button, Qt.MouseButton.LeftButton)
    assert not banner.details.isHidden()
    qtbot.mouseClick(banner.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "It broke.\n\nTraceback …"
