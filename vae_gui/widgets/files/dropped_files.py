"""Image files among what hovers over a widget."""

from pathlib import Path

from PySide6.QtCore import QMimeData

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm"})


def image_files(data: QMimeData) -> list[Path]:
    """Judged by their names alone: the disk may be asleep."""
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [file for file in files if file.suffix.lower() in IMAGE_SUFFIXES]
