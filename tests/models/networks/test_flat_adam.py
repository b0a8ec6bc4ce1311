"""Adam over one flat tensor is torch.optim.Adam."""

import pytest
import torch
from torch import nn

from vae_models.networks.flat_adam import FlatAdam
from vae_models.networks.flat_parameters import FlatParameters


def gradient(step: int) -> torch.Tensor:
    return torch.randn(6, generator=torch.Generator().manual_seed(step))


@pytest.mark.parametrize("rate_on_device", [False, True])
def test_its_steps_are_those_of_torch(rate_on_device: bool) -> None:
    flat = FlatParameters(nn.Linear(2, 2))
    ours = FlatAdam(flat, 1e-2, (0.5, 0.9), rate_on_device)
    theirs = nn.Parameter(flat.copy())
    optimiser = torch.optim.Adam([theirs], lr=1e-2, betas=(0.5, 0.9))
    for step in range(5):
        if step == 3:
            ours.learning_rate = optimiser.param_groups[0]["lr"] = 1e-3
        flat.gradients.copy_(gradient(step))
        theirs.grad = gradient(step)
        ours.update()
        optimiser.step()
        torch.testing.assert_close(flat.copy(), theirs.detach())
    assert ours.learning_rate == 1e-3


def test_it_goes_on_where_it_was() -> None:
    first, second = (FlatParameters(nn.Linear(2, 2)) for _ in range(2))
    one, other = FlatAdam(first, 1e-2), FlatAdam(second, 1e-2)
    first.gradients.copy_(gradient(0))
    one.update()
    second.restore(first.copy())
    other.load_state({name: tensor.clone() for name, tensor in one.state().items()})
    for flat, adam in ((first, one), (second, other)):
        flat.gradients.copy_(gradient(1))
        adam.update()
    assert torch.equal(first.copy(), second.copy())


def test_the_state_of_another_model_is_refused() -> None:
    state = FlatAdam(FlatParameters(nn.Linear(3, 3)), 1e-2).state()
    with pytest.raises(ValueError, match="another model"):
        FlatAdam(FlatParameters(nn.Linear(2, 2)), 1e-2).load_state(state)
