"""Fetching the public data sets from where torchvision's classes say they come."""

import os
import zipfile
import zlib
from pathlib import Path
from types import ModuleType

from vae_models.downloads import Cancel, DownloadProgress, Pace, Report, download
from vae_models.errors import Cancelled, DataError
from vae_models.idx_files import find_idx
from vae_models.named_sets import NamedSet

CHUNK_BYTES = 1 << 20


def download_set(named: NamedSet, report: Report | None, cancelled: Cancel | None) -> Path:
    """Fetches what is missing and returns the folder. Raises DataError and Cancelled like `download`."""
    folder = named.download_folder
    source = getattr(_torchvision().datasets, named.folder)
    if hasattr(source, "url"):  # EMNIST: one archive for all its variants
        archive = folder / "gzip.zip"
        if not archive.exists():
            download([source.url], archive, source.md5, progress=report, cancelled=cancelled)
        _unpack(archive, folder, named.stems, report, cancelled)
        return folder
    for file, md5 in source.resources:
        if find_idx(folder, Path(file).stem) is None:
            urls = [f"{mirror}{file}" for mirror in source.mirrors]
            download(urls, folder / file, md5, progress=report, cancelled=cancelled)
    return folder


def discard_set(named: NamedSet) -> None:
    """Removes a downloaded set that turned out damaged, so that it can be fetched again."""
    for stem in named.stems:
        for file in (stem, f"{stem}.gz"):
            (named.download_folder / file).unlink(missing_ok=True)


def _torchvision() -> ModuleType:
    try:
        # It takes a second to import, so only a download pays for it.
        from vae_models.torchvision_import import torchvision
    except (ImportError, OSError, RuntimeError) as error:
        raise DataError(
            f"torchvision, which knows where the data sets lie, cannot be loaded ({error}); install it again, or give a "
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
            f"{archive.name} could not be unpacked in {folder} ({error.strerror or error}); make room or check that the "
            "folder may be written."
        ) from error
    archive.unlink()  # half a gigabyte, of which the letters are a small part


def _unpack_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, pace: Pace, cancelled: Cancel | None
) -> None:
    part = target.with_name(target.name + ".part")
    done = 0
    with archive.open(info) as packed, part.open("wb") as file:
        while chunk := packed.read(CHUNK_BYTES):
            if cancelled is not None and cancelled():
                raise Cancelled
            file.write(chunk)
            done += len(chunk)
            pace.show(DownloadProgress(target.name, done, info.file_size))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)
