"""Saving what a widget shows, behind the window: whole files or none, with one sentence when it fails."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage

from vae_gui.tasks.latest_wins import LatestWins
from vae_models.files.writing import replacing


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
        with replacing(path, durable=True) as file:
            file.write(content)
    except OSError as error:
        reason = error.strerror or "the disk refuses it"
        return f"The file {path.name} could not be saved in {path.parent} ({reason}); choose another place."
    return None
