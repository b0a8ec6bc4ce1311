"""Downloads from a server that breaks off, lies, keeps silent, or is not there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.loopback import Server, serving
from vae_models.data.download import url_reader
from vae_models.data.download.downloads import ATTEMPTS, DownloadProgress, Pace, download
from vae_models.errors import Cancelled, DataError

CONTENT = bytes(range(256)) * 2000
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
NOBODY = "http://127.0.0.1:9/"  # the port of a service that no machine runs any more


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"file.gz": CONTENT}) as server:
        yield server


@pytest.fixture
def url(server: Server) -> str:
    return f"{server.url}file.gz"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "data" / "file.gz"


def part_of(target: Path, content: bytes) -> Path:
    """What an earlier download left."""
    target.parent.mkdir()
    part = target.with_name("file.gz.part")
    part.write_bytes(content)
    return part


class TestWholeFiles:
    def test_a_file_arrives_and_reports_its_progress(self, url: str, target: Path) -> None:
        reports: list[DownloadProgress] = []
        download([url], target, MD5, progress=reports.append)
        assert target.read_bytes() == CONTENT
        assert reports[-1] == DownloadProgress("file.gz", len(CONTENT), len(CONTENT))
        assert [report.done_bytes for report in reports] == sorted(report.done_bytes for report in reports)
        assert [path.name for path in target.parent.iterdir()] == ["file.gz"]

    def test_a_server_that_tells_no_length(self, server: Server, url: str, target: Path) -> None:
        server.says_length = False
        reports: list[DownloadProgress] = []
        download([url], target, MD5, progress=reports.append)
        assert target.read_bytes() == CONTENT and reports[0].total_bytes is None

    def test_the_next_mirror_is_tried(self, url: str, target: Path) -> None:
        download([f"{NOBODY}file.gz", url], target, MD5)
        assert target.read_bytes() == CONTENT

    def test_reports_come_at_most_twenty_times_a_second_and_at_the_end(self) -> None:
        reports: list[DownloadProgress] = []
        times = iter([0.0, 0.01, 0.04, 0.06, 0.07])
        pace = Pace(reports.append, lambda: next(times))
        for done in range(1, 6):
            pace.show(DownloadProgress("file", done, 5))
        assert [report.done_bytes for report in reports] == [1, 4, 5]


class TestBrokenConnections:
    def test_a_break_is_continued_at_once(self, server: Server, url: str, target: Path) -> None:
        server.break_at, server.breaks_left = 100_000, 2
        download([url], target, MD5)
        assert target.read_bytes() == CONTENT
        assert server.ranges == [None, "bytes=100000-", "bytes=200000-"]

    def test_a_line_that_breaks_again_and_again_leaves_a_part_for_next_time(
        self, server: Server, url: str, target: Path
    ) -> None:
        server.break_at = 50_000
        with pytest.raises(DataError, match=r"was interrupted.*try again"):
            download([url], target, MD5)
        assert not target.exists()
        assert target.with_name("file.gz.part").read_bytes() == CONTENT[: 50_000 * ATTEMPTS]
        server.break_at = None
        download([url], target, MD5)
        assert target.read_bytes() == CONTENT and server.ranges[-1] == f"bytes={50_000 * ATTEMPTS}-"

    def test_a_server_without_ranges_begins_again(self, server: Server, url: str, target: Path) -> None:
        server.knows_ranges = False
        part_of(target, CONTENT[:1000])
        download([url], target, MD5)
        assert target.read_bytes() == CONTENT

    @pytest.mark.parametrize("stale", [b"x" * 1000, b"x" * (len(CONTENT) + 5)], ids=["shorter", "longer"])
    def test_a_part_of_another_file_is_begun_again(self, url: str, target: Path, stale: bytes) -> None:
        part_of(target, stale)
        download([url], target, MD5)
        assert target.read_bytes() == CONTENT

    def test_a_part_that_is_whole_needs_no_network(self, target: Path) -> None:
        part_of(target, CONTENT)
        download([f"{NOBODY}file.gz"], target, MD5)
        assert target.read_bytes() == CONTENT


class TestWhatCannotWork:
    def test_damaged_contents_are_thrown_away(self, server: Server, url: str, target: Path) -> None:
        server.corrupt = True
        with pytest.raises(DataError, match="damaged"):
            download([url], target, MD5)
        assert list(target.parent.iterdir()) == []

    def test_offline_is_one_sentence_that_says_what_still_works(self, target: Path) -> None:
        with pytest.raises(DataError, match="works without it"):
            download([f"{NOBODY}file.gz"], target, MD5)
        assert list(target.parent.iterdir()) == []

    def test_a_file_that_the_server_lacks(self, server: Server, target: Path) -> None:
        with pytest.raises(DataError, match="answered 404"):
            download([f"{server.url}other"], target, MD5)

    def test_a_server_that_keeps_silent(
        self, server: Server, url: str, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(url_reader, "TIMEOUT_SECONDS", 0.2)
        server.silent_after = 0
        with pytest.raises(DataError, match="does not answer"):
            download([url], target, MD5)

    def test_a_folder_that_cannot_be_made(self, url: str, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file where the folder should be")
        with pytest.raises(DataError, match="could not be saved"):
            download([url], tmp_path / "data" / "file.gz", MD5)


class TestCancelling:
    def test_between_chunks_the_part_is_kept(self, server: Server, url: str, target: Path) -> None:
        reports: list[DownloadProgress] = []
        with pytest.raises(Cancelled):
            download([url], target, MD5, progress=reports.append, cancelled=lambda: bool(reports))
        kept = target.with_name("file.gz.part").read_bytes()
        assert kept and CONTENT.startswith(kept) and not target.exists()
        download([url], target, MD5)
        assert target.read_bytes() == CONTENT

    def test_a_silent_server_is_left_at_once(self, server: Server, url: str, target: Path) -> None:
        server.silent_after = 1000
        reports: list[DownloadProgress] = []
        asked: list[bool] = []

        def cancelled() -> bool:
            asked.append(True)
            return bool(reports) and len(asked) > 3  # by then it waits for bytes that do not come

        with pytest.raises(Cancelled):
            download([url], target, MD5, progress=reports.append, cancelled=cancelled)
        assert target.with_name("file.gz.part").read_bytes() == CONTENT[:1000]


class TestWhoCanInterfere:
    """A checksum is no protection against who makes a file on purpose; a private way is."""

    def test_only_https_and_this_machine_are_asked(self, target: Path) -> None:
        for address in ("http://example.org/file.gz", "ftp://example.org/file.gz", "file:///etc/passwd"):
            with pytest.raises(DataError, match="not https"):
                download([address], target, MD5)

    @pytest.mark.parametrize("elsewhere", ["http://example.org/file.gz", "ftp://127.0.0.1/file.gz"])
    def test_a_server_may_not_lead_on_to_elsewhere(self, server: Server, target: Path, elsewhere: str) -> None:
        server.redirects["/moved.gz"] = elsewhere
        with pytest.raises(DataError, match="redirects"):
            download([f"{server.url}moved.gz"], target, MD5)

    def test_to_another_private_address_it_may(self, server: Server, url: str, target: Path) -> None:
        server.redirects["/moved.gz"] = url
        download([f"{server.url}moved.gz"], target, MD5)
        assert target.read_bytes() == CONTENT

    @pytest.mark.parametrize("says_length", [True, False])
    def test_no_more_is_taken_than_the_file_can_have(
        self, server: Server, url: str, target: Path, says_length: bool
    ) -> None:
        server.says_length = says_length
        with pytest.raises(DataError, match="cannot be this file"):
            download([url], target, MD5, most_bytes=len(CONTENT) - 1)
        assert not list(target.parent.iterdir())
