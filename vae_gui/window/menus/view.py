"""The View menu: which view is open, and how the window looks."""

from collections.abc import Sequence

from vae_gui.widgets.basics.action import Action
from vae_gui.window.menus.menu import Commands, Menu
from vae_gui.window.preferences import THEMES
from vae_gui.window.view_stack import ViewKind

_THEME_TITLES = {"system": "Follow system", "light": "Light", "dark": "Dark"}


def _theme(name: str) -> Action[Commands]:
    return Action(
        f"theme {name}", _THEME_TITLES[name], lambda window: window.preferences.set_theme(name), "Colours of the window",
        checked=lambda window: window.preferences.theme == name, one_of="theme", submenu="Theme", section="look",
    )  # fmt: skip


VIEW = Menu(
    "&View",
    (
        *map(_theme, THEMES),
        Action(
            "larger text", "Larger text", lambda window: window.preferences.larger_text(),
            "Everything in the window grows with it", "Ctrl++; Ctrl+=", section="look",
        ),
        Action(
            "smaller text", "Smaller text", lambda window: window.preferences.smaller_text(),
            "Everything in the window shrinks with it", "Ctrl+-", section="look",
        ),
        Action(
            "reset text", "Reset text size", lambda window: window.preferences.reset_text(),
            "Back to the system's text size", "Ctrl+0", section="look",
        ),
        Action(
            "projector", "Projector mode",
            lambda window: window.preferences.set_projector_mode(not window.preferences.projector_mode),
            "Larger text for projectors", "Ctrl+Shift+P", checked=lambda window: window.preferences.projector_mode,
            section="look",
        ),
        Action(
            "full screen", "Full screen", lambda window: window.switch_full_screen(), "Fill the whole screen", "F11",
            checked=lambda window: window.isFullScreen(), section="screen",
        ),
    ),
)  # fmt: skip


def view_actions(kinds: Sequence[ViewKind]) -> tuple[Action[Commands], ...]:
    """One for each view, with its number as key."""
    return tuple(_open(kind, number) for number, kind in enumerate(kinds, start=1))


def _open(kind: ViewKind, number: int) -> Action[Commands]:
    return Action(
        f"view {kind.name}", kind.title, lambda window: window.show_view(kind.name), kind.tip, f"Ctrl+{number}",
        section="views",
    )  # fmt: skip
