"""A server on this machine that can break off, lie, keep silent, or refuse to begin in the middle."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Serves `files` by path; remembers the ranges it was asked for."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = files
        self.ranges: list[str | None] = []
        self.break_at: int | None = None  # cuts every answer after so many bytes
        self.breaks_left = 1_000
        self.corrupt = False
        self.redirects: dict[str, str] = {}  # by path
        self.knows_ranges = True
        self.says_length = True
        self.silent_after: int | None = None  # sends so many bytes, then nothing more until `speak`
        self.speak = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, *_: object) -> None:
        """A client that leaves is what many of the tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        if (elsewhere := server.redirects.get(self.path)) is not None:
            self.send_response(302)
            self.send_header("Location", elsewhere)
            self.end_headers()
            return
        content = server.files.get(self.path.removeprefix("/"))
        wanted = self.headers.get("Range") if server.knows_ranges else None
        server.ranges.append(self.headers.get("Range"))
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if content is None or start >= len(content):
            self.send_error(404 if content is None else 416)
            return
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        body = content[start:]
        if server.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(b"\xff" + body[1:] if server.corrupt else body)

    def _send(self, body: bytes) -> None:
        server = self.server
        if server.silent_after is not None:
            self.wfile.write(body[: server.silent_after])
            server.speak.wait()
        elif server.break_at is not None and server.breaks_left:
            server.breaks_left -= 1
            self.wfile.write(body[: server.break_at])
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Server]:
    with Server(files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.speak.set()
        server.shutdown()
        thread.join()
