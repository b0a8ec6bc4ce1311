"""Work that always comes to an end: while one request runs only the newest other one waits for its turn."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins


class InTurn(LatestWins):
    """Delivers the reply that is under way before it does what was asked for meanwhile: under a steady stream of requests
    the picture still moves, at the pace of the work. Whoever hears of a reply may request more work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Callable[[Job], object] | None = None

    def start(self, function: Callable[[Job], object]) -> None:
        """Asks for `function(job)` as soon as the request under way has ended; replaces what is waiting."""
        if self.busy:
            self._waiting = function
        else:
            super().start(function)

    def forget_waiting(self) -> None:
        """What is under way is still delivered; what waits behind it is no longer wanted."""
        self._waiting = None

    def drop(self) -> None:
        """Forgets what is waiting and the reply that is under way."""
        self._waiting = None
        super().drop()

    def _following(self) -> Job | None:
        function, self._waiting = self._waiting, None
        return None if function is None else Job(self, function)
