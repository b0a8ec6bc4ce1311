"""The latent map: from the hand to painted pixels, idle and while a model trains; what the live map costs the trainer."""

import copy
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.stage.figures import Figure, Figures, spread
from tests.bench.stage.map_stage import (  # first: it chooses the platform before Qt and torch are loaded
    Stage,
)

import numpy as np  # isort: skip
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench.cases.bench_training import training_images
from tests.bench.stage.heartbeat import Heartbeat
from vae_gui.theme import apply_theme
from vae_gui.views.latent_map.model.tile_decoder import TileSource
from vae_gui.workspace.training_thread import training_threads
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone, Event
from vae_models.training.trainer import Trainer

HOVERS, CLICKS, FRAMES, ENCODINGS = 300, 100, 120, 8
ROUNDS = 3
ALL_IMAGES = 70_000


def repeated(images: torch.Tensor, labels: torch.Tensor | None, count: int) -> Split:
    """The images again and again until there are `count`: speed does not depend on what they show."""
    times = -(-count // len(images))
    many = images.repeat(times, 1, 1, 1)[:count]
    return Split(many, None if labels is None else labels.repeat(times)[:count])


def quickly_trained(name: str, dataset: Dataset) -> Predictor:
    trainer = Trainer(get_recipe(name).replace(epochs=1), dataset)
    list(trainer.steps())
    return trainer.predictor()


def bench_hand(stage: Stage, name: str, when: str, p50: float | None, p99: float) -> Figures:
    hovers = [stage.hover(*place) for place in stage.places(HOVERS)]
    clicks = []
    for place in stage.places(CLICKS):
        clicks.append(stage.click(*place))
        stage.workspace.pins.replace([])
        stage.wait(15)
    stage.view.undo_stack.clear()
    yield from spread(f"{name}: hover to painted pixels, {when}", hovers, p50, p99)
    yield from spread(f"{name}: click to painted pixels, {when}", clicks, p50, p99)


def bench_manifold(stage: Stage, name: str) -> Figures:
    model = stage.view.controller
    assert model.predictor is not None
    predictor = model.predictor
    times = []
    for _ in range(40):
        stage.rest()
        source = TileSource(predictor, model.plane, model.scale)
        before = stage.canvas.scene.mosaic
        times.append(
            stage.frame(lambda s=source: model.tiles.set_source(s), lambda b=before: stage.canvas.scene.mosaic is not b)
        )
    yield from spread(f"{name}: 20 x 20 manifold decoded and painted", times, p99=15 if name == "vae-2d" else None)


def bench_zoom(stage: Stage, name: str) -> Figures:
    """Ctrl and dragging: the view zooms in and out again while 30 x 30 tiles follow."""
    stage.view.plane_bar.count.setValue(30)
    stage.rest()
    canvas, at = stage.canvas, stage.canvas.scene.viewport.area.center().toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    times = []
    for step in range(FRAMES):
        height = round(150 * np.sin(step / FRAMES * 2 * np.pi))
        times.append(stage.frame(lambda h=height, s=step: QTest.mouseMove(canvas, at - QPoint(s % 2, h))))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    stage.view.plane_bar.count.setValue(20)
    canvas.navigation.fit()
    stage.rest()
    yield from rate(f"{name}: dragging the zoom over 30 x 30 tiles", times)


def bench_points(stage: Stage) -> Figures:
    canvas, count = stage.canvas, len(stage.canvas.scene.cloud)
    pans = [
        stage.frame(lambda i=i: canvas.navigation.pan(QPointF(6 * np.cos(i / 9), 6 * np.sin(i / 9))))
        for i in range(FRAMES)
    ]
    yield from rate(f"pan over {count:,} points", pans)
    middle = canvas.scene.viewport.area.center()
    zooms = [
        stage.frame(lambda i=i: canvas.navigation.zoom(1.04 if i % 40 < 20 else 1 / 1.04, middle))
        for i in range(FRAMES)
    ]
    yield from rate(f"zoom over {count:,} points", zooms)
    canvas.navigation.fit()
    stage.rest()


def rate(what: str, times: list[float]) -> Figures:
    yield Figure(what, 1000 / statistics.mean(times), "frames a second", 30, at_most=False)
    yield from spread(what, times)


def bench_encoding(stage: Stage, predictor: Predictor) -> Figures:
    """One model is opened after the other, and all images are encoded anew."""
    heartbeat, seconds = Heartbeat(), []
    models = (predictor, copy.copy(predictor))
    stage.open(models[1])
    heartbeat.start()
    for turn in range(ENCODINGS):
        started = time.perf_counter()
        stage.open(models[turn % 2])
        seconds.append(time.perf_counter() - started)
    p50, p99 = heartbeat.stop()
    count, typical = len(stage.canvas.scene.cloud), statistics.median(seconds)
    yield Figure(f"{count:,} images encoded", typical, "s")
    yield Figure("heartbeat meanwhile, p50", p50, "ms")
    yield Figure("heartbeat meanwhile, p99", p99, "ms", 20)


def headless_rate(recipe: Recipe, dataset: Dataset, folder: Path) -> float:
    """Images a second of the fastest epoch, run folder included."""
    run = RunFolder.create(Path(tempfile.mkdtemp(dir=folder)) / "run", recipe, "bench")
    trainer = Trainer(recipe, dataset, threads=training_threads(), run=run)
    return max(event.images_per_s for event in trainer.steps() if isinstance(event, EpochDone))


def live_rate(stage: Stage, recipe: Recipe) -> tuple[float, int]:
    """The same while the map follows, and how often it did."""
    rates: list[float] = []
    followed: list[int] = []

    def collect(events: list[Event]) -> None:
        rates.extend(event.images_per_s for event in events if isinstance(event, EpochDone))

    workspace, model = stage.workspace, stage.view.controller
    ended: list[object] = []
    workspace.training.events.connect(collect)
    workspace.training.ended.connect(ended.append)
    model.model_changed.connect(lambda: followed.append(1))
    workspace.training.start(recipe)
    stage.until(lambda: bool(ended))
    workspace.training.events.disconnect(collect)
    workspace.training.ended.disconnect(ended.append)
    return max(rates), len(followed)


def bench_cost(stage: Stage, folder: Path, name: str, epochs: int) -> Figures:
    dataset = stage.workspace.data.dataset
    assert dataset is not None
    recipe = get_recipe(name).replace(epochs=epochs)
    shares = []
    for _ in range(ROUNDS):
        alone = headless_rate(recipe, dataset, folder)
        torch.set_num_threads(1)
        live, followed = live_rate(stage, recipe)
        shares.append(live / alone)
        print(f"  {name}: headless {alone:,.0f}, live map {live:,.0f} images/s; the map followed {followed} times")
    kept = 100 * statistics.median(shares)
    yield Figure(f"{name}: the trainer's speed beside a live map", kept, "% of headless", 90, at_most=False)


def bench_while_training(stage: Stage, name: str) -> Figures:
    workspace = stage.workspace
    workspace.training.start(get_recipe(name).replace(epochs=1000))
    stage.until(lambda: workspace.training.under_way and stage.view.controller.encoded is not None)
    stage.wait(1500)
    yield from bench_hand(stage, name, "while it trains", None, 20)
    ended: list[object] = []
    workspace.training.ended.connect(ended.append)
    workspace.training.control.stop()
    stage.until(lambda: bool(ended))
    workspace.training.ended.disconnect(ended.append)


def main() -> Figures:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, dark=True)
    images, full = training_images()
    labels = full.train.labels
    digits = Dataset("bench", Split(images[: len(full.train.images)], labels), full.val, None, full.class_names)
    many = repeated(full.train.images, labels, ALL_IMAGES - 1000)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        predictors = {name: quickly_trained(name, digits) for name in ("vae-2d", "conv-vae")}
        stage = Stage(folder, Dataset("many", many, full.val, None, full.class_names))
        yield from bench_encoding(stage, predictors["vae-2d"])
        yield from bench_points(stage)
        for name, predictor in predictors.items():
            stage.open(predictor)
            yield from bench_hand(stage, name, "idle", 3, 8)
            yield from bench_manifold(stage, name)
            yield from bench_zoom(stage, name)
        stage.workspace.data.show(digits)
        for name in predictors:
            yield from bench_while_training(stage, name)
        yield from bench_cost(stage, folder, "vae-2d", 12)
        stage.close()
