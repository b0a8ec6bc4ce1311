"""The plain PyTorch file of a run folder: its recipe, its data, and what was changed by hand while it trained."""

from vae_models.errors import ModelError
from vae_models.export.script import plain_script
from vae_models.files.reading import damage_as
from vae_models.files.tensor_descriptions import read_description
from vae_models.runs.folder import RunFolder
from vae_models.training.events import ValueChanged
from vae_models.training.progress import change_of


def script_of(run: RunFolder) -> str:
    """Raises RecipeError where there is no such file for the recipe or its data, ModelError for a damaged checkpoint."""
    changes: list[ValueChanged] = []
    if run.checkpoint_path.exists():
        description = read_description(run.checkpoint_path)
        with damage_as(
            ModelError, f"The checkpoint in {run.path} is damaged; it does not say what was changed by hand."
        ):
            changes = [change_of(change) for change in description.get("changes", ())]
    return plain_script(run.recipe, run.dataset, changes)
