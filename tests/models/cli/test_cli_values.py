"""Values of a recipe from the command line, also one that was not there before."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.patient_bot import PROCESS_SECONDS
from vae_models import RECIPES
from vae_models.cli.main import main
from vae_models.runs.folder import RunFolder

QUICK = ("--dataset", "digits", "--epochs", "1", "--batch-size", "250", "--threads", "1")


@pytest.mark.parametrize(
    ("recipe", "options", "values"),
    [
        ("info-vae", ("--alpha", "0.25", "--hidden", "8"), {"alpha": 0.25, "hidden": (8,)}),
        ("cvae", ("--classes", "12", "--hidden", "8"), {"classes": 12}),
        ("hvae", ("--latent-layers", "3", "--network", "mlp", "--hidden", "8"), {"latent_layers": 3, "network": "mlp"}),
        ("vae", ("--reconstruction", "mse", "--cooldown", "0.5"), {"reconstruction": "mse", "cooldown": 0.5}),
    ],
)  # fmt: skip
def test_a_run_is_trained_with_the_values_that_options_gave(
    recipe: str, options: tuple[str, ...], values: dict[str, object], tmp_path: Path
) -> None:
    assert main(["train", recipe, *QUICK, *options, "--out", str(tmp_path / "run")]) == 0
    trained = RunFolder.open(tmp_path / "run").recipe
    assert {name: getattr(trained, name) for name in values} == values


@pytest.mark.parametrize(
    ("recipe", "asked", "sentence"),
    [
        ("vae", ("--capacity", "5"), "The recipe vae does not use capacity; leave out --capacity."),
        ("autoencoder", ("--beta", "2"), "The recipe autoencoder does not use beta; leave out --beta."),
        ("vae", ("--classes", "12"), "The recipe vae does not use classes; leave out --classes."),
        ("vae", ("--corruption", "mixed"), "The recipe vae does not use corruption; leave out --corruption."),
    ],
)
def test_a_value_that_changes_nothing_is_refused(
    recipe: str, asked: tuple[str, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", recipe, *QUICK, *asked, "--out", str(tmp_path / "run")]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"
    assert not (tmp_path / "run").exists()


def test_a_value_that_another_option_gives_a_use_is_taken(tmp_path: Path) -> None:
    asked = ("--noise", "0.5", "--corruption", "mixed", "--hidden", "8")
    assert main(["train", "vae", *QUICK, *asked, "--out", str(tmp_path / "run")]) == 0
    assert RunFolder.open(tmp_path / "run").recipe.corruption == "mixed"


def test_fewer_classes_than_the_images_have_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "cvae", *QUICK, "--classes", "3", "--out", str(tmp_path / "run")]) == 2
    assert "is for 3 classes; these images have at least 10" in capsys.readouterr().err


def test_a_resumed_run_takes_no_other_value_by_any_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    RunFolder.create(tmp_path / "run", RECIPES["info-vae"], "digits")
    asked = ("--alpha", "0.1", "--classes", "3", "--lr", "0.1", "--schedule", "linear")
    assert main(["train", "--resume", str(tmp_path / "run"), *asked]) == 2
    assert "keeps its values: leave out alpha, classes, lr, schedule (epochs may change)" in capsys.readouterr().err


# Rows as somebody would add them to the table, a number and a choice.
TOY = """
    toy: Annotated[float, Number(
        "toy", "Toy value", "What a test adds", OBJECTIVE, low=0, high=9, unit="nats", editable=True,
        relevant=lambda recipe: recipe.objective == "elbo",
    )] = 4.5
    flavour: Annotated[Literal["sweet", "sour"], Choice(
        "flavour", "Flavour", "What else a test adds", TRAINING, titles={"sour": "Very sour"}, editable=True,
    )] = "sweet"
"""
ROW_AFTER = "    note: Annotated[str, Special("


@pytest.fixture
def added(tmp_path: Path) -> Path:
    """A copy of the program with two rows more in the table, and nothing else."""
    for package in ("vae_models", "vae_gui"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", tmp_path / "resources", ignore=shutil.ignore_patterns("screenshots", "models"))
    shutil.copy(ROOT / "main.py", tmp_path)
    table = tmp_path / "vae_models" / "recipe" / "fields.py"
    rows = table.read_text("utf-8")
    assert rows.count(ROW_AFTER) == 1
    table.write_text(rows.replace(ROW_AFTER, f"{TOY.lstrip(chr(10))}{ROW_AFTER}"), "utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS
    )


def test_values_are_added_by_adding_their_rows(added: Path) -> None:
    """An option that is checked, and a sweep that varies it: by the name, range and words of its row."""
    help_ = run(added, "main.py", "train", "--help").stdout
    assert "--toy R" in help_ and "What a test adds" in help_ and "--flavour {sweet,sour}" in help_
    refused = run(added, "main.py", "train", "vae", "--toy", "10")
    assert (refused.returncode, refused.stderr) == (2, "The toy is a number from 0 to 9 nats, not 10.0.\n")
    nothing = run(added, "main.py", "sweep", "aae", "--grid", "toy=1,2")
    assert nothing.stderr == "The recipe aae does not use toy; leave it out of the grid.\n"


@pytest.mark.slow
def test_a_run_keeps_the_added_values(added: Path) -> None:
    trained = run(added, "main.py", "train", "vae", *QUICK, "--toy", "7", "--flavour", "sour", "--out", "run")
    assert trained.returncode == 0, trained.stderr
    kept = json.loads((added / "run" / "recipe.json").read_text("utf-8"))["recipe"]
    assert (kept["toy"], kept["flavour"]) == (7.0, "sour")
    again = run(added, "main.py", "train", "--resume", "run", "--epochs", "2")
    assert again.returncode == 0, again.stderr


WINDOW = """
from PySide6.QtWidgets import QApplication
application = QApplication([])
from vae_gui.views.compare.columns import BY_NAME
from vae_gui.views.compare.grid_row import GridRow
from vae_gui.views.train.recipe.form import RecipeForm
from vae_models.tools.recipe_values import page
form, row = RecipeForm(), GridRow("First")
form.fields["toy"].edit.setText("10")
print(form.fields["toy"].reason, form.recipe)
form.fields["toy"].edit.setText("3")
print(form.recipe.toy, form.fields["toy"].edit.toolTip())
flavour = form.fields["flavour"]
flavour.setCurrentIndex(flavour.findText("Very sour"))
print(form.recipe.flavour, flavour.accessibleName())
print(BY_NAME["toy"].axis, row.chooser.findText("Toy value") > 0)
print([line for line in page().splitlines() if "toy" in line])
"""


def test_the_window_asks_for_the_added_values_and_shows_them(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    shown = run(added, "-c", WINDOW)
    assert shown.stdout.splitlines()[:4] == [
        "The toy is a number from 0 to 9 nats, not 10.0. None",
        "3.0 What a test adds",
        "sour Flavour",
        "Toy value, nats True",
    ], shown.stderr
    assert "| `toy` | `--toy` | Toy value: What a test adds | number, 0 to 9 nats | 4.5 |" in shown.stdout
