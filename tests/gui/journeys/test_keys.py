"""Keys of the assembled window: each does one thing, and every key that a tooltip names does it."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui.window.main_window import MainWindow
from vae_gui.window.menus.mnemonics import letter_of
from vae_gui.window.shortcut_sheet import ShortcutSheet

Context = Qt.ShortcutContext
Claim = tuple[str, Context, QWidget, object]
_NAMED_KEYS = re.compile(r"\(((?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z]|F\d+|Esc|\d|Backspace))\)")


def claims(window: MainWindow) -> Iterator[Claim]:
    """(keys, context, widget that listens, whose they are) of everything that could answer a key now."""
    for action in actions_of_menus(window.menuBar().actions()):
        for keys in action.shortcuts():
            yield keys.toString(), action.shortcutContext(), window, action
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or isinstance(widget, QMenu):
            continue
        for action in widget.actions():
            for keys in action.shortcuts():
                yield keys.toString(), action.shortcutContext(), widget, action
        if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
            yield widget.shortcut().toString(), Context.WindowShortcut, window, widget
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        assert isinstance(parent, QWidget)
        if parent.isVisible():
            yield shortcut.key().toString(), shortcut.context(), parent, shortcut


def actions_of_menus(actions: list[QAction]) -> Iterator[QAction]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from actions_of_menus(menu.actions())
        elif action.isVisible():
            yield action


def reach(claim: Claim, window: MainWindow) -> tuple[QWidget, bool]:
    """The widget that must have the focus, and whether something in it may have it instead."""
    _, context, widget, _ = claim
    if context in (Context.WindowShortcut, Context.ApplicationShortcut):
        return window, True
    return widget, context == Context.WidgetWithChildrenShortcut


def overlap(one: Claim, other: Claim, window: MainWindow) -> bool:
    if one[3] is other[3]:
        return False
    (first, first_deep), (second, second_deep) = reach(one, window), reach(other, window)
    if first is second:
        return True
    return (first_deep and first.isAncestorOf(second)) or (second_deep and second.isAncestorOf(first))


def test_no_two_actions_share_a_key(whole_window: MainWindow) -> None:
    for part in parts_of(whole_window):
        found = [claim for claim in claims(whole_window) if claim[0]]
        assert len(found) > 10
        doubles = [
            (part, one[0], one[3], other[3])
            for one, other in combinations(found, 2)
            if one[0] == other[0] and overlap(one, other, whole_window)
        ]
        assert not doubles


def menus(actions: list[QAction]) -> Iterator[list[QAction]]:
    yield actions
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from menus(menu.actions())


def test_each_entry_of_a_menu_has_a_letter_of_its_own(whole_window: MainWindow) -> None:
    for part in parts_of(whole_window):
        for entries in menus(whole_window.menuBar().actions()):
            letters = [letter_of(entry.text()) for entry in entries if entry.isVisible() and not entry.isSeparator()]
            assert all(letters), (part, [entry.text() for entry in entries])
            assert len(set(letters)) == len(letters), (part, [entry.text() for entry in entries])


def test_every_key_that_a_tooltip_names_is_there(whole_window: MainWindow) -> None:
    whole_window.banner.show_message("Something to put away.")
    named = set()
    for part in parts_of(whole_window):
        there = {claim[0] for claim in claims(whole_window)}
        for widget in whole_window.findChildren(QWidget):
            if widget.isVisible():
                for keys in _NAMED_KEYS.findall(widget.toolTip()):
                    assert QKeySequence(keys).toString() in there, (part, widget.toolTip())
                    named.add(keys)
    assert {"Esc", "F5", "F6", "Shift+F5", "Z", "R", "I", "B", "P", "T", "Ctrl+G"} <= named


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


@pytest.mark.parametrize("view", ["train", "map", "lab", "compare"])
def test_a_training_is_started_paused_resumed_and_stopped_by_keys_from_any_view(
    qtbot: QtBot, whole_window: MainWindow, view: str
) -> None:
    workspace = whole_window.workspace
    train = whole_window.views.build("train")
    recipe = train.form.recipe  # type: ignore[union-attr]
    train.form.show_recipe(recipe.replace(epochs=500))  # type: ignore[union-attr]
    whole_window.views.show_view(view)
    with qtbot.waitSignal(workspace.training.started, timeout=20_000):
        press(whole_window, Qt.Key.Key_F5)
    with qtbot.waitSignal(workspace.training.paused, check_params_cb=lambda paused: paused):
        press(whole_window, Qt.Key.Key_F6)
    with qtbot.waitSignal(workspace.training.paused, check_params_cb=lambda paused: not paused):
        press(whole_window, Qt.Key.Key_F6)
    with qtbot.waitSignal(workspace.training.ended, timeout=20_000):
        press(whole_window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert whole_window.views.current_name == view
    assert whole_window.menus["start"].isEnabled() and not whole_window.menus["stop"].isEnabled()


def test_start_builds_the_train_view_where_it_was_not_yet(qtbot: QtBot, qapp: QApplication, empty_workspace) -> None:  # type: ignore[no-untyped-def]
    from vae_gui.window.preferences import Preferences

    empty_workspace.settings.setValue("window/view", "compare")
    window = MainWindow(empty_workspace, Preferences(qapp, empty_workspace.settings))
    qtbot.addWidget(window)
    window.build_first_view()
    assert list(window.views.built()) == ["compare"]
    window.menus["start"].trigger()
    assert "train" in window.views.built()
    assert "No images are open yet" in window.banner.text, "why it cannot start is said"


def test_a_recipe_that_cannot_be_is_not_started_and_said(qtbot: QtBot, whole_window: MainWindow) -> None:
    train = whole_window.views.build("train")
    train.form.fields["epochs"].edit.setText("-3")  # type: ignore[union-attr]
    whole_window.views.show_view("map")
    press(whole_window, Qt.Key.Key_F5)
    assert not whole_window.workspace.training.under_way
    assert "fix the highlighted one" in whole_window.banner.text


def test_escape_puts_the_message_away_wherever_the_focus_is(whole_window: MainWindow) -> None:
    for part in parts_of(whole_window):
        whole_window.banner.show_message("First.")
        whole_window.banner.show_message("Second.")
        press(whole_window, Qt.Key.Key_Escape)
        assert whole_window.banner.text == "First." and whole_window.banner.isVisible(), part
        press(whole_window, Qt.Key.Key_Escape)
        assert whole_window.banner.isHidden(), part


def test_escape_takes_back_a_stroke_before_it_puts_a_message_away(whole_window: MainWindow) -> None:
    lab = whole_window.views.build("lab")
    whole_window.views.show_view("lab")
    lab.tabs.setCurrentWidget(lab.canvas)  # type: ignore[union-attr]
    canvas = lab.canvas.canvas  # type: ignore[union-attr]
    canvas.setFocus()
    whole_window.banner.show_message("Read me.")
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.drawing.drawing_now
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.drawing.drawing_now and whole_window.banner.isVisible()
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert whole_window.banner.isHidden()


def test_the_usual_text_size_and_zero_have_a_key_each_in_the_lab(whole_window: MainWindow) -> None:
    lab = whole_window.views.build("lab")
    whole_window.views.show_view("lab")
    lab.sliders.set_random()  # type: ignore[union-attr]
    z = lab.sliders.z.tolist()  # type: ignore[union-attr]
    whole_window.menus["larger text"].trigger()
    assert whole_window.preferences.text_scale > 1.0
    press(whole_window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert whole_window.preferences.text_scale == 1.0 and lab.sliders.z.tolist() == z  # type: ignore[union-attr]
    press(whole_window, Qt.Key.Key_Z)
    assert not lab.sliders.z.any()  # type: ignore[union-attr]


def test_a_single_letter_is_heard_only_where_the_focus_is(whole_window: MainWindow) -> None:
    """Not by the whole window: a letter is typed into fields, and into lists that go to what begins with it."""
    for part in parts_of(whole_window):
        for keys, context, _, whose in claims(whole_window):
            if len(keys.removeprefix("Shift+")) == 1:
                assert context in (Context.WidgetShortcut, Context.WidgetWithChildrenShortcut), (part, keys, whose)


def test_letters_typed_into_a_list_are_for_the_list(whole_window: MainWindow) -> None:
    view = whole_window.views.build("map")
    whole_window.views.show_view("map")
    played = []
    for action in view.actions():  # type: ignore[union-attr]
        action.triggered.connect(lambda: played.append(1))
    view.canvas.setFocus()  # type: ignore[union-attr]
    press(whole_window, Qt.Key.Key_P)
    assert played == [1]
    for widget in (view.side.pins.list, view.side.pins.kind, view.chooser):  # type: ignore[union-attr]
        widget.setFocus()
        press(whole_window, Qt.Key.Key_P)
    assert played == [1]


def test_the_sheet_of_shortcuts_lists_the_keys_of_training(whole_window: MainWindow) -> None:
    whole_window.views.show_view("map")
    whole_window.show_shortcuts()
    sheet = whole_window.findChild(ShortcutSheet)
    words = [label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")]
    assert {"F5", "F6", "Shift+F5", "Esc", "P", "T", "Z"} <= set(words)
    sheet.close()


def test_the_sheet_of_shortcuts_lists_the_keys_of_every_part_whichever_is_open(whole_window: MainWindow) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    there = {
        owner.shortcut().toString(native)
        for part in parts_of(whole_window)
        for _, _, _, owner in claims(whole_window)
        if isinstance(owner, QAction)
    } - {""}
    assert {"Z", "B", "D", "F2"} <= there
    for name in whole_window.views.names:
        whole_window.views.show_view(name)
        whole_window.show_shortcuts()
        sheet = whole_window.findChild(ShortcutSheet)
        words = {label.text() for label in sheet.findChildren(QLabel)}
        assert not there - words, name
        sheet.deleteLater()
        QApplication.sendPostedEvents(sheet, QEvent.Type.DeferredDelete)
