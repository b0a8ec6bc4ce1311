"""Saving what a widget shows: whole files or none, with one sentence when it fails."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the target, then replaces it, so that a full disk never destroys the old file. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
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
    try:
        write_whole(path, png_bytes(image))
    except OSError as error:
        return cannot_save(path, error)
    return None


def cannot_save(path: Path, error: OSError) -> str:
    reason = error.strerror or "the disk refuses it"
    return f"The file {path.name} could not be saved in {path.parent} ({reason}); choose another place."
