"""What a layer of the map is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QPainter

from vae_gui.widgets.map.layer_switches import LayerSwitch, LayerSwitches
from vae_gui.widgets.map.scene import Scene


class Stage(Enum):
    """When a layer is painted. Hovering and dragging only copy what is still."""

    GROUND = auto()  # still, under the axes; anew when the view moves
    DATA = auto()  # still, over the axes; anew when points come or go too
    MOVING = auto()  # at every repaint


@dataclass(frozen=True)
class MapFacts:
    """What the open model has that a layer may need."""

    has_posterior: bool = True
    has_prior: bool = True


class MapLayer:
    """One layer, in one map. It may keep pictures that did not change.

    name: in the scene's switches. title, hint: words for people. shown, opacity: at first. height: within its stage, higher
    layers are painted over lower ones.
    """

    name = ""
    title = ""
    hint = ""
    shown = True
    opacity = 1.0
    stage = Stage.DATA
    height = 100

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Onto a map that is clipped to the viewport's area, with the layer's opacity set. ratio: device pixels per logical pixel."""
        raise NotImplementedError

    def recolour(self) -> None:
        """Forgets what it keeps in the colours of the former theme."""

    @staticmethod
    def why_not(facts: MapFacts) -> str:
        """In a sentence, why the open model has nothing of this layer; nothing where it has."""
        return ""


def first_switches(kinds: Iterable[type[MapLayer]]) -> LayerSwitches:
    """As the layers are before anybody switched one."""
    return LayerSwitches({kind.name: LayerSwitch(kind.shown, kind.opacity) for kind in kinds})
