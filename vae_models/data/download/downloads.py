"""Downloads that can be watched, cancelled and taken up again; a file appears under its name only when it is whole."""

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vae_models.data.download.url_reader import Opened, Unreachable, read_url
from vae_models.errors import DataError
from vae_models.files.memory_limits import size_text

ATTEMPTS = 5
MOST_BYTES = 64 << 20  # of one file; the largest of MNIST's relatives has 30 MB
REPORT_SECONDS = 0.05


@dataclass(frozen=True)
class DownloadProgress:
    """How much of one file is here; `total_bytes` is None where the server does not say."""

    file: str
    done_bytes: int
    total_bytes: int | None


Report = Callable[[DownloadProgress], None]
Cancel = Callable[[], bool]


class Pace:
    """Hands on at most twenty reports a second, and always the last one: a window redraws for each."""

    def __init__(self, report: Report | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._report = report
        self._clock = clock
        self._next = float("-inf")

    def show(self, progress: DownloadProgress) -> None:
        now = self._clock()
        if self._report is not None and (now >= self._next or progress.done_bytes == progress.total_bytes):
            self._next = now + REPORT_SECONDS
            self._report(progress)


def download(
    urls: Sequence[str], target: Path, md5: str, *, progress: Report | None = None, cancelled: Cancel | None = None,
    most_bytes: int = MOST_BYTES,
) -> None:  # fmt: skip
    """Fetches `target` from the first of `urls` that gives it whole; a present `.part` file is continued.

    The addresses are https, for MD5 alone does not keep out who makes a file on purpose. Nothing beyond `most_bytes` is
    taken. Raises DataError when no address answers or the contents are wrong, Cancelled when `cancelled()` becomes true.
    """
    part = target.with_name(target.name + ".part")
    problem = "it has no address"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for url in urls:
            try:
                _fetch_whole(url, part, md5, most_bytes, Pace(progress), cancelled or (lambda: False))
            except Unreachable as error:
                problem = str(error)
                continue
            os.replace(part, target)
            return
    except OSError as error:
        raise DataError(
            f"{target.name} could not be saved in {target.parent} ({error.strerror or error}); free some space, or check that "
            "the folder may be written."
        ) from error
    raise DataError(
        f"{target.name} could not be downloaded: {problem}; try again when the network is there, or give a folder that "
        "has the data. MNIST comes with the program and works without it."
    )


def _fetch_whole(url: str, part: Path, md5: str, most_bytes: int, pace: Pace, cancelled: Cancel) -> None:
    """Continues `part` as often as it grows, and begins again once where what was here before was no good."""
    problem = "the connection was lost too often"
    for _ in range(ATTEMPTS):
        before = _size(part)
        if before and matches(part, md5):
            return
        try:
            _fetch(url, part, most_bytes, pace, cancelled)
        except Unreachable as error:
            if _size(part) <= before:
                raise
            problem = str(error)
            continue
        if matches(part, md5):
            return
        part.unlink()
        if not before:
            raise Unreachable("what arrived was damaged")
    raise Unreachable(problem)


def _fetch(url: str, part: Path, most_bytes: int, pace: Pace, cancelled: Cancel) -> None:
    items = read_url(url, _size(part), cancelled)
    opened = next(items)
    assert isinstance(opened, Opened)
    have = opened.start
    _check_size(max(have, opened.total or 0), most_bytes, part)
    with part.open("ab" if have else "wb") as file:
        for chunk in items:
            assert isinstance(chunk, bytes)
            have += len(chunk)
            _check_size(have, most_bytes, part)
            file.write(chunk)
            pace.show(DownloadProgress(part.stem, have, opened.total))
        file.flush()
        os.fsync(file.fileno())  # before it gets its name: a power cut must not leave an empty file that looks whole


def _check_size(size: int, most_bytes: int, part: Path) -> None:
    if size > most_bytes:
        part.unlink(missing_ok=True)  # else its size would count as progress, and it would be asked for again
        raise Unreachable(f"the server gives more than {size_text(most_bytes)}, which cannot be this file")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def matches(path: Path, md5: str) -> bool:
    """Whether the file has this checksum."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == md5
