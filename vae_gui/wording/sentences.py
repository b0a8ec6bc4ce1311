"""Words that more than one place of the window says."""

from pathlib import Path

NO_MODEL = "There is no model yet; train one or open one."
NO_IMAGES = "No images are open yet; wait until they are loaded, or choose a data set in the Train view."
NOT_FINITE = "This model's codes are not finite numbers; go back to an earlier epoch."
STILL_SAVING = "The last file is still being saved; try again in a moment."
CONTINUE_TRAINING = "Continue training"
RESAMPLE = "Resample"
LOADING_MODELS = "Loading the models…"

INTERPOLATIONS = ("Linear", "Spherical")
INTERPOLATION_TIP = "Linear: a straight line. Spherical: an arc on which codes stay as long as typical ones."


def saved_to(path: Path) -> str:
    return f"Saved to {path}"
