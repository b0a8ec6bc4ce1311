"""What an export of the map is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vae_gui.tasks.job import Job

if TYPE_CHECKING:
    from vae_gui.views.latent_map.controller import MapController
    from vae_gui.views.latent_map.panels.path_panel import PathPanel
    from vae_gui.views.latent_map.pins.pins import Pins
    from vae_gui.views.latent_map.timeline import SnapshotLibrary, Timeline

Write = Callable[[Job, Path], None]


@dataclass(frozen=True, eq=False)
class MapContents:
    """The parts of the map from which an export takes what it writes."""

    controller: "MapController"
    path: "PathPanel"
    pins: "Pins"
    timeline: "Timeline"
    library: "SnapshotLibrary"


@dataclass(frozen=True)
class Export:
    """An entry of the map's export menu.

    title, tip: of the entry. file: the name that is offered. kind: the ending, as the file dialog words it.
    prepare: takes, on the GUI thread, what there is to write at that moment, with the factor by which pictures are enlarged, and
    gives the function that writes it in the background; None where there is nothing. That function raises UserError, Cancelled.
    """

    title: str
    tip: str
    file: str
    kind: str
    prepare: Callable[[MapContents, int], Write | None]
