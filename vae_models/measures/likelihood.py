"""How well a VAE explains held-out images: the ELBO with its parts, and the importance-weighted log-likelihood."""

import numpy as np
import torch

from vae_models.measures.activity import active_units, kl_per_dimension
from vae_models.measures.importance import Tick, importance_weighted
from vae_models.measures.measure import Measure
from vae_models.measures.subject import ImageLikelihood, Subject

IMPORTANCE_IMAGES = 500
CHUNK = 1024

# Families whose prior is N(0, I) and whose posterior is the Gaussian that `encode` gives: what the weights assume.
PLAIN_FAMILIES = ("vae", "cvae")


def likelihood_of_pixels(subject: Subject) -> str:
    """For conventions."""
    if subject.predictor.recipe.reconstruction == "bce":
        return "Bernoulli pixels, grey values as probabilities"
    return "Gaussian pixels of variance 1/2 without their constant"


@torch.inference_mode()
def elbo_measures(subject: Subject) -> list[Measure]:
    """ELBO, reconstruction, KL, the loss that training minimised; active units and KL per dimension."""
    part, recipe = subject.held_out, subject.predictor.recipe
    model = subject.predictor.module()
    generator = torch.Generator().manual_seed(subject.seed)
    rows = []
    for chosen in torch.arange(len(part)).split(CHUNK):
        targets = part.images[chosen].float() / 255.0
        eps = torch.randn(len(chosen), recipe.latent_dim, generator=generator)
        labels = (part.labels[chosen],) if subject.predictor.conditional and part.labels is not None else ()
        rows.append(model.loss_parts(targets, targets, eps, *labels))  # type: ignore[operator]
    reconstruction, kl = (torch.cat(parts).double().numpy() for parts in zip(*rows, strict=True))
    total = kl.sum(1)
    how = f"one sample of each posterior, KL exact; {likelihood_of_pixels(subject)}"
    measures = [
        Measure.mean_of("ELBO", -(reconstruction + total), how, "nats an image"),
        Measure.mean_of("reconstruction", reconstruction, how, "nats an image"),
        Measure.mean_of("KL", total, "exact", "nats an image"),
    ]
    if recipe.objective == "elbo" and recipe.beta != 1.0:
        weighted = Measure.mean_of("beta-weighted loss", reconstruction + recipe.beta * total, how, "nats an image")
        measures.append(weighted.on(f"reconstruction + {recipe.beta:g} KL"))
    measures += [active_units(part.mu), kl_per_dimension(kl)]
    return [measure.on(part.what) for measure in measures]


def importance_measure(subject: Subject, samples: int, tick: Tick | None = None) -> list[Measure]:
    """The importance-weighted log-likelihood of up to 500 held-out images; nothing for other families than the plain ones."""
    if subject.predictor.recipe.family not in PLAIN_FAMILIES:
        return []
    part = subject.held_out
    count = min(IMPORTANCE_IMAGES, len(part))
    assert part.posterior is not None
    mu = torch.from_numpy(part.mu[:count])
    logvar = 2 * torch.from_numpy(np.maximum(part.posterior.sigma[:count], np.float32(1e-30))).log()
    generator = torch.Generator().manual_seed(subject.seed)
    likelihood = ImageLikelihood(subject.predictor, part)
    bound = importance_weighted(torch.arange(count), mu, logvar, likelihood, samples, generator, tick)
    convention = (
        f"{part.first(count)}; log mean of {samples:,} importance weights, samples of the posterior "
        f"(Burda 2016, eq. 8), a lower bound on average; {likelihood_of_pixels(subject)}"
    )
    measure = Measure.mean_of("log-likelihood", bound.log_likelihood.numpy(), convention, "nats an image")
    parts = {
        "error by the weights": float(bound.error.square().sum().sqrt() / count),
        "effective samples": float(bound.effective.mean()),
    }
    return [Measure(measure.name, measure.value, convention, measure.unit, measure.error, parts)]
