"""Everything that suits a model and its data is measured, on images it has not learnt from, the same way each time."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from vae_models import get_recipe
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.errors import Cancelled, DataError
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.measures import Measure, subject, total_correlation
from vae_models.measures.evaluation import Evaluation, evaluate
from vae_models.measures.images import classifiers
from vae_models.models.build import build_model
from vae_models.training.trainer import Trainer

ALWAYS = {"PSNR of reconstructions", "SSIM of reconstructions"}
CODES = {
    "total correlation", "total correlation (Gaussian)", "linear probe accuracy", "k-NN accuracy",
    "Fréchet distance of samples (prior)", "Fréchet distance of samples (mixture)",
    "Fréchet distance of samples (aggregate)", "Fréchet distance of reconstructions",
    "Fréchet distance of real held-out images",
}  # fmt: skip
BOUNDS = {
    "ELBO", "reconstruction", "KL", "active units", "collapsed dimensions", "KL per dimension", "log-likelihood",
}  # fmt: skip
FACTORS = {
    "MIG", "DCI disentanglement", "DCI completeness", "DCI informativeness", "SAP", "modularity", "FactorVAE score",
    "beta-VAE score", "MIG (samples)",
}  # fmt: skip


def by_name(evaluation: Evaluation) -> dict[str, Measure]:
    names = {measure.name: measure for measure in evaluation.measures}
    assert len(names) == len(evaluation.measures)
    return names


@pytest.fixture(scope="module", autouse=True)
def in_haste() -> Iterator[None]:
    """What networks learn beside the model is not at stake here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(total_correlation, "STEPS", 20)
        patch.setattr(classifiers, "EPOCHS", 1)
        yield


@pytest.fixture(scope="module")
def small(digits: Dataset) -> Dataset:
    """1,000 digits to know codes from, 300 held out."""
    train, val = digits.train, digits.val
    assert train.labels is not None and val.labels is not None
    parts = Split(train.images[:1000], train.labels[:1000]), Split(val.images[:300], val.labels[:300])
    return Dataset("digits", *parts, None, digits.class_names)


@pytest.fixture(scope="module")
def vae(small: Dataset) -> Evaluation:
    return evaluate(Predictor.load(shipped_model("vae-2d")), small, importance_samples=20)


def test_a_vae_on_digits_has_bounds_codes_and_samples(vae: Evaluation) -> None:
    assert set(by_name(vae)) == ALWAYS | CODES | BOUNDS
    assert [sentence[:19] for sentence in vae.sentences] == ["Reconstructions are"]


def test_every_number_is_finite_and_says_how_it_was_taken(vae: Evaluation) -> None:
    for measure in vae.measures:
        assert math.isfinite(measure.value)
        assert "300 " in measure.convention or "1,000 training images" in measure.convention, measure


def test_the_parts_add_up_and_agree_with_the_predictor(vae: Evaluation, small: Dataset) -> None:
    named = by_name(vae)
    assert named["ELBO"].value == pytest.approx(-named["reconstruction"].value - named["KL"].value)
    assert named["KL per dimension"].value == pytest.approx(named["KL"].value)
    assert set(named["KL per dimension"].parts) == {"z1", "z2"}
    losses = Predictor.load(shipped_model("vae-2d")).losses(small.val.images.numpy())
    assert named["KL"].value == pytest.approx(losses.kl.sum(1).mean(), rel=1e-4)
    # At z = mu rather than a sample of the posterior, so a little better.
    assert 0 < named["reconstruction"].value - losses.reconstruction.mean() < 10
    parts = named["log-likelihood"].parts
    assert parts["ELBO of the same images"] == pytest.approx(named["ELBO"].value, abs=1)
    assert parts["ELBO of the same images"] < named["log-likelihood"].value < named["ELBO"].value + 10
    assert 1 < parts["effective samples"] < 20
    convention = named["log-likelihood"].convention
    assert "half of the posterior" in convention and "a lower bound on average" in convention
    assert any("not an error of log p(x)" in name for name in parts)


