"""An action is said once; its menu, its keys, its mark and its icon follow from that."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from vae_gui.widgets.basics.action import Action, Actions, Face, action_button


@dataclass
class Lamp:
    """An owner: what can be done with it is the tuple below."""

    on: bool = False
    broken: bool = False
    colour: str = "red"
    done: list[str] = field(default_factory=list)

    def switch(self) -> None:
        self.on = not self.on and not self.broken


LAMP: tuple[Action[Lamp], ...] = (
    Action(
        "wipe", "Wipe", lambda lamp: lamp.done.append("wiped"), "Wipe the dust off", "W", icon="play", section="care"
    ),
    Action("sell", "Sell", lambda lamp: lamp.done.append("sold"), keys="Ctrl+Shift+S", can=lambda lamp: not lamp.on),
    Action(
        "on", "Light", Lamp.switch, checked=lambda lamp: lamp.on,
        now=lambda lamp: Face("Broken", "It needs a bulb", "stop") if lamp.broken else None,
    ),
    Action("red", "Red", lambda lamp: setattr(lamp, "colour", "red"), checked=lambda lamp: lamp.colour == "red",
           one_of="colour", submenu="Colour"),
    Action("blue", "Blue", lambda lamp: setattr(lamp, "colour", "blue"), checked=lambda lamp: lamp.colour == "blue",
           one_of="colour", submenu="Colour"),
)  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    panel = QWidget()
    panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(panel)
    return panel


def test_a_menu_has_all_of_them_with_a_line_between_sections_and_menus_within(panel: QWidget) -> None:
    menu = QMenu(panel)
    Actions(LAMP, Lamp(), panel).fill(menu)
    texts = [entry.text() or "-" for entry in menu.actions()]
    assert texts == ["Wipe", "-", "Sell", "Light", "Colour"]
    assert [entry.text() for entry in menu.actions()[-1].menu().actions()] == ["Red", "Blue"]  # type: ignore[attr-defined]


def test_it_is_done_by_its_key_where_the_focus_is(qtbot: QtBot, panel: QWidget) -> None:
    lamp = Lamp()
    Actions(LAMP, lamp, panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_W)
    QTest.keyClick(panel, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert lamp.done == ["wiped", "sold"]


def test_letters_need_the_focus_even_where_other_keys_work_anywhere(panel: QWidget) -> None:
    actions = Actions(LAMP, Lamp(), panel, anywhere=True)
    assert actions["wipe"].shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut
    assert actions["sell"].shortcutContext() == Qt.ShortcutContext.WindowShortcut
    assert panel.actions() == [actions["wipe"]]


@pytest.mark.parametrize("keys", ["F2", "Delete", "Ctrl+L", "Shift+F5"])
def test_what_is_no_letter_may_work_anywhere(panel: QWidget, keys: str) -> None:
    toy: Action[Lamp] = Action("toy", "Toy", Lamp.switch, keys=keys)
    assert Actions((toy,), Lamp(), panel, anywhere=True)["toy"].shortcutContext() == Qt.ShortcutContext.WindowShortcut


def test_what_can_be_done_and_what_is_on_is_read_from_the_owner(panel: QWidget) -> None:
    lamp = Lamp()
    actions = Actions(LAMP, lamp, panel)
    actions["on"].trigger()
    actions.refresh()
    assert lamp.on and actions["on"].isChecked() and not actions["sell"].isEnabled()


def test_a_switch_that_could_not_be_turned_stays_where_it_was(panel: QWidget) -> None:
    lamp = Lamp(broken=True)
    actions = Actions(LAMP, lamp, panel)
    actions["on"].trigger()
    assert not actions["on"].isChecked()
    assert (actions["on"].text(), actions["on"].toolTip()) == ("Broken", "It needs a bulb")
    assert not actions["on"].icon().isNull()


def test_of_switches_that_share_a_name_one_is_on(panel: QWidget) -> None:
    lamp = Lamp()
    actions = Actions(LAMP, lamp, panel)
    actions.refresh()
    actions["blue"].trigger()
    assert lamp.colour == "blue" and actions["blue"].isChecked() and not actions["red"].isChecked()


def test_a_face_that_did_not_change_keeps_what_a_menu_added_to_it(panel: QWidget) -> None:
    actions = Actions(LAMP, Lamp(), panel)
    actions["sell"].setText("S&ell")
    actions.refresh()
    assert actions["sell"].text() == "S&ell"


def test_several_keys_may_do_the_same(panel: QWidget) -> None:
    toy: Action[Lamp] = Action("larger", "Larger", Lamp.switch, keys="Ctrl++; Ctrl+=")
    shortcuts = Actions((toy,), Lamp(), panel)["larger"].shortcuts()
    assert shortcuts == [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]


def test_a_button_shows_and_does_what_an_action_says(qtbot: QtBot, panel: QWidget) -> None:
    lamp = Lamp()
    actions = Actions(LAMP, lamp, panel)
    wipe = action_button(actions["wipe"], QToolButton(panel), "W.")
    assert (wipe.text(), wipe.toolTip(), wipe.accessibleName()) == ("W.", "Wipe the dust off (W)", "W.")
    wipe.click()
    assert lamp.done == ["wiped"]
    on = action_button(actions["on"], QToolButton(panel))
    on.click()
    assert lamp.on and on.isChecked()
    lamp.broken = True
    on.click()
    assert not lamp.on and not on.isChecked() and on.text() == "Broken"
    sell = action_button(actions["sell"], QToolButton(panel))
    lamp.on = True
    actions.refresh()
    assert not sell.isEnabled()


def test_a_button_of_one_choice_among_several_stays_chosen_when_it_is_pressed_again(panel: QWidget) -> None:
    actions = Actions(LAMP, Lamp(), panel)
    actions.refresh()
    red = action_button(actions["red"], QToolButton(panel))
    red.click()
    assert red.isChecked() and actions["red"].isChecked()


def test_an_action_may_give_its_tip_and_keys_to_a_button_that_looks_after_itself() -> None:
    assert LAMP[0].hint == "Wipe the dust off (W)" and LAMP[2].hint == ""
