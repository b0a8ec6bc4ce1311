"""Numbers as a reader wants them."""

import numpy as np

MINUS = "\N{MINUS SIGN}"


def number(value: float, decimals: int = 2) -> str:
    return f"{value + 0.0:.{decimals}f}".replace("-", MINUS)


def vector(z: np.ndarray, most: int = 8, decimals: int = 2) -> str:
    """The first numbers of a latent vector in brackets."""
    shown = ", ".join(number(float(value), decimals) for value in z[:most])
    more = ", \N{HORIZONTAL ELLIPSIS}" if len(z) > most else ""
    return f"({shown}{more})"


def decimals_for(step: float) -> int:
    """How many decimals tell values apart that differ by a step."""
    return int(np.clip(np.ceil(-np.log10(max(step, 1e-9))), 2, 8))


def epoch_text(epoch: float) -> str:
    return f"epoch {epoch:.1f}" if epoch < 1 and epoch > 0 else f"epoch {epoch:.0f}"
