"""The layers of the map, one a file. A new one is a file here and an entry of `LAYERS`."""

from vae_gui.widgets.map.layers.density import DensityLayer
from vae_gui.widgets.map.layers.layer import MapLayer
from vae_gui.widgets.map.layers.manifold import ManifoldLayer
from vae_gui.widgets.map.layers.points import PointsLayer
from vae_gui.widgets.map.layers.posterior import PosteriorLayer
from vae_gui.widgets.map.layers.prior import PriorLayer

# In the order of their number keys.
LAYERS: tuple[type[MapLayer], ...] = (ManifoldLayer, PointsLayer, DensityLayer, PosteriorLayer, PriorLayer)
