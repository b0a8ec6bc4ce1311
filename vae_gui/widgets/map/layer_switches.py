"""Which layers of the map are shown, and how strongly."""

from dataclasses import dataclass, field, replace
from typing import Self


@dataclass(frozen=True)
class LayerSwitch:
    shown: bool = True
    opacity: float = 1.0


@dataclass(frozen=True)
class LayerSwitches:
    """One switch for each layer by name, in the order of their number keys. Immutable."""

    by_name: dict[str, LayerSwitch] = field(default_factory=dict)

    def __getitem__(self, name: str) -> LayerSwitch:
        return self.by_name[name]

    def opacity(self, name: str) -> float:
        """0 where the layer is hidden."""
        switch = self.by_name[name]
        return switch.opacity if switch.shown else 0.0

    def changed(self, name: str, **changes: object) -> Self:
        """Other switches, with `shown` or `opacity` of one of them changed."""
        return replace(self, by_name={**self.by_name, name: replace(self.by_name[name], **changes)})  # type: ignore[arg-type]

    def toggled(self, name: str) -> Self:
        return self.changed(name, shown=not self.by_name[name].shown)
