from .epochs import EpochDone as EpochDone, Losses as Losses
from .folder import RunFolder as RunFolder, RunProgress as RunProgress, list_runs as list_runs
from .provenance import Provenance as Provenance
from .snapshots import Snapshot as Snapshot
