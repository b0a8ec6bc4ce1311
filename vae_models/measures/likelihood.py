"""How well a VAE explains held-out images: the ELBO with its parts, and the importance-weighted log-likelihood."""

import dataclasses

import numpy as np
import torch
from torch import Tensor

from vae_models.kinds.families import family_of
from vae_models.kinds.likelihoods import likelihood_of
from vae_models.measures.importance import GaussianProposal, Proposal, importance_weighted
from vae_models.measures.kind import Findings, Report, silent
from vae_models.measures.measure import Measure
from vae_models.measures.subject import ImageLikelihood, Subject
from vae_models.models.base import Model

IMPORTANCE_IMAGES = 500


def likelihood_of_pixels(subject: Subject) -> str:
    """For conventions."""
    given = ", the class given" if subject.predictor.conditional and subject.held_out.labels is not None else ""
    clean = "; the encoder sees the clean image" if subject.predictor.is_denoiser else ""
    return likelihood_of(subject.predictor.recipe.reconstruction).convention + given + clean


def elbo_measures(subject: Subject, report: Report = silent) -> Findings:
    """ELBO, reconstruction, KL, and the loss that training minimised where it is another."""
    recipe, (reconstruction, kl) = subject.predictor.recipe, subject.loss_terms
    total = kl.sum(1)
    how = f"one sample of each posterior, KL exact; {likelihood_of_pixels(subject)}"
    measures = [
        Measure.mean_of("ELBO", -(reconstruction + total), how, "nats per image"),
        Measure.mean_of("reconstruction", reconstruction, how, "nats per image"),
        Measure.mean_of("KL", total, "exact", "nats per image"),
    ]
    if recipe.is_bound and recipe.beta != 1.0:
        weighted = Measure.mean_of("beta-weighted loss", reconstruction + recipe.beta * total, how, "nats per image")
        measures.append(weighted.on(f"reconstruction + {recipe.beta:g} KL"))
    return Findings([measure.on(subject.held_out.what) for measure in measures])


def log_likelihood(subject: Subject, report: Report = silent) -> Findings:
    """The importance-weighted one of up to 500 held-out images, or of all where everything is asked for."""
    part, samples = subject.held_out, subject.importance_samples
    count = len(part) if subject.everything else min(IMPORTANCE_IMAGES, len(part))
    generator = torch.Generator().manual_seed(subject.seed)
    likelihood = ImageLikelihood(subject.predictor, part)
    bound = importance_weighted(
        torch.arange(count), subject.predictor.latent_dim, _proposal(subject), likelihood, samples, generator,
        lambda share: report("importance weights", share),
    )  # fmt: skip
    convention = (
        f"{part.first(count)}; log mean of {samples:,} importance weights (Burda 2016, eq. 8), {_drawn_from(samples)}; a lower "
        f"bound on average; the error is by the spread of the images; {likelihood_of_pixels(subject)}"
    )
    parts = {"ELBO of the same images": float(bound.elbo.mean()), "effective samples": float(bound.effective.mean())}
    if samples > 1:
        parts["spread by the weights (not an error of log p(x))"] = float(bound.spread.square().sum().sqrt() / count)
    values = bound.log_likelihood.numpy()
    measure = Measure.mean_of("log-likelihood", values, convention, "nats per image")
    return Findings([dataclasses.replace(measure, parts=parts)])


def _drawn_from(samples: int) -> str:
    if samples < 4:
        return "codes of the posterior"
    return "codes half of the posterior, a quarter of one three times as wide, a quarter of the prior"


@dataclasses.dataclass(frozen=True, eq=False)
class _LayeredProposal:
    """The posterior of a model of several layers, each given those above, of images `(n, 1, H, W)` given by number."""

    model: Model
    targets: Tensor

    def draw(self, images: Tensor, eps: Tensor) -> Tensor:
        return self.model.posterior(self.targets[images], eps).z

    def at(self, images: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        mu, logvar = self.model.posterior_at(self.targets[images], z)
        assert logvar is not None
        return mu, logvar


def _proposal(subject: Subject) -> Proposal:
    """Codes of held-out images given by number, from the posterior that the model was trained with."""
    part, predictor = subject.held_out, subject.predictor
    if family_of(predictor.recipe.family).layered:
        return _LayeredProposal(predictor.module(), part.targets)
    assert part.posterior is not None
    sigma = torch.from_numpy(np.maximum(part.posterior.sigma, np.float32(1e-30)))
    return GaussianProposal(torch.from_numpy(part.mu), 2 * sigma.log())
