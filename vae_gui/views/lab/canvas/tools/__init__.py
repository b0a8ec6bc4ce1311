"""What can be done with a drawing, one tab each. A new one is a file here and an entry of `TOOLS`."""

from vae_gui.views.lab.canvas.tools.noise_sweep import NoiseSweepTool
from vae_gui.views.lab.canvas.tools.repair import RepairTool
from vae_gui.views.lab.canvas.tools.tool import CanvasTool
from vae_gui.views.lab.canvas.tools.typicality import TypicalityTool

# In the order of their tabs.
TOOLS: tuple[type[CanvasTool], ...] = (NoiseSweepTool, RepairTool, TypicalityTool)
