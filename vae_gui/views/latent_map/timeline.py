"""The time slider: the run's snapshots in order, and the live model at the right end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vae_gui import theme
from vae_gui.tasks.in_turn import InTurn
from vae_gui.theme.icons import icon
from vae_gui.views.latent_map.actions import PLAY_SNAPSHOTS
from vae_gui.widgets.basics.controls import tool_button
from vae_gui.widgets.pictures.ping_pong import PingPong
from vae_gui.widgets.sliders.slider import Slider
from vae_gui.wording.numbers import epoch_text

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.snapshots import Snapshot

FRAME_MS = 350
_REFRESH_MS = 1000
_KEPT = 48


class SnapshotLibrary(QObject):
    """Lists and loads the snapshots of a run in the background; keeps those it has loaded.

    Signals: listed(list of Snapshot), loaded(Snapshot, Predictor), failed(exception).
    """

    listed = Signal(list)
    loaded = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunFolder | None = None
        self._kept: dict[Snapshot, Predictor] = {}
        self._lister, self._loader = InTurn(self), InTurn(self)
        self._lister.done.connect(self._listed)
        self._loader.done.connect(self._loaded)
        self._lister.failed.connect(self.failed)
        self._loader.failed.connect(self.failed)

    @property
    def run(self) -> "RunFolder | None":
        return self._run

    def set_run(self, run: "RunFolder | None") -> None:
        self._run = run
        self._kept.clear()
        self.refresh() if run is not None else self.listed.emit([])

    def refresh(self) -> None:
        if self._run is not None:
            self._lister.request(lambda run: (run, run.snapshots()), self._run)

    def load(self, snapshot: "Snapshot") -> None:
        """Ends with loaded or failed; overtaken by a later call."""
        if snapshot in self._kept:
            self.loaded.emit(snapshot, self._kept[snapshot])
        elif self._run is not None:
            self._loader.request(lambda run, wanted: (run, wanted, run.load_snapshot(wanted)), self._run, snapshot)

    def close(self) -> None:
        self._lister.close()
        self._loader.close()

    def _listed(self, result: "tuple[RunFolder, list[Snapshot]]") -> None:
        if result[0] is self._run:
            self.listed.emit(result[1])

    def _loaded(self, result: "tuple[RunFolder, Snapshot, Predictor]") -> None:
        run, snapshot, predictor = result
        if run is self._run:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[snapshot] = predictor
            self.loaded.emit(snapshot, predictor)


class Timeline(QWidget):
    """Signals: snapshot_wanted(Snapshot); live_wanted(): the slider is at its right end."""

    snapshot_wanted = Signal(object)
    live_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.snapshots: list[Snapshot] = []
        self.slider = Slider()
        self.slider.setRange(0, 0)
        self.slider.setPageStep(1)
        self.slider.setToolTip("Go back through the snapshots of the run; at the right end the map follows the model")
        self.slider.setAccessibleName("Snapshot of the run")
        self.play = tool_button("", PLAY_SNAPSHOTS.hint, "Play snapshots", sign="play")
        self.label = QLabel("now")
        theme.scaled(self.label, self.label.setMinimumWidth, 10)
        self.player = PingPong(FRAME_MS, there_and_back=False, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.spacing(0.7))
        for widget, stretch in ((self.play, 0), (self.slider, 1), (self.label, 0)):
            layout.addWidget(widget, stretch)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderPressed.connect(self.player.stop)
        self.player.moved.connect(self.slider.setValue)
        self.player.playing_changed.connect(self._playing_changed)
        self.play.clicked.connect(self._play)
        self.set_snapshots([])

    @property
    def live(self) -> bool:
        return self.slider.value() == len(self.snapshots)

    @property
    def chosen(self) -> "Snapshot | None":
        return None if self.live else self.snapshots[self.slider.value()]

    def set_snapshots(self, snapshots: "list[Snapshot]") -> None:
        """Keeps the chosen one where it is; new ones come in from the right."""
        chosen, live = self.chosen if self.snapshots else None, self.live
        self.snapshots = list(snapshots)
        place = len(snapshots) if live or chosen not in snapshots else snapshots.index(chosen)
        self.slider.blockSignals(True)
        self.slider.setMaximum(len(snapshots))
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self.player.set_count(len(snapshots) + 1)
        self.setEnabled(bool(snapshots))
        self._say()
        if not live and chosen not in snapshots:
            self.live_wanted.emit()

    def _moved(self) -> None:
        self.player.position = self.slider.value()
        self._say()
        if self.chosen is None:
            self.live_wanted.emit()
            self.player.stop()
        else:
            self.snapshot_wanted.emit(self.chosen)

    def _say(self) -> None:
        self.label.setText("now" if self.chosen is None else epoch_text(self.chosen.epoch))

    def _play(self) -> None:
        if not self.player.playing and self.live:
            self.slider.setValue(0)
        self.player.toggle()

    def _playing_changed(self, playing: bool) -> None:
        self.play.setIcon(icon("pause" if playing else "play"))
        self.play.setAccessibleName("Pause snapshots" if playing else "Play snapshots")


def refresh_timer(parent: QObject) -> QTimer:
    """Fires once, a second after it was started: snapshots come in bursts."""
    return QTimer(parent, singleShot=True, interval=_REFRESH_MS)
