"""Images that arrive from elsewhere, and everything that can be wrong: one sentence each, nothing lost."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map import view as latent_map_view
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.files.clipboard import NO_IMAGE
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

Settle = Callable[[LatentMapView], None]


def drop(view: LatentMapView, file: Path) -> None:
    """A file let go over the map, as the window system reports it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPointF(view.rect().center())
    QApplication.sendEvent(view, QDragEnterEvent(middle.toPoint(), action, data, button, key))
    QApplication.sendEvent(view, QDropEvent(middle, action, data, button, key))


def test_a_dropped_image_is_encoded_and_shown_as_a_point(
    view: LatentMapView, tiny_predictor: Predictor, few_digits: Dataset, tmp_path: Path, qtbot: QtBot
) -> None:
    image = few_digits.train.images[3, 0].numpy()
    Image.fromarray(image).save(tmp_path / "digit.png")
    drop(view, tmp_path / "digit.png")
    qtbot.waitUntil(lambda: len(view.canvas.scene.images) == 1)
    mu = tiny_predictor.encode(image).mu[0]
    marker = view.canvas.scene.images[0]
    assert marker.name == "digit.png" and (marker.u, marker.v) == pytest.approx(tuple(mu), abs=1e-5)
    assert np.array_equal(view.side.detail.original.image, image)
    assert view.canvas.scene.posterior is not None
    view.pin_chosen()
    assert view.workspace.pins.all[0].name == "digit.png" and view.workspace.pins.all[0].image is not None


def test_an_image_drawn_in_the_lab_is_shown(
    view: LatentMapView, workspace: Workspace, tiny_predictor: Predictor, few_digits: Dataset, qtbot: QtBot
) -> None:
    image = few_digits.train.images[9, 0].numpy().astype(np.float32) / 255
    workspace.requests.map_image.leave(image)
    qtbot.waitUntil(lambda: len(view.canvas.scene.images) == 1)
    np.testing.assert_allclose(view.probe.selection.z, tiny_predictor.encode(image).mu[0], atol=1e-5)


def test_an_image_can_be_pasted(view: LatentMapView, few_digits: Dataset, tmp_path: Path, qtbot: QtBot) -> None:
    Image.fromarray(few_digits.train.images[4, 0].numpy()).save(tmp_path / "a.png")
    from PySide6.QtGui import QImage

    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "a.png")))
    view.paste_image()
    qtbot.waitUntil(lambda: len(view.canvas.scene.images) == 1)
    assert np.array_equal(view.side.detail.original.image, few_digits.train.images[4, 0].numpy())


@pytest.mark.parametrize("copied", [None, QMimeData()], ids=["no clipboard", "nothing copied"])
def test_pasting_without_an_image_is_one_sentence(
    view: LatentMapView, said: list[str], monkeypatch: pytest.MonkeyPatch, copied: QMimeData | None
) -> None:
    monkeypatch.setattr(type(QGuiApplication.clipboard()), "mimeData", lambda *_: copied)
    view.paste_image()
    assert said == [NO_IMAGE]


@pytest.mark.parametrize(
    ("name", "content"), [("text.png", b"not an image"), ("empty.jpg", b""), ("missing.png", None)]
)
def test_a_file_that_is_no_image_is_one_sentence_and_nothing_is_lost(
    hand: Hand, view: LatentMapView, free: tuple[float, float], said: list[str], tmp_path: Path, qtbot: QtBot, name: str,
    content: bytes | None,
) -> None:  # fmt: skip
    hand.click(*free)
    selection = view.probe.selection
    if content is not None:
        (tmp_path / name).write_bytes(content)
    drop(view, tmp_path / name)
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1 and name in said[0] and "Traceback" not in said[0]
    assert view.probe.selection is selection and len(view.workspace.pins.all) == 1


def test_without_a_model_the_view_says_what_to_do(
    empty_view: LatentMapView, workspace: Workspace, qtbot: QtBot
) -> None:
    assert empty_view.empty.sentence.text() == latent_map_view.NO_MODEL
    with qtbot.waitSignal(workspace.requests.view_wanted, check_params_cb=lambda name: name == "train"):
        qtbot.mouseClick(empty_view.empty.train, Qt.MouseButton.LeftButton)


