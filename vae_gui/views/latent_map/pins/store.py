"""Pins on disk: one JSON file beside the runs, replaced as a whole."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vae_gui.workspace.model_origin import NOTHING
from vae_gui.workspace.pins import Pin
from vae_models.errors import DataError
from vae_models.files.pictures import write_text
from vae_models.files.reading import MIB, parse_json, read_bounded

FILE_NAME = "pins.json"
DAMAGED_NAME = "pins-damaged.json"
MAX_BYTES = 64 * MIB


def save_pins(folder: Path, pins: Sequence[Pin]) -> None:
    """Raises DataError when the disk refuses; the file that was there stays whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} could not be created ({error.strerror}); the pins are not saved.") from error
    write_text(folder / FILE_NAME, json.dumps([_to_values(pin) for pin in pins], indent=1))


def load_pins(folder: Path) -> list[Pin]:
    """Empty when none were saved. Raises DataError when the file is damaged, and keeps it under another name."""
    try:
        values = parse_json(read_bounded(folder / FILE_NAME, MAX_BYTES))
        return [_from_values(value) for value in values]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DataError(f"The pins in {folder} could not be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise DataError(f"The saved pins are damaged; the file is kept as {_put_aside(folder)}.") from error


def _put_aside(folder: Path) -> Path:
    """Where the damaged file is from now on: the same place in a folder that may not be written."""
    try:
        return (folder / FILE_NAME).replace(folder / DAMAGED_NAME)
    except OSError:
        return folder / FILE_NAME


def _to_values(pin: Pin) -> dict[str, object]:
    image = None if pin.image is None else np.rint(np.clip(pin.image, 0, 1) * 255).astype(int).tolist()
    z = [float(value) for value in pin.z]
    return {"name": pin.name, "z": z, "image": image, "model": pin.model, "label": pin.label}


def _from_values(values: dict[str, object]) -> Pin:
    with np.errstate(over="ignore"):  # what is too large for float32 becomes infinite, and is refused below
        z = np.array(values["z"], dtype=np.float32)
        image = None if values.get("image") is None else np.array(values["image"], dtype=np.float32) / 255.0
    if (
        z.ndim != 1
        or not len(z)
        or not np.isfinite(z).all()
        or (image is not None and (image.ndim != 2 or not np.isfinite(image).all()))
    ):
        raise ValueError("not a pin")
    label = values.get("label")
    return Pin(
        str(values["name"]), z, image, str(values.get("model", NOTHING)), int(str(label)) if label is not None else None
    )
