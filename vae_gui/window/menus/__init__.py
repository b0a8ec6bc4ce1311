"""The menus of the window, one a file. A new action is an entry of its menu's tuple, a new menu a file here and in `MENUS`."""

from vae_gui.window.menus.edit import EDIT
from vae_gui.window.menus.file import FILE
from vae_gui.window.menus.help import HELP
from vae_gui.window.menus.menu import Menu
from vae_gui.window.menus.train import TRAIN
from vae_gui.window.menus.view import VIEW

# In the order of the bar, where the open view's own stands before the last.
MENUS: tuple[Menu, ...] = (FILE, EDIT, VIEW, TRAIN, HELP)
