"""The lab's sliders: from a move to the painted image, and to all painted traversal strips, idle and while training."""

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from tests.bench.stage.figures import Figures, spread
from tests.bench.stage.training_meanwhile import train_meanwhile
from vae_gui.theme import apply_theme
from vae_gui.views.lab.view import LabView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset, load_dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model

MOVES = 300
STRIP_TARGET_MS = {8: 16, 32: 33}
IMAGE_TARGET_MS = 8


def untrained(latent_dim: int) -> Predictor:
    """A beta-vae with other weights takes the same time."""
    recipe = get_recipe("beta-vae").replace(latent_dim=latent_dim)
    return Predictor(build_model(recipe), recipe)


def image_times(view: LabView, app: QApplication) -> list[float]:
    """ms from a slider's move until the large image is painted."""
    panel, times = view.sliders, []
    for move in range(MOVES):
        slider = panel.sliders[move % len(panel.sliders)].slider
        start = time.perf_counter()
        slider.setValue(slider.value() + (7 if move % 2 else -5))
        panel.image.repaint()
        times.append(1000 * (time.perf_counter() - start))
        app.processEvents()
    return times


def strip_times(view: LabView, app: QApplication) -> list[float]:
    """ms from a slider's move until every strip of the new z is painted."""
    panel, times = view.sliders, []
    for move in range(MOVES // 3):
        start = time.perf_counter()
        panel.code.put_one(move % len(panel.sliders), float(np.sin(move)))
        wait_for_strips(view, app)
        for slider in panel.sliders:
            if not slider.visibleRegion().isEmpty():
                slider.strip.repaint()
        times.append(1000 * (time.perf_counter() - start))
    return times


def wait_for_strips(view: LabView, app: QApplication) -> None:
    while not np.array_equal(view.sliders.tools.grid.z, view.sliders.z):
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)


def measure(view: LabView, app: QApplication, dims: int, when: str, slack: int) -> Figures:
    view.sliders.workspace.model.predictor_changed.disconnect(view.sliders._predictor_changed)
    view.sliders._predictor_changed(untrained(dims))
    wait_for_strips(view, app)
    images, strips = image_times(view, app), strip_times(view, app)
    view.sliders.workspace.model.predictor_changed.connect(view.sliders._predictor_changed)
    yield from spread(f"{dims} dimensions, {when}: slider to image", images, p99=slack * IMAGE_TARGET_MS)
    target = slack * STRIP_TARGET_MS[dims]
    yield from spread(f"{dims} dimensions, {when}: all {11 * dims} strip images", strips, p99=target, high=90)


def main() -> Figures:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, dark=False)
    digits: Dataset = load_dataset("digits")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat), Path(folder) / "runs")
        workspace.data.show(digits)
        workspace.start()
        view = LabView(workspace)
        view.resize(1280, 760)
        view.show()
        app.processEvents()
        for dims in STRIP_TARGET_MS:
            yield from measure(view, app, dims, "idle", 1)
        train_meanwhile(workspace)
        for dims in STRIP_TARGET_MS:
            yield from measure(view, app, dims, "while training", 2)
        view.shut_down()
        workspace.close()
