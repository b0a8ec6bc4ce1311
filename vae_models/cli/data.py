"""What commands that take data have in common: the options, and what is said of own data before they are used."""

import argparse
import sys
from typing import TYPE_CHECKING

from vae_models.cli.paths import path_argument, source_argument
from vae_models.data.catalogue import DATASETS

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

RANGE_HELP = "your own images: which values become black and white: auto (the default), percentile, full, or LOW,HIGH"
MOST_REASONS = 10


def add_data_arguments(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """Which data, where they are, and how own images are read; `otherwise` is what may stand in the place of a name."""
    parser.add_argument(
        "--dataset",
        type=source_argument,
        metavar="NAME|PATH",
        help=f"{', '.join(DATASETS)}, or {otherwise}",
    )
    parser.add_argument(
        "--data-dir", type=path_argument, metavar="DIR", help="a folder that already holds the data set"
    )
    parser.add_argument("--download", action="store_true", help="allow downloading the data set")
    parser.add_argument("--range", metavar="R", help=RANGE_HELP)


def tell_of(dataset: "Dataset") -> None:
    """On standard error: files that were skipped, what was done to the images, and how they were split."""
    lines = [f"Skipped: {skipped.reason}" for skipped in dataset.skipped[:MOST_REASONS]]
    lines += filter(None, [dataset.describe_skipped(), *dataset.notes])
    if dataset.validation:
        lines.append(f"Images: {dataset.describe_splits()}")
    for line in lines:
        print(line, file=sys.stderr)
