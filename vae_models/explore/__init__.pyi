from .predictor import ImageLosses as ImageLosses, Posterior as Posterior, Predictor as Predictor
from .samplers import Sampler as Sampler, fit_samplers as fit_samplers
