"""Whether a run goes on with the held-out images that it began with: its checkpoints know their digest."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vae_models.errors import RunError

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.runs.folder import RunFolder


def digest_of(dataset: "Dataset") -> str:
    """SHA-256 of the validation images: another split of the same data has another one."""
    return hashlib.sha256(dataset.val.images.contiguous().numpy().data).hexdigest()


def check_held_out(run: "RunFolder", dataset: "Dataset", description: Mapping[str, Any]) -> None:
    """Raises RunError where a checkpoint was trained on images that are for validation now.

    Checkpoints that say nothing are of a time when the last images of a data set were held out, except of those with
    factors, which are split as ever.
    """
    known = description.get("held_out", None)
    if known == digest_of(dataset) or (known is None and dataset.factor_names):
        return
    raise RunError(
        f"{run.path} held out other images than {dataset.name} does now, so it would be validated on what it has learnt; "
        "use its model as it is, or train it again."
    )
