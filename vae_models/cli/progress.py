"""One line on a terminal's standard error that is written over; silent where there is no terminal."""

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from vae_models.sweeps.events import SweepProgress
from vae_models.training.events import StepsDone

if TYPE_CHECKING:
    from vae_models.data.download.downloads import DownloadProgress

BAR_WIDTH = 24


class ProgressBar:
    """Use as a context: the line is cleared at the end."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def show_steps(self, event: StepsDone) -> None:
        self._show(
            event.step / event.total_steps,
            f"epoch {event.epoch}/{event.epochs}  loss {event.loss[-1]:.2f}  {event.images_per_s:,.0f} images/s  "
            f"{time_left(event.seconds_left)}",
        )

    def show_sweep(self, progress: SweepProgress) -> None:
        failed = f", {progress.failed} failed" if progress.failed else ""
        self._show(
            progress.share,
            f"{progress.done} of {progress.runs} runs{failed}  {len(progress.running)} under way  "
            f"{time_left(progress.seconds_left)}",
        )

    def show_download(self, progress: "DownloadProgress") -> None:
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        self._show(share, f"{progress.file}  {progress.done_bytes / 1e6:.1f} MB")

    def show_work(self, what: str, share: float) -> None:
        """Any other work; share in [0, 1]."""
        self._show(share, what)

    def _show(self, share: float, text: str) -> None:
        if self._live:
            done = round(min(share, 1.0) * BAR_WIDTH)
            line = f"[{'#' * done}{'.' * (BAR_WIDTH - done)}] {text}"
            columns = os.get_terminal_size(sys.stderr.fileno()).columns or 80  # 0 where a terminal does not say
            sys.stderr.write(f"\r\033[K{line[: columns - 1]}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()


def time_left(seconds: float | None) -> str:
    """For example "2:05 left", or "1:02:05 left"; nothing where it is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d} left" if hours else f"{minutes}:{rest:02d} left"
