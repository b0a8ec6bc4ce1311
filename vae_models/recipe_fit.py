"""Whether a recipe can train on a data set."""

from vae_models.data import Dataset
from vae_models.errors import RecipeError
from vae_models.recipes import Recipe


def check_fit(recipe: Recipe, dataset: Dataset) -> None:
    """Raises RecipeError when the batch, the images' size or the labels do not suit."""
    images = dataset.train.images
    if recipe.batch_size > len(images):
        raise RecipeError(f"The batch size {recipe.batch_size} is larger than the data: {len(images)} training images.")
    if tuple(images.shape[2:]) != recipe.image_shape:
        shape, wanted = "x".join(map(str, images.shape[2:])), "x".join(map(str, recipe.image_shape))
        raise RecipeError(f"The recipe {recipe.name} is for images of {wanted} pixels; these are {shape}.")
    if recipe.conditional:
        _check_labels(recipe, dataset)


def _check_labels(recipe: Recipe, dataset: Dataset) -> None:
    for split in (dataset.train, dataset.val):
        if split.labels is None:
            raise RecipeError(
                f"The recipe {recipe.name} learns from labels, and these images have none; choose another."
            )
        highest = int(split.labels.max())
        if highest >= recipe.classes:
            raise RecipeError(
                f"The recipe {recipe.name} is for {recipe.classes} classes; these images have at least {highest + 1}."
            )
