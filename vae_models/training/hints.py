"""What a training shows, in words: rules that look at the curves and say one sentence each, with the reason."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vae_models.models.collapse import collapsed
from vae_models.recipe.named import Recipe
from vae_models.training.events import EpochDone, Losses

OVERFITTING_EPOCHS = 3
EXPLODED_FACTOR = 2.0
LONG_SECONDS = 600.0
WORTHWHILE_SHARE = 0.002  # of the loss, gained in an epoch
STILL_SAID = 0.9  # of the highest KL so far: a code of less says less than it did

Action = Literal["restart_slower", "train_on"]
Stage = Literal["running", "stopped", "finished", "diverged"]


@dataclass(frozen=True)
class Hint:
    """`text` is one sentence; `why` explains it; `action` names what would help."""

    text: str
    why: str
    action: Action | None = None


@dataclass(frozen=True)
class TrainingState:
    """What the rules look at: the recipe with its values of now, whole epochs so far, and how the run stands."""

    recipe: Recipe
    history: Sequence[EpochDone] = ()
    stage: Stage = "running"


def _bound(losses: Losses, recipe: Recipe) -> float:
    """Minus the ELBO at the KL's full weight of now, for all epochs alike: what a schedule or a hand changed is no news."""
    return losses.reconstruction + (recipe.beta if recipe.is_bound else 1.0) * losses.kl


def _exploded(state: TrainingState) -> Hint | None:
    as_trained = [epoch.train.loss for epoch in state.history]
    at_one_weight = [_bound(epoch.train, state.recipe) for epoch in state.history]
    if state.stage != "diverged" and not (_doubled(as_trained) and _doubled(at_one_weight)):
        return None
    return Hint(
        f"The loss exploded at a learning rate of {state.recipe.learning_rate:g}; a tenth of it will be steadier.",
        "Each step moves the weights by about the learning rate. Steps that are too long jump across the valley of the loss "
        "and land higher up each time, until the numbers overflow.",
        "restart_slower",
    )


def _doubled(losses: Sequence[float]) -> bool:
    return len(losses) > 1 and losses[-1] >= EXPLODED_FACTOR * min(losses)


def _overfitting(state: TrainingState) -> Hint | None:
    if len(state.history) <= OVERFITTING_EPOCHS:
        return None
    recent = state.history[-OVERFITTING_EPOCHS - 1 :]
    validation = [_bound(epoch.val, state.recipe) for epoch in recent]
    rising = all(after > before for before, after in itertools.pairwise(validation))
    if not rising or _bound(recent[-1].train, state.recipe) >= _bound(recent[0].train, state.recipe):
        return None
    best = min(state.history, key=lambda epoch: _bound(epoch.val, state.recipe))
    return Hint(
        f"The validation loss has risen since epoch {best.epoch} while training still falls: the model is starting to overfit.",
        "It learns its training images by heart, which does not help with images it has not seen. Fewer epochs, a smaller "
        "network, a larger beta or more data all help.",
    )


def _collapse(state: TrainingState) -> Hint | None:
    if not state.history or not state.recipe.is_variational:
        return None
    kl_per_dim = state.history[-1].val.kl_per_dim
    count, total = len(collapsed(kl_per_dim)), len(kl_per_dim)
    if not count:
        return None
    if count == total:
        return _all_collapsed(state, total)
    verb = "has" if count == 1 else "have"
    advice = "lower beta" if state.recipe.beta > 1 else "warm the KL up linearly, or use fewer dimensions"
    return Hint(
        f"{count} of {total} dimensions {verb} collapsed to the prior; to use more of them, {advice}.",
        "A dimension costs its KL in nats and pays for it with better reconstructions. Where it does not earn its cost, the encoder "
        "answers N(0, 1) for every image, and the decoder learns to ignore it. It does no harm: it is simply not used.",
    )


