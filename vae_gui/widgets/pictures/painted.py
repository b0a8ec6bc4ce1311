"""What all painted widgets share: an empty state in words, a context menu to copy or save the picture, the theme."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from vae_gui import theme
from vae_gui.tasks.saving import save_behind, save_png
from vae_gui.widgets.basics.action import Action, Actions
from vae_gui.widgets.files.file_dialogs import ask_target
from vae_gui.wording.file_kinds import PNG


class PaintedWidget(QWidget):
    """A widget that paints itself.

    Subclasses paint in `paint_content`, say in `is_empty` whether there is anything to paint, and may give `picture` exact pixels.

    Signals:
        failed(str): a picture could not be saved; the sentence says why.
    """

    failed = Signal(str)
    entries: tuple[Action[Any], ...] = (
        Action(
            "copy", "Copy image", lambda widget: widget.copy_picture(), "Copy the picture to the clipboard",
            QKeySequence.StandardKey.Copy, can=lambda widget: not widget.is_empty(),
        ),
        Action(
            "save", "Save image…", lambda widget: widget.ask_and_save(), "Save the picture as PNG",
            can=lambda widget: not widget.is_empty(),
        ),
    )  # fmt: skip

    def __init__(self, name: str, empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = empty_text
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.commands = Actions(self.entries, self, self)
        theme.follow(self, self.on_theme_changed)

    def is_empty(self) -> bool:
        return False

    def paint_content(self, painter: QPainter) -> None:
        raise NotImplementedError

    def tip_at(self, position: QPointF) -> str:
        """What pointing there reads; where it is empty the widget's own tooltip shows."""
        return ""

    def picture(self) -> QImage:
        """The picture as copied and saved; the widget as it looks unless a subclass knows better."""
        return self.grab().toImage()

    def on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setImage(self.picture())

    def save_picture(self, path: Path) -> None:
        """Saves the picture as it is now as PNG, in the background; on failure emits `failed`."""
        save_behind(self, partial(save_png, self.picture(), path), self._saved)

    def _saved(self, problem: str | None) -> None:
        if problem is not None:
            self.failed.emit(problem)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            # A painter left open by an exception would take the process with it.
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        if self.is_empty():
            self._paint_empty(painter)
        else:
            self.paint_content(painter)
        if self.hasFocus():
            painter.setPen(QColor(theme.colours().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = "" if self.is_empty() else self.tip_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)

    def _paint_empty(self, painter: QPainter) -> None:
        paint_empty_text(painter, QRectF(self.rect()), self.empty_text, self.font())

    def _show_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.commands.refresh()
        menu.addActions(self.commands.with_lines)
        menu.popup(self.mapToGlobal(position))

    def ask_and_save(self) -> None:
        name = self.accessibleName().lower().replace(" ", "-")
        path = ask_target(self, "Save image", f"{name}.png", PNG)
        if path is not None:
            self.save_picture(path)


def paint_empty_text(painter: QPainter, area: QRectF, text: str, font: QFont) -> None:
    """Quiet words in the middle of a place where something will be."""
    margin = theme.spacing(1)
    painter.setFont(font)
    painter.setPen(QColor(theme.colours().muted))
    option = QTextOption(Qt.AlignmentFlag.AlignCenter)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(area.adjusted(margin, margin, -margin, -margin), text, option)
