"""A sweep as a folder: `sweep.json` says which runs belong to it, each of which is a run folder beside it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from vae_models.data.load import Dataset
from vae_models.data.value_ranges import AUTO, check_range
from vae_models.errors import RecipeError, RunError
from vae_models.files.names import name_problem
from vae_models.files.reading import MIB
from vae_models.files.writing import write_file
from vae_models.recipe.named import Recipe
from vae_models.runs.files import SWEEP_FILE as FILE
from vae_models.runs.json_file import values_of
from vae_models.sweeps.grid import MAX_RUNS, PlannedRun
from vae_models.training.fit import check_fit, with_fitting_batch
from vae_models.training.trainer import Trainer

MAX_BYTES = 16 * MIB


@dataclass(frozen=True)
class SweepPlan:
    """The runs of a sweep and the data they are trained on; `data_dir`, `invert` and `value_range` as in `data.load_dataset`."""

    runs: tuple[PlannedRun, ...]
    dataset: str
    data_dir: str | None = None
    invert: bool | None = None
    value_range: str = AUTO

    def __post_init__(self) -> None:
        texts = (self.dataset, self.data_dir or "")
        if not all(isinstance(text, str) and "\0" not in text for text in texts) or self.invert not in (
            True,
            False,
            None,
        ):
            raise RunError("A sweep names its data set and its folder, and says whether to invert.")

    @property
    def _reading(self) -> tuple[bool | None, str]:
        """How the images are read."""
        return self.invert, self.value_range

    @property
    def folder_name(self) -> str:
        """The same for the same sweep, so that who asks for it again finds it."""
        told = json.dumps([self.dataset, *self._reading, [[run.name, run.recipe.to_dict()] for run in self.runs]])
        return f"sweep-{self.runs[0].recipe.name}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def fitted(self, dataset: Dataset) -> Self:
        """The same plan for these images; runs whose names do not tell their batch or number of classes get one that fits.

        Raises RecipeError when one of its recipes does not suit them.
        """
        height, width = dataset.train.images.shape[2:]
        shape, classes = (height, width), len(dataset.class_names)
        runs = tuple(_with_batch(_with_images(run, shape, classes), dataset) for run in self.runs)
        largest: dict[str, Recipe] = {}
        for run in runs:
            check_fit(run.recipe, dataset)
            known = largest.setdefault(run.recipe.name, run.recipe)
            if run.recipe.batch_size > known.batch_size:
                largest[run.recipe.name] = run.recipe
        for recipe in largest.values():
            Trainer(recipe, dataset, device="cpu")
        return replace(self, runs=runs)

    def save(self, folder: Path) -> None:
        """Writes `sweep.json`; runs of the same sweep that are in it already stay. Raises RunError.

        Another grid may be added to a sweep. A run that would not be what it was is refused, and so is other data.
        """
        before = _saved(folder)
        merged = self if before is None else self._joined(before, folder)
        if before is None or merged.runs != before.runs:
            write_file(folder / FILE, json.dumps(merged._to_dict(), indent=1).encode())

    def _joined(self, before: "SweepPlan", folder: Path) -> Self:
        if (before.dataset, before._reading) != (self.dataset, self._reading):
            raise RunError(f"{folder} holds a sweep over {before.dataset}; choose another folder for other data.")
        known = {run.name: run.recipe for run in before.runs}
        changed = next((run.name for run in self.runs if known.get(run.name, run.recipe) != run.recipe), None)
        if changed is not None:
            raise RunError(
                f"{folder} holds a sweep in which {changed} has other values; choose another folder for this one."
            )
        return replace(self, runs=before.runs + tuple(run for run in self.runs if run.name not in known))

    def _to_dict(self) -> dict[str, Any]:
        return {
            "dataset": self.dataset, "data_dir": self.data_dir, "invert": self.invert,
            "value_range": self.value_range,
            "runs": {run.name: run.recipe.to_dict() for run in self.runs},
        }  # fmt: skip

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises RunError when there is no sweep, or a damaged one."""
        remedy = "choose another folder, or remove the file"
        with values_of(folder / FILE, "sweep", MAX_BYTES, remedy) as values:
            value_range = check_range(str(values.get("value_range", AUTO)))
            runs = _planned(values["runs"])
            return cls(runs, values["dataset"], values["data_dir"], values["invert"], value_range)


def _planned(recipes: Mapping[str, Any]) -> tuple[PlannedRun, ...]:
    if any(name_problem(name) for name in recipes):
        raise ValueError("a run's name is that of a folder in the sweep's own")
    if not 0 < len(recipes) <= MAX_RUNS:
        raise ValueError("a sweep has at least one run, and not beyond all measure")
    return tuple(PlannedRun(name, Recipe.from_dict(recipe)) for name, recipe in recipes.items())


def _with_images(run: PlannedRun, shape: tuple[int, int], classes: int) -> PlannedRun:
    told = f"classes={run.recipe.classes}" in run.name
    return PlannedRun(run.name, run.recipe.fitted(shape, 0 if told else classes))


def _with_batch(run: PlannedRun, dataset: Dataset) -> PlannedRun:
    fitting = with_fitting_batch(run.recipe, dataset)
    if fitting != run.recipe and f"batch_size={run.recipe.batch_size}" in run.name:
        raise RecipeError(
            f"The batch size {run.recipe.batch_size} is larger than the data set: {len(dataset.train.images)} training images."
        )
    return PlannedRun(run.name, fitting)


def _saved(folder: Path) -> SweepPlan | None:
    return SweepPlan.load(folder) if (folder / FILE).exists() else None
