"""Fetching the public data sets from where torchvision's classes say they come."""

import contextlib
import json
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

from vae_models.data.download.downloads import MOST_BYTES, Cancel, DownloadProgress, Pace, Report, download, matches
from vae_models.data.download.url_reader import is_private
from vae_models.data.sources.idx_files import DamagedFile, find_idx
from vae_models.data.sources.named_sets import NamedSet
from vae_models.errors import Cancelled, DataError
from vae_models.files.reading import MIB, parse_json, read_bounded
from vae_models.files.writing import replacing

CHUNK_BYTES = 1 << 20
MOST_ARCHIVE_BYTES = 1 << 30  # EMNIST's has 562 MB
MARKER = "verified.json"

# Its makers' own copies; the bucket that torchvision knows answers by http alone.
MIRRORS = {"fashion-mnist": ("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",)}


def download_set(named: NamedSet, report: Report | None, cancelled: Cancel | None) -> Path:
    """Fetches what is missing and returns the folder. Raises DataError and Cancelled like `download`."""
    folder = named.download_folder
    source = getattr(_torchvision().datasets, named.folder)
    if hasattr(source, "url"):  # EMNIST: one archive for all its variants
        archive = folder / "gzip.zip"
        if not archive.exists():
            urls = [by_https(source.url)]
            download(urls, archive, source.md5, progress=report, cancelled=cancelled, most_bytes=MOST_ARCHIVE_BYTES)
        _unpack(archive, folder, named.stems, report, cancelled)
        return folder
    for file, md5 in source.resources:
        if find_idx(folder, Path(file).stem) is None:
            mirrors = (*MIRRORS.get(named.name, ()), *source.mirrors)
            download(
                [by_https(f"{mirror}{file}") for mirror in mirrors],
                folder / file,
                md5,
                progress=report,
                cancelled=cancelled,
            )
            remember(folder / file)
    return folder


def by_https(url: str) -> str:
    """torchvision still knows some of the servers by http; all of them have https too."""
    return url if is_private(url) else url.replace("http://", "https://", 1)


def check_once(named: NamedSet) -> None:
    """Compares the set's downloaded files with their checksums, each as long as it has not been found right already.

    Raw files and those out of EMNIST's archive have none of their own. Raises DamagedFile.
    """
    folder = named.download_folder
    known = _known(folder)
    new = [file for path in sorted(folder.glob("*.gz")) if known.get(file := path.name) != _looks_of(path)]
    checksums = _checksums(named) if new else {}
    for file in new:
        if file not in checksums:
            continue
        if not matches(folder / file, checksums[file]):
            raise DamagedFile(f"{folder / file} is not the file that was published; download it again.")
        remember(folder / file)


def _checksums(named: NamedSet) -> dict[str, str]:
    """MD5 by file; none where torchvision cannot be loaded: its files can be read all the same."""
    try:
        return dict(getattr(getattr(_torchvision().datasets, named.folder), "resources", ()))
    except DataError:
        return {}


def remember(path: Path) -> None:
    """Notes beside a file that its contents were found right."""
    known = _known(path.parent) | {path.name: _looks_of(path)}
    # A folder that may not be written: checked anew the next time.
    with contextlib.suppress(OSError), replacing(path.parent / MARKER, durable=False) as file:
        file.write(json.dumps(known).encode())


def _known(folder: Path) -> dict[str, list[int]]:
    try:
        known = parse_json(read_bounded(folder / MARKER, MIB))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _looks_of(path: Path) -> list[int]:
    """Size and time of the last change: where both are the same, so are the contents."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def discard_set(named: NamedSet) -> None:
    """Removes a downloaded set that turned out damaged, so that it can be fetched again."""
    for stem in named.stems:
        for file in (stem, f"{stem}.gz"):
            (named.download_folder / file).unlink(missing_ok=True)


def _torchvision() -> ModuleType:
    try:
        # It takes a second to import, so only a download pays for it.
        from vae_models.data.download.torchvision_import import torchvision
    except (ImportError, OSError, RuntimeError) as error:
        raise DataError(
            f"torchvision, which knows where the data sets are, cannot be loaded ({error}); reinstall it, or give a "
            "folder that has the data."
        ) from error
    return torchvision


def _unpack(
    archive: Path, folder: Path, stems: tuple[str, ...], report: Report | None, cancelled: Cancel | None
) -> None:
    try:
        with zipfile.ZipFile(archive) as file:
            members = {Path(info.filename).name: info for info in file.infolist()}
            for stem in stems:
                _unpack_member(file, members[f"{stem}.gz"], folder / f"{stem}.gz", Pace(report), cancelled)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        archive.unlink()
        raise DataError(f"{archive.name} could not be unpacked and was removed; download it again.") from error
    except OSError as error:
        raise DataError(
            f"{archive.name} could not be unpacked in {folder} ({error.strerror or error}); free some space, or check that the "
            "folder may be written."
        ) from error
    archive.unlink()  # half a gigabyte, of which the letters are a small part


def _unpack_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, pace: Pace, cancelled: Cancel | None
) -> None:
    if info.file_size > MOST_BYTES:
        raise zipfile.BadZipFile("a member is larger than the letters are")
    done = 0
    with archive.open(info) as packed, replacing(target, durable=True) as file:
        while chunk := packed.read(CHUNK_BYTES):
            if cancelled is not None and cancelled():
                raise Cancelled
            file.write(chunk)
            done += len(chunk)
            pace.show(DownloadProgress(target.name, done, info.file_size))
