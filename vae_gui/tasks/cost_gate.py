"""What is quick is done at once, under the hand that waits for it; what is slow never holds up the GUI thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.in_turn import InTurn
from vae_gui.wording.errors import log_unexpected

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.lab.denoising import Denoiser

BUDGET_MS = 5.0
_SMALL = 4  # calls for so few images tell the cost of a call, larger ones that of an image
_CALL_MS = 0.5  # until it is known better
_MLP_IMAGE_MS, _IMAGE_MS = 0.01, 0.15  # the latter of 28 x 28 pixels
_PIXELS = 28 * 28
_TRIALS = 2  # of what nothing is known about: the first may import a library, the second tells


class Cost:
    """Milliseconds per call and per image, learnt from what they were; forgets them when other work comes."""

    def __init__(self) -> None:
        self.work: tuple[object, ...] = ()
        self._call, self._image = _CALL_MS, _MLP_IMAGE_MS
        self._trials = 0

    def follow(self, who: "Predictor | Denoiser") -> None:
        """Whoever works next: a model of the same shape costs what the one before did."""
        recipe = getattr(who, "recipe", None)
        if recipe is None:
            self._begin((type(who), who.name), _IMAGE_MS, known=False)
            return
        pixels = recipe.image_shape[0] * recipe.image_shape[1]
        image = _MLP_IMAGE_MS if recipe.is_linear else _IMAGE_MS * pixels / _PIXELS
        work = (recipe.has_latent, recipe.network, recipe.hidden, recipe.latent_dim, recipe.image_shape)
        self._begin(work, image, known=recipe.has_latent)

    def _begin(self, work: tuple[object, ...], image: float, *, known: bool) -> None:
        if work != self.work:
            self.work, self._call, self._image = work, _CALL_MS, image
            self._trials = 0 if known else _TRIALS

    def estimate(self, images: int) -> float:
        """Milliseconds."""
        return self._call + images * self._image

    def affordable(self, images: int) -> bool:
        """Whether so many images may be worked on while the user's hand waits."""
        return not self._trials and self.estimate(images) <= BUDGET_MS

    def learn(self, images: int, milliseconds: float, *, in_background: bool = False) -> None:
        """Follows a moving average, upwards slower than downwards: one hiccup is no habit.

        A time from the background counts only where it is better than expected: there the work shares its core.
        """
        if self._trials:
            self._trials -= 1
            self._call = max(0.0, milliseconds - images * self._image)
        elif in_background and milliseconds >= self.estimate(images):
            return
        elif images <= _SMALL:
            self._call += _pace(milliseconds, self._call) * (milliseconds - self._call)
        else:
            each = max(0.0, milliseconds - self._call) / images
            self._image += _pace(each, self._image) * (each - self._image)


def _pace(new: float, old: float) -> float:
    return 0.15 if new > old else 0.4


@dataclass(frozen=True, eq=False)
class _Timed:
    work: tuple[object, ...]
    images: int
    milliseconds: float
    result: object


class CostGate(QObject):
    """Does work at once where that is affordable, else in the background.

    The newest request wins. Each reply from the background is still delivered, so that a picture moves while a hand draws
    on, but none after that of a newer request, and none of what was dropped.

    Signals: done(object): a result. failed(object): an exception.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, cost: Cost | None = None) -> None:
        """`cost` may be shared with others who do the same kind of work."""
        super().__init__(parent)
        self.cost = cost if cost is not None else Cost()
        self._worker = InTurn(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    def request(self, who: "Predictor | Denoiser", images: int, function: Callable[..., object], *args: Any) -> None:
        """Asks for `function(who, *args)`, which sends so many images through a network."""
        self.cost.follow(who)
        work = self.cost.work
        if not self.cost.affordable(images):
            self._worker.request(_timed, work, images, function, who, *args)
            return
        self._worker.drop()
        try:
            timed = _timed(work, images, function, who, *args)
        except Exception as error:
            log_unexpected(error)
            self.failed.emit(error)
            return
        self.cost.learn(images, timed.milliseconds)
        self.done.emit(timed.result)

    def drop(self) -> None:
        """Nothing more is heard of what was asked for."""
        self._worker.drop()

    def close(self) -> None:
        self._worker.close()

    def _arrived(self, timed: _Timed) -> None:
        if timed.work == self.cost.work:
            self.cost.learn(timed.images, timed.milliseconds, in_background=True)
        self.done.emit(timed.result)


def _timed(work: tuple[object, ...], images: int, function: Callable[..., object], *args: Any) -> _Timed:
    started = time.perf_counter()
    result = function(*args)
    return _Timed(work, images, 1000 * (time.perf_counter() - started), result)
