from .base import Batch as Batch, CodeObjective as CodeObjective, LossParts as LossParts, Objective as Objective
from .build import build_objective as build_objective
