"""How a training begins: a Trainer for a new run, or for one that goes on. Called on the training thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vae_gui.workspace.model_origin import origin_of
from vae_models.data.catalogue import is_embedded
from vae_models.recipe.named import Recipe

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.training.keeping import IfLost
    from vae_models.training.trainer import Trainer


def new_trainer(
    recipe: Recipe, dataset: "Dataset", runs_dir: Path, data_dir: Path | None, device: str, if_lost: "IfLost" = "rescue"
) -> "Trainer":  # fmt: skip
    """Raises RecipeError where the recipe does not suit the data, before there is a run folder; RunError after that."""
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.listing import new_run_path
    from vae_models.training.trainer import Trainer

    height, width = dataset.train.images.shape[2:]
    recipe = recipe.fitted((height, width), len(dataset.class_names))
    trainer = Trainer(recipe, dataset, device=device, if_lost=if_lost)
    folder = None if is_embedded(dataset.name) else data_dir
    trainer.run = RunFolder.create(
        new_run_path(runs_dir, recipe), trainer.recipe, dataset.name, folder, dataset.value_range, dataset.invert
    )
    return trainer


def resumed_trainer(
    path: Path, open_dataset: "Dataset | None", data_dir: Path | None, device: str, epochs: int | None,
    loaded: "Callable[[Dataset], None]", if_lost: "IfLost" = "rescue",
) -> "Trainer":  # fmt: skip
    """The run's own data are loaded, and told to `loaded`, where others are open. Raises RunError, DataError."""
    from vae_models.data.load import load_dataset
    from vae_models.runs.folder import RunFolder
    from vae_models.training.trainer import Trainer

    run = RunFolder.open(path)
    if open_dataset is not None and origin_of(run).belongs_to(open_dataset):
        dataset = open_dataset
    else:
        elsewhere = None if is_embedded(run.dataset) else data_dir
        folder = Path(run.data_dir) if run.data_dir else elsewhere
        dataset = load_dataset(run.dataset, data_dir=folder, value_range=run.value_range, invert=run.invert)
        loaded(dataset)
    return Trainer.resume(run, dataset, device=device, epochs=epochs, if_lost=if_lost)
