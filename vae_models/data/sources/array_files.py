"""The user's own arrays: an `.npz` or `.npy` of images, and labels where it has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.data.image_files import LUMA
from vae_models.data.image_squares import fit_all, fit_notes, ought_to_turn
from vae_models.data.sources.npy_files import Array, ArrayFile, StoredArray
from vae_models.data.sources.own_images import SIZE, OwnImages, Part
from vae_models.data.value_ranges import AUTO, Extent, ValueRange, choose_range
from vae_models.errors import DataError
from vae_models.files.memory_limits import check_unpacked
from vae_models.files.reading import reading

CHUNK_BYTES = 32 << 20
MAX_CHANNELS = 16
MAX_CLASSES = 10_000

# Names under which images and their labels are known.
_TRAIN = {
    "x_train": ("y_train",), "X_train": ("y_train",), "train_images": ("train_labels",),
    **dict.fromkeys(("images", "imgs", "x", "X", "data", "arr_0"), ("labels", "y", "Y", "targets", "arr_1")),
}  # fmt: skip
_VAL = {
    "x_val": ("y_val",), "X_val": ("y_val",), "val_images": ("val_labels",), "x_valid": ("y_valid",),
    "valid_images": ("valid_labels",), "x_validation": ("y_validation",), "validation_images": ("validation_labels",),
}  # fmt: skip
_TEST = {"x_test": ("y_test",), "X_test": ("y_test",), "test_images": ("test_labels",)}
_LABELS = tuple(dict.fromkeys(name for names in _TRAIN.values() for name in names))


@dataclass(frozen=True)
class _Stack:
    """An array of images that is not read yet: which axis has the channels, None where there is none."""

    stored: StoredArray
    count: int
    channel_axis: int | None
    channels: int

    @property
    def grey_shape(self) -> tuple[int, ...]:
        """`(N, H, W)`."""
        if len(self.stored.shape) == 2:
            return self.count, SIZE, SIZE
        return tuple(side for axis, side in enumerate(self.stored.shape) if axis != self.channel_axis)

    def chunks(self, array: Array) -> Iterator[Array]:
        """Parts `(n, H, W)` of the one channel, or `(n, H, W, 3)` of the colours, in the numbers of the file."""
        if self.channel_axis is not None:
            array = np.moveaxis(array, self.channel_axis, 3)
            array = array[..., :3] if self.channels in (3, 4) else array[..., 0]
        if array.ndim == 2:
            array = array.reshape(-1, SIZE, SIZE)
        step = max(1, CHUNK_BYTES // max(1, array[0].size * 4))
        for start in range(0, len(array), step):
            yield array[start : start + step]


def read_arrays(path: Path, invert: bool | None, wanted: str = AUTO) -> OwnImages:
    """Images and labels under the names that are in use for them, and the data's own splits.

    `wanted`: the range of values, see `choose_range`. Raises DataError when nothing in it fits.
    """
    with reading(path, "save the images with numpy.savez"):
        return _read(ArrayFile(path), invert, wanted)


def _read(file: ArrayFile, invert: bool | None, wanted: str) -> OwnImages:
    key = _image_key(file)
    found = {"train": _part(file, key, _TRAIN.get(key, _LABELS))}
    for split, names in (("val", _VAL), ("test", _TEST)):
        held_out = next((name for name in names if name in file.names and name != key), None)
        if held_out is not None:
            found[split] = _part(file, held_out, names[held_out])
    parts, notes = _grey_parts({split: stack for split, (stack, _) in found.items()}, file.path, wanted)
    turn = ought_to_turn(parts["train"]) if invert is None else invert
    shapes = [grey.shape[1:] for grey in parts.values() for _ in grey]
    notes += fit_notes(shapes, SIZE, turn)
    labels = {split: numbers for split, (_, numbers) in found.items()}
    seen = {int(number) for numbers in labels.values() if numbers is not None for number in np.unique(numbers)}
    count = max(seen, default=-1) + 1
    notes += _gap_notes(count - len(seen), count)
    made = {split: Part(_fitted(grey, turn), labels[split]) for split, grey in parts.items()}
    classes = tuple(map(str, range(count)))
    return OwnImages(made["train"], made.get("val"), made.get("test"), classes, notes=notes)


def _gap_notes(empty: int, count: int) -> tuple[str, ...]:
    """What labels mean that leave numbers out: a class that nobody has seen may be kept for later, or be a mistake."""
    if not empty:
        return ()
    return (
        f"{empty:,} of the {count:,} classes that the labels count (from 0) have no images; if there are no such classes, "
        "number the others without gaps.",
    )


def _image_key(file: ArrayFile) -> str:
    key = next((name for name in _TRAIN if name in file.names), None)
    if key is None and len(file.names) == 1:
        return file.names[0]
    if key is None:
        shown = ", ".join(name[:40] for name in file.names[:10]) or "none"
        raise DataError(f"{file.path} has no array named images or x_train; it has {shown}.")
    return key


def _part(file: ArrayFile, key: str, label_names: tuple[str, ...]) -> "tuple[_Stack, NDArray[np.int64] | None]":
    stack = _stack(file[key])
    # Images of a few pixels grow on the way to their squares.
    check_unpacked(file.path, stack.stored.packed, stack.count * SIZE * SIZE)
    labels = next((name for name in label_names if name in file.names and name != key), None)
    return stack, None if labels is None else _labels(file[labels], stack.count)


def _stack(stored: StoredArray) -> _Stack:
    """What `(N, H, W)`, `(N, 784)`, or `(N, H, W)` with channels last or first, is as images. Raises DataError."""
    shape = stored.shape
    if stored.dtype.kind not in "buif":
        raise DataError(f"The images in {stored.path} are of type {str(stored.dtype)[:40]}; save them as numbers.")
    if 0 not in shape and (len(shape) == 3 or (len(shape) == 2 and shape[1] == SIZE * SIZE)):
        return _Stack(stored, shape[0], None, 1)
    axis = _channel_axis(shape) if len(shape) == 4 and 0 not in shape else None
    if axis is None:
        shown = "x".join(map(str, shape[:6])) or "()"
        raise DataError(
            f"The array of shape {shown} in {stored.path} is not a stack of images; it should be (N, height, width)."
        )
    return _Stack(stored, shape[0], axis, shape[axis])


def _channel_axis(shape: tuple[int, ...]) -> int | None:
    """The axis with the usual numbers of channels, or else few of them; the last one is tried first."""
    usual = (axis for axis in (3, 1) if shape[axis] in (1, 3, 4))
    few = (axis for axis in (3, 1) if shape[axis] <= MAX_CHANNELS)
    return next(usual, next(few, None))


def _grey_parts(
    stacks: dict[str, _Stack], path: Path, wanted: str
) -> tuple[dict[str, NDArray[np.uint8]], tuple[str, ...]]:
    """All splits by one range of values, and what was done in sentences. Raises DataError where their types differ."""
    types = sorted({stack.stored.dtype.name for stack in stacks.values()})
    if len(types) > 1:
        raise DataError(
            f"The splits in {path} are of different types ({', '.join(types)}); save all as the same one, so that their images "
            "stay comparable."
        )
    arrays = {split: stack.stored.read() for split, stack in stacks.items()}
    first = next(iter(arrays.values()))
    top = {"u1": 255.0, "u2": 65535.0}.get(first.dtype.str[1:])
    extent = Extent(top, fractions=any(array.dtype.kind == "f" for array in arrays.values()))
    for array in arrays.values():
        extent.add(array, f"An array in {path}")
    chosen = choose_range(extent, wanted)
    grey = {split: _grey(stack, arrays.pop(split), chosen) for split, stack in stacks.items()}
    done = () if first.dtype == np.uint8 and chosen.keeps_bytes else (extent.describe(chosen),)
    return grey, (*done, *_left_out(stacks["train"].channels))


def _left_out(channels: int) -> tuple[str, ...]:
    if channels == 1:
        return ()
    if channels == 3:
        return ("Colour was converted to grey.",)
    if channels == 4:
        return ("Colour was converted to grey; the fourth channel, transparency, is left out.",)
    return (f"Of {channels} channels the first was taken, the others are left out.",)


def _grey(stack: _Stack, array: Array, chosen: ValueRange) -> NDArray[np.uint8]:
    """In parts: a copy of all images as floats would take four times their memory."""
    grey, done = np.empty(stack.grey_shape, np.uint8), 0
    for part in stack.chunks(array):
        if part.ndim == 4:
            part = part.astype(np.float32) @ np.array(LUMA, np.float32)
        grey[done : done + len(part)] = chosen.grey(part)
        done += len(part)
    return grey


def _fitted(grey: NDArray[np.uint8], turn: bool) -> NDArray[np.uint8]:
    if grey.shape[1:] == (SIZE, SIZE):
        return 255 - grey if turn else grey
    return fit_all(grey, SIZE, turn)


def _labels(stored: StoredArray, count: int) -> NDArray[np.int64]:
    """Class numbers `(count,)`, of whatever type; its size is checked before it is read. Raises DataError."""
    shape, path = stored.shape, stored.path
    if len(shape) not in (1, 2) or shape[0] != count or (len(shape) == 2 and not 1 <= shape[1] <= MAX_CLASSES + 1):
        found = shape[0] if shape else 1
        raise DataError(f"{path} has {found:,} labels for {count:,} images; make them match.")
    if stored.dtype.kind not in "buif":
        raise _no_classes(path)
    array = stored.read()
    if array.ndim == 2:
        array = array[:, 0] if array.shape[1] == 1 else array.argmax(1)  # one-hot
    numbers = array.astype(np.float64)
    # Written so that NaN fails it; many tools save whole numbers as floating point.
    if not ((numbers >= 0) & (numbers <= MAX_CLASSES) & (numbers == np.rint(numbers))).all():
        raise _no_classes(path)
    return numbers.astype(np.int64)


def _no_classes(path: Path) -> DataError:
    return DataError(f"The labels in {path} are not class numbers from 0 to {MAX_CLASSES:,}; save them as such.")
