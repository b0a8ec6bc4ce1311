from .folder import RunFolder as RunFolder, RunProgress as RunProgress, list_runs as list_runs
from .metrics_table import EpochMetrics as EpochMetrics
from .provenance import Provenance as Provenance
from .snapshots import Snapshot as Snapshot
