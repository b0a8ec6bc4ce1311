"""Repair fills hidden pixels from the visible ones and keeps those."""

import itertools

import numpy as np
import pytest
import torch

from tests.bench.cases.bench_repair import shortfalls
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.repair import DISTINCT, DRAWS, NOTHING_HIDDEN, Repair, repair
from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.build import build_model


@pytest.fixture
def visible() -> np.ndarray:
    mask = np.ones((28, 28), np.bool_)
    mask[14:] = False
    return mask


@pytest.fixture
def image(digits: Dataset) -> np.ndarray:
    return digits.val.images[0, 0].numpy() / np.float32(255)


def run(predictor: Predictor, image: np.ndarray, visible: np.ndarray, **options: int) -> list[Repair]:
    return list(repair(predictor, image, visible, **options))


def test_visible_pixels_stay_and_hidden_ones_come_from_the_decoder(
    tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray
) -> None:
    last = run(tiny_predictor, image, visible, samples=3)[-1]
    np.testing.assert_array_equal(last.images[:, visible], np.tile(image[visible], (len(last.images), 1)))
    np.testing.assert_allclose(last.images[:, ~visible], tiny_predictor.decode(last.z)[:, ~visible], atol=1e-5)


def test_it_starts_from_the_best_of_many_draws(image: np.ndarray, visible: np.ndarray) -> None:
    predictor, shown = Predictor.load(shipped_model("vae-2d")), torch.from_numpy(visible)
    first = next(repair(predictor, image, visible, samples=1, seed=4))
    draws = torch.randn(DRAWS, 2, generator=torch.Generator().manual_seed(4))
    logits = predictor.module().decode(draws).detach()[..., shown]
    target = torch.from_numpy(image)[shown].view(1, 1, -1).expand_as(logits)
    assert first.loss[0] <= (reconstruction_loss("bce", logits, target) + 0.5 * draws.square().sum(1)).min() + 1e-3


def test_it_descends_and_puts_the_most_probable_answer_first(
    tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray
) -> None:
    steps = run(tiny_predictor, image, visible, steps=60)
    best = [step.loss[0] for step in steps]
    assert best[-1] < best[0] and (np.diff(steps[-1].loss) >= 0).all()
    assert [step.step for step in steps][-1] == 60 and len(steps) > 5


def test_the_loss_is_minus_the_log_joint_probability_of_what_is_visible(
    tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray
) -> None:
    first = next(repair(tiny_predictor, image, visible, samples=1, seed=4))
    z = torch.from_numpy(first.z)
    logits = tiny_predictor.module().decode(z).detach()
    shown = torch.from_numpy(visible)
    expected = (
        reconstruction_loss("bce", logits[..., shown], torch.from_numpy(image)[shown].view(1, 1, -1))
        + 0.5 * z.square().sum()
    )
    assert first.loss[0] == pytest.approx(expected.item(), rel=1e-5)


def test_what_is_hidden_makes_no_difference(tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray) -> None:
    other = np.where(visible, image, 1 - image)
    a, b = (run(tiny_predictor, picture, visible, steps=20)[-1] for picture in (image, other))
    np.testing.assert_array_equal(a.z, b.z)


def test_a_good_repair_is_nearer_to_the_truth_than_nothing(tiny_predictor: Predictor, digits: Dataset) -> None:
    visible = np.ones((28, 28), np.bool_)
    visible[:, 14:18] = False
    images = digits.train.images[:4, 0].numpy() / np.float32(255)
    repaired = np.stack([run(tiny_predictor, image, visible, steps=60)[-1].images[0] for image in images])
    empty = np.where(visible, images, 0)
    assert np.square(repaired - images).sum() < 0.8 * np.square(empty - images).sum()


def test_no_restart_finds_a_better_answer_than_the_first(digits: Dataset) -> None:
    short = shortfalls(Predictor.load(shipped_model("vae-2d")), digits.val.images[:2, 0].numpy())
    assert short.max() < 1.0, "nats"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vae-2d", "beta-vae", "conv-vae"])
def test_hardly_ever_does_any_of_32_restarts(digits: Dataset, name: str) -> None:
    short = shortfalls(Predictor.load(shipped_model(name)), digits.val.images[:20, 0].numpy())
    assert (short < 1.0).mean() >= 0.95


def test_the_answers_are_maxima_that_look_unlike_each_other(image: np.ndarray, visible: np.ndarray) -> None:
    """Of a plane whose digits lie apart, with half of the digit hidden, there are several."""
    predictor = Predictor.load(shipped_model("vae-2d"))
    last = run(predictor, image, visible, samples=3)[-1]
    assert 2 <= len(last.images) <= 3
    apart = [np.abs(a - b).max() for a, b in itertools.combinations(last.images, 2)]
    assert min(apart) > DISTINCT
    again = run(predictor, image, visible, samples=3, seed=1)[-1]
    assert again.loss[0] == pytest.approx(last.loss[0], abs=0.1), "whatever the draws"


@pytest.mark.parametrize("name", ["cvae", "hvae", "vrae", "vae-wide-2d"])
def test_every_kind_of_vae_can_be_asked(name: str, image: np.ndarray, visible: np.ndarray) -> None:
    recipe = get_recipe(name)
    predictor = Predictor(build_model(recipe), recipe)
    for given in (predictor, predictor.given(3)):
        last = run(given, image, visible, samples=2, steps=2)[-1]
        np.testing.assert_array_equal(last.images[:, visible], np.tile(image[visible], (len(last.images), 1)))
        drawn = given.decode(last.z)
        np.testing.assert_allclose(last.images[:, ~visible], drawn[:, ~visible], atol=1e-5)


def test_the_model_itself_stays_as_it_is(tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray) -> None:
    before = tiny_predictor.decode(np.zeros(2))
    run(tiny_predictor, image, visible, steps=20)
    np.testing.assert_array_equal(tiny_predictor.decode(np.zeros(2)), before)


def test_what_cannot_be_repaired_is_refused_in_words(
    tiny_predictor: Predictor, image: np.ndarray, visible: np.ndarray
) -> None:
    recipe = get_recipe("unet-denoiser")
    with pytest.raises(ModelError, match="needs a VAE"):
        run(Predictor(build_model(recipe), recipe), image, visible)
    with pytest.raises(ModelError, match=NOTHING_HIDDEN):
        run(tiny_predictor, image, np.ones((28, 28), np.bool_))
    with pytest.raises(ModelError, match="Everything is hidden"):
        run(tiny_predictor, image, np.zeros((28, 28), np.bool_))
    with pytest.raises(ModelError, match="28x28"):
        run(tiny_predictor, image[:20], visible[:20])


def test_the_answers_differ_in_what_the_visible_pixels_leave_open(image: np.ndarray) -> None:
    predictor = Predictor.load(shipped_model("conv-vae"))
    narrow, wide = np.ones((28, 28), np.bool_), np.ones((28, 28), np.bool_)
    narrow[13:15, 13:15] = False
    wide[8:, :] = False
    assert len(run(predictor, image, narrow, samples=4, steps=100)[-1].images) == 1, "next to nothing is open"
    last = run(predictor, image, wide, samples=4, steps=100)[-1]
    assert len(last.images) == 4, "much is"
    apart = [np.abs(a - b).max() for a, b in itertools.combinations(last.images, 2)]
    assert min(apart) > DISTINCT, "no two answers are the same picture"
    alone = run(predictor, image, wide, samples=1, steps=100)[-1]
    assert last.loss[0] <= alone.loss[0] + 0.1, "the most probable answer is among them"
