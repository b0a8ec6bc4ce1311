"""What can be done with the z on the sliders, one tab each. A new one is a file here and an entry of `TOOLS`."""

from vae_gui.views.lab.sliders.tools.arithmetic import Arithmetic
from vae_gui.views.lab.sliders.tools.blend import Blend
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.views.lab.sliders.tools.traversal_grid import TraversalGrid
from vae_gui.views.lab.sliders.tools.variations import Variations

# In the order of their tabs.
TOOLS: tuple[type[CodeTool], ...] = (Blend, TraversalGrid, Arithmetic, Variations)
