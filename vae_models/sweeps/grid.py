"""A sweep's grid: which values of a recipe vary, and the runs that this makes. Without torch."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from vae_models.errors import RecipeError
from vae_models.files.names import name_problem, quoted, shortened
from vae_models.recipe.checks import check_range
from vae_models.recipe.fields import check_used, numbers
from vae_models.recipe.named import Recipe

MAX_RUNS = 1000


@dataclass(frozen=True)
class Axis:
    """One value of a recipe and what it becomes, one after the other."""

    name: str
    values: tuple[int | float, ...]


@dataclass(frozen=True)
class PlannedRun:
    """A run before it is trained; `name` is that of its folder."""

    name: str
    recipe: Recipe


def parse_axis(text: str) -> Axis:
    """An axis written as NAME=VALUE,VALUE,... Raises RecipeError with one sentence."""
    name, equals, listed = (part.strip() for part in text.partition("="))
    name = name.replace("-", "_")
    if not equals:
        raise RecipeError(f"A grid is written as NAME=VALUE,VALUE, for example beta=1,2,4; not {quoted(text)}.")
    if name not in numbers():
        raise RecipeError(f"A grid goes over one of {', '.join(numbers())}; {quoted(name)} is none of them.")
    return Axis(name, parse_values(name, listed))


def parse_values(name: str, listed: str) -> tuple[int | float, ...]:
    """Numbers separated by commas, of the type the recipe has for `name`. Raises RecipeError."""
    row = numbers()[name]
    try:
        values = tuple(row.type(part) for part in listed.split(","))
    except ValueError as error:
        kind = "whole numbers" if row.whole else "numbers"
        raise RecipeError(f"The values of {name} are {kind} separated by commas, not {quoted(listed)}.") from error
    twice = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if twice is not None:
        raise RecipeError(
            f"The grid names {name}={shortened(repr(twice).removesuffix('.0'))} twice; leave one of them out."
        )
    return values


def plan_runs(recipes: Sequence[Recipe], axes: Sequence[Axis] = (), seeds: int = 1) -> tuple[PlannedRun, ...]:
    """Every recipe at every point of the grid, with `seeds` seeds each, counted from the first recipe's.

    Raises RecipeError when a value is impossible for a recipe, means nothing to it, or when there are too many runs.
    """
    axes = [*axes, *_seed_axis(axes, recipes, seeds)]
    _check_axes(recipes, axes)
    planned = [_planned(recipe, axes, point) for recipe in recipes for point in itertools.product(*_values(axes))]
    names = [run.name for run in planned]
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise RecipeError(f"The sweep would train {twice} twice; leave one of them out.")
    return tuple(planned)


def _seed_axis(axes: Sequence[Axis], recipes: Sequence[Recipe], seeds: int) -> list[Axis]:
    check_range("number of seeds", seeds, 1, MAX_RUNS, whole=True)
    if seeds == 1:
        return []
    if any(axis.name == "seed" for axis in axes):
        raise RecipeError("Give either a grid over the seed or a number of seeds, not both.")
    first = recipes[0].seed if recipes else 0
    return [Axis("seed", tuple(range(first, first + seeds)))]


def _check_axes(recipes: Sequence[Recipe], axes: Sequence[Axis]) -> None:
    if not recipes:
        raise RecipeError("A sweep needs at least one recipe; `recipes` lists them.")
    names = [axis.name for axis in axes]
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise RecipeError(f"The grid goes over {twice} twice; write all its values in one list.")
    count = len(recipes)
    for axis in axes:
        count *= len(axis.values)
    if count > MAX_RUNS:
        raise RecipeError(f"This grid makes {count:,} runs; a sweep has at most {MAX_RUNS:,}, so leave values out.")
    for recipe, name in itertools.product(recipes, names):
        check_used(recipe, name, "leave it out of the grid")


def _values(axes: Sequence[Axis]) -> list[tuple[int | float, ...]]:
    return [axis.values for axis in axes]


def _planned(recipe: Recipe, axes: Sequence[Axis], point: Sequence[int | float]) -> PlannedRun:
    values = {axis.name: value for axis, value in zip(axes, point, strict=True)}
    name = "-".join([recipe.name, *(f"{key}={repr(value).removesuffix('.0')}" for key, value in values.items())])
    planned = recipe.replace(**values)
    if problem := name_problem(name):
        raise RecipeError(f"The run {quoted(name)} would get an invalid name: it {problem}; vary fewer values at once.")
    return PlannedRun(name, planned)
