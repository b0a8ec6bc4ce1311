"""What a training shows, in words: rules that look at the curves and say one sentence each, with the reason."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vae_models.recipes import Recipe
from vae_models.training_events import EpochDone

COLLAPSED_NATS = 0.01
OVERFITTING_EPOCHS = 3
EXPLODED_FACTOR = 2.0

Action = Literal["restart_slower"]


@dataclass(frozen=True)
class Hint:
    """`text` is one sentence; `why` explains it; `action` names what a button beside it would do."""

    text: str
    why: str
    action: Action | None = None


@dataclass(frozen=True)
class TrainingState:
    """What the rules look at: whole epochs so far, the recipe with its values of now, and how it ended."""

    recipe: Recipe
    history: Sequence[EpochDone] = ()
    failed: bool = False
    finished: bool = False


def collapsed(kl_per_dim: Sequence[float]) -> list[int]:
    """The dimensions whose mean KL is below 0.01 nats: the decoder learns next to nothing from them."""
    return [index for index, kl in enumerate(kl_per_dim) if kl < COLLAPSED_NATS]


def _exploded(state: TrainingState) -> Hint | None:
    losses = [epoch.train.loss for epoch in state.history]
    if not state.failed and (len(losses) < 2 or losses[-1] < EXPLODED_FACTOR * min(losses)):
        return None
    return Hint(
        f"The loss exploded at a learning rate of {state.recipe.learning_rate:g}; a tenth of it will be steadier.",
        "Each step moves the weights by about the learning rate. Steps that are too long jump over the valley of the loss "
        "and land higher up each time, until the numbers overflow.",
        "restart_slower",
    )


def _collapse(state: TrainingState) -> Hint | None:
    if not state.history or not state.recipe.is_variational:
        return None
    kl_per_dim = state.history[-1].train.kl_per_dim
    count, total = len(collapsed(kl_per_dim)), len(kl_per_dim)
    if not count:
        return None
    advice = "lower beta" if state.recipe.beta > 1 else "warm the KL up linearly, or use fewer dimensions"
    return Hint(
        f"{count} of {total} dimensions have collapsed to the prior; to use more of them, {advice}.",
        "A dimension costs its KL in nats and pays by better reconstructions. Where it cannot earn its cost, the encoder "
        "answers N(0, 1) for every image, and the decoder learns to ignore it. It does no harm: it is simply not used.",
    )


def _trade(state: TrainingState) -> Hint | None:
    if len(state.history) < 2 or not state.recipe.is_variational:
        return None
    first, last = state.history[0].train, state.history[-1].train
    if not (last.reconstruction < first.reconstruction and last.kl > first.kl):
        return None
    return Hint(
        f"Reconstruction fell by {first.reconstruction - last.reconstruction:.1f} nats while the KL rose by "
        f"{last.kl - first.kl:.1f}: the code is learning to say more.",
        "The loss is their sum. A code that says more about its image costs a higher KL, which is worth it as long as the "
        "reconstruction falls by more than beta times that.",
    )


def _overfitting(state: TrainingState) -> Hint | None:
    if len(state.history) <= OVERFITTING_EPOCHS:
        return None
    recent = state.history[-OVERFITTING_EPOCHS - 1 :]
    rising = all(after.val.loss > before.val.loss for before, after in itertools.pairwise(recent))
    if not rising or recent[-1].train.loss >= recent[0].train.loss:
        return None
    best = min(state.history, key=lambda epoch: epoch.val.loss)
    return Hint(
        f"The validation loss has risen since epoch {best.epoch} while training still falls: the model begins to overfit.",
        "It learns its training images by heart, which does not help with images it has not seen. Fewer epochs, a smaller "
        "network, a larger beta or more data all help.",
    )


def _no_prior(state: TrainingState) -> Hint | None:
    if state.recipe.is_variational or not state.history or not state.recipe.latent_dim:
        return None
    return Hint(
        "This model has no prior: it reconstructs well, but a random code need not decode to a digit.",
        "Nothing asks the codes to fill the space evenly, so most points lie between the codes of training images, where "
        "the decoder has never been. The KL term of a VAE is what closes those gaps.",
    )


def _more_epochs(state: TrainingState) -> Hint | None:
    if not state.finished or len(state.history) < 2:
        return None
    gain = state.history[-2].val.loss - state.history[-1].val.loss
    if gain < 0.002 * abs(state.history[-1].val.loss):
        return None
    return Hint(
        f"The last epoch still gained {gain:.2f} nats on images it has not seen: more epochs would help.",
        "Resume the run with more epochs; the optimiser goes on where it stopped.",
    )


RULES: tuple[Callable[[TrainingState], Hint | None], ...] = (
    _exploded, _overfitting, _collapse, _trade, _no_prior, _more_epochs,
)  # fmt: skip


def hints(state: TrainingState) -> list[Hint]:
    """The hints that hold, the most urgent first."""
    return [hint for rule in RULES if (hint := rule(state)) is not None]
