"""Standard output that says of its own errors that they are its own: a command has files and pipes that fail as well."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO, cast


class OutputLost(Exception):
    """Standard output takes nothing more; the OSError is its cause."""


class _Output:
    """A stream whose `write` and `flush` raise OutputLost; in all else it is the stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with _told_apart():
            return self._stream.write(text)

    def flush(self) -> None:
        with _told_apart():
            self._stream.flush()


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost from error


def stand_in_for_closed_streams() -> None:
    """Whoever starts a program may close its streams; then nobody is to be told, and what is written goes nowhere.

    Else the first file that is opened would take a stream's number, and with it whatever a library prints.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
            os.set_inheritable(null, True)  # as streams are
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


@contextmanager
def own_output() -> Iterator[None]:
    """Within it whatever is printed raises OutputLost where it cannot be."""
    with redirect_stdout(cast(TextIO, _Output(sys.stdout))):
        yield
        sys.stdout.flush()  # a reader that is gone is noticed here, not at exit


def end_without(lost: OutputLost) -> int:
    """Gives standard output up. Returns 0 where its reader has seen enough, 2 after a sentence that says what is wrong."""
    # What is still to be written goes nowhere; else Python would complain again when it closes the stream at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(lost.__cause__, BrokenPipeError):
        return 0
    reason = getattr(lost.__cause__, "strerror", None) or lost.__cause__
    print(f"The output cannot be written ({reason}); send it to another place.", file=sys.stderr)
    return 2
