"""How long a change of theme or text size keeps the GUI thread: its own processor time, all views built, each in sight
once, with as many runs in the lists as a busy term leaves behind.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from vae_gui import theme
from vae_gui.main_window import MainWindow
from vae_gui.preferences import Preferences
from vae_gui.workspace import Workspace
from vae_models.cli import main as train
from vae_models.predictor import Predictor
from vae_models.resources import resource

LIMIT_MS = 150
ROUNDS = 3
RUNS = 200


def own_ms(app: QApplication, change: object) -> float:
    """Processor time of this thread for a change and all that follows it."""
    start = time.thread_time()
    change()  # type: ignore[operator]
    app.processEvents()
    return 1000 * (time.thread_time() - start)


def make_runs(folder: Path) -> None:
    """One of an epoch, and copies of it."""
    if train(["train", "vae-2d", "--dataset", "digits", "--epochs", "1", "--out", str(folder / "run-0")]) != 0:
        raise SystemExit("The runs could not be made.")
    for number in range(1, RUNS):
        shutil.copytree(folder / "run-0", folder / f"run-{number}")


def main() -> None:
    app = QApplication([])
    folder = Path(tempfile.mkdtemp())
    make_runs(folder / "runs")
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    theme.apply_theme(app, False)
    workspace = Workspace(settings, folder / "runs")
    window = MainWindow(workspace, Preferences(app, settings))
    window.resize(1280, 800)
    window.show()
    workspace.models_loaded_now()
    workspace.set_predictor(Predictor.load(resource("models/beta-vae.safetensors")))
    while not workspace.runs.is_read:
        app.processEvents()
    for name in window.views.names:
        window.views.show_view(name)
        app.processEvents()
        changes = {
            "theme": [lambda dark=dark: theme.apply_theme(app, dark) for _ in range(ROUNDS) for dark in (True, False)],
            "text size": [lambda s=s: theme.set_text_scale(app, s) for _ in range(ROUNDS) for s in (1.5, 1.0)],
        }
        for what, made in changes.items():
            times = sorted(own_ms(app, change) for change in made)
            verdict = "ok" if times[-1] <= LIMIT_MS else "too long"
            middle = times[len(times) // 2]
            print(f"{name}, {what}: median {middle:.0f}, longest {times[-1]:.0f} ms (aim {LIMIT_MS} ms: {verdict})")
    window.close()
