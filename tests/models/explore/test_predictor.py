"""A Predictor answers in numpy, never changes, and says in one sentence what it cannot do."""

import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models import RECIPES, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model


def make(name: str) -> Predictor:
    recipe = get_recipe(name)
    return Predictor(build_model(recipe), recipe)


@pytest.fixture
def vae() -> Predictor:
    return make("vae-2d")


@pytest.fixture
def images(digits: Dataset) -> np.ndarray:
    return digits.val.images[:5, 0].numpy()


WITH_CODES = [recipe for recipe in RECIPES.values() if recipe.has_latent and recipe.network in ("mlp", "conv")]


@pytest.mark.parametrize("recipe", WITH_CODES, ids=lambda recipe: recipe.name)
def test_it_answers_exactly_as_the_model(recipe: Recipe, images: np.ndarray) -> None:
    model = build_model(recipe)
    predictor = Predictor(model, recipe)
    tensor = torch.from_numpy(images).unsqueeze(1) / 255.0
    with torch.no_grad():
        mu, logvar = model.encode(tensor)
        decoded = torch.sigmoid(model.decode(mu)).squeeze(1).numpy()
    posterior = predictor.encode(images)
    np.testing.assert_allclose(posterior.mu, mu, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(posterior.sigma, 0.0 if logvar is None else torch.exp(0.5 * logvar), rtol=1e-4)
    np.testing.assert_allclose(predictor.decode(posterior.mu), decoded, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(predictor.reconstruct(images), decoded, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(predictor.decode_uint8(posterior.mu) / 255.0, decoded, atol=0.51 / 255)


def test_bytes_and_floats_are_the_same_image(vae: Predictor, images: np.ndarray) -> None:
    np.testing.assert_allclose(vae.encode(images).mu, vae.encode(images / 255.0).mu, atol=1e-5)
    assert vae.encode(images[0]).mu.shape == (1, 2)


def test_arrays_that_cannot_be_written_to_are_read(vae: Predictor, images: np.ndarray) -> None:
    frozen = images.copy()
    frozen.setflags(write=False)
    code = vae.encode(frozen).mu
    code.setflags(write=False)
    assert np.array_equal(vae.decode(code), vae.reconstruct(images))


def test_losses_are_reconstruction_at_the_mean_and_kl(vae: Predictor, images: np.ndarray) -> None:
    losses = vae.losses(images)
    posterior = vae.encode(images)
    target, output = images / 255.0, vae.reconstruct(images).astype(np.float64)
    bce = -(target * np.log(output) + (1 - target) * np.log(1 - output)).sum((1, 2))
    kl = 0.5 * (posterior.mu**2 + posterior.sigma**2 - 1 - np.log(posterior.sigma**2))
    np.testing.assert_allclose(losses.reconstruction, bce, rtol=1e-4)
    np.testing.assert_allclose(losses.kl, kl, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(losses.total, bce + kl.sum(1), rtol=1e-4)


def test_one_point_or_many(vae: Predictor) -> None:
    assert vae.decode([0.0, 1.0]).shape == (1, 28, 28)
    assert vae.decode(np.zeros((3000, 2))).shape == (3000, 28, 28)


def test_samples_follow_their_seed(vae: Predictor) -> None:
    assert np.array_equal(vae.sample(4, seed=1), vae.sample(4, seed=1))
    assert not np.array_equal(vae.sample(4, seed=1), vae.sample(4, seed=2))


def test_corruption_is_the_recipes(images: np.ndarray) -> None:
    noisy = make("denoising-vae").corrupt(images, seed=1)
    assert 0.2 < np.abs(noisy - images / 255.0).mean() < 0.4 and noisy.min() == 0.0 and noisy.max() == 1.0
    np.testing.assert_allclose(make("vae").corrupt(images, seed=1), images / 255.0, rtol=1e-6)


def test_it_keeps_its_own_weights() -> None:
    recipe = get_recipe("vae-2d")
    model = build_model(recipe)
    predictor = Predictor(model, recipe)
    before = predictor.decode([1.0, 1.0])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        for parameter in predictor.module().parameters():
            parameter.zero_()
    assert np.array_equal(predictor.decode([1.0, 1.0]), before)


def test_threads_may_share_it(vae: Predictor) -> None:
    expected = vae.decode([0.3, 0.4])
    answers: list[bool] = []

    def work() -> None:
        answers.extend(np.array_equal(vae.decode([0.3, 0.4]), expected) for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 200 and all(answers)


def test_a_saved_model_comes_back(vae: Predictor, tmp_path: Path) -> None:
    vae.save(tmp_path / "model.safetensors")
    again = Predictor.load(tmp_path / "model.safetensors")
    assert again.recipe == vae.recipe
    assert np.array_equal(again.decode([0.1, 0.2]), vae.decode([0.1, 0.2]))


@pytest.mark.parametrize(
    ("z", "words"),
    [([1.0], "2 numbers, not 1"), ([1.0] * 3, "not 3"), ([np.nan, 0.0], "finite"), ([1e39, 0.0], "float range")],
)
def test_a_z_it_cannot_decode_is_refused(vae: Predictor, z: list[float], words: str) -> None:
    with np.errstate(over="ignore"), pytest.raises(ModelError, match=words):
        vae.decode(z)


def test_images_it_cannot_see_are_refused(vae: Predictor) -> None:
    with pytest.raises(ModelError, match="28x28 pixels, not 32x32"):
        vae.encode(np.zeros((32, 32)))
    with pytest.raises(ModelError, match="not numbers"):
        vae.encode(np.full((28, 28), np.nan))


def test_damaged_model_files_are_refused(vae: Predictor, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    with pytest.raises(ModelError, match="There is no model file"):
        Predictor.load(path)
    path.write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="damaged or no model file"):
        Predictor.load(path)


def test_a_model_with_weights_that_are_no_numbers_is_refused(tmp_path: Path) -> None:
    recipe = get_recipe("vae-2d")
    model = build_model(recipe)
    with torch.no_grad():
        next(model.parameters()).fill_(float("nan"))
    Predictor(model, recipe).save(tmp_path / "model.safetensors")
    with pytest.raises(ModelError, match="NaN"):
        Predictor.load(tmp_path / "model.safetensors")


def test_building_a_model_leaves_torchs_global_random_state_alone() -> None:
    before = torch.get_rng_state()
    first, second = make("vae-2d"), make("vae-2d")
    assert torch.equal(before, torch.get_rng_state())
    assert np.array_equal(first.decode([1.0, 0.0]), second.decode([1.0, 0.0]))


def test_a_conditional_model_goes_by_the_class_it_is_given() -> None:
    recipe = get_recipe("cvae").replace(latent_dim=3)
    predictor = Predictor(build_model(recipe), recipe)
    z, images = np.ones((2, 3), np.float32), np.full((2, 28, 28), 0.5, np.float32)
    seven = predictor.given(7)
    np.testing.assert_array_equal(seven.decode(z), predictor.decode(z, 7))
    np.testing.assert_array_equal(seven.encode(images).mu, predictor.encode(images, 7).mu)
    np.testing.assert_array_equal(seven.decode(z, 3), predictor.decode(z, 3))
    np.testing.assert_array_equal(seven.given(None).decode(z), predictor.decode(z))
    assert predictor.label is None and seven.label == 7
    with pytest.raises(ModelError, match="classes 0 to 9"):
        predictor.given(10)
