"""Three origins of z side by side: the images are the model's own, the sentence that of the measures."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.whose_picture import save_untrained
from vae_gui.views.lab.samples import panel as samples_panel
from vae_gui.views.lab.samples.panel import SamplesPanel, compare, draw, draw_prior
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.pictures.greyscale import to_uint8
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.explore.predictor import Predictor
from vae_models.explore.samplers import SAMPLERS
from vae_models.measures.images.sample_quality import SampleQuality
from vae_models.models.build import build_model


@pytest.fixture
def lab(lab_view: LabView) -> LabView:
    lab_view.tabs.setCurrentWidget(lab_view.samples)
    return lab_view


@pytest.fixture
def panel(lab: LabView) -> SamplesPanel:
    return lab.samples


@pytest.mark.slow
def test_all_three_are_drawn_and_compared(
    qtbot: QtBot, panel: SamplesPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    qtbot.waitUntil(lambda: panel.quality is not None, timeout=30_000)
    assert panel.drawn is not None and panel.quality is not None
    expected = draw(tiny_predictor, few_digits, panel.count.value(), 0, None)
    for name in SAMPLERS:
        np.testing.assert_array_equal(panel.drawn.codes[name], expected.codes[name])
        np.testing.assert_array_equal(panel.grids[name].images, to_uint8(tiny_predictor.decode(expected.codes[name])))
        assert f"{panel.quality.samplers[name]:.1f}" in panel.distances[name].text()
    assert compare(expected.origins)[1] == panel.quality
    assert panel.sentence.text().startswith(panel.quality.sentence)


@pytest.mark.parametrize(("recipe", "said"), [("cvae", True), ("vae-2d", False)])
def test_figures_over_all_classes_are_called_so_beside_pictures_of_one(
    qtbot: QtBot,
    panel: SamplesPanel,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    recipe: str,
    said: bool,
) -> None:
    quality = SampleQuality(dict.fromkeys(SAMPLERS, 12.3), 4.0, 0.5, 1000, "digits")
    monkeypatch.setattr(samples_panel, "compare", lambda origins: (origins, quality))
    workspace.model.set_predictor(Predictor(build_model(get_recipe(recipe)), get_recipe(recipe)))
    qtbot.waitUntil(lambda: panel.quality is quality, timeout=30_000)
    figures = "Fréchet distance 12.3 over all classes" if said else "Fréchet distance 12.3"
    assert {distance.text() for distance in panel.distances.values()} == {figures}
    assert panel.sentence.text().endswith(f"1,000 images each{' over all classes' if said else ''}.)")


def test_of_any_class_all_are_drawn_and_a_click_takes_the_sample_with_its_class(
    qtbot: QtBot, lab: LabView, workspace: Workspace
) -> None:
    recipe = get_recipe("cvae")
    panel, told = lab.samples, Predictor(build_model(recipe), recipe)
    workspace.model.set_label(None)
    workspace.model.set_predictor(told)
    predictor = workspace.model.predictor
    qtbot.waitUntil(lambda: panel.drawn is not None and panel.drawn.origins.predictor is predictor, timeout=30_000)
    assert panel.drawn is not None
    for name, grid in panel.grids.items():
        codes = panel.drawn.codes[name]
        np.testing.assert_array_equal(grid.images, to_uint8(told.decode(codes, np.arange(len(codes)) % 10)))
    grid = panel.grids["prior"]
    taken = grid.images[13]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cells()[13].center().toPoint())
    assert lab.class_selector.currentText() == "3"
    assert workspace.model.predictor is not None
    np.testing.assert_array_equal(to_uint8(workspace.model.predictor.decode(lab.sliders.z))[0], taken)


def test_the_first_samples_are_those_that_stay(few_digits: Dataset) -> None:
    recipe = get_recipe("cvae")
    for predictor in (Predictor(build_model(recipe), recipe), Predictor(build_model(recipe), recipe).given(4)):
        stays = draw(predictor, few_digits, 20, 3, None).images["prior"]
        np.testing.assert_array_equal(draw_prior(predictor, 20, 3), stays)
        np.testing.assert_array_equal(to_uint8(predictor.sample(20, 3)), stays)


def test_another_draw_keeps_what_was_fitted_and_more_samples_keep_the_seed(qtbot: QtBot, panel: SamplesPanel) -> None:
    qtbot.waitUntil(lambda: panel.drawn is not None, timeout=30_000)
    assert panel.drawn is not None
    first = panel.drawn
    QTest.keyClick(panel.button, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: panel.drawn is not first)
    second = panel.drawn
    assert second.origins is first.origins
    assert not np.array_equal(second.codes["prior"], first.codes["prior"])
    panel.count.setValue(100)
    qtbot.waitUntil(lambda: panel.drawn is not second)
    assert {len(codes) for codes in panel.drawn.codes.values()} == {100}


def test_nothing_of_another_model_is_left_where_the_data_stay(
    qtbot: QtBot, lab: LabView, workspace: Workspace, tmp_path: Path
) -> None:
    panel = lab.samples
    qtbot.waitUntil(lambda: panel.drawn is not None, timeout=30_000)
    lab.tabs.setCurrentWidget(lab.sliders)  # out of sight nothing is drawn anew
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "other.safetensors"))
    assert panel.drawn is None and all(grid.is_empty() for grid in panel.grids.values())
    assert not panel.sentence.text() and not any(distance.text() for distance in panel.distances.values())


def test_a_sample_can_be_put_on_the_sliders(qtbot: QtBot, lab: LabView) -> None:
    panel = lab.samples
    qtbot.waitUntil(lambda: panel.drawn is not None, timeout=30_000)
    assert panel.drawn is not None
    grid = panel.grids["aggregate"]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cells()[3].center().toPoint())
    assert lab.tabs.currentWidget() is lab.sliders
    assert np.array_equal(lab.sliders.z, panel.drawn.codes["aggregate"][3])


@pytest.mark.parametrize(
    ("recipe", "title"),
    [
        ("vae-2d", "Prior N(0, I)"),
        ("autoencoder", "N(0, I), not its prior"),
        ("wae-mmd", "Prior N(0, I)"),
        ("vq-vae", "Random codebook entries"),
    ],
)
def test_only_a_prior_is_called_one(panel: SamplesPanel, workspace: Workspace, recipe: str, title: str) -> None:
    workspace.model.set_predictor(Predictor(build_model(get_recipe(recipe)), get_recipe(recipe)))
    assert panel.headings["prior"].text() == title
    assert ("nothing asked" in panel.grids["prior"].toolTip()) is ("not" in title)
    unet = get_recipe("unet-denoiser")
    workspace.model.set_predictor(Predictor(build_model(unet), unet))
    assert panel.headings["prior"].text() == "Prior N(0, I)", "nothing of the former model's stays"


@pytest.mark.parametrize(
    ("recipe", "words"),
    [("vae-2d", "training asked"), ("autoencoder", "nothing asked"), ("vq-vae", "entries of the codebook")],
)
def test_a_random_code_says_what_it_is_drawn_from(lab: LabView, workspace: Workspace, recipe: str, words: str) -> None:
    workspace.model.set_predictor(Predictor(build_model(get_recipe(recipe)), get_recipe(recipe)))
    assert words in lab.sliders.start.random_button.toolTip()
    tips = "\n".join(widget.toolTip() for widget in lab.sliders.findChildren(QWidget))
    assert recipe != "autoencoder" or "the prior" not in tips, "it has none"


def test_a_model_without_latent_space_has_no_samples(qtbot: QtBot, panel: SamplesPanel, workspace: Workspace) -> None:
    recipe = get_recipe("unet-denoiser")
    workspace.model.set_predictor(Predictor(build_model(recipe), recipe))
    empty = lambda: {grid.empty_text for grid in panel.grids.values()}  # noqa: E731
    assert "no latent space" in panel.sentence.text() and empty() == {""}
    workspace.data.show(None)
    assert "no latent space" in panel.sentence.text(), "no data would help"
    workspace.model.set_predictor(None)
    assert "no model yet" in panel.sentence.text() and empty() == {""}


def test_of_too_few_images_no_distance_is_given(
    qtbot: QtBot, panel: SamplesPanel, workspace: Workspace, few_digits: Dataset
) -> None:
    few = Dataset("fewer", few_digits.train, Split(few_digits.val.images[:4], few_digits.val.labels[:4]), None)
    workspace.data.show(few)
    qtbot.waitUntil(lambda: "here are 4 and 600" in panel.sentence.text(), timeout=30_000)
    assert not any(distance.text() for distance in panel.distances.values())
    assert not any(grid.is_empty() for grid in panel.grids.values())
