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
        dimension_wanted(int): the slider of a latent dimension, counted from 0, in the lab that is open.
        training_wanted(): the recipe of the Train view is to be trained.
    """

    view_wanted = Signal(str)
    dimension_wanted = Signal(int)
    training_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lab_point, self.map_image = Handover(self), Handover(self)

    def show_code(self, z: object) -> None:
        """z: `(latent_dim,)`, on the sliders of the lab."""
        self.lab_point.leave(z)
        self.view_wanted.emit("lab")

    def show_dimension(self, dimension: int) -> None:
        """Goes to its slider; the lab takes the focus first, and gives it on."""
        self.view_wanted.emit("lab")
        self.dimension_wanted.emit(dimension)
