"""The wheel works in a clean environment, from another folder, with its resources inside."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

OPEN_AND_CLOSE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import vae_gui, sys
from vae_gui.launcher import main

def look():
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()]
    if windows and windows[0].workspace.dataset is not None:
        print(len(windows[0].workspace.dataset.train.images), vae_gui.__file__)
        windows[0].close()


original = QApplication.exec
def patient_exec(*arguments):
    timer = QTimer(QApplication.instance(), interval=50)
    timer.timeout.connect(look)
    timer.start()
    return original()
QApplication.exec = staticmethod(patient_exec)
sys.exit(main([]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a clean environment that has the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


def test_the_console_script_lists_the_recipes_from_another_folder(installed: Path, tmp_path: Path) -> None:
    script = installed.with_name("latent-explorer")
    done = subprocess.run([script, "recipes", "--json"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "vae-2d" in [entry["name"] for entry in json.loads(done.stdout)]


def test_the_window_opens_on_the_embedded_digits_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [installed, "-c", OPEN_AND_CLOSE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    count, place = done.stdout.split(maxsplit=1)
    assert count == "9000"
    assert "site-packages" in place
