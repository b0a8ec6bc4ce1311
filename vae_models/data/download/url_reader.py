"""Reading an address on a thread of its own, so that a server that keeps silent can be left at once."""

import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from queue import Empty, Full, Queue
from typing import Any

from vae_models.errors import Cancelled

TIMEOUT_SECONDS = 20.0
WAKE_SECONDS = 0.1
CHUNK_BYTES = 64 * 1024
CHUNKS_AHEAD = 16


class Unreachable(Exception):
    """The address did not give what was asked; the text says why, in a few words."""


@dataclass(frozen=True)
class Opened:
    """The server answers: the bytes that follow begin at `start` of `total`, None where it does not say."""

    start: int
    total: int | None


Item = Opened | bytes


def read_url(url: str, start: int, cancelled: Callable[[], bool]) -> Iterator[Item]:
    """An `Opened`, then the contents from `start` on, or from 0 where the server cannot begin in the middle.

    Raises Unreachable, and Cancelled a moment after `cancelled()` becomes true, whatever the server does.
    """
    items: Queue[Item | Exception | None] = Queue(CHUNKS_AHEAD)
    left = threading.Event()
    # A daemon: a thread that waits for a silent server must not keep the program from ending.
    threading.Thread(target=_pump, args=(url, start, items, left), name="download", daemon=True).start()
    try:
        while True:
            if cancelled():
                raise Cancelled
            try:
                item = items.get(timeout=WAKE_SECONDS)
            except Empty:
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()


def _pump(url: str, start: int, items: "Queue[Item | Exception | None]", left: threading.Event) -> None:
    try:
        for item in _read(url, start):
            if not _put(item, items, left):
                return
        _put(None, items, left)
    except (OSError, HTTPException, ValueError) as error:
        _put(Unreachable(_reason(error)), items, left)


def _put(item: Item | Exception | None, items: "Queue[Item | Exception | None]", left: threading.Event) -> bool:
    while not left.is_set():
        try:
            items.put(item, timeout=WAKE_SECONDS)
            return True
        except Full:
            continue
    return False


def _read(url: str, start: int) -> Iterator[Item]:
    response = _open(url, start)
    with response:
        if response.status != 206:
            start = 0
        length = response.headers.get("Content-Length")
        total = start + int(length) if length else None
        yield Opened(start, total)
        while chunk := response.read1(CHUNK_BYTES):
            start += len(chunk)
            yield chunk
    if total is not None and start < total:
        raise ConnectionError("it was interrupted")


def is_private(url: str) -> bool:
    """Whether nobody on the way can change what the address gives: https, or a server on this machine."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


class _PrivateRedirects(urllib.request.HTTPRedirectHandler):
    """A server may lead on to another address, but not to one where others can interfere."""

    def redirect_request(self, *arguments: Any) -> urllib.request.Request | None:
        if not is_private(arguments[-1]):
            raise urllib.error.URLError("the server redirects to an address that is not https")
        return super().redirect_request(*arguments)


def _open(url: str, start: int) -> HTTPResponse:
    if not is_private(url):
        raise urllib.error.URLError("its address is not https")
    request = urllib.request.Request(url, headers={"Range": f"bytes={start}-"} if start else {})
    try:
        opener = urllib.request.build_opener(_PrivateRedirects)
        response: HTTPResponse = opener.open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and start:  # what is here is as long as the file, or of another file: begin again
            return _open(url, 0)
        raise
    given = response.headers.get("Content-Range", "")
    if response.status == 206 and given and not given.startswith(f"bytes {start}-"):
        response.close()
        return _open(url, 0)
    return response


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "the server does not answer"
    return f"the connection failed ({getattr(cause, 'strerror', None) or cause})"
