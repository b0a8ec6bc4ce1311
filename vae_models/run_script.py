"""The plain PyTorch file of a run folder: its recipe, its data, and what was changed by hand while it trained."""

from vae_models.plain_script import plain_script
from vae_models.runs import RunFolder
from vae_models.tensor_files import read_description


def script_of(run: RunFolder) -> str:
    """Raises RecipeError where there is no such file for the recipe or its data, ModelError for a damaged checkpoint."""
    changes: tuple[tuple[int, str, float], ...] = ()
    if run.checkpoint_path.exists():
        description = read_description(run.checkpoint_path)
        changes = tuple((int(step), str(name), float(value)) for step, name, value in description.get("changes", ()))
    return plain_script(run.recipe, run.dataset, changes)
