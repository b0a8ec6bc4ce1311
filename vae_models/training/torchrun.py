"""What torchrun says in the environment of each process that it starts."""

import os

from vae_models.errors import TrainingError
from vae_models.files.names import quoted


def number_in(variable: str, otherwise: int) -> int:
    """A whole number that torchrun gave; `otherwise` where it gave none. Raises TrainingError where it is no number."""
    text = os.environ.get(variable, "").strip()
    try:
        return int(text) if text else otherwise
    except ValueError as error:
        raise TrainingError(
            f"The environment's {variable} is {quoted(text, 100)}, which is no whole number; unset it, or start with torchrun."
        ) from error
