"""Something that one view leaves for another, which may not be built yet: it waits until it is taken."""

from PySide6.QtCore import QObject, Signal


class Handover(QObject):
    """Holds one thing at a time; the newest counts.

    Signals: arrived(): there is something to take.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thing: object = None

    @property
    def waits(self) -> bool:
        return self._thing is not None

    def leave(self, thing: object) -> None:
        self._thing = thing
        self.arrived.emit()

    def take(self) -> object:
        """What was left, once; None where there is nothing."""
        thing, self._thing = self._thing, None
        return thing
