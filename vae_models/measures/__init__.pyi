from .disentanglement.factors import Factors as Factors
from .evaluation import Evaluation as Evaluation, compare_samplers as compare_samplers, evaluate as evaluate
from .measure import Measure as Measure
