"""What tests of training share."""

import pytest

from vae_models import Recipe, get_recipe


@pytest.fixture
def short() -> Recipe:
    """Ten steps an epoch on `few_digits`."""
    return get_recipe("vae").replace(epochs=3, batch_size=64)
