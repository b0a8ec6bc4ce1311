"""The page "Recipe values" of the guide, made of the table of fields.

`python -m vae_models.tools.recipe_values` writes it anew.
"""

from collections.abc import Iterator

from vae_models.files.resources import resource
from vae_models.files.writing import write_file
from vae_models.recipe.fields import FIELDS, GROUPS
from vae_models.recipe.named import RECIPES
from vae_models.recipe.rows import Field
from vae_models.recipe.schedule import KLSchedule

PAGE = "recipe-values.md"
_HEAD = """# Recipe values

All values of a recipe. `train` takes the options; `sweep --grid NAME=V,V,...` goes over every number; those marked with
an asterisk may be changed while a run trains. This page is made of `vae_models/recipe/fields.py` by `make guide`.
"""
_TITLES = ("value", "option", "what it does", "may be", "default", "for the recipes")


def page() -> str:
    return "\n".join([_HEAD, *(line for group in GROUPS for line in _section(group))])


def _section(group: str) -> Iterator[str]:
    yield from (f"## {group}", "", _line(_TITLES), _line(["---"] * len(_TITLES)))
    for field in FIELDS.values():
        if field.group == group:
            yield _line(_cells(field))
    yield ""


def _cells(field: Field) -> list[str]:
    option = f"`{field.flag}`" if field.flag else "–"
    live = " \\*" if field.live else ""
    return [
        f"`{field.name}`{live}",
        option,
        f"{field.label}: {field.tip}",
        field.may_be,
        _default(field),
        _users(field),
    ]


def _default(field: Field) -> str:
    if field.default in (None, ""):
        return "–"
    if isinstance(field.default, tuple):
        return ", ".join(map(str, field.default))
    return field.default.shape if isinstance(field.default, KLSchedule) else str(field.default)


def _users(field: Field) -> str:
    """The shorter of two lists: recipes to which the value means something, and those to which it does not."""
    users = [name for name, recipe in RECIPES.items() if field.relevant(recipe)]
    others = [name for name in RECIPES if name not in users]
    if not others:
        return "all"
    return ", ".join(users) if len(users) <= len(others) else f"all but {', '.join(others)}"


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    write_file(resource("guide") / PAGE, page().encode())
