"""The step that CUDA replays: the same losses as the eager step. What needs no CUDA is tested without capturing."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.training.engines import cuda_graph
from vae_models.training.engines.choose import Choice
from vae_models.training.engines.cuda_graph import Capture, capture_graph, uncaptured
from vae_models.training.events import EpochDone
from vae_models.training.optimisation import Optimisation
from vae_models.training.trainer import Trainer

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
        index = step % optimisation.batches.per_epoch
        if index == 0:
            optimisation.batches.shuffle(step // optimisation.batches.per_epoch)
        if step == 5 and rate_after is not None:
            optimisation.set_learning_rate(rate_after)
        losses = optimisation.step(index, 0.25 * step, step / optimisation.batches.per_epoch)
        yield [losses.reconstruction.item(), *losses.kl_per_dim.tolist()]


def close(first: list[list[float]], second: list[list[float]], tolerance: float = 2e-3) -> bool:
    return bool(torch.allclose(torch.tensor(first), torch.tensor(second), rtol=tolerance, atol=tolerance))


def short(name: str) -> Recipe:
    return get_recipe(name).replace(batch_size=64)


def graphed_step(recipe: Recipe, dataset: Dataset, capture: Capture, device: torch.device = CPU) -> Optimisation:
    return Optimisation(recipe, dataset.train, device, Choice("cuda_graph"), capture=capture)


def eager_step(recipe: Recipe, dataset: Dataset, device: torch.device = CPU) -> Optimisation:
    return Optimisation(recipe, dataset.train, device, Choice("autograd"))


@pytest.mark.parametrize("name", CASES)
def test_the_body_gives_the_losses_of_the_eager_step(name: str, few_digits: Dataset) -> None:
    recipe = short(name)
    body = graphed_step(recipe, few_digits, uncaptured)
    eager = eager_step(recipe, few_digits)
    assert close(list(losses_of(body)), list(losses_of(eager)))
    torch.testing.assert_close(body.flat.values.data, eager.flat.values.data, rtol=0.02, atol=0.02)


def test_the_learning_rate_changes_between_replays(few_digits: Dataset) -> None:
    def graphed(rate: float) -> list[list[float]]:
        return list(losses_of(graphed_step(short("vae"), few_digits, uncaptured), rate_after=rate))

    changed = graphed(1e-2)
    assert close(changed, list(losses_of(eager_step(short("vae"), few_digits), rate_after=1e-2)))
    assert not close(changed, graphed(1e-4), tolerance=0.02)


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
    graphed = graphed_step(short("denoising-vae"), few_digits, recorder)
    plain = graphed_step(short("denoising-vae"), few_digits, uncaptured)
    assert list(losses_of(graphed)) == list(losses_of(plain))
    assert (recorder.captures, recorder.replays) == (2, 16)


@pytest.mark.parametrize("batch_size", [64, 250, 599])
def test_few_steps_and_a_small_last_batch_are_warmed_up_as_well(batch_size: int, few_digits: Dataset) -> None:
    """A warm-up stays within its own step: it neither reads beyond the last one nor touches the losses of the others."""

    def epoch(capture: cuda_graph.Capture) -> list[list[float]]:
        graphed = graphed_step(short("vae").replace(batch_size=batch_size), few_digits, capture)
        graphed.batches.shuffle(0)
        steps = graphed.batches.per_epoch
        losses = [
            graphed.step(index, 1.0, 0.0) for index in range(steps)
        ]  # read when all are taken, as the trainer does
        return [[step.reconstruction.item(), *step.kl_per_dim.tolist()] for step in losses]

    assert epoch(Recorder()) == epoch(uncaptured)


def test_every_batch_lies_where_the_one_before_it_lay(few_digits: Dataset) -> None:
    batches = graphed_step(short("cvae").replace(noise=0.5), few_digits, uncaptured).batches

    def places(step: int) -> list[int]:
        batch = batches.batch(step, 0.0)
        assert batch.labels is not None
        return [tensor.data_ptr() for tensor in (batch.inputs, batch.target, batch.eps, batch.labels)]

    first = places(0)
    batches.shuffle(1)
    assert places(0) == places(5) == first


def test_where_capturing_fails_the_body_runs_uncaptured(few_digits: Dataset) -> None:
    def refuse(body: cuda_graph.Body, kept: list[Tensor]) -> cuda_graph.Body:
        raise RuntimeError("operation not permitted when stream is capturing")

    refused = graphed_step(short("vae"), few_digits, refuse)
    plain = graphed_step(short("vae"), few_digits, uncaptured)
    assert list(losses_of(refused)) == list(losses_of(plain))


def test_a_checkpoint_in_mid_epoch_goes_on_in_both_kinds(few_digits: Dataset) -> None:
    recipe = short("vae")
    recorder = Recorder()
    first = graphed_step(recipe, few_digits, recorder)
    list(losses_of(first, steps=4))
    state = {name: tensor.clone() for name, tensor in first.state().items()}
    goes_on = [first.step(index, 1.0, 0.0).reconstruction.item() for index in range(4, 8)]
    again = graphed_step(recipe, few_digits, uncaptured)
    for other in (again, eager_step(recipe, few_digits), first):
        other.load_state({name: tensor.clone() for name, tensor in state.items()})
        other.batches.shuffle(0)
        resumed = [other.step(index, 1.0, 0.0).reconstruction.item() for index in range(4, 8)]
        assert resumed == pytest.approx(goes_on, rel=1e-3)
    assert recorder.captures == 1  # a state is put where the one before it lay


def test_only_steps_that_are_always_the_same_are_captured() -> None:
    captured = {name for name, recipe in RECIPES.items() if cuda_graph.knows(recipe)}
    assert set(CASES) <= captured
    assert not captured & {"unet-denoiser", "iwae", "beta-tcvae", "wae-mmd", "beta-vae-capacity"}


def trained(recipe: Recipe, dataset: Dataset, choice: Choice | None, device: str, **more: Any) -> list[EpochDone]:
    def make(trainer: Trainer, recipe: Recipe, dataset: Dataset, device: torch.device) -> Optimisation:
        return Optimisation(recipe, dataset.train, device, choice, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "make_optimisation", make)
        return [event for event in Trainer(recipe, dataset, device=device).steps() if isinstance(event, EpochDone)]


def assert_same_epochs(first: list[EpochDone], second: list[EpochDone]) -> None:
    assert len(first) == len(second) == 3
    for one, other in zip(first, second, strict=True):
        assert one.train.loss == pytest.approx(other.train.loss, rel=1e-3)
        assert one.val.loss == pytest.approx(other.val.loss, rel=1e-3)
        assert one.train.kl == pytest.approx(other.train.kl, rel=1e-2)


def test_a_whole_training_is_the_eager_one(few_digits: Dataset) -> None:
    recipe = short("vae").replace(epochs=3, kl_schedule=KLSchedule("linear", warmup_epochs=2))
    graphed = trained(recipe, few_digits, Choice("cuda_graph"), "cpu", capture=Recorder())
    assert_same_epochs(graphed, trained(recipe, few_digits, Choice("autograd"), "cpu"))


@on_cuda
@pytest.mark.parametrize("name", CASES)
def test_replayed_graphs_give_the_losses_of_eager_steps(name: str, few_digits: Dataset) -> None:
    recipe, device = short(name), torch.device("cuda")
    captures = []

    def counted(body: cuda_graph.Body, kept: list[Tensor]) -> cuda_graph.Body:
        captures.append(capture_graph(body, kept))
        return captures[-1]

    graphed = graphed_step(recipe, few_digits, counted, device)
    eager = eager_step(recipe, few_digits, device)
    assert close(list(losses_of(graphed, rate_after=5e-4)), list(losses_of(eager, rate_after=5e-4)), tolerance=1e-2)
    assert len(captures) == 2


@on_cuda
def test_a_whole_training_on_cuda_is_captured(few_digits: Dataset) -> None:
    recipe = short("vae").replace(epochs=3, kl_schedule=KLSchedule("cyclical"))
    assert_same_epochs(
        trained(recipe, few_digits, None, "cuda"), trained(recipe, few_digits, Choice("autograd"), "cuda")
    )
