"""The classifier that images are compared by: the shipped one, and one of a data set's own."""

from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models.data.load import Dataset, Split
from vae_models.errors import DataError
from vae_models.files.resources import resource
from vae_models.files.user_folders import cache_folder
from vae_models.measures.images import classifiers
from vae_models.measures.images.classifiers import classifier_for, digit_classifier
from vae_models.measures.images.feature_network import FEATURES, train_network


@pytest.fixture(scope="module")
def own(digits: Dataset) -> Dataset:
    """A set that the program does not know by name."""
    train, val = digits.train, digits.val
    assert train.labels is not None
    return Dataset("own", Split(train.images[:1000], train.labels[:1000]), val, None, digits.class_names)


def test_the_shipped_one_knows_digits_and_is_small(digits: Dataset) -> None:
    assert digits.val.labels is not None
    assert digit_classifier().accuracy(digits.val.images[:, 0].numpy(), digits.val.labels) > 0.985
    assert resource(classifiers.SHIPPED).stat().st_size < 1024 * 1024
    assert classifier_for(digits).origin == "the classes of MNIST's training digits"


def test_features_do_not_depend_on_how_images_are_given(digits: Dataset) -> None:
    images = digits.val.images[:20, 0].numpy()
    features = digit_classifier().features(images)
    assert features.shape == (20, FEATURES) and features.dtype == np.float64
    np.testing.assert_allclose(digit_classifier().features(images.astype(np.float32) / 255), features, atol=1e-5)


def test_another_data_set_gets_its_own_which_is_kept(own: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    made = classifier_for(own, shares.append)
    assert shares[-1] == 1.0 and shares == sorted(shares)
    assert own.val.labels is not None
    assert made.accuracy(own.val.images[:, 0].numpy(), own.val.labels) > 0.5
    (kept,) = cache_folder().glob("classifier-*.safetensors")
    monkeypatch.setattr(classifiers, "train_network", None)
    images = own.val.images[:, 0].numpy()
    np.testing.assert_allclose(classifier_for(own).features(images), made.features(images), atol=1e-4)
    monkeypatch.undo()
    kept.write_bytes(b"damaged")
    np.testing.assert_allclose(classifier_for(own).features(images), made.features(images), atol=1e-4)


def test_a_cache_that_cannot_be_written_is_none(own: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(classifiers, "cache_folder", lambda: tmp_path / "file")
    monkeypatch.setattr(classifiers, "EPOCHS", 1)
    assert len(classifier_for(own).classify(own.val.images[:3, 0].numpy())) == 3


def test_the_same_seed_gives_the_same_weights_and_leaves_the_global_state_alone(own: Dataset) -> None:
    few = Split(own.train.images[:256], own.train.labels[:256] if own.train.labels is not None else None)
    state = torch.get_rng_state()
    one, same, other = (train_network(few, epochs=1, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(one.head.weight, same.head.weight) and not torch.equal(one.head.weight, other.head.weight)


def test_images_without_classes_are_compared_by_the_digits_one_or_not_at_all(own: Dataset) -> None:
    plain = Dataset("plain", Split(own.train.images), Split(own.val.images))
    assert classifier_for(plain).origin == "the classes of MNIST's training digits"
    large = Dataset("large", Split(torch.zeros(4, 1, 64, 64)), Split(torch.zeros(4, 1, 64, 64)))
    with pytest.raises(DataError, match="28x28"):
        classifier_for(large)
