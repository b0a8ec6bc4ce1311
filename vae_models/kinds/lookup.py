"""How the object of a kind is found by its name, and what it names by "module:name"."""

import functools
import pkgutil
from collections.abc import Mapping
from typing import Any, TypeVar

from vae_models.errors import RecipeError
from vae_models.files.names import quoted

Kind = TypeVar("Kind")


def kind_of(what: str, name: object, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of that name. Raises RecipeError for any other: what is unknown is never taken for something known."""
    if not isinstance(name, str) or name not in kinds:
        raise RecipeError(f"The {what} is one of {', '.join(kinds)}, not {quoted(name)}.")
    return kinds[name]


def implementation(code: Any) -> Any:
    """What "module:name" names, imported where it is not yet; anything but a string, as a plug-in has it, is itself."""
    return _named(code) if isinstance(code, str) else code


@functools.cache
def _named(code: str) -> Any:
    return pkgutil.resolve_name(code)
