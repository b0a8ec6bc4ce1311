"""The runs in a folder, and the places of new ones."""

import itertools
from pathlib import Path

from vae_models.errors import RunError
from vae_models.files.writing import make_new_folder
from vae_models.recipe.named import Recipe
from vae_models.runs.folder import RunFolder


def list_runs(runs_dir: Path) -> list[RunFolder]:
    """All runs in a folder, the newest first; folders that are no runs are passed over."""
    runs = []
    for path in Path(runs_dir).glob("*/recipe.json"):
        try:
            runs.append(RunFolder.open(path.parent))
        except RunError:
            continue
    return sorted(runs, key=lambda run: (run.age_rank, run.name), reverse=True)


def new_run_path(runs_dir: Path, recipe: Recipe) -> Path:
    """A new, empty folder named after the recipe, made here. Raises RunError."""
    return make_new_folder(Path(runs_dir) / f"{recipe.name}-{number}" for number in itertools.count(1))
