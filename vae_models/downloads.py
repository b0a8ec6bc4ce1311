"""Downloads that can be watched, cancelled and taken up again; a file appears under its name only when it is whole."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from vae_models.errors import Cancelled, DataError

TIMEOUT_SECONDS = 20.0
CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class DownloadProgress:
    """How much of one file is here; `total_bytes` is None where the server does not say."""

    file: str
    done_bytes: int
    total_bytes: int | None


Report = Callable[[DownloadProgress], None]


def download(
    urls: Sequence[str], target: Path, md5: str, *,
    progress: Report | None = None, cancelled: Callable[[], bool] | None = None,
) -> None:  # fmt: skip
    """Fetches `target` from the first of `urls` that gives it whole; a present `.part` file is continued.

    Raises DataError when no address answers or the contents are wrong, Cancelled when `cancelled()` becomes true.
    """
    part = target.with_name(target.name + ".part")
    problem = ""
    for url in urls:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _fetch(url, part, progress, cancelled)
        except urllib.error.HTTPError as error:
            problem = f"the server answered {error.code}"
            continue
        except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
            problem = f"the connection failed ({getattr(error, 'reason', error)})"
            continue
        except OSError as error:
            raise DataError(
                f"{target.name} could not be stored in {target.parent} ({error.strerror or error})."
            ) from error
        if _md5(part) == md5:
            part.replace(target)
            return
        part.unlink()
        problem = "what arrived was damaged"
    raise DataError(
        f"{target.name} could not be downloaded: {problem}; try again when the network is there, or give a folder that "
        "has the data. The embedded digits work without it."
    )


def _fetch(url: str, part: Path, progress: Report | None, cancelled: Callable[[], bool] | None) -> None:
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        if error.code != 416 or not have:
            raise
        part.unlink()  # the part is as long as the file, or of another file: begin again
        _fetch(url, part, progress, cancelled)
        return
    with response:
        if response.status != 206:
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        with part.open("ab" if have else "wb") as file:
            while chunk := response.read(CHUNK_BYTES):
                file.write(chunk)
                have += len(chunk)
                if progress is not None:
                    progress(DownloadProgress(part.stem, have, total))
                if cancelled is not None and cancelled():
                    raise Cancelled
    if total is not None and have < total:
        raise ConnectionError("it broke off")


def _md5(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
