"""How long a change of theme or text size keeps the GUI thread at a stretch: its own processor time until the event loop
has its next turn, all views built, each in sight once, with as many runs in the lists as a busy term leaves behind.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.bench.stage.figures import Figure, Figures
from vae_gui import theme
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace
from vae_models.cli.main import main as train
from vae_models.explore.predictor import Predictor
from vae_models.files.resources import resource

LIMIT_MS = 150
ROUNDS = 3
RUNS = 200


def stretches(app: QApplication, change: Callable[[], object]) -> tuple[float, float]:
    """Processor time of this thread in ms: for a change, after which keys and mouse have their turn, and for what it left
    to the event loop: the painting.
    """
    start = time.thread_time()
    change()
    changed = time.thread_time()
    app.processEvents()
    return 1000 * (changed - start), 1000 * (time.thread_time() - changed)


def make_runs(folder: Path) -> None:
    """One of an epoch, and copies of it."""
    if train(["train", "vae-2d", "--dataset", "digits", "--epochs", "1", "--out", str(folder / "run-0")]) != 0:
        raise SystemExit("The runs could not be made.")
    for number in range(1, RUNS):
        shutil.copytree(folder / "run-0", folder / f"run-{number}")


def main() -> Figures:
    app = QApplication([])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        yield from measure(app, Path(temporary))


def measure(app: QApplication, folder: Path) -> Figures:
    make_runs(folder / "runs")
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    theme.apply_theme(app, False)
    workspace = Workspace(settings, folder / "runs")
    window = MainWindow(workspace, Preferences(app, settings))
    window.resize(1280, 800)
    window.show()
    workspace.start()
    workspace.model.set_predictor(Predictor.load(resource("models/beta-vae.safetensors")))
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
            times = [stretches(app, change) for change in made]
            longest = max(max(both) for both in times)
            yield Figure(f"{name}, {what}: the change, median", median(change for change, _ in times), "ms")
            yield Figure(f"{name}, {what}: its painting, median", median(rest for _, rest in times), "ms")
            yield Figure(f"{name}, {what}: longest", longest, "ms", LIMIT_MS)
    window.close()
