"""What one part of the window asks of another, which may not be built yet."""

from PySide6.QtCore import QObject, Signal


class Handover(QObject):
    """Something that one view leaves for another: one thing at a time, the newest, until it is taken.

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


class Requests(QObject):
    """`lab_point` holds a z `(latent_dim,)` for the sliders, `map_image` an image `(H, W)` float32 in [0, 1] for the map.

    Signals:
        view_wanted(str): the name of a view to be shown, "train", "map" or "lab".
        training_wanted(): the recipe of the Train view is to be trained.
    """

    view_wanted = Signal(str)
    training_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lab_point, self.map_image = Handover(self), Handover(self)
