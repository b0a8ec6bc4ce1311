"""Packages that few people need: imported when they are used, and named in one sentence where they are missing."""

import importlib
import importlib.util

from vae_models.errors import MissingPackageError


def require(what: str, extra: str, *packages: str) -> None:
    """Imports the packages. Raises MissingPackageError, which says how to install them, when one is not there."""
    try:
        for package in packages:
            importlib.import_module(package)
    except ImportError as error:
        raise MissingPackageError(_sentence(what, extra, packages)) from error


def check(what: str, extra: str, *packages: str) -> None:
    """Like `require`, without the time that importing them takes."""
    if any(importlib.util.find_spec(package) is None for package in packages):
        raise MissingPackageError(_sentence(what, extra, packages))


def _sentence(what: str, extra: str, packages: tuple[str, ...]) -> str:
    noun = "package" if len(packages) == 1 else "packages"
    return f"{what} needs the {noun} {' and '.join(packages)}; install with: pip install 'latent-explorer[{extra}]'."
