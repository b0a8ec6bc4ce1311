"""What several models make of the same images."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.unit.views.compare.hand import select
from vae_gui.views.compare.tabs.comparison import (
    IMAGES,
    KINDS,
    MODELS,
    REACH,
    Question,
    SideBySide,
    denoised,
    noisy,
    path_between,
    reconstructions,
)
from vae_gui.views.compare.tabs.side_by_side import SideBySideTab
from vae_gui.views.compare.view import CompareView
from vae_gui.widgets.pictures.greyscale import to_uint8
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.explore.predictor import Predictor
from vae_models.latent import lerp
from vae_models.models.build import build_model


def test_a_conditional_model_takes_every_image_for_one_of_its_own_class(few_digits: Dataset) -> None:
    recipe = get_recipe("cvae")
    predictor = Predictor(build_model(recipe), recipe).given(4)
    images, labels = few_digits.val.images[:10, 0].numpy(), few_digits.val.labels
    assert labels is not None
    own = labels[:10].numpy()
    question = Question("images", images, labels=own)
    np.testing.assert_array_equal(reconstructions(predictor, question), predictor.reconstruct(images, own))
    np.testing.assert_array_equal(denoised(predictor, question), predictor.reconstruct(noisy(images), own))
    path = path_between(predictor, question)
    ends = predictor.reconstruct(images[:2], own[:2])
    np.testing.assert_allclose(path[[0, -1]], ends, atol=1e-6)


@pytest.mark.parametrize("count", [1, 4])
def test_no_image_stands_there_twice_where_there_are_few(
    qtbot: QtBot, view: CompareView, workspace: Workspace, make_run: MakeRun, few_digits: Dataset, count: int
) -> None:
    make_run("a")
    few = Dataset("fewer", few_digits.train, Split(few_digits.val.images[:count], None), None)
    workspace.data.show(few)
    workspace.runs.look()
    qtbot.waitUntil(lambda: len(workspace.runs.rows) == 1)
    side = view.tab_of(SideBySideTab)
    view.tabs.setCurrentWidget(side)
    view.table.selectAll()
    rows = lambda: [len(row.images) for row in side.strip.rows]  # noqa: E731
    qtbot.waitUntil(lambda: rows() == [count, count])
    np.testing.assert_array_equal(side.strip.rows[0].images, few.val.images[:, 0].numpy())
    assert not side.others.isEnabled(), "all of them are there"
    side.kind.setCurrentIndex(side.kind.findData("between"))
    qtbot.waitUntil(lambda: rows() == [2, IMAGES])
    assert side.others.isEnabled() is (count > 2)


def test_a_path_of_a_conditional_model_is_of_the_chosen_class_and_says_so(
    qtbot: QtBot, view: CompareView, workspace: Workspace, make_run: MakeRun, few_digits: Dataset
) -> None:
    predictor = Predictor.load(make_run("with classes", "cvae", latent_dim=2).path)
    make_run("without")
    workspace.data.show(few_digits)
    workspace.model.set_predictor(predictor)
    workspace.runs.look()
    qtbot.waitUntil(lambda: len(workspace.runs.rows) == 2)
    side = view.tab_of(SideBySideTab)
    view.tabs.setCurrentWidget(side)
    side.kind.setCurrentIndex(side.kind.findData("along"))
    view.table.selectAll()
    z = np.zeros((IMAGES, 2), np.float32)
    z[:, 0] = np.linspace(-REACH, REACH, IMAGES)
    for chosen, drawn in ((0, 0), (7, 7), (None, 0)):
        workspace.model.set_label(chosen)
        qtbot.waitUntil(lambda of=drawn: side.words.text() == f"with classes: told to draw class {of}.")
        shown = next(row.images for row in side.strip.rows if row.label == "with classes")
        np.testing.assert_array_equal(shown, predictor.decode(z, drawn))


@pytest.mark.parametrize("kind", KINDS)
def test_no_picture_is_of_a_mixture_of_classes(make_run: MakeRun, few_digits: Dataset, kind: str) -> None:
    """Also of images whose class is not known, or that the model does not know."""
    run = make_run("with classes", "cvae", latent_dim=2)
    images, strange = few_digits.val.images[:IMAGES, 0].numpy(), np.full(IMAGES, 99)
    of_model = KINDS[kind][2]
    for labels in (None, strange):
        question = Question(kind, images, labels=labels, drawn=4, class_names=tuple("abcdefghij"))
        found = SideBySide().ask([run.path], question)
        expected = of_model(Predictor.load(run.path).given(4), question)
        np.testing.assert_array_equal(found.lines[-1].images, expected)
        assert not np.array_equal(expected, of_model(Predictor.load(run.path), question))
        assert found.told == ("with classes: told to draw class e.",)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("images", "with classes: told the class of each image."),
        ("noise", "with classes: told the class of each image."),
        ("between", "with classes: told the class of the nearer end."),
    ],
)
def test_the_classes_that_images_have_are_said_to_be_told(
    make_run: MakeRun, few_digits: Dataset, kind: str, words: str
) -> None:
    labels = few_digits.val.labels
    assert labels is not None
    question = Question(kind, few_digits.val.images[:IMAGES, 0].numpy(), labels=labels[:IMAGES].numpy())
    runs = [make_run("with classes", "cvae", latent_dim=2), make_run("without")]
    assert SideBySide().ask([run.path for run in runs], question).told == (words,)


@pytest.mark.usefixtures("three_runs")
def test_selected_models_stand_side_by_side(qtbot: QtBot, view: CompareView, workspace: Workspace) -> None:
    view.tabs.setCurrentWidget(view.tab_of(SideBySideTab))
    select(view, "a2", "b1")
    labels = lambda: [row.label for row in view.tab_of(SideBySideTab).strip.rows]  # noqa: E731
    qtbot.waitUntil(lambda: labels() == ["Original", "a2", "b1"], timeout=10_000)
    assert workspace.data.dataset is not None
    images = workspace.data.dataset.val.images[:IMAGES, 0].numpy()
    np.testing.assert_array_equal(view.tab_of(SideBySideTab).strip.rows[0].images, images)
    model = Predictor.load(workspace.runs_dir / "b1")
    np.testing.assert_allclose(view.tab_of(SideBySideTab).strip.rows[2].images, model.reconstruct(images), atol=1e-6)
    view.tab_of(SideBySideTab).kind.setCurrentIndex(view.tab_of(SideBySideTab).kind.findData("along"))
    qtbot.waitUntil(lambda: labels() == ["a2", "b1"], timeout=10_000)
    view.table.clearSelection()
    assert view.tab_of(SideBySideTab).strip.is_empty()


def test_all_models_get_the_same(make_run: MakeRun, few_digits: Dataset) -> None:
    run = make_run("one")
    model, images = run.load_predictor(), few_digits.val.images[:IMAGES, 0].numpy()
    lines = {kind: SideBySide().ask([run.path], Question(kind, images, dim=1)).lines for kind in KINDS}
    ends = model.encode(images[:2]).mu
    z = np.zeros((IMAGES, 2), np.float32)
    z[:, 1] = np.linspace(-3, 3, IMAGES)
    for kind, expected in (
        ("images", model.reconstruct(images)), ("between", model.decode(lerp(ends[0], ends[1], IMAGES))),
        ("along", model.decode(z)), ("noise", model.denoise(noisy(images))),
    ):  # fmt: skip
        np.testing.assert_array_equal(to_uint8(lines[kind][-1].images), to_uint8(expected))
    np.testing.assert_array_equal(lines["noise"][1].images, noisy(images))


def test_who_cannot_take_part_is_named(make_run: MakeRun, few_digits: Dataset, tmp_path: Path) -> None:
    images = few_digits.val.images[:IMAGES, 0].numpy()
    unet = make_run("unet", "unet-denoiser", hidden=(2, 2))  # type: ignore[arg-type]
    good = make_run("good")
    told = SideBySide().ask([unet.path, tmp_path / "gone", good.path], Question("along", images))
    assert [line.label for line in told.lines] == ["good"]
    assert "unet has no latent space" in told.left_out[0] and told.left_out[1].startswith("gone: It has no model yet")
    many = SideBySide().ask([good.path] * (MODELS + 2), Question("images", images))
    assert len(many.lines) == MODELS + 1 and many.left_out == (f"Only the first {MODELS} of 10 models are shown.",)
