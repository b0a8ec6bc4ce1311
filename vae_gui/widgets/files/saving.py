"""Saving what a widget shows: whole files or none, with one sentence when it fails."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage

from vae_gui.tasks.latest_wins import LatestWins


def save_behind(owner: QObject, save: Callable[[], str | None], ended: Callable[[str | None], None]) -> None:
    """Writes a file off the GUI thread, which a slow disk would hold up; `ended` gets what `save` returns: None, or the
    sentence that says why it could not."""
    worker = LatestWins(owner)

    def end(problem: str | None) -> None:
        worker.deleteLater()
        ended(problem)

    worker.done.connect(end)
    worker.failed.connect(lambda error: end(f"The file could not be saved ({type(error).__name__}: {error})."))
    worker.request(save)


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the target, then replaces it, so that a full disk never destroys the old file. Raises OSError."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")  # never a file, or a link, that is there already
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def png_bytes(image: QImage) -> bytes:
    memory = QByteArray()
    buffer = QBuffer(memory)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, the binding for a str
    buffer.close()
    return bytes(memory.data())


def save_png(image: QImage, path: Path) -> str | None:
    """Saves a picture; returns None, or the sentence that says why it could not."""
    return save_bytes(png_bytes(image), path)


def save_bytes(content: bytes, path: Path) -> str | None:
    """Like `save_png`, for any file."""
    try:
        write_whole(path, content)
    except OSError as error:
        return cannot_save(path, error)
    return None


def cannot_save(path: Path, error: OSError) -> str:
    reason = error.strerror or "the disk refuses it"
    return f"The file {path.name} could not be saved in {path.parent} ({reason}); choose another place."
