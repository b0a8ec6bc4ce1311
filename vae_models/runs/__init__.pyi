from .epochs import EpochDone as EpochDone, Losses as Losses
from .folder import RunFolder as RunFolder, RunProgress as RunProgress
from .listing import list_runs as list_runs, new_run_path as new_run_path
from .provenance import Provenance as Provenance
from .snapshots import Snapshot as Snapshot
