"""What several models make of the same images."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.side_by_side import IMAGES, Question, denoised, noisy, path_between, reconstructions
from vae_gui.views.compare_view import CompareView
from vae_gui.workspace import Workspace
from vae_models import get_recipe
from vae_models.data import Dataset, Split
from vae_models.models import build_model
from vae_models.predictor import Predictor


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
    workspace._set_dataset(few)
    workspace.runs.look()
    qtbot.waitUntil(lambda: len(workspace.runs.rows) == 1)
    side = view.side
    view.tabs.setCurrentWidget(side)
    view.table.selectAll()
    rows = lambda: [len(row.images) for row in side.strip._rows]  # noqa: E731
    qtbot.waitUntil(lambda: rows() == [count, count])
    np.testing.assert_array_equal(side.strip._rows[0].images, few.val.images[:, 0].numpy())
    assert not side.others.isEnabled(), "all of them are there"
    side.kind.setCurrentIndex(side.kind.findData("between"))
    qtbot.waitUntil(lambda: rows() == [2, IMAGES])
    assert side.others.isEnabled() is (count > 2)
