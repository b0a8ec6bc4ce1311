"""A toy of each kind, added at run time and used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from vae_models import RECIPES, Recipe, get_recipe
from vae_models.cli.main import main
from vae_models.data.catalogue import DATASETS, DataSource, PlainSource, Wanted, is_embedded, title_of
from vae_models.data.load import Dataset, load_dataset
from vae_models.errors import DataError, ModelError, RecipeError
from vae_models.explore.predictor import Predictor
from vae_models.explore.samplers import SAMPLERS, AggregateSampler, Sampler, SamplerKind, fit_samplers
from vae_models.export.script import plain_script
from vae_models.files.shipped import shipped_model
from vae_models.kinds.corruptions import CORRUPTIONS, Corruption
from vae_models.kinds.families import FAMILIES, Family
from vae_models.kinds.likelihoods import LIKELIHOODS
from vae_models.kinds.lookup import implementation
from vae_models.kinds.networks import NETWORKS, Network
from vae_models.kinds.objectives import OBJECTIVES, ObjectiveKind
from vae_models.measures.images.classifiers import digit_classifier
from vae_models.measures.images.sample_quality import sample_quality
from vae_models.models.base import Codes, DiscreteModel, LatentModel
from vae_models.objectives.base import Batch, CodeObjective
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


class Clipped(LatentModel):
    """An autoencoder whose codes lie in a cube."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, recipe.latent_dim, recipe.latent_dim)

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, None]:
        return torch.tanh(self.encoder(images)), None


