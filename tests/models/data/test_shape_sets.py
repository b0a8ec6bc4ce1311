"""Data sets with factors: the program's own, and dSprites' file as its authors lay it out."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests import program
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.data.sources import shape_sets
from vae_models.data.sources.shapes import FACTOR_NAMES, FACTOR_SIZES, draw, number_of
from vae_models.errors import DataError
from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


@pytest.fixture(scope="module")
def shapes() -> Dataset:
    return load_dataset("shapes")


def factors(split: Split | None) -> np.ndarray:
    assert split is not None and split.factors is not None
    return split.factors.numpy()


class TestShapes:
    def test_the_splits_are_fixed_and_share_no_image(self, shapes: Dataset) -> None:
        parts = [factors(split) for split in (shapes.train, shapes.val, shapes.test)]
        assert [len(part) for part in parts] == [30_000, 1_000, 5_000]
        numbers = number_of(np.concatenate(parts))
        assert len(np.unique(numbers)) == 36_000
        assert numbers[:3].tolist() == np.random.default_rng(0).choice(737_280, 36_000, replace=False)[:3].tolist()

    def test_images_are_those_of_their_factors(self, shapes: Dataset) -> None:
        assert shapes.test is not None and shapes.test.labels is not None
        assert np.array_equal(shapes.test.images[:50, 0].numpy(), draw(factors(shapes.test)[:50], 28))
        assert np.array_equal(shapes.test.labels.numpy(), factors(shapes.test)[:, 0])
        assert shapes.class_names == ("square", "ellipse", "heart") and shapes.factor_names == FACTOR_NAMES

    def test_every_value_of_every_factor_is_met_about_equally_often(self, shapes: Dataset) -> None:
        for column, size in zip(factors(shapes.train).T, FACTOR_SIZES, strict=True):
            share = np.bincount(column, minlength=size) * size / len(column)
            assert len(share) == size and abs(share - 1).max() < 0.2

    def test_at_64_pixels_they_are_the_same_combinations(
        self, shapes: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shape_sets, "draw", lambda factors, side: np.zeros((len(factors), side, side), np.uint8))
        large = load_dataset("shapes-64")
        assert large.train.images.shape == (30_000, 1, 64, 64)
        assert np.array_equal(factors(large.train), factors(shapes.train))

    def test_a_vae_learns_more_than_the_mean_image(self, shapes: Dataset) -> None:
        few = Dataset("few shapes", Split(shapes.train.images[:8000]), Split(shapes.val.images[:500]))
        mean = (few.train.images.float().mean(0, keepdim=True) / 255).clamp(1e-3, 1 - 1e-3)
        target = few.val.images.float() / 255
        baseline = reconstruction_loss("bce", torch.logit(mean).expand_as(target), target).mean().item()
        events = Trainer(get_recipe("vae").replace(epochs=4, learning_rate=4e-3), few).steps()
        assert [event.val.loss for event in events if isinstance(event, EpochDone)][-1] < 0.75 * baseline

    def test_the_command_line_fits_a_recipe_to_their_size(self, tmp_path: Path) -> None:
        source, *_ = dsprites_file(tmp_path / "dsprites.npz")
        command = [
            "train",
            "conv-vae",
            "--epochs",
            "1",
            "--batch-size",
            "54",
            "--threads",
            "1",
            "--dataset",
            str(source),
        ]
        assert program.run([*command, "--out", str(tmp_path / "run"), "--json"]) == 0
        assert RunFolder.open(tmp_path / "run").recipe.image_shape == (64, 64)
        assert program.run(["train", "--resume", str(tmp_path / "run"), "--epochs", "2", "--json"]) == 0


def dsprites_file(path: Path, **changes: object) -> tuple[Path, np.ndarray, np.ndarray]:
    """A small file like the published one: with a colour that never changes, and a pickle among its arrays."""
    rng = np.random.default_rng(1)
    classes = np.column_stack([np.zeros(200, np.int64), *(rng.integers(0, size, 200) for size in FACTOR_SIZES)])
    images = (rng.random((200, 64, 64)) < 0.1).astype(np.uint8)
    arrays = {
        "imgs": images, "latents_classes": classes, "latents_values": classes.astype(float),
        "metadata": np.array({"title": "dSprites"}, dtype=object),
    } | changes  # fmt: skip
    np.savez_compressed(path, **{name: value for name, value in arrays.items() if value is not None})  # type: ignore[arg-type]
    return path, images, classes


class TestDSprites:
    def test_its_own_file_is_read_without_its_pickle(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shape_sets, "CHUNK_BYTES", 7 * 64 * 64)
        path, images, classes = dsprites_file(tmp_path / "dsprites.npz")
        dataset = load_dataset(path)
        assert dataset.factor_names == FACTOR_NAMES and dataset.class_names == ("square", "ellipse", "heart")
        assert dataset.test is not None
        splits = (dataset.train, dataset.val, dataset.test)
        assert [len(split.images) for split in splits] == [162, 10, 28]
        order = np.random.default_rng(0).choice(200, 200, replace=False)
        assert np.array_equal(torch.cat([split.images for split in splits])[:, 0].numpy(), images[order] * 255)
        assert np.array_equal(np.concatenate([factors(split) for split in splits]), classes[order, 1:])

    @pytest.mark.parametrize(
        "changes",
        [
            {"latents_classes": np.zeros((150, 6), np.int64)},
            {"imgs": np.zeros((200, 64, 64), np.float64)},
            {"imgs": np.zeros((200, 4096), np.uint8)},
            {"latents_classes": np.zeros(200, np.int64)},
            {"latents_classes": np.array([None] * 200, dtype=object)},
        ],
        ids=["too few factors", "floats", "flat", "one number each", "objects"],
    )
    def test_what_is_no_dsprites_file_is_one_sentence(self, tmp_path: Path, changes: dict[str, object]) -> None:
        path, *_ = dsprites_file(tmp_path / "other.npz", **changes)
        with pytest.raises(
            DataError, match=r"(use (another copy|dSprites' own file)|save plain arrays with numpy\.savez)\.$"
        ):
            load_dataset(path)

    def test_a_truncated_file_is_one_sentence(self, tmp_path: Path) -> None:
        path, *_ = dsprites_file(tmp_path / "whole.npz")
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
        with pytest.raises(DataError):
            load_dataset(path)
        damaged = bytearray(content)
        damaged[2000:4000] = bytes(2000)
        path.write_bytes(damaged)
        with pytest.raises(DataError, match="use another copy"):
            load_dataset(path)

    def test_twenty_images_are_the_least(self, tmp_path: Path) -> None:
        few = {"imgs": np.zeros((6, 8, 8), np.uint8), "latents_classes": np.zeros((6, 6), np.int64)}
        path, *_ = dsprites_file(tmp_path / "few.npz", **few)
        with pytest.raises(DataError, match="at least 20"):
            load_dataset(path)