def test_the_same_seed_gives_the_same_figures(vae: Evaluation, small: Dataset) -> None:
    again = evaluate(Predictor.load(shipped_model("vae-2d")), small, importance_samples=20)
    assert again.to_dict() == vae.to_dict()


def test_everything_is_every_held_out_image(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "HELD_OUT", 50)
    predictor = Predictor.load(shipped_model("unet-denoiser"))
    few, whole = (evaluate(predictor, small, everything=everything).measures[0] for everything in (False, True))
    assert few.convention.startswith("50 validation images of 300;")
    assert whole.convention.startswith("300 validation images;")


def test_an_autoencoder_has_no_bound_and_a_denoiser_is_asked_to_denoise(small: Dataset) -> None:
    named = by_name(evaluate(Predictor.load(shipped_model("denoising-autoencoder")), small))
    own, source = {"PSNR of denoised images", "SSIM of denoised images"}, "Fréchet distance of samples ({})"
    told = (CODES - {source.format("prior")}) | {source.format("N(0, I), not its prior")}
    assert set(named) == ALWAYS | told | own, "it has no prior, so that there are no samples of one"
    unasked, mixture = (named[source.format(of)].value for of in ("N(0, I), not its prior", "mixture"))
    assert unasked > 2 * mixture


def test_a_model_without_codes_has_its_images_only(small: Dataset) -> None:
    evaluation = evaluate(Predictor.load(shipped_model("unet-denoiser")), small)
    assert set(by_name(evaluation)) == ALWAYS | {"PSNR of denoised images", "SSIM of denoised images"}
    assert evaluation.sentences == ()


def test_own_images_without_classes_have_no_accuracy(small: Dataset) -> None:
    plain = Dataset("own", Split(small.train.images), Split(small.val.images))
    recipe = get_recipe("vae-2d")
    names = set(by_name(evaluate(Predictor(build_model(recipe), recipe), plain, importance_samples=2)))
    assert names == ALWAYS | BOUNDS | {name for name in CODES if "accuracy" not in name}


def test_a_trained_model_is_better_than_an_untrained_one(vae: Evaluation, small: Dataset) -> None:
    recipe = get_recipe("vae-2d")
    untrained = by_name(evaluate(Predictor(build_model(recipe), recipe), small, importance_samples=2))
    trained = by_name(vae)
    assert trained["ELBO"].value > untrained["ELBO"].value + 300
    for name in ("PSNR of reconstructions", "k-NN accuracy"):
        assert trained[name].value > untrained[name].value
    for name in ("prior", "mixture", "aggregate"):
        measure = f"Fréchet distance of samples ({name})"
        assert trained[measure].value < untrained[measure].value


def test_shapes_are_measured_by_their_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = load_dataset("shapes")
    train, val = (Split(split.images[:1500], split.labels[:1500], split.factors[:1500])  # type: ignore[index]
                  for split in (shapes.train, shapes.val))  # fmt: skip
    few = Dataset("shapes", train, val, None, shapes.class_names, factor_names=shapes.factor_names)
    trainer = Trainer(get_recipe("beta-vae").replace(epochs=6, batch_size=50), few)
    list(trainer.steps())
    named = by_name(evaluate(trainer.predictor(), few, importance_samples=2))
    assert set(named) == ALWAYS | CODES | BOUNDS | FACTORS | {"beta-weighted loss"}
    assert "posterior means of 1,000 validation images; factors shape, scale" in named["MIG"].convention
    assert named["beta-VAE score"].value > 0.3  # the positions are learnt first
    assert "the factors of 1,500 training images" in named["Fréchet distance of reconstructions"].convention


