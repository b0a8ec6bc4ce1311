"""Puts a theme or a text size on the whole program, and tells those who follow."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from vae_gui.theme.following import notifier
from vae_gui.theme.palette import palette_of
from vae_gui.theme.sizes import spacing
from vae_gui.theme.state import is_dark, state
from vae_gui.theme.stylesheet import style_sheet
from vae_gui.theme.text_size import scaled_font, within_range
from vae_gui.theme.tokens import DARK, LIGHT


def apply_theme(app: QApplication, dark: bool | None) -> None:
    """Light, dark, or (None) what the system prefers, also when the system changes its mind later."""
    state.choice = dark
    hints = app.styleHints()
    if not state.follows_system:
        hints.colorSchemeChanged.connect(_follow_system)
        state.follows_system = True
    if dark is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    state.colours = DARK if _wants_dark(dark) else LIGHT
    _paint(app)


def set_text_scale(app: QApplication, scale: float) -> None:
    """The text size as a multiple of the system's, within TEXT_SCALE_RANGE; every size in the window follows."""
    state.text_scale = within_range(scale)
    _paint(app)


def _wants_dark(choice: bool | None) -> bool:
    if choice is not None:
        return choice
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _follow_system() -> None:
    app = QApplication.instance()
    wanted = DARK if _wants_dark(state.choice) else LIGHT
    if isinstance(app, QApplication) and wanted is not state.colours:
        state.colours = wanted
        _paint(app)


def _paint(app: QApplication) -> None:
    app.setFont(scaled_font(app))  # under the old sheet: of bare widgets some would take their parents' former font
    app.setPalette(palette_of(state.colours))
    app.setStyleSheet("")  # a sheet put on bare widgets costs a fifth of one that takes another's place
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setStyleSheet(style_sheet(state.colours, spacing(1.0), app.font().pointSizeF(), is_dark()))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # sizes that slots ask for are the new ones
    notifier.changed.emit()
    _lay_out_hidden_pages(app)


def _lay_out_hidden_pages(app: QApplication) -> None:
    """Qt lays out what is in sight; a stack or a tab widget would still make room for the old size of its other pages."""
    roots = [window for window in app.topLevelWidgets() if window.parentWidget() is None]  # menus belong to widgets
    for root in roots:
        for widget in reversed(root.findChildren(QWidget)):  # what is inside of another one comes first
            layout = widget.layout()
            if layout is not None and not widget.isVisible():
                layout.activate()
            widget.updateGeometry()
