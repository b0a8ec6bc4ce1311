"""What a command says of own data before it uses them."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vae_models.data import Dataset

RANGE_HELP = "own images: which numbers are black and white; percentile, full, or LOW,HIGH (automatic where not given)"
MOST_REASONS = 10


def tell_of(dataset: "Dataset") -> None:
    """On standard error: files that were skipped, what was done to the images, and how they were split."""
    lines = [f"Skipped: {skipped.reason}" for skipped in dataset.skipped[:MOST_REASONS]]
    if dataset.skipped:
        lines.append(f"{len(dataset.skipped)} unreadable files were skipped.")
    lines += dataset.notes
    if dataset.validation:
        lines.append(f"Images: {dataset.describe_splits()}")
    for line in lines:
        print(line, file=sys.stderr)
