"""The classifier for a data set: shipped for digits, for others trained once and kept in the user's cache.

`python -m vae_models.measures.images.classifiers` trains the shipped one again, on MNIST.
"""

import argparse
import contextlib
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from vae_models.data.catalogue import DATASETS
from vae_models.errors import DataError, ModelError, RunError, UserError
from vae_models.files.resources import resource
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.files.user_folders import cache_folder
from vae_models.files.writing import make_folder
from vae_models.measures.images.feature_network import Classifier, Network, Tick, answers_of, sizes_of, train_network

if TYPE_CHECKING:
    from vae_models.data.load import Dataset, Split

SHIPPED = "classifiers/digits.safetensors"
SHIPPED_EPOCHS = 10

EPOCHS = 4
IMAGES = 12_000  # at most learnt from, so that it takes seconds
VERSION = 1  # of the network and its training; another one makes cached files stale


def classifier_for(dataset: "Dataset", tick: Tick | None = None) -> Classifier:
    """For images of 28x28 digits, and where the data has no classes, the shipped one; else one of its own.

    That is trained on the first use, with a fixed seed (`tick` tells how far it is), and read from the cache afterwards.
    Raises DataError for images without classes that are not 28x28.
    """
    size = tuple(dataset.train.images.shape[2:])
    source = DATASETS.get(dataset.name)
    if (source is not None and source.digits) or dataset.train.labels is None:
        if size != (28, 28):
            raise DataError("Only images with classes, or of 28x28 pixels, can be compared by a classifier.")
        return digit_classifier()
    train = _first(dataset.train)
    path = cache_folder() / f"classifier-{_fingerprint(train)}.safetensors"
    network = _read(path, Network(sizes_of(answers_of(train))))
    if network is None:
        network = train_network(train, epochs=EPOCHS, tick=tick)
        with contextlib.suppress(RunError):  # a cache that cannot be written is none
            make_folder(path.parent)
            write_tensors(path, network.state_dict(), {"sizes": network.sizes})
    kind = "the factors" if train.factors is not None else "the classes"
    return Classifier(network, f"{kind} of {len(train.images):,} training images")


def digit_classifier() -> Classifier:
    """The shipped one. Raises UserError when the installation lacks it, ModelError when it is damaged."""
    tensors, _ = read_tensors(resource(SHIPPED))
    network = Network((10,))
    network.load_state_dict(tensors)
    return Classifier(network.eval().requires_grad_(False), "the classes of MNIST's training digits")


def _first(split: "Split") -> "Split":
    from vae_models.data.load import Split

    tensors = (split.images, split.labels, split.factors)
    images, labels, factors = (None if tensor is None else tensor[:IMAGES] for tensor in tensors)
    assert images is not None
    return Split(images, labels, factors)


def _fingerprint(train: "Split") -> str:
    digest = hashlib.sha256(f"{VERSION} {tuple(train.images.shape)}".encode())
    for tensor in (train.images, answers_of(train)):
        digest.update(tensor.contiguous().numpy().data)
    return digest.hexdigest()[:16]


def _read(path: Path, network: Network) -> Network | None:
    """The network with the weights of a file; None where there is none, or one that is damaged."""
    if not path.exists():
        return None
    try:
        network.load_state_dict(read_tensors(path)[0])
    except (ModelError, RuntimeError):
        return None
    return network.eval().requires_grad_(False)


def main() -> int:
    """Trains the shipped classifier. Returns 0, or 2 after one sentence that says what was wrong."""
    from vae_models.data.load import load_dataset

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, help="a folder that has full MNIST")
    parser.add_argument("--download", action="store_true", help="allow downloading MNIST")
    options = parser.parse_args()
    try:
        mnist = load_dataset("mnist", data_dir=options.data_dir, download=options.download)
        torch.set_num_threads(1)  # so that sums are the same on every machine
        network = train_network(mnist.train, epochs=SHIPPED_EPOCHS)
        write_tensors(resource("classifiers") / "digits.safetensors", network.state_dict(), {"sizes": network.sizes})
        held_out = mnist.test or mnist.val
        assert held_out.labels is not None
        accuracy = digit_classifier().accuracy(held_out.images[:, 0].numpy(), held_out.labels)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"accuracy on {len(held_out.images):,} held-out digits: {accuracy:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