def _all_collapsed(state: TrainingState, total: int) -> Hint:
    dimensions = "The only dimension has" if total == 1 else f"All {total} dimensions have"
    advice = "lower beta" if state.recipe.beta > 1 else "warm the KL up linearly"
    return Hint(
        f"{dimensions} collapsed to the prior: the code says nothing of its image; {advice}.",
        "The encoder answers N(0, 1) for every image, so the decoder can only draw the average of them all, whatever the "
        "code. When the KL costs less, or comes later, saying something pays again.",
    )


def _first_epoch(state: TrainingState) -> Hint | None:
    if state.history or state.stage != "running":
        return None
    return Hint(
        "At first the loss falls steeply: the decoder is learning what all the images have in common.",
        "A blurred average image, whatever the code, is far better than noise. Only then does it pay to tell the images "
        "apart, and the code begins to say something about each of them.",
    )


def _trade(state: TrainingState) -> Hint | None:
    if len(state.history) < 2 or not state.recipe.is_variational:
        return None
    first, last = state.history[0].train, state.history[-1].train
    if not (last.reconstruction < first.reconstruction and last.kl > first.kl):
        return None
    if last.kl < STILL_SAID * max(epoch.train.kl for epoch in state.history):
        return None
    return Hint(
        f"Reconstruction fell by {first.reconstruction - last.reconstruction:.1f} nats while the KL rose by "
        f"{last.kl - first.kl:.1f}: the code is learning to say more.",
        "The loss is their sum. A code that says more about its image costs a higher KL, which is worth it as long as the "
        "reconstruction falls by more than beta times that.",
    )


def _still_learning(state: TrainingState) -> Hint | None:
    gain = _last_gain(state)
    if state.stage != "running" or gain is None or gain <= 0:
        return None
    return Hint(
        f"The last epoch gained {gain:.2f} nats on images it was not trained on.",
        "Images kept apart for validation show what holds for any image, not only for those the model has seen. As long as "
        "their loss falls, the model is still learning something general.",
    )


def _no_prior(state: TrainingState) -> Hint | None:
    if state.recipe.has_prior or not state.history or not state.recipe.has_latent:
        return None
    return Hint(
        "This model has no prior: it reconstructs well, but a random code may not decode to a digit.",
        "Nothing asks the codes to fill the space evenly, so most points lie between the codes of training images, where "
        "the decoder has never been. The KL term of a VAE is what closes those gaps.",
    )


def _long(state: TrainingState) -> Hint | None:
    if state.stage != "running" or not state.history:
        return None
    last = state.history[-1]
    seconds = last.seconds * (state.recipe.epochs - last.epoch)
    if seconds < LONG_SECONDS:
        return None
    return Hint(
        f"At this speed the run needs about {seconds / 60:.0f} more minutes; stop it at any time and resume it later.",
        "Every step is saved when it is stopped, however that is done. A smaller network, a larger batch or less data make an "
        "epoch shorter; convolutions make it longer.",
    )


def _more_epochs(state: TrainingState) -> Hint | None:
    gain = _last_gain(state)
    if (
        state.stage != "finished"
        or gain is None
        or gain < WORTHWHILE_SHARE * _bound(state.history[-1].val, state.recipe)
    ):
        return None
    return Hint(
        f"The last epoch still gained {gain:.2f} nats on images it has not seen: more epochs would help.",
        "The validation loss is still falling, so the model has more to learn that is general. Training continues where it "
        "stopped, with the state of its optimiser.",
        "train_on",
    )


def _last_gain(state: TrainingState) -> float | None:
    """By how much the last epoch lowered the bound on validation images, nats per image; None before the second."""
    if len(state.history) < 2:
        return None
    before, after = (_bound(epoch.val, state.recipe) for epoch in state.history[-2:])
    return before - after


RULES: tuple[Callable[[TrainingState], Hint | None], ...] = (
    _exploded, _overfitting, _more_epochs, _collapse, _first_epoch, _trade, _still_learning, _no_prior, _long,
)  # fmt: skip


def hints(state: TrainingState) -> list[Hint]:
    """The hints that hold, the most urgent first."""
    return [hint for rule in RULES if (hint := rule(state)) is not None]
