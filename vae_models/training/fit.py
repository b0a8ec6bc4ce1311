"""Whether a recipe can train on a data set, and with which batch."""

from vae_models.data.load import Dataset
from vae_models.errors import RecipeError
from vae_models.recipe.named import Recipe


def with_fitting_batch(recipe: Recipe, dataset: Dataset) -> Recipe:
    """The recipe with the largest batch that the training images allow, where its own is larger."""
    images = len(dataset.train.images)
    return recipe if recipe.batch_size <= images else recipe.replace(batch_size=images)


def smaller_batch(asked: Recipe, taken: Recipe) -> str:
    """A sentence that says so where a recipe got a smaller batch; empty where it did not."""
    if taken.batch_size == asked.batch_size:
        return ""
    count = taken.batch_size
    there_are = "There is only 1 training image" if count == 1 else f"There are only {count} training images"
    return f"{there_are}, so {asked.name} trains with a batch of {count} instead of {asked.batch_size}."


def check_fit(recipe: Recipe, dataset: Dataset) -> None:
    """Raises RecipeError when the images' size or the labels do not suit."""
    images = dataset.train.images
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
