"""Two dimensions of many: the map begins with the two that the model uses most."""

from collections.abc import Callable

import numpy as np

from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor

Settle = Callable[[LatentMapView], None]


def test_two_dimensions_begin_with_those_of_the_largest_kl(
    view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, settle: Settle
) -> None:
    workspace.model.set_predictor(beta_predictor)
    settle(view)
    encoded = view.controller.encoded
    assert encoded is not None
    kl = 0.5 * (encoded.mu**2 + encoded.sigma**2 - 1.0 - 2.0 * np.log(encoded.sigma)).mean(axis=0)
    view.plane_bar.kind.setCurrentIndex(1)
    view.plane_bar.kind.activated.emit(1)
    choice = view.controller.choice
    assert choice.kind == "dims" and {choice.first, choice.second} == set(np.argsort(kl)[-2:].tolist())
    settle(view)