class Patches(DiscreteModel):
    """Each patch of 4x4 pixels becomes the entry nearest to a linear map of it."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.encoder = nn.Conv2d(1, recipe.latent_dim, 4, 4)
        self.decoder = nn.ConvTranspose2d(recipe.latent_dim, 1, 4, 4)
        self.codebook = nn.Parameter(torch.randn(recipe.codes, recipe.latent_dim))
        self.register_buffer("usage", torch.zeros(recipe.codes))

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, None]:
        return self.look_up(self.encode_codes(images)).flatten(1), None

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.decode_codes(self.codes_of(z))

    def vectors(self, images: Tensor) -> Tensor:
        return self.encoder(images).movedim(1, 3)

    def nearest(self, vectors: Tensor) -> Tensor:
        return torch.cdist(vectors.flatten(0, -2), self.codebook).argmin(1).view(vectors.shape[:-1])

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        return self.decoder(vectors.movedim(3, 1))

    def encode_codes(self, images: Tensor) -> Tensor:
        return self.nearest(self.vectors(images))

    def decode_codes(self, codes: Tensor) -> Tensor:
        return self.decode_vectors(self.look_up(codes))

    def codes_of(self, z: Tensor) -> Tensor:
        return self.nearest(z.reshape(len(z), 7, 7, -1))

    def look_up(self, codes: Tensor) -> Tensor:
        return self.codebook[codes]


class Sparse(CodeObjective):
    """Reconstruction + beta |z|."""

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        return weight * codes.z.abs().sum(1).mean()


def wide_encoder(recipe: Recipe, outputs: int) -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(recipe.pixels, outputs))


def wide_decoder(recipe: Recipe, inputs: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, recipe.pixels), nn.Unflatten(1, (1, *recipe.image_shape)))


def trained(recipe: Recipe, dataset: Dataset) -> tuple[list[EpochDone], Predictor]:
    trainer = Trainer(recipe.replace(epochs=2, batch_size=32), dataset)
    epochs = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    assert epochs[1].val.loss < epochs[0].val.loss
    return epochs, trainer.predictor()


def test_a_family_that_came_a_moment_ago_learns_and_explores(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset, tmp_path: Path
) -> None:
    monkeypatch.setitem(FAMILIES, "clipped", Family(Clipped, alone=True))
    recipe = get_recipe("autoencoder").replace(name="toy", family="clipped", latent_dim=4)
    _, predictor = trained(recipe, few_digits)
    predictor.save(tmp_path / "toy.safetensors")
    codes = Predictor.load(tmp_path / "toy.safetensors").encode(few_digits.val.images[:, 0].numpy())
    assert codes.mu.shape[1] == 4 and np.abs(codes.mu).max() <= 1.0 and not codes.sigma.any()
    assert not predictor.is_variational and not predictor.has_prior
    with pytest.raises(RecipeError, match="needs the family vae, not clipped"):
        recipe.replace(objective="moments")


def test_a_family_of_discrete_codes_that_came_a_moment_ago_learns_its_codebook(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset
) -> None:
    monkeypatch.setitem(FAMILIES, "patches", Family(Patches, discrete=True))
    recipe = get_recipe("vq-vae").replace(name="toy", family="patches", latent_dim=4, codes=16)
    _, predictor = trained(recipe, few_digits)
    codes = predictor.discrete.encode(few_digits.val.images[:5, 0].numpy())
    assert codes.shape == (5, 7, 7) and len(np.unique(codes)) > 1
    with pytest.raises(ModelError, match="has no discrete codes"):
        Predictor.load(shipped_model("vae-2d")).discrete


def test_a_corruption_that_came_a_moment_ago_is_trained_with_and_named(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset
) -> None:
    def dim(images: Tensor, strength: float, generator: torch.Generator) -> Tensor:
        return images * (1 - strength)

    monkeypatch.setitem(CORRUPTIONS, "dim", Corruption("dimmed by", dim))
    recipe = get_recipe("denoising-autoencoder").replace(corruption="dim", noise=0.25)
    _, predictor = trained(recipe, few_digits)
    image = few_digits.val.images[0, 0].numpy()
    np.testing.assert_allclose(predictor.corrupt(image, seed=0)[0], image / 255 * 0.75, rtol=1e-6)
    assert "dimmed by 0.25" in recipe.summary
    with pytest.raises(RecipeError, match="more than a short file can say"):
        plain_script(recipe, "digits")


def test_an_objective_that_came_a_moment_ago_is_minimised_and_named(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset
) -> None:
    monkeypatch.setitem(OBJECTIVES, "sparse", ObjectiveKind(Sparse, "{beta:g} |z|", lambda family: family.alone))
    recipe = get_recipe("autoencoder").replace(name="toy", objective="sparse", beta=2.0)
    epochs, predictor = trained(recipe, few_digits)
    figures = epochs[-1].val
    size = np.abs(predictor.encode(few_digits.val.images[:, 0].numpy()).mu).sum(1).mean()
    assert figures.loss - figures.reconstruction == pytest.approx(2.0 * size, rel=1e-3)
    assert "MSE + 2 |z|" in recipe.summary


def test_a_network_that_came_a_moment_ago_is_an_option_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset, tmp_path: Path
) -> None:
    monkeypatch.setitem(NETWORKS, "wide", Network(wide_encoder, wide_decoder))
    trained(get_recipe("vae-2d").replace(network="wide"), few_digits)
    out = tmp_path / "run"
    assert (
        main(["train", "vae-2d", "--network", "wide", "--epochs", "1", "--dataset", "digits", "--out", str(out)]) == 0
    )
    assert Predictor.load(out).recipe.network == "wide"


def test_a_sampler_that_came_a_moment_ago_is_measured_with_the_others(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset
) -> None:
    def of_nothing(mu: np.ndarray, sigma: np.ndarray, prior: Sampler, seed: int) -> Sampler:
        return AggregateSampler(np.zeros_like(mu), np.zeros_like(sigma))

    monkeypatch.setitem(SAMPLERS, "centre", SamplerKind("Centre", "z = 0", of_nothing))
    predictor = Predictor.load(shipped_model("vae-2d"))
    images = few_digits.train.images[:, 0].numpy()
    posterior = predictor.encode(images)
    samplers = fit_samplers(posterior.mu, posterior.sigma)
    assert not samplers["centre"].sample(3, seed=0).any()
    quality = sample_quality(
        predictor.decode, samplers, digit_classifier(), images[:300], images[300:600], images[300:600]
    )
    names = [measure.name for measure in quality.measures()]
    assert "Fréchet distance of samples (centre)" in names and "Fréchet distance of samples (prior)" in names
    assert quality.samplers["centre"] > quality.samplers["prior"] and quality.sentence


def test_a_data_source_that_came_a_moment_ago_is_trained_on_by_its_name(
    monkeypatch: pytest.MonkeyPatch, few_digits: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(name: str, wanted: Wanted) -> Dataset:
        return replace(few_digits, name=name)

    plain = PlainSource("a few digits", 'QMNIST("data", what="test10k")')
    monkeypatch.setitem(DATASETS, "few", DataSource("A few digits", "640", tuple("0123456789"), load, plain=plain))
    assert load_dataset("few").name == "few" and title_of("few") == "A few digits" and not is_embedded("few")
    out = tmp_path / "run"
    assert main(["train", "vae-2d", "--dataset", "few", "--epochs", "1", "--out", str(out)]) == 0
    assert RunFolder.open(out).dataset == "few"
    assert 'datasets.QMNIST("data", what="test10k").data' in plain_script(get_recipe("vae-2d"), "few")
    with pytest.raises(DataError, match=r"data sets are mnist, .*few"):
        load_dataset("fewer")


@pytest.mark.parametrize(
    "change",
    [
        {"family": "clipped"},
        {"objective": "sparse"},
        {"network": "wide"},
        {"reconstruction": "laplace"},
        {"corruption": "rain"},
    ],
)
def test_a_kind_that_nobody_knows_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(RecipeError, match=f"is one of .*, not '{next(iter(change.values()))}'"):
        get_recipe("vae").replace(**change)


def test_what_a_kind_names_is_there() -> None:
    named = [family.model for family in FAMILIES.values()]
    named += [each.apply for each in CORRUPTIONS.values()]
    named += [kind.loss for kind in OBJECTIVES.values()] + [each.per_pixel for each in LIKELIHOODS.values()]
    for network in NETWORKS.values():
        named += [network.encoder, network.decoder, network.plain_encoder, network.plain_decoder]
    assert all(callable(implementation(code)) for code in named if code)


def test_every_kind_is_in_a_named_recipe() -> None:
    for kinds, value in ((FAMILIES, "family"), (NETWORKS, "network"), (OBJECTIVES, "objective")):
        assert kinds.keys() == {getattr(recipe, value) for recipe in RECIPES.values()}
