"""A run's `recipe.json`: what is trained, on which data, and where it was done."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vae_models.data.value_ranges import AUTO, check_range
from vae_models.errors import RunError
from vae_models.files.reading import MIB, damage_as, parse_json, read_bounded
from vae_models.files.writing import write_file
from vae_models.recipe.named import Recipe
from vae_models.runs.provenance import provenances_of

FILE = "recipe.json"
MAX_BYTES = MIB


def read_recipe_file(folder: Path) -> dict[str, Any]:
    """What a RunFolder is made of, by the names of its arguments. Raises RunError."""
    try:
        content = read_bounded(folder / FILE, MAX_BYTES)
    except FileNotFoundError as error:
        raise RunError(f"There is no run in {folder}: it has no {FILE}.") from error
    except OSError as error:
        raise RunError(f"The {FILE} in {folder} could not be read ({error.strerror}).") from error
    with damage_as(RunError, f"The {FILE} in {folder} is damaged; the run cannot be opened."):
        values = parse_json(content)
        dataset, data_dir, created = values["dataset"], values.get("data_dir"), values.get("created", "")
        invert = values.get("invert")
        if not (_is_text(dataset) and (data_dir is None or _is_text(data_dir)) and _is_text(created)):
            raise ValueError("the data set, its folder and the date are texts")
        if not isinstance(invert, bool | None):
            raise ValueError("dark and light are swapped, or not")
        return {
            "recipe": Recipe.from_dict(values["recipe"]), "dataset": dataset, "data_dir": data_dir, "created": created,
            "value_range": check_range(str(values.get("value_range", AUTO))), "invert": invert,
            "trained_with": provenances_of(values.get("trained_with", [])),
        }  # fmt: skip


def write_recipe_file(folder: Path, values: Mapping[str, Any]) -> None:
    """`values` as `read_recipe_file` gives them. Raises RunError."""
    trained_with = [dataclasses.asdict(provenance) for provenance in values["trained_with"]]
    plain = {**values, "recipe": values["recipe"].to_dict(), "trained_with": trained_with}
    write_file(folder / FILE, json.dumps(plain, indent=2).encode())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value