def test_a_run_can_be_opened_from_the_empty_view(
    empty_view: LatentMapView, few_digits: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot,
    settle: Settle,
) -> None:  # fmt: skip
    recipe = get_recipe("vae-2d").replace(epochs=1)
    list(Trainer(recipe, few_digits, run=RunFolder.create(tmp_path / "run", recipe, "few")).steps())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "run"))
    qtbot.mouseClick(empty_view.empty.open_run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: empty_view.canvas.isVisible())
    settle(empty_view)


def test_before_torch_is_loaded_it_says_so(empty_workspace: Workspace, qtbot: QtBot) -> None:
    view = LatentMapView(empty_workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    assert view.empty.sentence.text() == latent_map_view.LOADING


def test_a_model_that_goes_while_it_is_shown_leaves_the_pins(
    hand: Hand, view: LatentMapView, free: tuple[float, float], workspace: Workspace, tiny_predictor: Predictor,
    settle: Settle,
) -> None:  # fmt: skip
    hand.click(*free)
    workspace.model.set_predictor(None)
    assert view.empty.isVisible() and len(workspace.pins.all) == 1
    workspace.model.set_predictor(tiny_predictor)
    settle(view)
    assert view.canvas.isVisible() and len(view.canvas.scene.pins) == 1


def test_a_model_of_another_size_takes_over(
    hand: Hand, view: LatentMapView, said: list[str], workspace: Workspace, beta_predictor: Predictor, settle: Settle
) -> None:
    hand.wheel(0.5, 0.5, 3)
    workspace.model.set_predictor(beta_predictor)
    settle(view)
    assert view.controller.plane.latent_dim == 8 and view.plane_bar.kind.isVisible()
    hand.move(0.3, 0.3)
    assert not said


class Broken:
    """A model whose weights went wrong: every answer is refused or is not a number."""

    def __init__(self, good: Predictor) -> None:
        self._good = good

    def __getattr__(self, name: str) -> object:
        return getattr(self._good, name)

    def decode_uint8(self, z: object) -> np.ndarray:
        raise ModelError("This model's weights are not numbers (NaN); go back to an earlier epoch.")

    def encode(self, images: object) -> object:
        posterior = self._good.encode(images)
        return type(posterior)(posterior.mu * np.nan, posterior.sigma)


def test_weights_that_are_not_numbers_are_one_sentence(
    hand: Hand,
    view: LatentMapView,
    said: list[str],
    workspace: Workspace,
    tiny_predictor: Predictor,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    before = view.canvas.scene.mosaic
    workspace.model.set_predictor(Broken(tiny_predictor))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(said))
    assert all("go back to an earlier epoch" in sentence for sentence in said)
    hand.move(0.4, 0.4)
    assert view.canvas.scene.mosaic is before, "the last good picture stays"
    workspace.model.set_predictor(tiny_predictor)
    settle(view)


def test_a_point_far_outside_is_decoded_or_refused_but_never_fatal(
    hand: Hand, view: LatentMapView, said: list[str]
) -> None:
    for _ in range(60):
        hand.wheel(*hand.plane(hand.at(0, 0)), -3)
    corner = view.canvas.scene.viewport.area.topLeft().toPoint()
    u, v = hand.plane(corner)
    hand.move(u, v)
    assert np.isfinite([u, v]).all() and not said


def test_the_window_can_hand_over_an_image_file(
    view: LatentMapView, few_digits: Dataset, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.fromarray(few_digits.train.images[3, 0].numpy()).save(tmp_path / "digit.png")
    assert view.accept_image(tmp_path / "digit.png")
    qtbot.waitUntil(lambda: len(view.canvas.scene.images) == 1)


def test_without_a_model_no_image_is_accepted(empty_view: LatentMapView, tmp_path: Path) -> None:
    assert not empty_view.accept_image(tmp_path / "digit.png")
