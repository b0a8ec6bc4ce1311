"""A run's `recipe.json`: what is trained, on which data, and where it was done."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vae_models.data.value_ranges import AUTO, check_range
from vae_models.files.reading import MIB
from vae_models.files.writing import write_file
from vae_models.recipe.named import Recipe
from vae_models.runs.json_file import values_of
from vae_models.runs.provenance import provenances_of

FILE = "recipe.json"
MAX_BYTES = MIB


def read_recipe_file(folder: Path) -> dict[str, Any]:
    """What a RunFolder is made of, by the names of its arguments. Raises RunError."""
    with values_of(folder / FILE, "run", MAX_BYTES, "the run cannot be opened") as values:
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
