"""Options that change values of a recipe, as its table of fields says."""

import argparse
from collections.abc import Callable
from typing import Any

from vae_models.errors import RecipeError
from vae_models.recipe.fields import FIELDS
from vae_models.recipe.rows import Choice, Field, Number, Special


def add_value_options(parser: argparse.ArgumentParser) -> None:
    """One for each value that has an option."""
    for field in FIELDS.values():
        if field.flag:
            add_value_option(parser, field)


def add_value_option(parser: argparse.ArgumentParser, field: Field, tip: str = "") -> None:
    """`tip` stands in place of the table's own."""
    parser.add_argument(field.flag, dest=field.name, help=(tip or field.tip).replace("%", "%%"), **_reading(field))


def values_asked(options: argparse.Namespace) -> dict[str, Any]:
    """The values that options were given for, by their names in a recipe."""
    asked = {name: getattr(options, name) for name, field in FIELDS.items() if field.flag}
    return {name: value for name, value in asked.items() if value is not None}


def _reading(field: Field) -> dict[str, Any]:
    """How argparse is to read the option's value."""
    match field:
        case Number():
            return {"type": field.type, "metavar": "N" if field.whole else "R"}
        case Choice():
            return {"choices": field.all_choices}
        case Special():
            return {"type": _told(field.parse), "metavar": field.metavar}
    raise TypeError(f"an option for {field.name} is not made yet")


def _told(parse: Callable[[str], object]) -> Callable[[str], object]:
    """Lets the sentence of a refusal through, which argparse would replace by one of its own."""

    def parsed(text: str) -> object:
        try:
            return parse(text)
        except RecipeError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parsed
