"""While a window can bring a deleted run back, no other window clears it away."""

import contextlib
from pathlib import Path

from vae_gui.workspace.run_list import TRASH
from vae_models.errors import RunError
from vae_models.files.lock import FolderLock


class KeptRuns:
    """The deleted runs of this window, each locked as it is while it trains. Not for the GUI thread."""

    def __init__(self) -> None:
        self._locks: dict[Path, FolderLock] = {}

    def keep(self, path: Path) -> None:
        """Does nothing for a run that is not in the trash, or cannot be locked there: it may belong elsewhere."""
        if path.parent.name == TRASH and not path.is_symlink():
            with contextlib.suppress(RunError):
                lock = FolderLock(path)
                lock.take()
                self._locks[path] = lock

    def let_go(self, path: Path) -> None:
        if path in self._locks:
            self._locks.pop(path).let_go()

    def let_all_go(self) -> None:
        for path in list(self._locks):
            self.let_go(path)
