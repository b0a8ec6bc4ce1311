"""A switch and an opacity for each layer of the map."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.layers.layer import MapFacts, MapLayer
from vae_gui.widgets.sliders.slider import Slider


class MapLayerPanel(QWidget):
    """Signals: changed(LayerSwitches): the user switched a layer or moved its opacity."""

    changed = Signal(object)

    def __init__(self, kinds: Sequence[type[MapLayer]], layers: LayerSwitches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self._layers = layers
        self._switches: dict[str, QCheckBox] = {}
        self._tips: dict[str, tuple[str, str]] = {}
        self._refused: set[str] = set()
        self._sliders: dict[str, Slider] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for row, layer in enumerate(kinds):
            self._add_row(grid, row, layer)
        self.set_layers(layers)

    def _add_row(self, grid: QGridLayout, row: int, layer: type[MapLayer]) -> None:
        name = layer.name
        switch = QCheckBox(layer.title)
        switch.setToolTip(f"{layer.hint} Key on the map: {row + 1}")
        switch.setAccessibleName(f"Show {layer.title.lower()}")
        switch.toggled.connect(lambda shown, name=name: self._change(name, shown=shown))
        slider = Slider()
        slider.setRange(5, 100)
        slider.setToolTip(f"Opacity of {layer.title.lower()}")
        slider.setAccessibleName(f"Opacity of {layer.title.lower()}, in percent")
        slider.valueChanged.connect(lambda value, name=name: self._change(name, opacity=value / 100))
        grid.addWidget(switch, row, 0)
        grid.addWidget(slider, row, 1)
        self._switches[name], self._sliders[name] = switch, slider
        self._tips[name] = switch.toolTip(), slider.toolTip()

    def set_facts(self, facts: MapFacts) -> None:
        """Layers of which the open model has nothing cannot be switched, and say why."""
        reasons = {kind.name: kind.why_not(facts) for kind in self._kinds}
        self._refused = {name for name, why in reasons.items() if why}
        for name, why in reasons.items():
            for control, tip in zip((self._switches[name], self._sliders[name]), self._tips[name], strict=True):
                control.setToolTip(why or tip)
        self.set_layers(self._layers)

    def switch(self, name: str) -> QCheckBox:
        return self._switches[name]

    def slider(self, name: str) -> Slider:
        return self._sliders[name]

    def set_layers(self, layers: LayerSwitches) -> None:
        """Shows what was changed elsewhere; says nothing about it."""
        self._layers = layers
        for name, layer in layers.by_name.items():
            for control in (self._switches[name], self._sliders[name]):
                control.blockSignals(True)
            self._switches[name].setChecked(layer.shown)
            self._sliders[name].setValue(round(layer.opacity * 100))
            self._switches[name].setEnabled(name not in self._refused)
            self._sliders[name].setEnabled(layer.shown and name not in self._refused)
            for control in (self._switches[name], self._sliders[name]):
                control.blockSignals(False)

    def _change(self, name: str, **changes: object) -> None:
        self._layers = self._layers.changed(name, **changes)
        self._sliders[name].setEnabled(self._layers[name].shown)
        self.changed.emit(self._layers)
