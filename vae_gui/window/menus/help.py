"""The Help menu."""

from PySide6.QtGui import QAction

from vae_gui.widgets.basics.action import Action
from vae_gui.window.menus.menu import Menu

HELP = Menu(
    "&Help",
    (
        Action(
            "shortcuts", "&Keyboard shortcuts", lambda window: window.show_shortcuts(),
            "All keyboard shortcuts on one page", "F1",
        ),
        Action(
            "about", "&About Latent Explorer", lambda window: window.show_about(), "About this program",
            role=QAction.MenuRole.AboutRole,
        ),
    ),
)  # fmt: skip
