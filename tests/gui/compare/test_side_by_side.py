"""What several models make of the same images."""

import numpy as np

from vae_gui.views.compare.side_by_side import Question, denoised, noisy, path_between, reconstructions
from vae_models import get_recipe
from vae_models.data import Dataset
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
