"""VQ-VAE: nearest entries, gradients that go straight through, codes that come back to life, and codes to change by hand."""

import numpy as np
import pytest
import torch

from tests.models.family import batch_for, cross_entropy, objective_of
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError, RecipeError
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model
from vae_models.models.vq_vae import VQVAE
from vae_models.training.trainer import Trainer


@pytest.fixture
def recipe() -> Recipe:
    return get_recipe("vq-vae").replace(hidden=(4, 8), codes=16)


@pytest.fixture
def model(recipe: Recipe) -> VQVAE:
    model = build_model(recipe)
    assert isinstance(model, VQVAE)
    return model


@pytest.fixture
def predictor(recipe: Recipe, model: VQVAE) -> Predictor:
    return Predictor(model, recipe)


def test_every_vector_gets_the_nearest_entry(model: VQVAE) -> None:
    vectors = torch.randn(3, 7, 7, 4)
    nearest = torch.cdist(vectors.flatten(0, 2), model.codebook).argmin(1)
    assert torch.equal(model.nearest(vectors).flatten(), nearest)


def test_the_loss_is_the_papers_formula(recipe: Recipe, model: VQVAE) -> None:
    batch = batch_for(recipe)
    parts = objective_of(recipe).parts(model, batch, recipe.beta)
    vectors = model.vectors(batch.inputs)
    entries = model.codebook[torch.cdist(vectors.flatten(0, 2), model.codebook).argmin(1)].view_as(vectors)
    reconstruction = cross_entropy(model.decode_vectors(entries), batch.target).mean()
    distance = (vectors - entries).square().sum((1, 2, 3)).mean()
    torch.testing.assert_close(parts.loss.double(), reconstruction + distance * (1 + recipe.beta), rtol=1e-5, atol=1e-4)


def test_gradients_reach_what_the_paper_says(recipe: Recipe, model: VQVAE) -> None:
    """The decoder's gradient passes to the encoder; the codebook is moved by its distance to the vectors alone."""
    batch = batch_for(recipe)
    objective_of(recipe).parts(model, batch, 0.0).loss.backward()
    vectors = model.vectors(batch.inputs).detach().requires_grad_()
    codes = model.nearest(vectors)
    by_code = torch.zeros_like(model.codebook)
    difference = 2 * (model.codebook[codes] - vectors).detach().flatten(0, 2) / len(batch.inputs)
    by_code.index_add_(0, codes.flatten(), difference)
    assert model.codebook.grad is not None
    torch.testing.assert_close(model.codebook.grad, by_code, rtol=1e-4, atol=1e-5)

    entries = model.look_up(codes).detach().requires_grad_()
    cross_entropy(model.decode_vectors(entries), batch.target).mean().backward()
    assert entries.grad is not None
    encoder = build_model(recipe).encoder  # type: ignore[union-attr]
    encoder(batch.inputs).backward(entries.grad.movedim(3, 1).to(torch.float32))  # type: ignore[operator]
    for trained, expected in zip(model.encoder.parameters(), encoder.parameters(), strict=True):  # type: ignore[union-attr]
        torch.testing.assert_close(trained.grad, expected.grad, rtol=1e-3, atol=1e-3)


def test_a_dead_code_moves_to_where_vectors_are(recipe: Recipe, model: VQVAE) -> None:
    with torch.no_grad():
        model.codebook[3] = 1e3
        model.usage[3] = 0.0
    batch, objective = batch_for(recipe), objective_of(recipe)
    objective.parts(model, batch, 0.25)
    objective.after_backward(model, batch)
    vectors = model.vectors(batch.inputs).flatten(0, 2)
    assert (vectors - model.codebook[3]).abs().sum(1).min() < 1e-6
    assert model.usage[3] == 1.0 and model.codebook.abs().max() < 100


def test_most_codes_are_alive_after_training(few_digits: Dataset) -> None:
    """Without a second life for dead ones, a handful answer for everything."""
    trainer = Trainer(get_recipe("vq-vae").replace(epochs=6, codes=64, batch_size=32), few_digits)
    list(trainer.steps())
    codes = trainer.predictor().discrete.encode(few_digits.val.images[:, 0].numpy())
    assert len(np.unique(codes)) > 32


def test_the_grid_of_codes_can_be_read_and_changed(predictor: Predictor, digits: Dataset) -> None:
    images = digits.val.images[:3, 0].numpy()
    codes = predictor.discrete.encode(images)
    assert predictor.code_grid == (7, 7) and codes.shape == (3, 7, 7) and predictor.codes == 16
    np.testing.assert_allclose(predictor.discrete.decode(codes), predictor.reconstruct(images), atol=1e-6)
    changed = codes.copy()
    changed[0, 3, 3] = (changed[0, 3, 3] + 1) % 16
    differs = np.abs(predictor.discrete.decode(changed) - predictor.discrete.decode(codes)) > 1e-7
    assert differs[0].any() and not differs[1:].any()
    assert differs[0, 4:24, 4:24].sum() == differs[0].sum()


def test_codes_and_z_say_the_same(predictor: Predictor, digits: Dataset) -> None:
    images = digits.val.images[:3, 0].numpy()
    codes = predictor.discrete.encode(images)
    z = predictor.discrete.to_z(codes)
    assert predictor.latent_dim == z.shape[1] == 7 * 7 * 4
    np.testing.assert_allclose(z, predictor.encode(images).mu, atol=1e-6)
    np.testing.assert_allclose(predictor.decode(z), predictor.discrete.decode(codes), atol=1e-6)
    np.testing.assert_allclose(predictor.decode(z + 1e-4), predictor.decode(z), atol=1e-6)


def test_samples_are_of_random_codes(predictor: Predictor) -> None:
    samples = predictor.sample(5, seed=0)
    assert np.abs(samples[0] - samples[1]).max() > 1e-4 and np.array_equal(samples, predictor.sample(5, seed=0))


def test_codes_that_cannot_be_are_refused(predictor: Predictor) -> None:
    for codes, words in (
        (np.zeros((1, 7, 6), int), "7x7"),
        (np.zeros((7, 7)), "whole"),
        (np.full((7, 7), 16), "0 to 15"),
    ):
        with pytest.raises(ModelError, match=words):
            predictor.discrete.decode(codes)
    plain = get_recipe("vae")
    with pytest.raises(ModelError, match="no discrete codes"):
        Predictor(build_model(plain), plain).discrete.encode(np.zeros((28, 28)))


def test_family_and_objective_go_together() -> None:
    with pytest.raises(RecipeError, match="needs the family vq-vae, not vae"):
        get_recipe("vae").replace(objective="codebook")
    with pytest.raises(RecipeError, match="conv network"):
        get_recipe("vq-vae").replace(network="mlp")
