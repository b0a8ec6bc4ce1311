"""One count of collapsed dimensions: hints, bars, lab, Compare and evaluate ask for the same."""

import numpy as np
import pytest
import torch

from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.errors import ModelError
from vae_models.measures import validation
from vae_models.measures.activity import activity_measures
from vae_models.measures.subject import Subject
from vae_models.measures.validation import validation_kl
from vae_models.models.collapse import collapsed
from vae_models.recipe.fields import Precision
from vae_models.training.hints import TrainingState, hints
from vae_models.training.trainer import Trainer

SMALL = {"network": "mlp", "hidden": (32,), "epochs": 1, "batch_size": 50}


def test_the_threshold_is_a_hundredth_of_a_nat() -> None:
    assert collapsed([1.0, 0.009, 0.01, 0.0]) == [1, 3]
    assert collapsed(np.zeros(2)) == [0, 1] and collapsed([]) == []


@pytest.mark.parametrize("name", ["beta-vae", "cvae", "hvae", "denoising-vae", "iwae"])
@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 1e-3), ("bfloat16", 0.05)])
def test_the_kl_of_a_model_is_what_its_training_validated(
    name: str, precision: Precision, tolerance: float, few_digits: Dataset
) -> None:
    """A training validates in its own precision, whoever looks at the model in float32."""
    trainer = Trainer(get_recipe(name).replace(latent_dim=9, precision=precision, **SMALL), few_digits)
    list(trainer.steps())
    last = trainer.history[-1].val.kl_per_dim
    np.testing.assert_allclose(
        validation_kl(trainer.predictor(), few_digits.val), last, rtol=tolerance, atol=1e-3 * tolerance
    )


def test_sentence_and_evaluation_count_alike(few_digits: Dataset) -> None:
    trainer = Trainer(get_recipe("hvae").replace(latent_dim=12, beta=20.0, **SMALL), few_digits)
    list(trainer.steps())
    dead = len(collapsed(trainer.history[-1].val.kl_per_dim))
    assert dead > 0, "a strong beta leaves some unused"
    (said,) = [
        hint.text
        for hint in hints(TrainingState(trainer.recipe, trainer.history, "finished"))
        if "collapsed" in hint.text
    ]
    assert f"{dead} of 12 dimensions" in said or dead == 12
    found = activity_measures(Subject.of(trainer.predictor(), few_digits)).measures
    measures = {measure.name: measure for measure in found}
    assert measures["collapsed dimensions"].value == dead
    assert "200 validation images" in measures["collapsed dimensions"].convention


def test_the_count_says_of_how_many_images_it_is(few_digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "MOST_IMAGES", 70)
    subject = Subject.of(Trainer(get_recipe("vae-2d").replace(**SMALL), few_digits).predictor(), few_digits)
    (measure,) = [measure for measure in activity_measures(subject).measures if measure.name == "collapsed dimensions"]
    assert "70 validation images" in measure.convention


@pytest.mark.parametrize("labels", [torch.arange(200) % 26, torch.full((200,), -1), None])
def test_a_conditional_model_goes_without_classes_that_it_does_not_know(
    labels: torch.Tensor | None, few_digits: Dataset
) -> None:
    predictor = Trainer(get_recipe("cvae").replace(**SMALL), few_digits).predictor()
    without = validation_kl(predictor, Split(few_digits.val.images))
    np.testing.assert_array_equal(validation_kl(predictor, Split(few_digits.val.images, labels)), without)


def test_images_of_another_size_are_refused(few_digits: Dataset) -> None:
    predictor = Trainer(get_recipe("vae-2d"), few_digits).predictor()
    with pytest.raises(ModelError, match="another size"):
        validation_kl(predictor, Split(few_digits.val.images[..., :20]))
