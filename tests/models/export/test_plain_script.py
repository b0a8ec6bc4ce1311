"""The plain PyTorch file of a run gives the run's losses, and needs nothing of this program."""

import ast
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.models.idx_sets import write_digits
from tests.patient_bot import PROCESS_SECONDS
from vae_models import KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset, load_dataset
from vae_models.errors import RecipeError
from vae_models.export import script as plain_script
from vae_models.export.run_script import script_of
from vae_models.runs.folder import RunFolder
from vae_models.training.events import ValueChanged
from vae_models.training.trainer import Trainer


@pytest.fixture(scope="module")
def folder(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small MNIST: 700 digits, of which 70 validate."""
    return write_digits(tmp_path_factory.mktemp("mnist"), digits, 700)


def trained(recipe: Recipe, folder: Path) -> list[float]:
    """Loss, reconstruction and KL in training and validation, epoch by epoch."""
    trainer = Trainer(recipe, load_dataset("mnist", data_dir=folder), device="cpu")
    list(trainer.steps())
    splits = [losses for done in trainer.history for losses in (done.train, done.val)]
    return [value for losses in splits for value in (losses.loss, losses.reconstruction, losses.kl)]


def printed(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d+", text)]


def shortened(recipe: Recipe, epochs: int = 2) -> Recipe:
    return recipe.replace(epochs=epochs, batch_size=64, precision="float32")


CASES = {
    "autoencoder": shortened(get_recipe("autoencoder")),
    "denoising-autoencoder": shortened(get_recipe("denoising-autoencoder")),
    "vae": shortened(get_recipe("vae")),
    "another-seed": shortened(get_recipe("beta-vae").replace(seed=2**62)),
    "vae-wide-2d": shortened(get_recipe("vae-wide-2d")),
    "linear-vae-8": shortened(get_recipe("linear-vae-8")),
    "conv-vae": shortened(get_recipe("conv-vae"), 1),
    "denoising-vae": shortened(get_recipe("denoising-vae")),
    "conv-autoencoder": shortened(get_recipe("autoencoder").replace(network="conv", hidden=(8, 16)), 1),
    "warm-up": shortened(get_recipe("vae").replace(beta=3.0, kl_schedule=KLSchedule("linear", warmup_epochs=1.5))),
    "cycles": shortened(get_recipe("vae-2d").replace(kl_schedule=KLSchedule("cyclical", cycles=3, rise=0.4))),
    "cycles of a prolonged run": shortened(
        get_recipe("vae-2d").replace(epochs=1, kl_schedule=KLSchedule("cyclical", cycles=2)).prolonged(2)
    ),
}


@pytest.mark.parametrize("recipe", CASES.values(), ids=CASES)
def test_the_script_gives_the_losses_of_the_run(
    recipe: Recipe, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script.py"
    script.write_text(plain_script.plain_script(recipe, "mnist"))
    monkeypatch.setattr(sys, "argv", [str(script), str(folder)])
    with torch.random.fork_rng(devices=[]):
        runpy.run_path(str(script))
    losses = printed(capsys.readouterr().out)
    assert len(losses) == 6 * recipe.epochs
    assert losses == pytest.approx(trained(recipe, folder), rel=2e-4, abs=1e-3)


@pytest.mark.slow
def test_it_runs_alone_in_a_process_that_knows_nothing_of_the_program(folder: Path, tmp_path: Path) -> None:
    recipe = shortened(get_recipe("vae-2d"), 1)
    script = tmp_path / "script.py"
    script.write_text(plain_script.plain_script(recipe, "mnist"))
    hidden = "import runpy, sys; sys.modules['vae_models'] = None; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0])"
    command = [sys.executable, "-I", "-c", hidden, str(script), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert printed(done.stdout) == pytest.approx(trained(recipe, folder), rel=2e-4, abs=1e-3)


@pytest.mark.parametrize("name", ["digits", "mnist", "fashion-mnist", "kmnist", "emnist-letters"])
def test_it_is_short_and_imports_torch_and_torchvision_only(name: str) -> None:
    recipe = get_recipe("conv-vae").replace(
        noise=0.3, sigma="log_sigma", reduction="pixel", kl_schedule=KLSchedule("linear")
    )
    text = plain_script.plain_script(recipe, name, [ValueChanged(step, "learning_rate", 1e-4) for step in range(1, 9)])
    assert text.count("\n") < 80
    assert max(map(len, text.splitlines())) <= 140
    nodes = list(ast.walk(ast.parse(text)))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert modules == {"gzip", "sys", "pathlib", "torch", "torch.nn", "torchvision"}


def test_the_digits_are_the_first_10_000_of_mnist() -> None:
    assert ".data[:10_000]" in plain_script.plain_script(get_recipe("vae"), "digits")


PLAIN = ("autoencoder", "denoising-autoencoder", "vae", "beta-vae", "vae-wide", "conv-vae", "denoising-vae")


@pytest.mark.parametrize("name", PLAIN)
def test_vaes_autoencoders_and_denoisers_have_a_script(name: str) -> None:
    compile(plain_script.plain_script(get_recipe(name), "digits"), name, "exec")


@pytest.mark.parametrize("changes", [{"cooldown": 0.5}, {"empty": 0.1}])
def test_a_treatment_that_the_file_would_leave_out_is_one_sentence(changes: dict[str, float]) -> None:
    with pytest.raises(RecipeError, match="The recipe vae is more than a short file can say"):
        plain_script.plain_script(get_recipe("vae").replace(**changes), "digits")


@pytest.mark.parametrize("name", ["cvae", "beta-tcvae", "wae-mmd", "iwae", "unet-denoiser"])
def test_other_recipes_are_one_sentence(name: str) -> None:
    with pytest.raises(RecipeError, match=f"The recipe {name} is more than a short file can say; .*[.]$"):
        plain_script.plain_script(get_recipe(name), "digits")


def test_data_that_only_this_program_knows_are_one_sentence() -> None:
    with pytest.raises(RecipeError, match="not /my/pictures; train on one of these first"):
        plain_script.plain_script(get_recipe("vae"), "/my/pictures")


def test_what_was_changed_by_hand_is_said(folder: Path, tmp_path: Path) -> None:
    recipe = shortened(get_recipe("vae"), 1)
    run = RunFolder.create(tmp_path / "run", recipe, "mnist")
    trainer = Trainer(recipe, load_dataset("mnist", data_dir=folder), run=run, event_interval=0.0)
    steps = trainer.steps()
    next(steps)
    trainer.set_beta(2.5)
    list(steps)
    assert "In the run beta became 2.5 after step 1, which is not repeated here." in script_of(run)
