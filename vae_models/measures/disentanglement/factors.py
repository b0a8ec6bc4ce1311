"""The known factors of variation of a set of images."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CATEGORICAL = ("shape",)  # factors whose values have no order


@dataclass(frozen=True, eq=False)
class Factors:
    """values: int64 `(n, factors)`, each column counting from 0; names: one a column.

    Raises ValueError when the two do not match.
    """

    values: NDArray[np.int64]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names):
            raise ValueError(f"{len(self.names)} names for factors of shape {self.values.shape}")

    def __len__(self) -> int:
        return len(self.values)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of values of each factor."""
        return tuple(int(column.max()) + 1 for column in self.values.T)

    def is_categorical(self, factor: int) -> bool:
        return self.names[factor] in CATEGORICAL

    def varying(self) -> "Factors":
        """Without the factors that have one value only: nothing can be said of these."""
        keep = [k for k, column in enumerate(self.values.T) if len(np.unique(column)) > 1]
        return Factors(self.values[:, keep], tuple(self.names[k] for k in keep))

    @property
    def listed(self) -> str:
        """For conventions."""
        return f"factors {', '.join(self.names)}"
