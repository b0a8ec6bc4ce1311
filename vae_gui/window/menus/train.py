"""The Train menu, whichever view is open; the Train view adds its own entries below."""

from vae_gui.views.shared.training_actions import PAUSE, START, STOP
from vae_gui.window.menus.menu import Menu

TRAIN = Menu("&Train", (START, PAUSE, STOP))
