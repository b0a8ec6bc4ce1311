"""Numbers of the map as a reader wants them."""

import numpy as np


def decimals_for(step: float) -> int:
    """How many decimals tell values apart that differ by a step."""
    return int(np.clip(np.ceil(-np.log10(max(step, 1e-9))), 2, 8))


def epoch_text(epoch: float) -> str:
    return f"epoch {epoch:.1f}" if epoch < 1 and epoch > 0 else f"epoch {epoch:.0f}"
