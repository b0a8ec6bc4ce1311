"""Who may import whom: the library knows no Qt, widgets know no models, and the window opens before torch is loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def modules(package: str) -> list[str]:
    files = sorted((ROOT / package).rglob("*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]


def loaded_after(statements: str) -> set[str]:
    """The top-level packages that are loaded after the statements ran in a fresh process."""
    code = f"{statements}\nimport sys\nprint(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_library_loads_no_qt() -> None:
    loaded = loaded_after("\n".join(f"import {module}" for module in modules("vae_models")))
    assert "torch" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "vae_gui", "shiboken6"}


def test_the_window_is_built_before_torch_and_pyqtgraph_are_loaded() -> None:
    loaded = loaded_after("import vae_gui.app, vae_gui.main_window")
    assert "PySide6" in loaded
    assert not loaded & {"torch", "pyqtgraph", "torchvision", "skimage", "scipy"}


@pytest.mark.parametrize("module", ["errors", "recipes", "latent", "hints", "dataset_names", "training_events", "cli"])
def test_light_modules_load_neither_torch_nor_qt(module: str) -> None:
    assert not loaded_after(f"import vae_models.{module}") & {"torch", "PySide6"}


def imports(file: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("file", sorted((ROOT / "vae_gui" / "widgets").glob("*.py")), ids=lambda file: file.stem)
def test_a_widget_knows_qt_numpy_and_the_theme_only(file: Path) -> None:
    own = {name for name in imports(file) if name.startswith("vae_")}
    assert all(
        name.startswith(("vae_gui.widgets", "vae_gui.theme", "vae_gui.tokens")) or name == "vae_gui" for name in own
    )
    packages = {name.partition(".")[0] for name in imports(file)} - {"vae_gui"}
    assert packages <= sys.stdlib_module_names | {"PySide6", "numpy", "pyqtgraph"}


def test_no_file_outgrows_its_idea() -> None:
    files = [file for folder in ("vae_models", "vae_gui", "tests") for file in (ROOT / folder).rglob("*.py")]
    long = {file.name: count for file in files if (count := len(file.read_text("utf-8").splitlines())) > 350}
    assert long == {}
