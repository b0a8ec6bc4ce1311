"""What hostile files may do to a reader: be refused in one sentence, or be read; soon, and in little memory."""

import contextlib
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

import pytest

from vae_models.errors import UserError

QUICK_CASES = 200
SLOW_CASES = 10_000
Case = TypeVar("Case")

SECONDS = 5  # of computing, one case
PEAK_BYTES = 1 << 30  # above what the process held before

#: How many cases a test tries: few in every run of the tests, many in those that may take long.
how_many = pytest.mark.parametrize(
    "count", [QUICK_CASES, pytest.param(SLOW_CASES, marks=pytest.mark.slow)], ids=["quick", "slow"]
)


class Hang(BaseException):
    """A case computes for too long; no `except Exception` of a reader may swallow it."""


@dataclass(frozen=True)
class Verdict:
    """How many cases were read, and the sentences that refused the others."""

    accepted: int
    refusals: tuple[str, ...]


def judge(cases: Iterable[Case], attempt: Callable[[Case], object]) -> Verdict:
    """Tries every case. Fails the test where one raises anything but a UserError of one line, hangs or fills the memory.

    Waiting costs no computing time: a reader that blocks is ended by the test's own time limit.
    """
    accepted, refusals = 0, []
    _forget_peak()
    before = _peak()
    for number, case in enumerate(cases):
        try:
            with _limited():
                attempt(case)
            accepted += 1
        except UserError as error:
            sentence = str(error)
            if "\n" in sentence or len(sentence) > 1000:
                pytest.fail(f"case {number}: not one sentence: {sentence[:300]!r}")
            refusals.append(sentence)
        except Hang:
            pytest.fail(f"case {number} computes for more than {SECONDS} s: {str(case)[:200]}")
        except Exception as error:
            raise AssertionError(f"case {number}: {type(error).__name__}: {error} ({str(case)[:200]})") from error
        more = _peak() - before
        if more > PEAK_BYTES:
            pytest.fail(f"case {number} took {more / 1e9:.1f} GB: {str(case)[:200]}")
    return Verdict(accepted, tuple(refusals))


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raises Hang inside after SECONDS of computing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _forget_peak() -> None:
    """Linux measures the peak anew from here on; elsewhere it is that of the whole process."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """The most bytes of memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
