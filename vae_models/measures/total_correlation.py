"""The total correlation of codes, KL(q(z) || prod_j q(z_j)): how much the dimensions know of each other (Watanabe 1960).

It is never negative. Estimates from minibatches are biased and may be; these two are not: one assumes that only linear
dependence matters, the other is a lower bound that is checked on codes it has not learnt from.
"""

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Generator, Tensor, nn
from torch.nn import functional

from vae_models.measures.kind import Findings, Report
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject

STEPS = 400
BATCH = 256
WIDTH = 128
SHUFFLES = 10
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

Floats = NDArray[np.float64]


def gaussian_total_correlation(z: ArrayLike) -> Measure:
    """-1/2 log det of the correlation matrix, of codes `(n, latent_dim)` with n > latent_dim, nats.

    Exact for Gaussian codes. What independent Gaussian codes would give on average is subtracted, so that these give 0
    within error (the mean of log det of a sample correlation matrix, Muirhead 1982, section 5.1). Constant dimensions
    are left out.
    """
    from scipy.special import digamma

    codes = np.asarray(z, np.float64)
    codes = codes[:, codes.std(0) > 0]
    count, dimensions = codes.shape
    name, convention = (
        "total correlation (Gaussian)",
        "-1/2 log det of the correlations, less its mean for independent codes",
    )
    if dimensions < 2:
        return Measure(name, 0.0, convention, "nats")
    correlation = np.asarray(np.corrcoef(codes, rowvar=False))
    _, log_det = np.linalg.slogdet(correlation)
    free = count - 1
    expected = (digamma((free - np.arange(dimensions)) / 2) - digamma(free / 2)).sum()
    # The estimate's influence function; taken at the estimate it has twice the second order, which is all there is where
    # the codes are independent.
    influence = _gaussian_log_ratio(correlation)((codes - codes.mean(0)) / codes.std(0))
    second = dimensions * (dimensions - 1) / (4 * count**2)
    error = math.sqrt(max(second, influence.var() / count - second))
    return Measure(name, float(-0.5 * (log_det - expected)), convention, "nats", error)


def _gaussian_log_ratio(correlation: Floats) -> Callable[[Floats], Floats]:
    """log N(z; 0, R) / N(z; 0, I) of standardised codes `(n, latent_dim)`: `(n,)`, nats."""
    shape = np.linalg.pinv(correlation) - np.eye(len(correlation))
    _, log_det = np.linalg.slogdet(correlation)
    return lambda z: np.asarray(-0.5 * (np.einsum("ni,ij,nj->n", z, shape, z, optimize=True) + log_det))


@torch.inference_mode(False)  # the network learns, whatever the caller does without
@torch.enable_grad()
def total_correlation(z: ArrayLike, seed: int = 0) -> Measure:
    """A lower bound from a network that tells codes `(n, latent_dim)` from codes whose dimensions were shuffled, nats.

    The density-ratio trick (Kim & Mnih 2018, eq. 3) with the bound of Donsker & Varadhan 1983: E_q T - log E_shuffled exp T,
    for T learnt on 3/5 of the codes, shortened to the share that is best on 1/5, measured on the last fifth. The share
    0 gives exactly 0, so that the value lies below 0 by no more than its error.
    """
    codes = np.asarray(z, np.float64)
    spread = codes.std(0)
    codes = (codes - codes.mean(0))[:, spread > 0] / spread[spread > 0]
    convention = (
        f"lower bound by a network that tells codes from shuffled ones ({STEPS} steps on 3/5 of the codes), "
        "on a fifth that it has not seen"
    )
    if codes.shape[1] < 2 or len(codes) < 10:
        return Measure("total correlation", 0.0, convention, "nats")
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(codes))
    learn, choose, check = np.split(order, [3 * len(codes) // 5, 4 * len(codes) // 5])
    critic = _Critic(codes[learn], seed)
    _learn(critic, torch.from_numpy(codes[learn]).float(), seed)
    ratios = [_ratios(critic, codes[part], rng) for part in (choose, check)]
    share = max(SHARES, key=lambda share: _bound(*ratios[0], share)[0])
    value, error = _bound(*ratios[1], share)
    return Measure("total correlation", value, convention, "nats", error if share else None)


def total_correlation_measures(subject: Subject, report: Report) -> Findings:
    """Of the aggregate posterior of training images, both estimates."""
    codes = subject.training.codes(subject.seed)
    kind = "one posterior sample each" if subject.predictor.is_variational else "codes"
    measures = [total_correlation(codes, subject.seed), gaussian_total_correlation(codes)]
    return Findings([measure.on(f"{kind} of {subject.training.what}") for measure in measures])


class _Critic(nn.Module):
    """T: the log ratio that Gaussian codes with these correlations would have, and what a network adds to it."""

    def __init__(self, codes: Floats, seed: int) -> None:
        super().__init__()
        count, dimensions = codes.shape
        # Shrunk a little, so that few codes of many dimensions still have an inverse.
        shrinkage = dimensions / (dimensions + count)
        correlation = (1 - shrinkage) * np.corrcoef(codes, rowvar=False) + shrinkage * np.eye(dimensions)
        self._gaussian = _gaussian_log_ratio(correlation)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            layers = [nn.Linear(dimensions, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 1)]
        nn.init.zeros_(layers[-1].weight)  # type: ignore[arg-type]
        self.network = nn.Sequential(*layers)

    def forward(self, codes: Tensor) -> Tensor:
        base = torch.from_numpy(self._gaussian(codes.numpy().astype(np.float64))).float()
        return self.network(codes).squeeze(1) + base


def _learn(critic: nn.Module, codes: Tensor, seed: int) -> None:
    generator = Generator().manual_seed(seed)
    optimiser = torch.optim.AdamW(critic.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        real = codes[torch.randint(len(codes), (BATCH,), generator=generator)]
        loss = (
            functional.softplus(-critic(real)).mean() + functional.softplus(critic(_shuffled(codes, generator))).mean()
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def _shuffled(codes: Tensor, generator: Generator) -> Tensor:
    """A batch whose dimensions come from different codes."""
    picks = torch.randint(len(codes), (BATCH, codes.shape[1]), generator=generator)
    return codes.gather(0, picks)


@torch.inference_mode()
def _ratios(critic: nn.Module, codes: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """T of the codes `(n,)` and of shuffled ones `(SHUFFLES n,)`."""
    shuffled = np.concatenate([rng.permuted(codes, axis=0) for _ in range(SHUFFLES)])
    first, second = (critic(torch.from_numpy(part).float()).double() for part in (codes, shuffled))
    return first.numpy(), second.numpy()


def _bound(real: Floats, shuffled: Floats, share: float) -> tuple[float, float]:
    """The bound for `share` of T, and its standard error."""
    weights = np.exp(share * (shuffled - shuffled.max()))
    value = share * (real.mean() - shuffled.max()) - math.log(weights.mean())
    # The shuffles of one code are not independent: their number does not count.
    variance = share**2 * real.var() / len(real) + weights.var() / weights.mean() ** 2 / len(real)
    return float(value) + 0.0, math.sqrt(variance)  # 0, not -0
