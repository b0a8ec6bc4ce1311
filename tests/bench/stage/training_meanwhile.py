"""A training that goes on beside what is measured."""

from PySide6.QtCore import QEventLoop

from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe


def train_meanwhile(workspace: Workspace) -> None:
    """Returns once a run has begun that does not end by itself."""
    started = QEventLoop()
    workspace.training.started.connect(started.quit)
    workspace.training.start(get_recipe("vae-2d").replace(epochs=1000))
    started.exec()
