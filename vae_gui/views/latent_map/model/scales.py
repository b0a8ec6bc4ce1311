"""The two ways the map spaces its axes."""

from vae_gui.widgets.map.scale import LINEAR, AxisScale
from vae_models.latent import normal_cdf, normal_quantile

# Beyond eight standard deviations shares of the prior can no longer be told from 0 and 1.
QUANTILE = AxisScale("quantile", normal_cdf, normal_quantile, 1e-15, 1.0 - 1e-15)

SCALES = {scale.name: scale for scale in (LINEAR, QUANTILE)}
