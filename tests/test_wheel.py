"""The wheel works in a clean environment, from another folder, with its resources inside and its needs declared."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.patient_bot import PROCESS_SECONDS

MOST_BYTES = 20 * 1024**2

# The program as the console script starts it, closed by its own window's button once MNIST is there.
OPEN_AND_CLOSE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import vae_gui
from vae_models.cli.start import main

def look():
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()]
    if windows and windows[0].workspace.data.dataset is not None:
        print(len(windows[0].workspace.data.dataset.train.images), vae_gui.__file__)
        windows[0].close()

original = QApplication.exec
def exec_with_a_look():
    timer = QTimer(QApplication.instance(), interval=50)
    timer.timeout.connect(look)
    timer.start()
    return original()

QApplication.exec = staticmethod(exec_with_a_look)
sys.exit(main([]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a clean environment that has the wheel; on CI with all it asks for, else with what is here already."""
    folder = tmp_path_factory.mktemp("wheel") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    extra = []
    if not os.environ.get("CI"):
        (site_packages,) = folder.rglob("site-packages")
        (site_packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"], "utf-8")
        extra = ["--no-deps"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *extra, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


def imported_packages(*, in_functions: bool) -> Iterator[str]:
    """The top-level package of every import in the program: of those that run when it loads, or of those in functions."""
    for file in [*(ROOT / "vae_models").rglob("*.py"), *(ROOT / "vae_gui").rglob("*.py")]:
        tree = ast.parse(file.read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = {node for function in functions for node in ast.walk(function)}
        for node in inside if in_functions else set(ast.walk(tree)) - inside:
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_wheel_holds_every_resource(wheel: Path) -> None:
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    inside = {name.removeprefix("vae_models/_") for name in zipfile.ZipFile(wheel).namelist()}
    assert "resources/mnist/train-images-idx3-ubyte.xz" in shipped
    assert shipped <= inside
    assert wheel.stat().st_size <= MOST_BYTES


@pytest.mark.parametrize("in_functions", [False, True], ids=["what loads with it", "what is asked for when needed"])
def test_the_wheel_declares_every_package_it_imports(wheel: Path, in_functions: bool) -> None:
    """What belongs to an extra is imported only where it is used."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    needs = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]
    may_be_used = [need for need in needs if in_functions or "extra ==" not in need]
    declared = {canonical(re.split(r"[^\w.-]", need)[0]) for need in may_be_used}
    foreign = set(imported_packages(in_functions=in_functions)) - sys.stdlib_module_names - {"vae_models", "vae_gui"}
    by_package = packages_distributions()
    undeclared = {name for name in foreign if not declared & set(map(canonical, by_package.get(name, [])))}
    assert "torch" in foreign and undeclared == set()


def test_the_console_script_lists_the_recipes_from_another_folder(installed: Path, tmp_path: Path) -> None:
    script = installed.with_name("latent-explorer")
    done = subprocess.run([script, "recipes", "--json"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "vae-2d" in [entry["name"] for entry in json.loads(done.stdout)]


def test_the_window_opens_on_mnist_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [installed, "-c", OPEN_AND_CLOSE],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    count, place = done.stdout.split(maxsplit=1)
    assert count == "59000"
    assert Path(place).is_relative_to(installed.parents[1])


def test_the_wheel_says_that_it_has_type_hints(wheel: Path) -> None:
    assert {"vae_models/py.typed", "vae_gui/py.typed"} <= set(zipfile.ZipFile(wheel).namelist())
