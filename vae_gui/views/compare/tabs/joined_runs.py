"""Which runs a line of the scatter may join: those that a sweep, or a person, made to be compared."""

from collections import defaultdict
from collections.abc import Iterable

from vae_gui.views.compare.columns import Column
from vae_gui.workspace.run_rows import RunRow
from vae_models.recipe.named import Recipe

Line = tuple[tuple[float, float], ...]


def joined(rows: Iterable[RunRow], x: Column, y: Column) -> list[Line]:
    """A line for each data set and objective, from left to right; runs that differ in the seed alone are one mean point.

    Squared errors and cross-entropies, or the losses of two data sets, are on no common scale: no line leads over.
    """
    lines: dict[tuple[object, ...], dict[Recipe, list[RunRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        recipe = row.recipe
        kind = (row.dataset, recipe.family, recipe.objective, recipe.reconstruction, recipe.sigma, recipe.noise > 0)
        lines[kind][recipe.replace(seed=0)].append(row)
    return [tuple(sorted(_mean(same, x, y) for same in line.values())) for line in lines.values()]


def _mean(rows: list[RunRow], x: Column, y: Column) -> tuple[float, float]:
    across, up = ([column.number(row) or 0.0 for row in rows] for column in (x, y))
    return sum(across) / len(across), sum(up) / len(up)
