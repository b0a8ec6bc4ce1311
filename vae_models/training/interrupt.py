"""Ctrl+C between two steps instead of in the middle of one."""

import signal
from types import FrameType, TracebackType
from typing import Self

# Ctrl+C, a polite kill, and a terminal or a connection that was closed; Windows does not know the last.
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupt:
    """Use as a context, on the main thread: whatever asks it to end is noted, so that the work can end where it is whole.

    A second one acts as it would have without this. A signal that the shell has set to be ignored stays ignored.
    """

    def __init__(self) -> None:
        self._number: int | None = None
        self._before = {number: signal.getsignal(number) for number in ENDING}

    @property
    def came(self) -> bool:
        return self._number is not None

    @property
    def exit_code(self) -> int:
        """As shells count: 130 after Ctrl+C, 143 after a polite kill, 129 after a hang-up, 0 after none."""
        return 0 if self._number is None else 128 + self._number

    def __enter__(self) -> Self:
        for number, before in self._before.items():
            if before is not signal.SIG_IGN:
                signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._number = number
        self._restore()

    def _restore(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
