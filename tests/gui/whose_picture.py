"""What the tests of whose picture is shown need: models of all kinds, and everything that a window shows of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui.tasks.worker import Worker
from vae_gui.views.lab.canvas.tools.typicality import TypicalityTool
from vae_gui.views.lab.sliders.tools.blend import Blend
from vae_gui.views.lab.sliders.tools.variations import Variations
from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.run_display import SAMPLES
from vae_gui.views.train.view import TrainingView
from vae_gui.widgets.pictures.framed_image import FramedImage
from vae_gui.widgets.pictures.painted import PaintedWidget
from vae_gui.widgets.plots.kl_bars import KLBars
from vae_gui.window.main_window import MainWindow
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.models.build import build_model
from vae_models.recipe.named import Recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

# Of the data or of the user's hand, whatever model is open.
_NO_MODELS = {"What the model sees", "Input", "Nearest real image", "Original", "Drawing"}
_SOON_MS = 1000  # timers that are shorter wait for nothing but a pause

Shown = dict[str, bytes]


def save_digits(digits: Dataset, first: int, path: Path) -> Path:
    """200 of the digits as a file of one's own."""
    images, labels = digits.train.images[first : first + 200, 0], digits.train.labels
    assert labels is not None
    np.savez(path, images=images.numpy(), labels=labels[first : first + 200].numpy())
    return path


def train(recipe: Recipe, data: Dataset, folder: Path) -> Path:
    """A run of one epoch on these data."""
    run = RunFolder.create(folder, recipe.replace(epochs=1), data.name)
    list(Trainer(run.recipe, data, run=run).steps())
    return folder


def save_untrained(recipe: Recipe, path: Path) -> Path:
    Predictor(build_model(recipe), recipe, name=path.stem).save(path)
    return path


class Models:
    """Runs and files of all kinds, made when they are first asked for. All names are unlike each other."""

    def __init__(self, folder: Path, digits: Dataset) -> None:
        self._folder, self._digits = folder, digits
        self._made: dict[str, Path] = {}

    def __getitem__(self, kind: str) -> Path:
        """ "file", "run", "other run" and "shipped" are of equal size; "large" sees other images, "no latent" has no codes,
        "discrete" has discrete ones, "conditional" is told the class."""
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        return self._made[kind]

    def _make(self, kind: str) -> Path:
        folder, small = self._folder, get_recipe("vae-2d")
        if kind == "large":
            return train(
                small.replace(image_shape=(64, 64), batch_size=5), squares(folder / "gone"), folder / "biggest"
            )
        if kind == "shipped":
            return Path(shutil.copy(shipped_model("conv-vae"), folder / "factorymade.safetensors"))
        if kind in ("run", "conditional"):
            name = "therun" if kind == "run" else "withclass"
            return train(small if kind == "run" else get_recipe("cvae"), self._data("first", 0), folder / name)
        if kind == "other run":
            own = small.replace(seed=5, hidden=(32,))  # a value that no field of the form shows
            return train(own, self._data("second", 200), folder / "secondrun")
        recipe = {"file": small, "no latent": get_recipe("unet-denoiser"), "discrete": get_recipe("vq-vae")}[kind]
        name = {"file": "thefile", "no latent": "unlatent", "discrete": "codebook"}[kind]
        return save_untrained(recipe, folder / f"{name}.safetensors")

    def _data(self, name: str, first: int) -> Dataset:
        path = self._folder / f"{name}.npz"
        return load_dataset(path if path.exists() else save_digits(self._digits, first, path))


def squares(path: Path) -> Dataset:
    """Twenty images of 64 x 64, of which there is no file: whoever looks for them finds nothing."""
    images = torch.zeros((20, 1, 64, 64), dtype=torch.uint8)
    images[:, :, 20:40, 20:40] = (torch.arange(20, dtype=torch.uint8) * 12)[:, None, None, None]
    return Dataset(str(path), Split(images[:15]), Split(images[15:]))


def rests(window: MainWindow) -> bool:
    """Whether nothing is being worked on, nor about to be."""
    owners = (window, window.workspace)
    workers = [worker for owner in owners for worker in owner.findChildren(Worker)]
    soon = [t for t in window.findChildren(QTimer) if t.isSingleShot() and t.isActive() and t.interval() < _SOON_MS]
    return not soon and not any(worker.busy for worker in workers)


def play(qtbot: QtBot, window: MainWindow) -> None:
    """Leaves as much of the model in all views as there can be."""
    qtbot.waitUntil(lambda: rests(window), timeout=60_000)
    for _ in parts_of(window):
        qtbot.waitUntil(lambda: rests(window), timeout=60_000)
    lab, latent_map, predictor = window.views.build("lab"), window.views.build("map"), window.workspace.model.predictor
    assert isinstance(lab, LabView) and isinstance(latent_map, LatentMapView) and predictor is not None
    if predictor.has_latent:
        window.views.show_view("lab")
        lab.tabs.setCurrentWidget(lab.sliders)
        lab.sliders.set_random()
        lab.sliders.tools.tool_of(Blend).keep("A")
        lab.sliders.tools.setCurrentWidget(lab.sliders.tools.tool_of(Variations))
        lab.sliders.tools.tool_of(Variations).button.click()
        window.views.show_view("map")
        latent_map.probe.pick(0.3, -0.2, -1)
        latent_map.probe.pick(0.5, 0.5, 0)
        pins = latent_map.pins.usable(range(len(latent_map.pins.pins)))
        latent_map.paths.interpolate(pins[-2].z, pins[-1].z, 4, spherical=False)
    lab.canvas.take_digit()
    qtbot.waitUntil(lambda: rests(window), timeout=60_000)


