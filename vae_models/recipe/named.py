"""The named recipes: those of the tutorials, and one for each member of the family."""

import difflib

from vae_models.errors import RecipeError
from vae_models.files.names import quoted
from vae_models.recipe.checks import MAX_EPOCHS
from vae_models.recipe.fields import Reduction, Sigma
from vae_models.recipe.recipe import Recipe
from vae_models.recipe.schedule import KLSchedule, ScheduleShape

__all__ = [
    "MAX_EPOCHS", "RECIPES", "KLSchedule", "Recipe", "Reduction",
    "ScheduleShape", "Sigma", "get_recipe",
]  # fmt: skip


def _linear(latent_dim: int) -> Recipe:
    return Recipe(
        f"linear-vae-{latent_dim}",
        hidden=(latent_dim * 8,),
        latent_dim=latent_dim,
        reduction="pixel",
        learning_rate=3e-4,
        batch_size=32,
        note="One hidden layer; part of an ablation over the latent size.",
    )


_NAMED = (
    Recipe(
        "autoencoder", family="autoencoder", reconstruction="mse", reduction="pixel", beta=0.0, epochs=5,
        note="No prior, no noise: the code is whatever reconstructs best.",
    ),
    Recipe(
        "denoising-autoencoder", family="autoencoder", reconstruction="mse", reduction="pixel", beta=0.0, noise=0.5,
        epochs=5, note="Sees a noisy digit, is asked for the clean one.",
    ),
    Recipe("vae", note="The variational autoencoder with a roomy latent space."),
    Recipe("vae-2d", latent_dim=2, note="Two dimensions: the whole latent space is one map."),
    Recipe("beta-vae", latent_dim=8, beta=4.0, note="A stronger KL: fewer, more independent dimensions."),
    Recipe("vae-wide", hidden=(400,), latent_dim=20, note="The best-known example: one hidden layer of 400."),
    Recipe(
        "vae-wide-2d", hidden=(400,), latent_dim=2, reconstruction="mse", sigma="log_sigma",
        note="Squared error and log sigma, in two dimensions.",
    ),
    *(_linear(latent_dim) for latent_dim in (4, 8, 16, 32, 64)),
    Recipe("conv-vae", network="conv", hidden=(32, 64), latent_dim=20, note="Convolutions: sharper digits, slower steps."),
    Recipe("denoising-vae", hidden=(400,), latent_dim=20, noise=0.5, note="A VAE that sees noise and is asked for the clean digit."),
    Recipe(
        "cvae", family="cvae", hidden=(400, 200), latent_dim=8, beta=2.0,
        note="Encoder and decoder are told the class, so the code is the style: write a 7 in this hand.",
    ),
    Recipe(
        "beta-vae-capacity", latent_dim=10, objective="capacity", beta=5.0, capacity=25.0, capacity_epochs=5.0,
        note="The code may say a set number of nats, which rises: factors enter one after another.",
    ),
    Recipe(
        "beta-tcvae", latent_dim=10, objective="total-correlation", beta=6.0,
        note="Only what dimensions share is weighed, not what they say: independent, and still sharp.",
    ),
    Recipe(
        "factor-vae", latent_dim=10, objective="density-ratio", beta=10.0,
        note="A second network tells dependent codes from independent ones, and the first learns to leave it no hold.",
    ),
    Recipe(
        "dip-vae", latent_dim=10, objective="moments", beta=10.0,
        note="The codes of all digits together get the prior's covariance: uncorrelated dimensions.",
    ),
    Recipe(
        "aae", family="autoencoder", latent_dim=8, objective="adversarial", beta=3.0,
        note="A second network tells codes from the prior's samples, until it cannot any more.",
    ),
    Recipe(
        "wae-mmd", family="autoencoder", latent_dim=8, objective="mmd", beta=300.0,
        note="Codes are points, and all of them together are made to look like the prior.",
    ),
    Recipe(
        "info-vae", latent_dim=10, objective="info", alpha=0.5, beta=200.0,
        note="Half the KL, and a term on all codes together: the code says more and still fills the prior.",
    ),
    Recipe(
        "vrae", network="gru", hidden=(128,), learning_rate=5e-3, kl_schedule=KLSchedule("linear", warmup_epochs=1.0),
        note="Reads and writes a digit row by row, with a memory of the rows above.",
    ),
    Recipe(
        "hvae", family="hvae", network="conv", hidden=(32, 64), latent_dim=48, latent_layers=2,
        kl_schedule=KLSchedule("linear", warmup_epochs=2.0),
        note="Two latent layers: the upper one says what to expect of the lower.",
    ),
    Recipe(
        "vq-vae", family="vq-vae", network="conv", hidden=(32, 64), latent_dim=4, objective="codebook", beta=0.25,
        codes=256, note="A grid of entries from a codebook instead of numbers: sharp, and made of parts.",
    ),
    Recipe(
        "iwae", hidden=(400,), latent_dim=20, objective="importance", samples=5,
        note="Five weighted samples for each digit: a tighter bound, and a posterior that may be wider.",
    ),
    Recipe(
        "unet-denoiser", family="unet", network="conv", hidden=(32, 64), beta=0.0, noise=1.0, corruption="mixed",
        empty=0.025, batch_size=64, learning_rate=2e-3, cooldown=0.25, epochs=8,
        note="Cleans noise, salt and pepper, blur and covers; the strongest denoiser, without a latent space.",
    ),
)  # fmt: skip

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _NAMED}


def get_recipe(name: str) -> Recipe:
    """The recipe of that name. Raises RecipeError, with the nearest names, when there is none."""
    if name in RECIPES:
        return RECIPES[name]
    near = difflib.get_close_matches(name, RECIPES, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the recipes are {', '.join(RECIPES)}."
    raise RecipeError(f"There is no recipe named {quoted(name)}; {hint}")
