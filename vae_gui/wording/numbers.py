"""Numbers as a reader wants them: decimals, epochs, times."""

import numpy as np


def decimals_for(step: float) -> int:
    """How many decimals tell values apart that differ by a step."""
    return int(np.clip(np.ceil(-np.log10(max(step, 1e-9))), 2, 8))


def epoch_text(epoch: float) -> str:
    return f"epoch {epoch:.1f}" if epoch < 1 and epoch > 0 else f"epoch {epoch:.0f}"


def clock(seconds: float) -> str:
    """ "8 s", "2:05 min", "1:02 h"."""
    whole = round(max(0.0, seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"
