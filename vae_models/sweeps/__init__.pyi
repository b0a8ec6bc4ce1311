from .grid import Axis as Axis, PlannedRun as PlannedRun, parse_axis as parse_axis, plan_runs as plan_runs
from .sweep import Sweep as Sweep
