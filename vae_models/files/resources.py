"""Where the files that ship with the program are: beside the packages in a checkout, inside them in a wheel."""

from pathlib import Path

from vae_models.errors import UserError

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(name: str) -> Path:
    """The path of a shipped file or folder. Raises UserError when the installation lacks it."""
    for place in _PLACES:
        if (place / name).exists():
            return place / name
    raise UserError(f"The file {name} that ships with this program is missing; reinstall the program.")
