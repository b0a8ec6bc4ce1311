"""The column beside the map: the chosen point; layers with the classes, or pins, behind tabs so that either has room."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.latent_map.panels.detail_panel import DetailPanel
from vae_gui.views.latent_map.pins.panel import PinsPanel
from vae_gui.widgets.basics.controls import card, quiet
from vae_gui.widgets.layout.column_scroll import ColumnScroll
from vae_gui.widgets.map.layer_panel import MapLayerPanel
from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.layers.layer import MapLayer
from vae_gui.widgets.map.legend import MapLegend

_WIDTH = 39  # units of spacing


class SideColumn(ColumnScroll):
    """Scrolls where the window is too low for all of it."""

    def __init__(self, kinds: Sequence[type[MapLayer]], layers: LayerSwitches, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, _WIDTH, parent)
        self.detail = DetailPanel()
        self.layers = MapLayerPanel(kinds, layers)
        self.legend = MapLegend()
        self.pins = PinsPanel()
        self._notice = quiet()
        self._notice.hide()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, theme.spacing(0.5), 0)
        layout.setSpacing(theme.spacing(1))
        layout.addWidget(card("Point", self.detail, beside=self.detail.entry))
        layout.addWidget(self._tabbed_card(), 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _tabbed_card(self) -> QFrame:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Layers or pins")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        pages = QStackedWidget()
        for title, tip, page in (
            ("Layers", "What the map shows, and which class has which colour", _at_the_top(self.layers, self.legend)),
            ("Pins", "Places that are kept: compare them, interpolate between them", self.pins),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
            pages.addWidget(page)
        self.tabs.currentChanged.connect(pages.setCurrentIndex)
        self.pins.count_changed.connect(
            lambda count: self.tabs.setTabText(pages.indexOf(self.pins), f"Pins ({count})" if count else "Pins")
        )
        return card("", pages, self._notice, beside=self.tabs)

    @property
    def notice(self) -> str:
        return self._notice.text()

    def say(self, sentence: str) -> None:
        """Why there are no points; nothing where there are."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def show_pins(self) -> None:
        self.tabs.setCurrentIndex(1)


def _at_the_top(*parts: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return page
