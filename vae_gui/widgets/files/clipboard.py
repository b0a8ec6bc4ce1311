"""What can be pasted."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

NO_IMAGE = "There is no image on the clipboard; copy a picture first, then paste it here."


def clipboard_data() -> QMimeData:
    """Empty also where the system has no clipboard, or nothing was copied yet: Qt answers None then."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()
