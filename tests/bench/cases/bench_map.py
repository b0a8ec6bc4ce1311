"""The latent map: from the hand to painted pixels, idle and while a model trains; what the live map costs the trainer."""

import copy
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.stage.map_stage import (  # first: it chooses the platform before Qt and torch are loaded
    Stage,
    percentiles,
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
from vae_models.training.trainer import EpochDone, Event, Trainer

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


def bench_hand(stage: Stage, name: str, when: str, target: str) -> None:
    hovers = [stage.hover(*place) for place in stage.places(HOVERS)]
    clicks = []
    for place in stage.places(CLICKS):
        clicks.append(stage.click(*place))
        stage.workspace.set_pins([])
        stage.wait(15)
    stage.view.undo_stack.clear()
    print(f"{name}: hover to painted pixels, {when}: {percentiles(hovers)} (target {target})")
    print(f"{name}: click to painted pixels, {when}: {percentiles(clicks)} (target {target})")


def bench_manifold(stage: Stage, name: str) -> None:
    model = stage.view.model
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
    print(f"{name}: 20 x 20 manifold decoded and painted: {percentiles(times)} (target 15 ms, MLP)")


def bench_zoom(stage: Stage, name: str) -> None:
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
    print_rate(f"{name}: dragging the zoom over 30 x 30 tiles", times)


def bench_points(stage: Stage) -> None:
    canvas, count = stage.canvas, len(stage.canvas.scene.cloud)
    pans = [
        stage.frame(lambda i=i: canvas.navigation.pan(QPointF(6 * np.cos(i / 9), 6 * np.sin(i / 9))))
        for i in range(FRAMES)
    ]
    print_rate(f"pan over {count:,} points", pans)
    middle = canvas.scene.viewport.area.center()
    zooms = [
        stage.frame(lambda i=i: canvas.navigation.zoom(1.04 if i % 40 < 20 else 1 / 1.04, middle))
        for i in range(FRAMES)
    ]
    print_rate(f"zoom over {count:,} points", zooms)
    canvas.navigation.fit()
    stage.rest()


def print_rate(what: str, times: list[float]) -> None:
    print(f"{what}: {1000 / statistics.mean(times):.0f} frames a second, {percentiles(times)} (target 30)")


def bench_encoding(stage: Stage, predictor: Predictor) -> None:
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
    print(
        f"heartbeat while {count:,} images are encoded in {typical:.1f} s: p50 {p50:.1f}, p99 {p99:.1f} ms (target 20)"
    )


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

    workspace, model = stage.workspace, stage.view.model
    ended: list[object] = []
    workspace.training_events.connect(collect)
    workspace.training_ended.connect(ended.append)
    model.model_changed.connect(lambda: followed.append(1))
    workspace.start_training(recipe)
    stage.until(lambda: bool(ended))
    workspace.training_events.disconnect(collect)
    workspace.training_ended.disconnect(ended.append)
    return max(rates), len(followed)


def bench_cost(stage: Stage, folder: Path, name: str, epochs: int) -> None:
    dataset = stage.workspace.dataset
    assert dataset is not None
    recipe = get_recipe(name).replace(epochs=epochs)
    shares = []
    for _ in range(ROUNDS):
        alone = headless_rate(recipe, dataset, folder)
        torch.set_num_threads(1)
        live, followed = live_rate(stage, recipe)
        shares.append(live / alone)
        print(f"  {name}: headless {alone:,.0f}, live map {live:,.0f} images/s; the map followed {followed} times")
    print(f"{name}: the trainer keeps {statistics.median(shares):.0%} of its headless speed (target 90 %)")


def bench_while_training(stage: Stage, name: str) -> None:
    workspace = stage.workspace
    workspace.start_training(get_recipe(name).replace(epochs=1000))
    stage.until(lambda: workspace.training and stage.view.model.encoded is not None)
    stage.wait(1500)
    bench_hand(stage, name, "while it trains", "p99 20 ms")
    ended: list[object] = []
    workspace.training_ended.connect(ended.append)
    workspace.control.stop()
    stage.until(lambda: bool(ended))
    workspace.training_ended.disconnect(ended.append)


def main() -> None:
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
        bench_encoding(stage, predictors["vae-2d"])
        bench_points(stage)
        for name, predictor in predictors.items():
            stage.open(predictor)
            bench_hand(stage, name, "idle", "p50 3, p99 8 ms")
            bench_manifold(stage, name)
            bench_zoom(stage, name)
        stage.workspace._set_dataset(digits)
        for name in predictors:
            bench_while_training(stage, name)
        bench_cost(stage, folder, "vae-2d", 12)
        stage.close()


if __name__ == "__main__":
    main()
