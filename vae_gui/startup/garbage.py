"""Python's garbage is collected on the GUI thread alone.

The collector runs on whichever thread allocates next. When that is a trainer or a worker, widgets and timers that hang in
a cycle of references are destroyed beside the thread that they belong to, and Qt ends the process.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class GarbageCollector(QObject):
    """From its making until `stop`, cycles are collected by a timer of this thread; no other thread collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """The oldest generation that is due, as the collector itself would choose."""
        due = [
            age
            for age, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if due:
            gc.collect(due[-1])

    def spare_what_stays(self) -> None:
        """What exists now, mostly modules that were just imported, is not looked through again: it takes 0.1 s and more."""
        gc.freeze()

    def stop(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
