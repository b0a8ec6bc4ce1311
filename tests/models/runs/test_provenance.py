"""A run says what it was trained with, and on which images."""

import dataclasses
import hashlib
import json
import platform
from pathlib import Path

import numpy as np
import pytest
import torch

import vae_models
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import RunError
from vae_models.runs.folder import RunFolder
from vae_models.runs.provenance import fingerprint, provenance_here
from vae_models.training.events import Notice
from vae_models.training.trainer import Trainer


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "run", get_recipe("vae-2d").replace(epochs=1, precision="float32"), "few")


def test_a_run_folder_says_what_it_was_trained_with(run: RunFolder, few_digits: Dataset) -> None:
    list(Trainer(run.recipe, few_digits, run=run, threads=1, device="cpu").steps())
    (part,) = RunFolder.open(run.path).trained_with
    assert (part.program, part.torch) == (vae_models.__version__, torch.__version__)
    assert part.python == platform.python_version() and platform.machine() in part.system
    assert (part.device, part.threads, part.precision) == ("cpu", 1, "float32")
    assert (part.training_images, part.validation_images) == (600, 200)
    assert "600 images to train and 200 to validate" in part.summary and "1 thread," in part.summary


def test_the_precision_is_the_one_that_auto_came_to(run: RunFolder, few_digits: Dataset) -> None:
    run.set_recipe(run.recipe.replace(precision="bfloat16"))
    list(Trainer(run.recipe, few_digits, run=run, device="cpu").steps())
    assert run.trained_with[-1].precision == "bfloat16"


def test_going_on_elsewhere_is_noted_and_on_the_same_machine_is_not(run: RunFolder, few_digits: Dataset) -> None:
    for epochs, threads in ((1, 1), (2, 1), (3, 2)):
        list(Trainer.resume(RunFolder.open(run.path), few_digits, epochs=epochs, threads=threads).steps())
    assert [part.threads for part in RunFolder.open(run.path).trained_with] == [1, 2]


def test_a_run_with_nothing_left_to_train_is_not_trained_elsewhere(run: RunFolder, few_digits: Dataset) -> None:
    for threads in (1, 2):
        list(Trainer.resume(RunFolder.open(run.path), few_digits, threads=threads).steps())
    assert [part.threads for part in RunFolder.open(run.path).trained_with] == [1]


def test_the_fingerprint_is_of_pixels_labels_and_order() -> None:
    images = torch.arange(12, dtype=torch.uint8).view(3, 1, 2, 2)
    by_hand = hashlib.sha256(b"(3, 1, 2, 2)" + bytes(range(12)) + np.arange(3).astype(np.int64).tobytes())
    assert fingerprint(Split(images, torch.arange(3))) == by_hand.hexdigest()
    others = [Split(images), Split(images.flip(0), torch.arange(3)), Split(images.view(3, 1, 4, 1), torch.arange(3))]
    assert len({by_hand.hexdigest(), *map(fingerprint, others)}) == 4


def test_other_images_are_told_when_a_run_goes_on(run: RunFolder, few_digits: Dataset) -> None:
    list(Trainer(run.recipe, few_digits, run=run).steps())
    turned = dataclasses.replace(few_digits, train=Split(few_digits.train.images.flip(3), few_digits.train.labels))
    events = list(Trainer.resume(run, turned, epochs=2).steps())
    assert [event.text for event in events if isinstance(event, Notice)] == [
        "These are not the images that the run was trained on so far; its curves mix both."
    ]
    assert len(run.trained_with) == 2


def test_older_folders_say_nothing_and_damaged_ones_are_one_sentence(run: RunFolder, few_digits: Dataset) -> None:
    file = run.path / "recipe.json"
    values = json.loads(file.read_text())
    file.write_text(json.dumps({name: value for name, value in values.items() if name != "trained_with"}))
    assert RunFolder.open(run.path).trained_with == []
    written = dataclasses.asdict(provenance_here(few_digits, "cpu", "float32", 1))
    file.write_text(json.dumps(values | {"trained_with": [written]}))
    assert [dataclasses.asdict(part) for part in RunFolder.open(run.path).trained_with] == [written]
    hostile = [[written | {"device": text}] for text in ("cpu\x1b]0;owned\x07", "a\nb", "x" * 1000, 5)]
    for damaged in (5, [5], [{}], [{"program": "x"}], "text", *hostile):
        file.write_text(json.dumps(values | {"trained_with": damaged}))
        with pytest.raises(RunError, match="damaged"):
            RunFolder.open(run.path)
