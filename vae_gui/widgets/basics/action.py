"""What a person can do, said once: menus, buttons, context menus and the sheet of shortcuts all show the same object."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolButton, QWidget

from vae_gui.theme.icons import icon

Owner = TypeVar("Owner", contravariant=True)  # who can do more can do this too
Button = TypeVar("Button", bound=QAbstractButton)


@dataclass(frozen=True)
class Face:
    """What an action looks like. icon: a file of `resources/icons`, without its ending."""

    text: str
    tip: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Action(Generic[Owner]):
    """An entry of a tuple: the tuple's owner does it.

    name: in the code, unique in its tuple. text, tip, icon: its `Face`. do: is called with the owner.
    keys: as Qt writes them, several with "; " between. A letter without Ctrl or Alt works only where the focus is in the panel.
    can: whether it can be done now. checked: of a switch, whether it is on. one_of: a name that switches share of which one is on.
    section: a menu draws a line where it changes. submenu: the title of the menu within the menu in which it stands.
    now: another face while something is the case, None for its own. role: where macOS puts it.
    """

    name: str
    text: str
    do: Callable[[Owner], object]
    tip: str = ""
    keys: str | QKeySequence.StandardKey = ""
    icon: str = ""
    can: Callable[[Owner], bool] | None = None
    checked: Callable[[Owner], bool] | None = None
    one_of: str = ""
    section: str = ""
    submenu: str = ""
    now: Callable[[Owner], Face | None] | None = None
    role: QAction.MenuRole = QAction.MenuRole.TextHeuristicRole

    def face(self, owner: Owner) -> Face:
        """What it looks like now."""
        changed = self.now(owner) if self.now is not None else None
        return changed or Face(self.text, self.tip, self.icon)

    @property
    def hint(self) -> str:
        """Tip and keys, for a button that does the same but looks after itself."""
        return _with_keys(self.tip, self.key_sequences)

    @property
    def key_sequences(self) -> list[QKeySequence]:
        if isinstance(self.keys, QKeySequence.StandardKey):
            return QKeySequence.keyBindings(self.keys)
        return QKeySequence.listFromString(self.keys) if self.keys else []


class Actions(QObject, Generic[Owner]):
    """The actions of one owner, made for Qt. `refresh` shows what can be done now, and what is on.

    panel: keeps them, and its keys work while it, or something in it, has the focus; `anywhere`: the keys work wherever the
    focus is, once the entries stand in the menu bar.
    """

    def __init__(
        self, entries: Sequence[Action[Owner]], owner: Owner, panel: QWidget, *, anywhere: bool = False
    ) -> None:
        super().__init__(panel)
        self.entries = tuple(entries)
        self._owner = owner
        self._panel = panel
        self._anywhere = anywhere
        self._groups: dict[str, QActionGroup] = {}
        self._faces = {entry.name: Face(entry.text, entry.tip, entry.icon) for entry in entries}
        self._made = {entry.name: self._make(entry) for entry in entries}
        self.with_lines = self._with_lines()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._made.values())

    def section(self, name: str) -> list[QAction]:
        return [self._made[entry.name] for entry in self.entries if entry.section == name]

    def refresh(self) -> None:
        """Face, mark and whether it can be done, of each."""
        for entry in self.entries:
            self._refresh(entry)

    def _with_lines(self) -> list[QAction]:
        """All of them, with a line where the section changes."""
        actions: list[QAction] = []
        for before, entry in zip((None, *self.entries), self.entries, strict=False):
            if before is not None and before.section != entry.section:
                actions.append(line(self._panel))
            actions.append(self[entry.name])
        return actions

    def fill(self, menu: QMenu) -> None:
        """Puts all of them into a menu, with lines between sections and menus within."""
        menus = {"": menu}
        for before, entry in zip((None, *self.entries), self.entries, strict=False):
            if before is not None and before.section != entry.section:
                menu.addSeparator()
            if entry.submenu not in menus:
                menus[entry.submenu] = menu.addMenu(entry.submenu)
            menus[entry.submenu].addAction(self[entry.name])

    def _make(self, entry: Action[Owner]) -> QAction:
        made = QAction(self._panel)
        made.setObjectName(entry.name)
        made.setMenuRole(entry.role)
        made.setShortcuts(entry.key_sequences)
        if not self._anywhere or any(map(_is_a_letter, entry.key_sequences)):
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._panel.addAction(made)
        if entry.checked is not None:
            made.setCheckable(True)
        if entry.one_of:
            made.setActionGroup(self._groups.setdefault(entry.one_of, QActionGroup(self._panel)))
        made.triggered.connect(partial(self._do, entry))
        _show(made, self._faces[entry.name])
        return made

    def _do(self, entry: Action[Owner], _checked: bool = False) -> None:
        entry.do(self._owner)
        if entry.checked is not None:  # Qt has turned it already, whatever came of it
            self._refresh(entry)

    def _refresh(self, entry: Action[Owner]) -> None:
        made, face = self[entry.name], entry.face(self._owner)
        if face != self._faces[entry.name]:
            self._faces[entry.name] = face
            _show(made, face)
        if entry.can is not None:
            made.setEnabled(entry.can(self._owner))
        if entry.checked is not None:
            made.setChecked(entry.checked(self._owner))


def line(parent: QWidget) -> QAction:
    """Between the sections of a menu."""
    made = QAction(parent)
    made.setSeparator(True)
    return made


def action_button(action: QAction, button: Button, text: str = "") -> Button:
    """The button shows and does what the action says. text: where the button's is another, shorter one."""

    def show() -> None:
        button.setText(text or action.text().replace("&", ""))
        button.setAccessibleName(button.text())
        button.setToolTip(_with_keys(action.toolTip(), action.shortcuts()))
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())
        button.setChecked(action.isChecked())

    def clicked() -> None:
        action.trigger()
        show()  # a button turns itself, whatever came of it

    button.setCheckable(action.isCheckable())
    if isinstance(button, QToolButton):
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.clicked.connect(clicked)
    action.changed.connect(show)
    show()
    return button


def _with_keys(tip: str, keys: Sequence[QKeySequence]) -> str:
    """As a button shows it: a menu has the keys beside the text, a button has not."""
    return f"{tip} ({keys[0].toString(QKeySequence.SequenceFormat.NativeText)})" if keys else tip


def _is_a_letter(keys: QKeySequence) -> bool:
    return len(keys.toString().removeprefix("Shift+")) == 1


def _show(action: QAction, face: Face) -> None:
    if action.text().replace("&", "") != face.text.replace("&", ""):  # a menu may have given it a letter
        action.setText(face.text)
    action.setToolTip(face.tip or face.text.replace("&", ""))
    action.setStatusTip(face.tip)
    if face.icon:
        action.setIcon(icon(face.icon))
