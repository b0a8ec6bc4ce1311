"""Files that are replaced in one step: a reader sees the old or the new one, whatever else writes or is killed."""

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from vae_models.errors import RunError

_SUFFIX = ".part"
LEFT_OVERS = f".*{_SUFFIX}"  # what a kill leaves of unfinished writes


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool) -> Iterator[BinaryIO]:
    """A new file, which takes the place of `path` when the block ends well; its folder must exist.

    A kill or a full disk leaves the old file whole; `durable` also outlasts a power cut, which takes milliseconds. Who may
    read it is for the user's umask to say, as with any other new file. Raises OSError.
    """
    # Without the file's own name, which may be as long as a disk takes.
    temporary = path.with_name(f".{secrets.token_hex(6)}{_SUFFIX}")
    try:
        # Never a file that is there: a link may lie in wait under the name.
        with open(temporary, "xb") as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        _sync_folder(path.parent)


def write_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """See `replacing`. Raises RunError."""
    try:
        with replacing(path, durable=durable) as file:
            file.write(content)
    except OSError as error:
        raise RunError(
            f"{path} could not be written ({error.strerror}); free some space or choose another folder, "
            "what was there is unharmed."
        ) from error


def _sync_folder(folder: Path) -> None:
    """The new name outlasts a power cut too; Windows has no such call, and some network disks refuse it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> None:
    """The folder and those above it, where they are missing. Raises RunError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{path} could not be written ({error.strerror}); choose another folder.") from error


def make_one_folder(path: Path) -> None:
    """The folder where it is missing, but none above it: what is missing there may be a slip of the pen, or a disk that is
    not mounted. Raises RunError."""
    try:
        path.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise RunError(f"There is no folder {path.parent}; make it first, or choose another place.") from error
    except OSError as error:
        raise RunError(f"{path} could not be written ({error.strerror}); choose another folder.") from error


def make_new_folder(paths: Iterable[Path]) -> Path:
    """The first of these that did not exist; of two programs that want the same one, one gets the next. Raises RunError."""
    for path in paths:
        make_folder(path.parent)
        try:
            path.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise RunError(f"{path} could not be written ({error.strerror}); choose another folder.") from error
        return path
    raise ValueError("no path was given")


def remove_left_overs(folder: Path) -> None:
    """What a kill left of unfinished writes; only for who is alone in writing there."""
    with contextlib.suppress(OSError):
        for left in folder.glob(LEFT_OVERS):
            left.unlink(missing_ok=True)
