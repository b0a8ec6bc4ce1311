"""The step that CUDA replays: the same losses as the eager step. What needs no CUDA is tested without capturing."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import torch
from torch import Tensor

from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.training.steps import cuda_graph
from vae_models.training.steps.choose import optimisation_for
from vae_models.training.steps.cuda_graph import GraphedOptimisation, capture_graph, uncaptured
from vae_models.training.steps.optimisation import Optimisation
from vae_models.training.trainer import EpochDone, Trainer

CPU = torch.device("cpu")
on_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")
CASES = [
    "vae",
    "autoencoder",
    "denoising-vae",
    "denoising-autoencoder",
    "vae-wide-2d",
    "linear-vae-4",
    "cvae",
    "conv-vae",
]


def losses_of(optimisation: Optimisation, steps: int = 16, rate_after: float | None = None) -> Iterator[list[float]]:
    """Reconstruction and KLs, step by step, over more than an epoch; the KL's weight grows, the last batch is small."""
    for step in range(steps):
        index = step % optimisation.steps_per_epoch
        if index == 0:
            optimisation.shuffle(step // optimisation.steps_per_epoch)
        if step == 5 and rate_after is not None:
            optimisation.set_learning_rate(rate_after)
        losses = optimisation.step(index, 0.25 * step, step / optimisation.steps_per_epoch)
        yield [losses.reconstruction.item(), *losses.kl_per_dim.tolist()]


def close(first: list[list[float]], second: list[list[float]], tolerance: float = 2e-3) -> bool:
    return bool(torch.allclose(torch.tensor(first), torch.tensor(second), rtol=tolerance, atol=tolerance))


def short(name: str) -> Recipe:
    return get_recipe(name).replace(batch_size=64)


@pytest.mark.parametrize("name", CASES)
def test_the_body_gives_the_losses_of_the_eager_step(name: str, few_digits: Dataset) -> None:
    recipe = short(name)
    body = GraphedOptimisation(recipe, few_digits.train, CPU, uncaptured)
    eager = Optimisation(recipe, few_digits.train, CPU)
    assert close(list(losses_of(body)), list(losses_of(eager)))
    torch.testing.assert_close(body.flat.values.data, eager.flat.values.data, rtol=0.02, atol=0.02)


def test_the_learning_rate_changes_between_replays(few_digits: Dataset) -> None:
    def run(kind: type[Optimisation], rate: float) -> list[list[float]]:
        extra = (uncaptured,) if kind is GraphedOptimisation else ()
        return list(losses_of(kind(short("vae"), few_digits.train, CPU, *extra), rate_after=rate))

    changed = run(GraphedOptimisation, 1e-2)
    assert close(changed, run(Optimisation, 1e-2))
    assert not close(changed, run(GraphedOptimisation, 1e-4), tolerance=0.02)


class Recorder:
    """Stands in for CUDA's capture: runs the body as often as its warm-up does, and undoes what it did."""

    def __init__(self) -> None:
        self.captures = self.replays = 0

    def __call__(self, body: cuda_graph.Body, kept: list[Tensor]) -> cuda_graph.Body:
        self.captures += 1
        before = [tensor.clone() for tensor in kept]
        for _ in range(cuda_graph.WARM_UP):
            body()
        for tensor, value in zip(kept, before, strict=True):
            tensor.copy_(value)

        def replay() -> None:
            self.replays += 1
            body()

        return replay


def test_a_warm_up_leaves_no_trace_and_each_batch_size_is_captured_once(few_digits: Dataset) -> None:
    recorder = Recorder()
    graphed = GraphedOptimisation(short("denoising-vae"), few_digits.train, CPU, recorder)
    plain = GraphedOptimisation(short("denoising-vae"), few_digits.train, CPU, uncaptured)
    assert list(losses_of(graphed)) == list(losses_of(plain))
    assert (recorder.captures, recorder.replays) == (2, 16)


@pytest.mark.parametrize("batch_size", [64, 250, 599])
def test_few_steps_and_a_small_last_batch_are_warmed_up_as_well(batch_size: int, few_digits: Dataset) -> None:
    """A warm-up stays within its own step: it neither reads beyond the last one nor touches the losses of the others."""

    def epoch(capture: cuda_graph.Capture) -> list[list[float]]:
        graphed = GraphedOptimisation(short("vae").replace(batch_size=batch_size), few_digits.train, CPU, capture)
        graphed.shuffle(0)
        steps = graphed.steps_per_epoch
        losses = graphed.steps(0, [1.0] * steps, [0.0] * steps)  # read only when all are taken, as the trainer does
        return [[step.reconstruction.item(), *step.kl_per_dim.tolist()] for step in losses]

    assert epoch(Recorder()) == epoch(uncaptured)


def test_every_tensor_of_the_body_stays_where_it_is(few_digits: Dataset) -> None:
    graphed = GraphedOptimisation(short("vae"), few_digits.train, CPU, uncaptured)

    def places() -> list[int]:
        own = [tensor for tensor in vars(graphed).values() if isinstance(tensor, Tensor)]
        adam = graphed._adam.state[graphed.flat.values].values()
        rate = graphed._adam.param_groups[0]["lr"]
        return [tensor.data_ptr() for tensor in (*own, *adam, rate, graphed.flat.values, graphed.flat.gradients)]

    before = places()
    list(losses_of(graphed, rate_after=1e-4))
    assert places() == before


def test_where_capturing_fails_the_body_runs_uncaptured(few_digits: Dataset) -> None:
    def refuse(body: cuda_graph.Body, kept: list[Tensor]) -> cuda_graph.Body:
        raise RuntimeError("operation not permitted when stream is capturing")

    refused = GraphedOptimisation(short("vae"), few_digits.train, CPU, refuse)
    plain = GraphedOptimisation(short("vae"), few_digits.train, CPU, uncaptured)
    assert list(losses_of(refused)) == list(losses_of(plain))


def test_a_checkpoint_in_mid_epoch_goes_on_in_both_kinds(few_digits: Dataset) -> None:
    recipe = short("vae")
    recorder = Recorder()
    first = GraphedOptimisation(recipe, few_digits.train, CPU, recorder)
    list(losses_of(first, steps=4))
    state = {name: tensor.clone() for name, tensor in first.state().items()}
    goes_on = [first.step(index, 1.0, 0.0).reconstruction.item() for index in range(4, 8)]
    again = GraphedOptimisation(recipe, few_digits.train, CPU, uncaptured)
    for other in (again, Optimisation(recipe, few_digits.train, CPU), first):
        other.load_state({name: tensor.clone() for name, tensor in state.items()})
        other.shuffle(0)
        resumed = [other.step(index, 1.0, 0.0).reconstruction.item() for index in range(4, 8)]
        assert resumed == pytest.approx(goes_on, rel=1e-3)
    assert recorder.captures == 2  # once more after the state was replaced


def test_only_cuda_and_steps_that_are_always_the_same_are_captured(few_digits: Dataset) -> None:
    captured = {name for name, recipe in RECIPES.items() if cuda_graph.can_be_captured(recipe)}
    assert set(CASES) <= captured
    assert not captured & {"unet-denoiser", "iwae", "beta-tcvae", "wae-mmd", "beta-vae-capacity"}


def trained(recipe: Recipe, dataset: Dataset, make: Callable[..., Optimisation], device: str) -> list[EpochDone]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vae_models.training.trainer.optimisation_for", make)
        return [event for event in Trainer(recipe, dataset, device=device).steps() if isinstance(event, EpochDone)]


def assert_same_epochs(first: list[EpochDone], second: list[EpochDone]) -> None:
    assert len(first) == len(second) == 3
    for one, other in zip(first, second, strict=True):
        assert one.train.loss == pytest.approx(other.train.loss, rel=1e-3)
        assert one.val.loss == pytest.approx(other.val.loss, rel=1e-3)
        assert one.train.kl == pytest.approx(other.train.kl, rel=1e-2)


def test_a_whole_training_is_the_eager_one(few_digits: Dataset) -> None:
    recipe = short("vae").replace(epochs=3, kl_schedule=KLSchedule("linear", warmup_epochs=2))
    graphed = trained(recipe, few_digits, partial(GraphedOptimisation, capture=Recorder()), "cpu")
    assert_same_epochs(graphed, trained(recipe, few_digits, Optimisation, "cpu"))


@on_cuda
@pytest.mark.parametrize("name", CASES)
def test_replayed_graphs_give_the_losses_of_eager_steps(name: str, few_digits: Dataset) -> None:
    recipe, device = short(name), torch.device("cuda")
    graphed = GraphedOptimisation(recipe, few_digits.train, device, capture_graph)
    eager = Optimisation(recipe, few_digits.train, device)
    assert close(list(losses_of(graphed, rate_after=5e-4)), list(losses_of(eager, rate_after=5e-4)), tolerance=1e-2)
    assert graphed._capture is capture_graph


@on_cuda
def test_a_whole_training_on_cuda_is_captured(few_digits: Dataset) -> None:
    recipe = short("vae").replace(epochs=3, kl_schedule=KLSchedule("cyclical"))
    assert_same_epochs(
        trained(recipe, few_digits, optimisation_for, "cuda"), trained(recipe, few_digits, Optimisation, "cuda")
    )
