"""Starts a run again with a smaller learning rate, as soon as the one under way has come to its end."""

from collections.abc import Callable

from vae_gui.workspace.workspace import Workspace
from vae_models.recipe.named import Recipe

FACTOR = 10


class SlowerRestart:
    def __init__(self, workspace: Workspace, start: Callable[[Recipe], None]) -> None:
        self._workspace, self._start = workspace, start
        self._wanted: Recipe | None = None

    def ask(self, recipe: Recipe) -> None:
        """recipe: of the run that is to be started again; a training under way is stopped for it."""
        self._wanted = recipe
        self._workspace.training.control.stop()
        self.go_on()

    def go_on(self) -> None:
        """For the end of a training."""
        if self._wanted is not None and not self._workspace.training.under_way:
            recipe, self._wanted = self._wanted, None
            self._start(recipe.replace(learning_rate=recipe.learning_rate / FACTOR))
