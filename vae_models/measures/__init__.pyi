from .catalogue import MEASURES as MEASURES
from .disentanglement.factors import Factors as Factors
from .evaluation import Evaluation as Evaluation, evaluate as evaluate
from .images.samples import compare_samplers as compare_samplers
from .kind import Findings as Findings, MeasureKind as MeasureKind, Need as Need
from .measure import Measure as Measure
