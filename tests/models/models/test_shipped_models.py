"""The models that ship are small, whole, and far better than untrained ones."""

import numpy as np
import pytest

from vae_models.cli import main as cli
from vae_models.data.load import Dataset
from vae_models.errors import UserError
from vae_models.explore.predictor import Predictor
from vae_models.files.resources import resource
from vae_models.files.shipped import EPOCHS, list_shipped_models, shipped_model
from vae_models.models.build import build_model
from vae_models.tools.shipped_models import main, measure

MEGABYTE = 1024 * 1024


def test_all_of_them_are_there_and_small() -> None:
    assert [path.stem for path in list_shipped_models()] == list(EPOCHS)
    assert all(path.stat().st_size <= 3 * MEGABYTE for path in list_shipped_models())


@pytest.mark.parametrize("name", EPOCHS)
def test_each_makes_digits_of_digits(name: str, digits: Dataset) -> None:
    predictor = Predictor.load(shipped_model(name))
    assert predictor.recipe.name == name
    untrained = Predictor(build_model(predictor.recipe), predictor.recipe)
    images = digits.val.images[:200, 0].numpy()
    clean = images / 255.0
    noisy = predictor.corrupt(images, seed=1)
    error, before = (np.square(model.denoise(noisy) - clean).mean() for model in (predictor, untrained))
    assert error < before / 4


def test_measuring_prints_a_row(digits: Dataset) -> None:
    assert measure(shipped_model("vae-2d"), digits.val).startswith("vae-2d: reconstruction ")
    assert "squared error" in measure(shipped_model("denoising-autoencoder"), digits.val)


def test_a_missing_model_is_one_sentence() -> None:
    with pytest.raises(UserError, match="reinstall the program"):
        shipped_model("vae-3d")


def options(words: list[str]) -> dict[str, str]:
    """Of a command in which every word has a value behind it."""
    return dict(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize("name", EPOCHS)
def test_each_is_trained_by_the_command_in_the_readme(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments: commands.append(arguments) or 2)
    monkeypatch.setattr("sys.argv", ["shipped_models", "--train", "--only", name])
    assert main() == 2
    lines = (resource("models") / "README.md").read_text(encoding="utf-8").splitlines()
    [told] = [options(line.split()[2:]) for line in lines if f"main.py train {name} " in line]
    [done] = map(options, commands)
    assert told == {option: value for option, value in done.items() if option not in ("--dataset", "--out")}
