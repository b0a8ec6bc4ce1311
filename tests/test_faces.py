"""What a folder of the library gives to those who import it: found without knowing the files in it."""

import ast
import importlib
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "vae_models"
FOLDERS = sorted(file.parent for file in LIBRARY.rglob("*.py") if file.parent != LIBRARY and file.stem != "__init__")
FACES = sorted(
    file.with_suffix(".pyi") for file in LIBRARY.rglob("__init__.py") if "attach_stub" in file.read_text("utf-8")
)


def names_of(face: Path) -> list[str]:
    statements = [node for node in ast.parse(face.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    return [alias.name for statement in statements for alias in statement.names]


@pytest.mark.parametrize("folder", sorted(set(FOLDERS)), ids=lambda folder: folder.name)
def test_every_folder_says_what_is_in_it(folder: Path) -> None:
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.parent.name)
def test_every_name_of_a_face_is_there(face: Path) -> None:
    package = importlib.import_module(".".join(face.parent.relative_to(LIBRARY.parent).parts))
    assert names_of(face) != [] and set(names_of(face)) == set(package.__all__)
    assert all(callable(getattr(package, name)) or name.isupper() for name in names_of(face))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.parent.name)
def test_no_name_of_a_face_is_hidden_by_a_file(face: Path) -> None:
    """The import of a file puts the file in the place of what has its name."""
    assert not set(names_of(face)) & {file.stem for file in face.parent.iterdir()}
