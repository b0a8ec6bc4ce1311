"""What a Trainer does with its run folder: holds it, saves into it, and says where it has vanished."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from vae_models.errors import RunError
from vae_models.recipe.named import Recipe
from vae_models.runs.epochs import EpochDone
from vae_models.runs.folder import RunFolder
from vae_models.runs.provenance import Provenance
from vae_models.training.events import Notice, RunRescued

if TYPE_CHECKING:
    from torch import Tensor

    from vae_models.explore.predictor import Predictor

IfLost = Literal["rescue", "stop"]


class RunKeeper:
    """Does nothing while there is no `run`. `tell` takes what whoever trains should know."""

    def __init__(self, run: RunFolder | None, if_lost: IfLost, tell: Callable[[Notice], None]) -> None:
        self.run = run
        self._if_lost = if_lost
        self._tell = tell
        self._saved_step = 0
        self._told_of_snapshots = False

    def take(self) -> None:
        """Raises RunError where another process trains the run."""
        if self.run is not None:
            self.run.take()

    def begin(self, recipe: Recipe, step: int, provenance: Callable[[], Provenance] | None) -> None:
        """The run is taken, and says what trains from now on, and where, None for nowhere; `step` is how far it was saved.

        Raises RunError.
        """
        self.take()
        self._saved_step = step
        if self.run is not None:
            self.run.set_recipe(recipe)
        if self.run is not None and provenance is not None:
            now = provenance()
            self._compare_data(self.run.trained_with[-1:], now)
            self.run.set_provenance(now)

    def _compare_data(self, before: list[Provenance], now: Provenance) -> None:
        if any(each.training_data != now.training_data for each in before):
            self._tell(Notice("These are not the images that the run was trained on so far; its curves mix both."))

    def end(self) -> None:
        """Lets go of the run; one that was never saved beyond its start leaves nothing."""
        if self.run is not None:
            if self._saved_step == 0:
                self.run.discard()
            self.run.let_go()

    def look(self) -> bool:
        """Whether the folder was lost and there is another one now, to be saved into. Raises RunError where that is to end it."""
        if self.run is None or not self.run.is_lost:
            return False
        lost = self.run
        lost.let_go()
        if self._if_lost == "stop":
            raise RunError(f"The folder {lost.path} has vanished; training was stopped, as you chose for that case.")
        self.run = lost.rescued()
        self._told_of_snapshots = False
        text = f"The folder {lost.path} has vanished; training continues in {self.run.path}, where everything is saved again."
        self._tell(RunRescued(text, self.run.path))
        return True

    def save(self, tensors: "dict[str, Tensor]", description: dict[str, Any], epochs: list[EpochDone]) -> None:
        """Raises RunError."""
        if self.run is None:
            return
        try:
            self.run.save(tensors, description, epochs)
        except RunError:
            if not self.look():  # it may vanish while it is written to
                raise
            self.run.save(tensors, description, epochs)
        self._saved_step = description["step"]

    def save_snapshot(self, epoch: float, predictor: "Predictor") -> None:
        """A run does without its snapshots: one that cannot be written is told, once."""
        if self.run is None or self.run.is_lost:
            return
        try:
            self.run.save_snapshot(epoch, predictor)
        except RunError as error:
            if self.run.is_lost:  # it vanished while it was written to; the next look says so
                return
            if not self._told_of_snapshots:
                self._tell(Notice(f"A snapshot of the run could not be saved, training continues: {error}"))
            self._told_of_snapshots = True
