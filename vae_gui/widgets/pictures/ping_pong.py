"""A clock that walks through frames, back and forth."""

from PySide6.QtCore import QObject, QTimer, Signal


class PingPong(QObject):
    """Signals: moved(index of the frame to show); playing_changed(bool)."""

    moved = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, interval_ms: int, *, there_and_back: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back = there_and_back
        self._count = 0
        self._step = 1
        self.position = 0
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self.advance)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def set_count(self, count: int) -> None:
        """Stops when there are fewer than two frames left to show."""
        self._count = count
        self.position = min(self.position, max(0, count - 1))
        if count < 2:
            self.stop()

    def start(self) -> None:
        if self._count > 1 and not self.playing:
            self._timer.start()
            self.playing_changed.emit(True)

    def stop(self) -> None:
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        self.stop() if self.playing else self.start()

    def advance(self) -> None:
        """One frame on; turns round at the ends, or begins again."""
        if self._count < 2:
            return
        following = self.position + self._step
        if not 0 <= following < self._count:
            self._step = -self._step if self._back else 1
            following = self.position + self._step if self._back else 0
        self.position = following
        self.moved.emit(following)
