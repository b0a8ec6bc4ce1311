"""The numbers that say which images are held out and in which order a run sees what: a run as a script has the same."""

SPLIT_SEED = 0  # of the choice of held-out images
VALIDATION_IMAGES = 1_000
LEAST_TRAINED = 10  # of so many images one is held out at most
VALIDATION_SEED = 20_250  # the same posterior samples and noise at every validation, so that only the weights differ
SEEDS = 2**63
APART = 1_000_003  # between the orders of two seeds: more than there are epochs


def held_out_count(images: int, most: int = VALIDATION_IMAGES) -> int:
    """How many of so many training images are kept for validation."""
    return min(most, max(1, images // LEAST_TRAINED))


def validation_batch(batch_size: int) -> int:
    """How many images a validation looks at together."""
    return max(batch_size, 256)


def order_seed(seed: int, epoch: int) -> int:
    """Of the order of the images in an epoch of the run of that seed."""
    return (seed * APART + epoch) % SEEDS
