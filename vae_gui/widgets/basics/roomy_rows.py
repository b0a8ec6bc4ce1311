"""Rows of a list or tree with room between their check boxes."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from vae_gui import theme

_UNITS = 2.5


class RoomyRows(QStyledItemDelegate):
    """A style sheet cannot say this: Qt would draw rows as high as it asks for, but leave no more room for them than before."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, theme.spacing(_UNITS)))
