"""What README and its like tell to run or to import is there."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.house import ROOT

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "Makefile",
    *sorted((ROOT / "resources").rglob("*.md")),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_module_that_a_document_names_is_there(document: Path) -> None:
    named = set(re.findall(r"\b(?:vae_models|vae_gui)(?:\.[a-z_]+)+", document.read_text("utf-8")))
    assert [name for name in sorted(named) if find_spec(name) is None] == []


def test_every_file_that_contributing_names_is_there() -> None:
    named = re.findall(r"`([\w./]+/[\w./]*)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_table_that_contributing_names_is_where_it_says() -> None:
    page = " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split())
    tables = re.findall(r"`(\w+)` \(`([\w./]+)`\)", page)
    assert len(tables) > 5

    def source(path: Path) -> str:
        return (path / "__init__.py" if path.is_dir() else path).read_text("utf-8")

    assert [name for name, path in tables if not re.search(rf"\b{name}\b", source(ROOT / path))] == []


def test_the_example_of_the_readme_runs_up_to_its_training() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    exec(compile(example.partition("\ntrainer")[0], "README.md", "exec"), {})