def test_a_conditional_denoiser_is_told_the_class_of_each_image(
    small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(
        Predictor,
        "denoise",
        lambda self, images, labels=None: (told.append(labels), self.reconstruct(images, labels))[1],
    )
    recipe = get_recipe("cvae").replace(noise=0.5)
    evaluate(Predictor(build_model(recipe), recipe), small, importance_samples=1)
    assert small.val.labels is not None and np.array_equal(told[0], small.val.labels[: len(told[0])])


def test_a_conditional_model_is_judged_by_what_it_was_asked_for(
    small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for a class, this one draws a real digit of the class above it, but for every second 9."""
    assert small.train.labels is not None
    images, labels = small.train.images[:, 0].numpy(), small.train.labels.numpy()

    def draw(self: Predictor, n: int, seed: int, label: np.ndarray) -> np.ndarray:
        drawn = np.where((np.arange(n) % 20 == 9) | (label < 9), (label + 1) % 10, label)
        return images[[np.flatnonzero(labels == one)[0] for one in drawn]]

    monkeypatch.setattr(Predictor, "sample", draw)
    recipe = get_recipe("cvae")
    evaluation = evaluate(Predictor(build_model(recipe), recipe), small, importance_samples=1)
    measure = by_name(evaluation)["conditioned samples recognised"]
    assert measure.value == pytest.approx(0.05) and measure.convention.startswith("1,000 samples of the prior")


def test_layers_are_drawn_each_given_the_one_above(small: Dataset) -> None:
    """With one sample the importance-weighted bound is the ELBO, which the model's own loss estimates another way."""
    recipe = get_recipe("hvae").replace(network="mlp", hidden=(64,), latent_dim=12, epochs=8, batch_size=50)
    trainer = Trainer(recipe, small)
    list(trainer.steps())
    named = by_name(evaluate(trainer.predictor(), small, importance_samples=1, everything=True))
    assert named["log-likelihood"].value == pytest.approx(named["ELBO"].value, abs=1.0)
    assert not any("error" in name or "spread" in name for name in named["log-likelihood"].parts)
    assert set(named) == ALWAYS | CODES | BOUNDS


def test_discrete_codes_have_no_bound_and_their_prior_is_the_codebook(small: Dataset) -> None:
    recipe = get_recipe("vq-vae")
    evaluation = evaluate(Predictor(build_model(recipe), recipe), small)
    continuous = {name for name in CODES if "correlation" not in name}
    assert set(by_name(evaluation)) == ALWAYS | continuous | {"codebook perplexity"}


def test_images_of_another_size_are_one_sentence() -> None:
    recipe = get_recipe("vae-2d")
    data = Dataset("large", Split(torch.zeros(4, 1, 64, 64)), Split(torch.zeros(4, 1, 64, 64)))
    with pytest.raises(DataError, match="sees images of 28x28 pixels, but those of large have 64x64"):
        evaluate(Predictor(build_model(recipe), recipe), data)


def test_work_is_reported_and_can_be_stopped(small: Dataset) -> None:
    seen: list[str] = []

    def until(what: str) -> Callable[[str, float], None]:
        def report(now: str, share: float) -> None:
            seen.append(now)
            if now == what:
                raise Cancelled

        return report

    with pytest.raises(Cancelled):
        evaluate(Predictor.load(shipped_model("vae-2d")), small, report=until("importance weights"))
    assert seen == ["encoding", "ELBO", "dimensions in use", "log-likelihood", "importance weights"]


def test_of_too_few_images_there_is_a_note_instead_of_distances(tiny_predictor: Predictor, few_digits: Dataset) -> None:
    val = few_digits.val
    assert val.labels is not None
    few = Dataset("fewer", few_digits.train, Split(val.images[:40], val.labels[:40]), None, few_digits.class_names)
    found = evaluate(tiny_predictor, few, importance_samples=3)
    assert found.sentences == () and not any("Fréchet" in measure.name for measure in found.measures)
    assert "here are 40 and 600" in found.notes[0]
