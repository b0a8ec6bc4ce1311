"""One word for one thing: what resources/guide/words.md rules out is said nowhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ROOT

GUIDE = ROOT / "resources" / "guide" / "words.md"
PLACES = ("vae_gui", "vae_models/cli", "vae_models/training", "vae_models/lab", "vae_models/data")


def ruled_out() -> list[str]:
    """The words in backquotes of the table's last column."""
    rows = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[3])]


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """What a module may say: its strings that are no docstrings and have a space in them."""
    tree = ast.parse(file.read_text("utf-8"))
    silent = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent and " " in node.value:
            yield node.lineno, node.value


@pytest.mark.parametrize("place", PLACES)
def test_no_text_uses_a_word_that_is_ruled_out(place: str) -> None:
    words = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in ruled_out()), re.IGNORECASE)
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in sorted((ROOT / place).rglob("*.py"))
        for line, text in texts(file)
        if words.search(text)
    ]
    assert found == []


def test_the_guide_rules_something_out() -> None:
    assert len(ruled_out()) > 20
