"""The file that makes a folder a run or a sweep: read within bounds, and whatever is wrong with it is one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vae_models.errors import RunError
from vae_models.files.reading import damage_as, parse_json, read_bounded


@contextmanager
def values_of(path: Path, what: str, most: int, remedy: str) -> Iterator[Any]:
    """What the JSON of `path` holds, of at most `most` bytes, for a block that makes something of it.

    `what` the file makes of its folder, and the `remedy` for a damaged one, are said in sentences. Raises RunError, also
    for whatever fails in the block.
    """
    try:
        content = read_bounded(path, most)
    except FileNotFoundError as error:
        raise RunError(f"There is no {what} in {path.parent}: it has no {path.name}.") from error
    except OSError as error:
        raise RunError(f"The {path.name} in {path.parent} could not be read ({error.strerror}).") from error
    with damage_as(RunError, f"The {path.name} in {path.parent} is damaged; {remedy}."):
        yield parse_json(content)
