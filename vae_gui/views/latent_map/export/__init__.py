"""What can be taken out of the map. A new export is a file here and an entry of `EXPORTS`."""

from vae_gui.views.latent_map.export.export import Export
from vae_gui.views.latent_map.export.pictures import FILM, MANIFOLD, PINS, STRIP
from vae_gui.views.latent_map.export.points_table import POINTS
from vae_gui.views.latent_map.export.training_film import TRAINING

# In the order of the menu.
EXPORTS: tuple[Export, ...] = (MANIFOLD, FILM, STRIP, PINS, POINTS, TRAINING)
