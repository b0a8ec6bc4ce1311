"""The column beside the map: the chosen point, the layers with their legend, the pins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.latent_map.controls import card
from vae_gui.views.latent_map.detail_panel import DetailPanel
from vae_gui.views.latent_map.pins_panel import PinsPanel
from vae_gui.widgets.map_layer_panel import MapLayerPanel
from vae_gui.widgets.map_layers import Layers
from vae_gui.widgets.map_legend import MapLegend

_WIDTH = 39  # units of spacing


class SidePanel(QScrollArea):
    """Scrolls where the window is too low for all of it."""

    def __init__(self, layers: Layers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail = DetailPanel()
        self.layers = MapLayerPanel(layers)
        self.legend = MapLegend()
        self.pins = PinsPanel()
        self._inside = inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, theme.spacing(0.5), 0)
        layout.setSpacing(theme.spacing(1))
        layout.addWidget(card("Point", self.detail, beside=self.detail.entry))
        layout.addWidget(card("Layers", self.layers, self.legend))
        layout.addWidget(card("Pins", self.pins), 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._follow_text_size()
        theme.notifier.changed.connect(self._follow_text_size)

    def _follow_text_size(self) -> None:
        width = max(self._inside.minimumSizeHint().width(), theme.spacing(_WIDTH))
        self.setFixedWidth(width + theme.spacing(2))
