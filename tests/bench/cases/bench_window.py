"""Training in the window, all live elements in sight, against headless training, in turns in one process."""

import os
import statistics
import tempfile
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import torch
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from tests.bench.cases.bench_training import training_images
from tests.bench.stage.figures import Figure, Figures
from tests.bench.stage.heartbeat import Heartbeat
from vae_gui.theme import apply_theme
from vae_gui.views.train.view import TrainingView
from vae_gui.workspace.training_thread import training_threads
from vae_gui.workspace.workspace import Workspace
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone, Event
from vae_models.training.trainer import Trainer

ROUNDS = 3
IMAGES = {"vae-wide": 300_000, "vae-2d": 600_000}  # some seconds each, so that it is not the start that is measured


def headless(recipe: Recipe, dataset: Dataset, threads: int, folder: Path) -> float:
    """Images a second of the median epoch, run folder included."""
    run = RunFolder.create(Path(tempfile.mkdtemp(dir=folder)) / "run", recipe, "bench")
    trainer = Trainer(recipe, dataset, threads=threads, run=run)
    return statistics.median(event.images_per_s for event in trainer.steps() if isinstance(event, EpochDone))


def in_window(recipe: Recipe, workspace: Workspace, view: TrainingView) -> tuple[float, float, float]:
    """Images a second of the median epoch, and the heartbeat's p50 and p99, ms."""
    rates: list[float] = []

    def collect(events: list[Event]) -> None:
        rates.extend(event.images_per_s for event in events if isinstance(event, EpochDone))

    loop, heartbeat = QEventLoop(), Heartbeat()
    workspace.training.events.connect(collect)
    workspace.training.ended.connect(loop.quit)
    workspace.training.start(recipe)
    heartbeat.start()
    loop.exec()
    p50, p99 = heartbeat.stop()
    workspace.training.events.disconnect(collect)
    workspace.training.ended.disconnect(loop.quit)
    assert view.live is not None and not view.live.plot.is_empty()
    return statistics.median(rates), p50, p99


def main() -> Figures:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, dark=False)
    images, full = training_images()
    dataset = Dataset("bench", Split(images), full.val)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        workspace = Workspace(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat), folder / "runs")
        workspace.data.show(dataset)
        view = TrainingView(workspace)
        view.resize(1280, 760)
        view.show()
        workspace.start()
        workspace.data.changed.emit(dataset)
        print(
            f"training in the window and headless, {len(images):,} digits, {training_threads()} thread each, {ROUNDS} rounds"
        )
        for name, count in IMAGES.items():
            epochs = max(3, count // len(images))
            yield from compare(get_recipe(name).replace(epochs=epochs), workspace, view, folder)
        view.shut_down()
        workspace.close()


def compare(recipe: Recipe, workspace: Workspace, view: TrainingView, folder: Path) -> Figures:
    assert workspace.data.dataset is not None
    shares, beats = [], []
    for _ in range(ROUNDS):
        alone = headless(recipe, workspace.data.dataset, training_threads(), folder)
        torch.set_num_threads(1)
        windowed, p50, p99 = in_window(recipe, workspace, view)
        shares.append(windowed / alone)
        beats.append(p99)
        print(
            f"  {recipe.name}: headless {alone:,.0f}, window {windowed:,.0f} images/s; heartbeat p50 {p50:.1f}, p99 {p99:.1f} ms"
        )
    everything = headless(recipe, workspace.data.dataset, os.cpu_count() or 1, folder)
    torch.set_num_threads(1)
    print(f"  {recipe.name}: headless with all {os.cpu_count()} cores {everything:,.0f} images/s")
    kept = 100 * statistics.median(shares)
    yield Figure(f"{recipe.name}: speed in the window", kept, "% of headless", 90, at_most=False)
    yield Figure(f"{recipe.name}: heartbeat p99", statistics.median(beats), "ms", 20)
