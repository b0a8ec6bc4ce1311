"""The user's own arrays: an `.npz` or `.npy` of images, and labels where it has them."""

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.image_files import fit_all, white_level
from vae_models.image_squares import ought_to_turn
from vae_models.own_images import SIZE, OwnImages

MAX_BYTES = 8 * 1024**3
CHUNK_IMAGES = 1000

# Names under which images and labels are known, training first, then a test split.
_IMAGE_KEYS = ("x_train", "train_images", "images", "imgs", "x", "X", "data", "arr_0")
_LABEL_KEYS = ("y_train", "train_labels", "labels", "y", "Y", "targets", "arr_1")
_TEST_KEYS = (("x_test", "y_test"), ("test_images", "test_labels"))
_KNOWN = {*_IMAGE_KEYS, *_LABEL_KEYS, *(key for pair in _TEST_KEYS for key in pair)}

Array = NDArray[np.generic]


def read_arrays(path: Path, invert: bool | None) -> OwnImages:
    """Images and labels under the names that are in use for them. Raises DataError when nothing in it fits."""
    arrays = _load_arrays(path)
    key = next((key for key in _IMAGE_KEYS if key in arrays), next(iter(arrays)))
    grey = _grey(arrays[key], path)
    turn = ought_to_turn(grey) if invert is None else invert
    images = _fitted(grey, turn)
    labels_key = next((name for name in _LABEL_KEYS if name in arrays and name != key), None)
    labels = _labels(arrays[labels_key], len(images), path) if labels_key else None
    test_images = test_labels = None
    for x, y in _TEST_KEYS:
        if x in arrays:
            test_images = _fitted(_grey(arrays[x], path), turn)
            test_labels = _labels(arrays[y], len(test_images), path) if y in arrays else None
    highest = max((int(part.max()) for part in (labels, test_labels) if part is not None), default=-1)
    return OwnImages(images, labels, tuple(map(str, range(highest + 1))), test_images, test_labels)


def _load_arrays(path: Path) -> dict[str, Array]:
    """The arrays with a known name, or the only one there is; the others are not read."""
    try:
        with path.open("rb") as stream:
            file = np.load(stream, allow_pickle=False)
            if isinstance(file, np.ndarray):
                return {"images": file}
            with file:
                names = file.files
                wanted = names if len(names) == 1 else [name for name in names if name in _KNOWN]
                found = {name: _member(file, name) for name in wanted}
    except (OSError, MemoryError, ValueError, zipfile.BadZipFile) as error:
        raise _worded(error, path) from error
    except (
        Exception
    ) as error:  # a damaged header makes numpy fail in many more ways: TokenError, NotImplementedError...
        raise DataError(f"{path} is corrupt or truncated; use another copy.") from error
    if not any(name in found for name in _IMAGE_KEYS) and len(names) != 1:
        raise DataError(f"{path} has no array named images or x_train; it has {', '.join(names[:10]) or 'none'}.")
    return found


def _member(file: "np.lib.npyio.NpzFile", name: str) -> Array:
    assert file.zip is not None  # it is open
    info = next(info for info in file.zip.infolist() if info.filename in (name, f"{name}.npy"))
    if info.file_size > MAX_BYTES:
        raise MemoryError
    value = file[name]
    if not isinstance(value, np.ndarray):  # the bytes of another file in the archive
        raise ValueError(f"{name} is no array")
    return value


def _worded(error: Exception, path: Path) -> DataError:
    if isinstance(error, MemoryError):
        return DataError(f"{path} does not fit into memory; save fewer images.")
    if isinstance(error, OSError):
        return DataError(f"{path} could not be read ({error.strerror or error}); choose another file.")
    if isinstance(error, ValueError) and "pickle" in str(error):
        return DataError(
            f"{path} holds Python objects, which are not read for safety; save plain arrays with numpy.savez."
        )
    return DataError(f"{path} is corrupt, truncated or no .npz file; save the images with numpy.savez.")


def _grey(array: Array, path: Path) -> NDArray[np.uint8]:
    """`(N, H, W)` from `(N, H, W)`, `(N, 784)`, or with one, three or four channels last or first."""
    if array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3, 4):
        array = np.moveaxis(array, 1, 3)
    if array.ndim == 2 and array.shape[1] == SIZE * SIZE:
        array = array.reshape(-1, SIZE, SIZE)
    if array.ndim not in (3, 4) or 0 in array.shape or (array.ndim == 4 and array.shape[3] not in (1, 3, 4)):
        shape = "x".join(map(str, array.shape)) or "()"
        raise DataError(f"The array of shape {shape} in {path} is no stack of images; it should be (N, height, width).")
    scale = _scale(array, path)
    grey = np.empty(array.shape[:3], np.uint8)
    for start in range(
        0, len(array), CHUNK_IMAGES
    ):  # a copy of all images as floats would take four times their memory
        part = array[start : start + CHUNK_IMAGES].astype(np.float32)
        if part.ndim == 4:
            part = part[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32) if part.shape[3] > 1 else part[..., 0]
        grey[start : start + CHUNK_IMAGES] = np.rint(np.clip(part * scale, 0, 255))
    return grey


def _scale(array: Array, path: Path) -> float:
    """What the numbers are multiplied with to lie in 0..255."""
    if array.dtype.kind not in "buif":
        raise DataError(f"The images in {path} are of type {array.dtype}; save them as numbers.")
    low, high = float(array.min()), float(array.max())
    if not np.isfinite([low, high]).all():  # NaN survives both
        raise DataError(f"The images in {path} have values that are not numbers (NaN or infinity); save them again.")
    if low < 0:
        raise DataError(
            f"The images in {path} have values from {low:g} to {high:g}; scale them to [0, 1] or to 0..255."
        )
    if array.dtype == np.uint8 and high > 1:
        return 1.0
    return 255.0 / (1.0 if high <= 1 else white_level(high, array.dtype.kind == "f"))


def _fitted(grey: NDArray[np.uint8], turn: bool) -> NDArray[np.uint8]:
    if grey.shape[1:] == (SIZE, SIZE):
        return 255 - grey if turn else grey
    return fit_all(grey, SIZE, turn)


def _labels(array: Array, count: int, path: Path) -> NDArray[np.int64]:
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 2 and array.size:
        array = array.argmax(1)  # one-hot
    if array.ndim != 1 or len(array) != count:
        found = len(array) if array.ndim else 1
        raise DataError(f"{path} has {found:,} labels for {count:,} images; make them match.")
    numbers = array.astype(np.float64) if array.dtype.kind in "buif" else np.array([np.nan])
    # Written so that NaN fails it; many tools save whole numbers as floating point.
    if not ((numbers >= 0) & (numbers <= 10_000) & (numbers == np.rint(numbers))).all():
        raise DataError(f"The labels in {path} are not class numbers from 0; save them as such.")
    return numbers.astype(np.int64)
