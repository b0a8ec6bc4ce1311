"""Each rule speaks when its case is there and is silent when it is not."""

import dataclasses

from vae_models import get_recipe
from vae_models.training.events import EpochDone, Losses
from vae_models.training.hints import Hint, TrainingState, hints


def epochs(*rows: tuple[float, float, float], kl_per_dim: tuple[float, ...] = (1.0, 1.0)) -> list[EpochDone]:
    """Rows of (training reconstruction, training KL, validation loss)."""
    return [
        EpochDone(
            n,
            n * 10,
            Losses(r + k, r, k, kl_per_dim),
            Losses(v, v - k, k, kl_per_dim),
            1.0,
            1.0,
            1.0,
            1e-3,
            1e-3,
        )
        for n, (r, k, v) in enumerate(rows, 1)
    ]


def said(state: TrainingState, words: str) -> Hint | None:
    return next((hint for hint in hints(state) if words in hint.text), None)


VAE = get_recipe("vae")
STEADY = epochs((120.0, 20.0, 141.0), (100.0, 22.0, 123.0))


def test_the_first_epoch_is_explained_while_it_runs() -> None:
    (hint,) = hints(TrainingState(VAE))
    assert "in common" in hint.text
    assert hints(TrainingState(VAE, stage="stopped")) == []


def test_what_an_epoch_gains_is_told_while_it_runs() -> None:
    hint = said(TrainingState(VAE, STEADY), "gained")
    assert hint is not None and "18.00 nats" in hint.text
    assert said(TrainingState(VAE, STEADY[::-1]), "gained") is None
    assert said(TrainingState(VAE, STEADY, "stopped"), "gained") is None


def test_a_long_run_says_how_long_and_that_it_can_be_stopped() -> None:
    slow = [dataclasses.replace(epoch, seconds=120.0) for epoch in STEADY]
    hint = said(TrainingState(VAE.replace(epochs=10), slow), "more minutes")
    assert hint is not None and "16 more" in hint.text
    assert said(TrainingState(VAE, STEADY), "more minutes") is None
    assert said(TrainingState(VAE.replace(epochs=10), slow, "stopped"), "more minutes") is None


def test_the_trade_between_reconstruction_and_kl() -> None:
    hint = said(TrainingState(VAE, STEADY), "KL rose")
    assert hint is not None and "20.0 nats" in hint.text and "2.0" in hint.text
    wavering = epochs((540.0, 0.1, 540.0), (300.0, 15.0, 315.0), (299.0, 14.9, 314.0))
    assert said(TrainingState(VAE, wavering), "KL rose") is not None
    forgetting = epochs((540.0, 0.1, 540.0), (300.0, 15.0, 315.0), (240.0, 0.5, 240.0))
    assert said(TrainingState(VAE, forgetting), "say more") is None, "it says far less than it did"
    assert said(TrainingState(VAE, STEADY[::-1]), "KL rose") is None


def test_collapsed_dimensions_are_counted_and_advice_follows_beta() -> None:
    history = epochs((120.0, 1.0, 121.0), kl_per_dim=(1.0, 0.001, 0.009, 0.02))
    hint = said(TrainingState(VAE.replace(beta=4.0), history), "collapsed")
    assert hint is not None and hint.text.startswith("2 of 4") and "lower beta" in hint.text
    assert (
        "1 of 2 dimensions has" in hints(TrainingState(VAE, epochs((120.0, 1.0, 121.0), kl_per_dim=(1.0, 0.0))))[0].text
    )
    weak = said(TrainingState(VAE, history), "collapsed")
    assert weak is not None and "warm the KL up" in weak.text
    assert said(TrainingState(VAE, STEADY), "collapsed") is None


def test_an_exploded_loss_offers_a_slower_start() -> None:
    for state in (TrainingState(VAE, STEADY, "diverged"), TrainingState(VAE, epochs((100, 5, 105), (900, 5, 905)))):
        assert hints(state)[0].action == "restart_slower"
    assert said(TrainingState(VAE, STEADY), "exploded") is None


def test_overfitting_needs_three_rises_in_validation_while_training_falls() -> None:
    rows = [(100.0, 5.0, 110.0), (99.0, 5.0, 111.0), (98.0, 5.0, 112.0), (97.0, 5.0, 113.0)]
    hint = said(TrainingState(VAE, epochs(*rows)), "overfit")
    assert hint is not None and "since epoch 1" in hint.text
    assert said(TrainingState(VAE, epochs(*rows[:3])), "overfit") is None
    assert said(TrainingState(VAE, epochs(*[(r, k, 110.0) for r, k, _ in rows])), "overfit") is None


def test_an_autoencoder_has_no_prior() -> None:
    state = TrainingState(get_recipe("autoencoder"), STEADY)
    assert said(state, "no prior") is not None and said(state, "KL rose") is None


def test_more_epochs_are_suggested_only_at_the_end_and_while_they_gain() -> None:
    assert said(TrainingState(VAE, STEADY, "finished"), "more epochs") is not None
    assert said(TrainingState(VAE, STEADY), "more epochs") is None
    flat = epochs((100.0, 20.0, 120.1), (100.0, 20.0, 120.0))
    assert said(TrainingState(VAE, flat, "finished"), "more epochs") is None


def with_values(reconstruction: float, kl: float, loss: float, number: int) -> EpochDone:
    losses = Losses(loss, reconstruction, kl, (kl,))
    return EpochDone(number, number * 10, losses, losses, 1.0, 1.0, 1.0, 1e-3, 1e-3)


def test_raising_beta_by_hand_is_no_explosion() -> None:
    history = [with_values(100.0, 25.0, 125.0, 1), with_values(180.0, 2.0, 180.0 + 2.0 * 100, 2)]
    assert said(TrainingState(VAE.replace(beta=100.0), history), "exploded") is None
    lowered = [with_values(180.0, 2.0, 380.0, 1), with_values(100.0, 25.0, 102.5, 2)]
    assert said(TrainingState(VAE.replace(beta=0.1), lowered), "exploded") is None


def test_a_new_cycle_of_the_kls_weight_is_no_explosion() -> None:
    free = [with_values(100.0, 25.0, 125.0, 1), with_values(80.0, 300.0, 80.0, 2)]
    assert said(TrainingState(VAE, free), "exploded") is None


def test_a_warm_up_is_neither_overfitting_nor_a_loss() -> None:
    rows = [(90.0, 60.0, 0.1), (95.0, 45.0, 0.4), (98.0, 35.0, 0.7), (100.0, 30.0, 1.0)]
    history = [with_values(r, kl, r + weight * kl, n) for n, (r, kl, weight) in enumerate(rows, 1)]
    assert [epoch.val.loss for epoch in history] == sorted(epoch.val.loss for epoch in history)
    assert said(TrainingState(VAE, history), "overfit") is None
    gained = said(TrainingState(VAE, history), "gained")
    assert gained is not None and "3.00 nats" in gained.text


def test_a_u_net_is_told_nothing_of_a_prior() -> None:
    assert said(TrainingState(get_recipe("unet-denoiser"), STEADY), "prior") is None


def test_no_harm_is_said_only_where_some_dimension_is_left() -> None:
    dead = hints(TrainingState(VAE, epochs((200.0, 0.0, 200.0), kl_per_dim=(0.0, 0.001))))[0]
    assert dead.text.startswith("All 2 dimensions") and "no harm" not in dead.why
    some = hints(TrainingState(VAE, epochs((120.0, 1.0, 121.0), kl_per_dim=(1.0, 0.0))))[0]
    assert "no harm" in some.why
