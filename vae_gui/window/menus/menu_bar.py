"""The menu bar: the window's menus and the open view's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from vae_gui.widgets.basics.action import Actions
from vae_gui.window.menus import MENUS
from vae_gui.window.menus.edit import EDIT
from vae_gui.window.menus.menu import Commands, Menu
from vae_gui.window.menus.mnemonics import add_mnemonics
from vae_gui.window.menus.train import TRAIN
from vae_gui.window.menus.view import VIEW, view_actions

if TYPE_CHECKING:
    from vae_gui.views.view import View
    from vae_gui.window.view_stack import ViewKind


class WindowMenus(QObject):
    """Shows what can be done now; what is done, `commands` does."""

    def __init__(
        self, bar: QMenuBar, commands: Commands, kinds: "Sequence[ViewKind]", menus: Sequence[Menu] = MENUS
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._commands = commands
        self._kinds = kinds
        self._actions: dict[Menu, Actions[Commands]] = {}
        self._menus = {menu: self._add(menu) for menu in menus}
        self.own = QMenu(bar)
        self.own.setToolTipsVisible(True)
        bar.insertMenu(self._menus[menus[-1]].menuAction(), self.own)
        self._follow()
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        """An action of the window by its name."""
        return next(found for actions in self._actions.values() for found in actions if found.objectName() == name)

    def refresh(self) -> None:
        for actions in self._actions.values():
            actions.refresh()

    def show_own(self, view: "View") -> None:
        """The menu of the view that is open now; the Train view's entries stand in the Train menu."""
        actions = view.menu_actions()
        self.own.clear()
        self.own.menuAction().setVisible(bool(actions) and not view.shows_training)
        if view.shows_training:
            self._menus[TRAIN].addActions(actions)
            add_mnemonics(self._menus[TRAIN].actions())
            return
        self.own.setTitle(view.title)
        self.own.addActions(actions)
        add_mnemonics(actions)
        add_mnemonics(self._bar.actions())

    def _add(self, menu: Menu) -> QMenu:
        entries = (*view_actions(self._kinds), *menu.actions) if menu is VIEW else menu.actions
        self._actions[menu] = Actions(entries, self._commands, self._bar, anywhere=True)
        made = self._bar.addMenu(menu.title)
        self._actions[menu].fill(made)
        if menu is TRAIN:
            made.addSeparator()
        for each in (made, *made.findChildren(QMenu)):
            each.setToolTipsVisible(True)
            add_mnemonics(each.actions())
        return made

    def _follow(self) -> None:
        """Whatever changes what can be done."""
        undo, training = self._commands.undo, self._commands.workspace.training
        for undone in (undo.canUndoChanged, undo.canRedoChanged, undo.undoTextChanged, undo.redoTextChanged):
            undone.connect(lambda *_: self._actions[EDIT].refresh())
        for changed in (training.prepared, training.paused, training.ended, self._commands.preferences.changed):
            changed.connect(lambda *_: self.refresh())
