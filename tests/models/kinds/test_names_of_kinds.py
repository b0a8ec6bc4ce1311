"""Nobody compares the names of kinds, or asks an object what it has: whoever must know something asks the kind."""

import ast
from pathlib import Path

import pytest

from tests.house import ROOT, files

# Where names of kinds may be compared: beside the kinds, in the form of older files.
MAY_COMPARE = ("vae_models/kinds/", "vae_models/recipe/older.py")

KINDS_OF_A_RECIPE = ("family", "network", "objective", "reconstruction", "corruption")

# Names that stand for a kind wherever they are written.
UNMISTAKABLE = {
    "cvae",
    "hvae",
    "vq-vae",
    "mlp",
    "conv",
    "gru",
    "unet",
    "bce",
    "mse",
    "elbo",
    "total-correlation",
    "mmd",
}

# Who asks what an object has, and it is no model: the operating system's signals, torchvision's data sets.
OF_OTHERS = {
    "vae_models/training/interrupt.py", "vae_models/sweeps/processes.py", "vae_models/data/download/named_downloads.py",
}  # fmt: skip


def kinds_asked_by_name(file: Path) -> list[int]:
    """Lines in which a file compares the name of a kind, or looks it up in a table of its own."""

    def names_a_kind(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr in KINDS_OF_A_RECIPE

    def is_a_name(node: ast.AST) -> bool:
        literals = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
        return bool(literals & UNMISTAKABLE)

    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            written = any(isinstance(side, ast.Constant | ast.Tuple | ast.List | ast.Set) for side in sides)
            if (written and any(map(names_a_kind, sides))) or any(map(is_a_name, sides)):
                found.append(node.lineno)
        if isinstance(node, ast.Match) and names_a_kind(node.subject):
            found.append(node.lineno)
        if isinstance(node, ast.Subscript) and names_a_kind(node.slice):
            found.append(node.lineno)
    return found


def test_nobody_asks_for_the_name_of_a_kind() -> None:
    found = {str(file.relative_to(ROOT)): kinds_asked_by_name(file) for file in files("vae_models", "vae_gui")}
    assert {name for name, lines in found.items() if lines and not name.startswith(MAY_COMPARE)} == set()


def test_nobody_asks_a_model_what_it_has() -> None:
    asking = {str(f.relative_to(ROOT)) for f in files("vae_models") if "hasattr(" in f.read_text("utf-8")}
    assert asking == OF_OTHERS


@pytest.mark.parametrize(
    "line",
    [
        'recipe.family == "vae"', 'recipe.network not in ("mlp", "conv")', '"bce" != self.recipe.reconstruction',
        'kind == "hvae"', 'LOSSES[recipe.objective]',
    ],
)  # fmt: skip
def test_such_a_question_would_be_found(line: str, tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(f"answer = {line}\n")
    assert kinds_asked_by_name(sample) == [1]
