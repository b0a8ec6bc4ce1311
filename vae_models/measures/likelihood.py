"""How well a VAE explains held-out images: the ELBO with its parts, and the importance-weighted log-likelihood."""

import dataclasses

import numpy as np
import torch

from vae_models.measures.activity import active_units, kl_per_dimension
from vae_models.measures.importance import Proposal, Tick, gaussian_proposal, importance_weighted
from vae_models.measures.measure import Measure
from vae_models.measures.subject import ImageLikelihood, Subject

IMPORTANCE_IMAGES = 500
CHUNK = 512


def likelihood_of_pixels(subject: Subject) -> str:
    """For conventions."""
    bernoulli = subject.predictor.recipe.reconstruction == "bce"
    given = ", the class given" if subject.predictor.conditional and subject.held_out.labels is not None else ""
    kind = (
        "Bernoulli pixels, grey values as probabilities"
        if bernoulli
        else "Gaussian pixels of variance 1/2 without their constant"
    )
    clean = "; the encoder sees the clean image" if subject.predictor.is_denoiser else ""
    return kind + given + clean


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
    """The importance-weighted log-likelihood of up to 500 held-out images, or of all where everything is asked for."""
    part = subject.held_out
    count = len(part) if subject.everything else min(IMPORTANCE_IMAGES, len(part))
    generator = torch.Generator().manual_seed(subject.seed)
    likelihood = ImageLikelihood(subject.predictor, part)
    bound = importance_weighted(
        torch.arange(count), subject.predictor.latent_dim, _proposal(subject), likelihood, samples, generator, tick
    )
    convention = (
        f"{part.first(count)}; log mean of {samples:,} importance weights, samples of the posterior (Burda 2016, eq. 8), "
        f"a lower bound on average; {likelihood_of_pixels(subject)}"
    )
    parts = {
        "ELBO of the same images": float(bound.elbo.mean()),
        "error by the weights": float(bound.error.square().sum().sqrt() / count),
        "effective samples": float(bound.effective.mean()),
    }
    values = bound.log_likelihood.numpy()
    return [dataclasses.replace(Measure.mean_of("log-likelihood", values, convention, "nats an image"), parts=parts)]


def _proposal(subject: Subject) -> Proposal:
    """Codes of held-out images given by number, from the posterior that the model was trained with."""
    part, model = subject.held_out, subject.predictor.module()
    if hasattr(model, "sample_posterior"):  # of several layers, each drawn given those above
        targets = part.targets
        return lambda rows, eps: model.sample_posterior(targets[rows], eps)  # type: ignore[operator]
    assert part.posterior is not None
    sigma = torch.from_numpy(np.maximum(part.posterior.sigma, np.float32(1e-30)))
    return gaussian_proposal(torch.from_numpy(part.mu), 2 * sigma.log())
