"""All kinds of measures, in the order in which they are shown; without torch."""

from vae_models.measures.kind import MeasureKind
from vae_models.measures.needs import (
    CLASSES,
    CODES,
    CONDITIONAL,
    CONTINUOUS,
    CORRELATIONS,
    DENOISER,
    DISCRETE,
    ENOUGH_IMAGES,
    FACTORS,
    FEW_DIMENSIONS,
    POSTERIOR,
)

_FOLDER = "vae_models.measures"
_FACTORS = f"{_FOLDER}.disentanglement.scores"
_DIMENSIONS = (CODES, FEW_DIMENSIONS)

# fmt: off
MEASURES: dict[str, MeasureKind] = {
    "elbo": MeasureKind("ELBO", f"{_FOLDER}.likelihood:elbo_measures", (POSTERIOR,)),
    "activity": MeasureKind("dimensions in use", f"{_FOLDER}.activity:activity_measures", (POSTERIOR,)),
    "log-likelihood": MeasureKind("log-likelihood", f"{_FOLDER}.likelihood:log_likelihood", (POSTERIOR,), slow=True),
    "reconstructions": MeasureKind("reconstructions", f"{_FOLDER}.images.closeness:reconstruction_measures"),
    "denoised": MeasureKind("denoised images", f"{_FOLDER}.images.closeness:denoising_measures", (DENOISER,)),
    "perplexity": MeasureKind("codes in use", f"{_FOLDER}.perplexity:perplexity_measures", (DISCRETE,)),
    "total-correlation": MeasureKind(
        "total correlation", f"{_FOLDER}.total_correlation:total_correlation_measures",
        (*_DIMENSIONS, CONTINUOUS, CORRELATIONS), slow=True,
    ),
    "class-accuracy": MeasureKind(
        "classes in the codes", f"{_FOLDER}.class_accuracy:class_measures", (*_DIMENSIONS, CLASSES), slow=True
    ),
    "mig": MeasureKind("MIG", f"{_FACTORS}:mig_measures", (*_DIMENSIONS, FACTORS)),
    "dci": MeasureKind("DCI", f"{_FACTORS}:dci_measures", (*_DIMENSIONS, FACTORS), slow=True),
    "sap": MeasureKind("SAP", f"{_FACTORS}:sap_measures", (*_DIMENSIONS, FACTORS)),
    "modularity": MeasureKind("modularity", f"{_FACTORS}:modularity_measures", (*_DIMENSIONS, FACTORS)),
    "factor-vae": MeasureKind("FactorVAE score", f"{_FACTORS}:factor_vae_measures", (*_DIMENSIONS, FACTORS)),
    "beta-vae": MeasureKind("beta-VAE score", f"{_FACTORS}:beta_vae_measures", (*_DIMENSIONS, FACTORS)),
    "samples": MeasureKind("samples", f"{_FOLDER}.images.samples:sample_measures", (CODES, ENOUGH_IMAGES), slow=True),
    "conditioned": MeasureKind(
        "conditioned samples", f"{_FOLDER}.images.samples:conditioned_measures", (CODES, ENOUGH_IMAGES, CONDITIONAL)
    ),
}
# fmt: on
