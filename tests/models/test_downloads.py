"""Downloads against a server on this machine that breaks off, lies, or is not there."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vae_models.downloads import DownloadProgress, download
from vae_models.errors import Cancelled, DataError

CONTENT = bytes(range(256)) * 2000
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves CONTENT; `break_at` cuts the connection once after so many bytes, `corrupt` changes a byte."""

    break_at: int | None = None
    corrupt = False
    ranges: list[str | None]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        body = CONTENT[start:]
        if self.server.corrupt:
            body = b"\xff" + body[1:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.break_at is not None:
            body, self.server.break_at = body[: self.server.break_at], None
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.ranges = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/file.gz"


def test_a_file_arrives_whole_and_reports_its_progress(url: str, tmp_path: Path) -> None:
    reports: list[DownloadProgress] = []
    download([url], tmp_path / "deep" / "file.gz", MD5, progress=reports.append)
    assert (tmp_path / "deep" / "file.gz").read_bytes() == CONTENT
    assert reports[-1] == DownloadProgress("file.gz", len(CONTENT), len(CONTENT))
    assert [report.done_bytes for report in reports] == sorted(report.done_bytes for report in reports)


def test_a_broken_connection_leaves_a_part_that_the_next_try_continues(
    server: Server, url: str, tmp_path: Path
) -> None:
    server.break_at = 100_000
    with pytest.raises(DataError, match="try again"):
        download([url], tmp_path / "file.gz", MD5)
    assert not (tmp_path / "file.gz").exists()
    download([url], tmp_path / "file.gz", MD5)
    assert (tmp_path / "file.gz").read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=100000-"]


def test_damaged_contents_are_thrown_away(server: Server, url: str, tmp_path: Path) -> None:
    server.corrupt = True
    with pytest.raises(DataError, match="damaged"):
        download([url], tmp_path / "file.gz", MD5)
    assert list(tmp_path.iterdir()) == []


def test_a_stale_part_is_begun_again(url: str, tmp_path: Path) -> None:
    (tmp_path / "file.gz.part").write_bytes(b"x" * (len(CONTENT) + 5))
    download([url], tmp_path / "file.gz", MD5)
    assert (tmp_path / "file.gz").read_bytes() == CONTENT


def test_the_next_mirror_is_tried(url: str, tmp_path: Path) -> None:
    download(["http://127.0.0.1:9/file.gz", url], tmp_path / "file.gz", MD5)
    assert (tmp_path / "file.gz").read_bytes() == CONTENT


def test_cancelling_stops_between_chunks_and_keeps_the_part(url: str, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        download([url], tmp_path / "file.gz", MD5, cancelled=lambda: True)
    assert 0 < (tmp_path / "file.gz.part").stat().st_size < len(CONTENT)


def test_offline_is_one_sentence_that_says_what_still_works(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="embedded digits work without it"):
        download(["http://127.0.0.1:9/file.gz"], tmp_path / "file.gz", MD5)