def shown(window: MainWindow) -> Shown:
    """Every picture that a model made, on the screen or behind it, by where it is."""
    found = {place_of(widget): _bytes(widget) for widget in window.findChildren(PaintedWidget)}
    found |= {place_of(widget): _array(widget.image) for widget in window.findChildren(FramedImage)}
    found |= dict(_of_the_map(window))
    return {
        place: picture for place, picture in found.items() if picture and place.rpartition("/")[2] not in _NO_MODELS
    }


def place_of(widget: QWidget) -> str:
    names = []
    while widget is not None and not widget.isWindow():
        names.append(f"{type(widget).__name__} {widget.accessibleName()}".strip())
        widget = widget.parentWidget()
    return " in ".join(names[1:2]) + "/" + (names[0].partition(" ")[2] or names[0])


def _bytes(widget: PaintedWidget) -> bytes:
    if widget.is_empty() or widget.isHidden():
        return b""
    if isinstance(widget, KLBars):
        return widget.values.tobytes()  # two collapsed models look alike
    picture = widget.picture().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(picture.constBits()) + repr(picture.size()).encode()


def _array(image: NDArray[np.uint8] | None) -> bytes:
    return b"" if image is None else image.tobytes()


def _of_the_map(window: MainWindow) -> Iterator[tuple[str, bytes]]:
    view = window.views.build("map")
    assert isinstance(view, LatentMapView)
    scene = view.canvas.scene
    yield "map/tiles", b"" if scene.mosaic is None else scene.mosaic.tiles.tobytes()
    yield "map/points", scene.points.tobytes()
    yield "map/path", view.path_panel.path.frames.tobytes()
    for row in range(view.side.pins.list.count()):
        icon = view.side.pins.list.item(row).icon()
        yield f"map/pin {row}", b"" if icon.isNull() else bytes(icon.pixmap(28).toImage().constBits())


def words(window: MainWindow) -> str:
    """All that labels and boxes read in this moment."""
    labels = [label.text() for label in window.findChildren(QLabel)]
    boxes = [box.currentText() for box in window.findChildren(QComboBox)]
    return "\n".join([*labels, *boxes, window.windowTitle()])


def check_train(window: MainWindow) -> None:
    view, workspace = window.views.build("train"), window.workspace
    assert isinstance(view, TrainingView)
    live, predictor, dataset = view.live, workspace.model.predictor, workspace.data.dataset
    assert live is not None and predictor is not None
    rows = {row.label: row for row in live.strip.rows}
    if dataset is None or dataset.val.images.shape[2:] != predictor.image_shape:
        assert not rows
    elif not predictor.is_denoiser:
        assert dataset.val.labels is not None
        labels = predictor.heeds(dataset.val.labels[:12].numpy())
        given = dataset.val.images[:12, 0].numpy()
        np.testing.assert_allclose(rows["Output"].images, predictor.reconstruct(given, labels), atol=1e-5)
    wanted = predictor.given(None).sample(SAMPLES, 0) if predictor.recipe.has_prior else np.zeros((0, 1, 1))
    assert close(live.samples.images, wanted)
    run = workspace.model.run
    metrics = run.metrics() if run is not None else []
    assert live.bars.values.tolist() == (list(metrics[-1].val.kl_per_dim) if metrics else [])
    assert live.plot.live.name == ("" if run is None else run.name)
    assert view.form.recipe == predictor.recipe
    assert predictor.name in live.whose.text()
    if run is not None and (run.dataset == "few" or Path(run.dataset).exists()):
        assert dataset is not None and dataset.name == run.dataset


def check_map(window: MainWindow) -> None:
    view, workspace = window.views.build("map"), window.workspace
    assert isinstance(view, LatentMapView)
    predictor, dataset, scene = workspace.model.predictor, workspace.data.dataset, view.canvas.scene
    assert predictor is not None and view.chooser.currentText() == predictor.name
    if not predictor.has_latent:
        assert scene.mosaic is None and not len(scene.points)
        return
    plane, mosaic = view.controller.plane, scene.mosaic
    assert mosaic is not None
    s, t = mosaic.region.centres()
    z = plane.origin + s[4] * plane.e1 + t[9] * plane.e2
    assert close(mosaic.tiles[9, 4], predictor.decode(z)[0])
    if dataset is None or dataset.val.images.shape[2:] != predictor.image_shape:
        assert not len(scene.points)
    else:
        encoded = view.controller.encoded
        assert encoded is not None and encoded.predictor is predictor and len(encoded) == len(encoded.table)
        labels = encoded.table.known_labels(encoded.indices, predictor)
        mu = predictor.encode(encoded.table.images(encoded.indices), labels).mu
        np.testing.assert_allclose(scene.points, plane.coordinates(mu), atol=1e-4)


def check_lab(window: MainWindow) -> None:
    view, workspace = window.views.build("lab"), window.workspace
    assert isinstance(view, LabView)
    predictor, sliders = workspace.model.predictor, view.sliders
    assert predictor is not None and view.chooser.currentText() == predictor.name
    placed = view.canvas.tool_of(TypicalityTool).placed
    assert placed is None or placed.predictor is predictor
    if not predictor.has_latent:
        assert sliders.image.is_empty() and all(grid.is_empty() for grid in view.samples.grids.values())
        return
    drawn = view.samples.drawn
    for name, grid in view.samples.grids.items():
        codes = drawn.codes[name] if drawn is not None else None
        assert codes is None or close(grid.images, predictor.decode(codes, predictor.in_turn(len(codes))))


def close(picture: NDArray[np.generic], wanted: NDArray[np.generic]) -> bool:
    """Whether bytes are those of images in [0, 1]."""
    grey = np.asarray(wanted) * 255.0
    return picture.shape == grey.shape and bool((np.abs(picture.astype(float) - grey) <= 1).all())
