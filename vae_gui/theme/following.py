"""How widgets learn that colours or text size have changed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class Notifier(QObject):
    """Signals: changed() after colours or text size changed."""

    changed = Signal()


notifier = Notifier()


class _Follower(QObject):
    """Calls a slot after each change: at once while the widget is seen, otherwise when it is shown next."""

    def __init__(self, widget: QWidget, slot: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._slot = widget, slot
        notifier.changed.connect(self._changed)

    def _changed(self) -> None:
        if self._widget.isVisible():
            self._slot()
        else:
            self._widget.installEventFilter(self)  # only while something is left to do: it costs a call an event

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._slot()
        return False


def follow(widget: QWidget, slot: Callable[[], object]) -> None:
    """From now on `slot()` is called when colours or text size have changed and the widget is, or comes, in sight."""
    _Follower(widget, slot)
