"""A training that was stopped and resumed, beside one that was not."""

from pathlib import Path

from vae_models import Recipe
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


def unbroken_and_resumed(recipe: Recipe, dataset: Dataset, folder: Path, step: int) -> tuple[Trainer, Trainer]:
    """Both at their end; the second was stopped after that many steps, and its run folder opened anew."""
    unbroken = Trainer(recipe, dataset, event_interval=60.0)
    list(unbroken.steps())
    run = RunFolder.create(folder / "run", recipe, "few")
    stopped = Trainer(recipe, dataset, run=run, event_interval=0.0)
    steps = stopped.steps()
    while stopped.step < step:
        next(steps)
    steps.close()
    resumed = Trainer.resume(RunFolder.open(run.path), dataset)
    assert step <= resumed.step < resumed.total_steps
    list(resumed.steps())
    return unbroken, resumed
