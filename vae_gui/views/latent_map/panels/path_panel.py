"""The film strip under the map, and the buttons that play it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.views.latent_map.actions import PLAY_PATH
from vae_gui.views.latent_map.latent_path import NO_PATH, LatentPath
from vae_gui.widgets.basics.controls import quiet, tool_button
from vae_gui.widgets.pictures.film_strip import FilmStrip
from vae_gui.widgets.pictures.ping_pong import PingPong

FRAME_MS = 60
_INFO_UNITS = 11


class PathPanel(QWidget):
    """Signals: frame_shown(index): by a click, a key or the animation; clear_wanted()."""

    frame_shown = Signal(int)
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = NO_PATH
        self.strip = FilmStrip()
        self.player = PingPong(FRAME_MS, parent=self)
        self.play = tool_button("", PLAY_PATH.hint, "Play path", sign="play")
        self.clear = tool_button("Clear", "Clear the path", "Clear path", sign="clear")
        self.info = quiet()
        self.info.setWordWrap(False)  # with text that wraps, the whole page would take the height that it would like
        theme.scaled(self.info, self.info.setFixedWidth, _INFO_UNITS)  # the strip keeps its width, path or none
        self._lay_out()
        self._connect()
        self.set_path(NO_PATH)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.spacing(0.7))
        for widget, stretch in ((self.play, 0), (self.strip, 1), (self.info, 0), (self.clear, 0)):
            layout.addWidget(widget, stretch)

    def _connect(self) -> None:
        self.play.clicked.connect(self.player.toggle)
        self.clear.clicked.connect(self.clear_wanted)
        self.strip.frame_chosen.connect(self._frame_chosen)
        self.player.moved.connect(self.show_frame)
        self.player.playing_changed.connect(self._playing_changed)

    def set_path(self, path: LatentPath) -> None:
        self.path = path
        self.strip.set_frames(path.frames)
        self.player.set_count(len(path))
        self.play.setEnabled(len(path) > 1)
        self.clear.setEnabled(len(path) > 0)
        self.info.setText("\n".join([f"{len(path)} frames", *path.title.split()]) if len(path) else "")

    def show_frame(self, index: int) -> None:
        self.strip.set_position(index)
        self.frame_shown.emit(index)

    def _frame_chosen(self, index: int) -> None:
        self.player.stop()
        self.player.position = index
        self.show_frame(index)

    def _playing_changed(self, playing: bool) -> None:
        self.play.setIcon(icon("pause" if playing else "play"))
        self.play.setAccessibleName("Pause path" if playing else "Play path")
