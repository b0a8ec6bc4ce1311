"""The user's own images: a folder of files, or an `.npz`, as 28x28 greyscale arrays."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.image_files import SkippedFile, fit_to_square, has_light_background, image_paths, load_images

SIZE = 28

# Names under which images and labels are known, training first, then a test split.
_IMAGE_KEYS = ("x_train", "train_images", "images", "imgs", "x", "X", "data", "arr_0")
_LABEL_KEYS = ("y_train", "train_labels", "labels", "y", "Y", "targets", "arr_1")
_TEST_KEYS = (("x_test", "y_test"), ("test_images", "test_labels"))


@dataclass(frozen=True)
class OwnImages:
    """Images `(N, 28, 28)` uint8, labels `(N,)` or None, a test split where the file has one."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None
    class_names: tuple[str, ...] = ()
    test_images: NDArray[np.uint8] | None = None
    test_labels: NDArray[np.int64] | None = None
    skipped: tuple[SkippedFile, ...] = ()


def read_folder(folder: Path, invert: bool | None) -> OwnImages:
    """Every readable image below the folder; where all lie in sub-folders, those are the classes. Raises DataError."""
    paths = image_paths(folder)
    if not paths:
        raise DataError(f"{folder} holds no images; choose a folder with PNG or JPEG files.")
    images, used, skipped = load_images(paths, SIZE, invert)
    if not used:
        raise DataError(f"None of the {len(paths)} images in {folder} can be read: {skipped[0].reason}")
    tops = [path.relative_to(folder).parts[0] if path.parent != folder else None for path in used]
    if any(top is None for top in tops) or len(set(tops)) < 2:
        return OwnImages(images, None, skipped=tuple(skipped))
    names = tuple(sorted({top for top in tops if top is not None}))
    labels = np.array([names.index(top) for top in tops if top is not None], np.int64)
    return OwnImages(images, labels, names, skipped=tuple(skipped))


def read_npz(path: Path, invert: bool | None) -> OwnImages:
    """Images and labels under the names that are in use for them. Raises DataError when nothing in it fits."""
    arrays = _load_arrays(path)
    key = next((key for key in _IMAGE_KEYS if key in arrays), None)
    if key is None and len(arrays) == 1:
        key = next(iter(arrays))
    if key is None:
        raise DataError(f"{path} has no array named images or x_train; it has {', '.join(arrays) or 'none'}.")
    labels_key = next((name for name in _LABEL_KEYS if name in arrays and name != key), None)
    images = _to_images(arrays[key], path, invert)
    labels = _to_labels(arrays[labels_key], len(images), path) if labels_key else None
    test_images = test_labels = None
    for x, y in _TEST_KEYS:
        if x in arrays:
            test_images = _to_images(arrays[x], path, invert)
            test_labels = _to_labels(arrays[y], len(test_images), path) if y in arrays else None
    highest = max((int(part.max()) for part in (labels, test_labels) if part is not None and len(part)), default=-1)
    return OwnImages(images, labels, tuple(map(str, range(highest + 1))), test_images, test_labels)


def _load_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if isinstance(file, np.ndarray):
                return {"images": file}
            return {name: file[name] for name in file.files}
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DataError(f"{path} is corrupt or truncated; use another copy.") from error
    except ValueError as error:
        hint = (
            "it holds Python objects, which are not read for safety"
            if "allow_pickle" in str(error)
            else "it is no .npz file"
        )
        raise DataError(f"{path} cannot be used: {hint}; save plain arrays with numpy.savez.") from error
    except MemoryError as error:
        raise DataError(f"{path} does not fit into memory; save fewer images.") from error
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or error}).") from error


def _to_images(array: NDArray[np.generic], path: Path, invert: bool | None) -> NDArray[np.uint8]:
    if array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3, 4):
        array = np.moveaxis(array, 1, 3)
    if array.ndim == 2 and array.shape[1] == SIZE * SIZE:
        array = array.reshape(-1, SIZE, SIZE)
    if array.ndim not in (3, 4) or 0 in array.shape or (array.ndim == 4 and array.shape[3] not in (1, 3, 4)):
        shape = "x".join(map(str, array.shape))
        raise DataError(f"The array of shape {shape} in {path} is no stack of images; it should be (N, height, width).")
    grey = _to_bytes(array, path)
    if grey.ndim == 4:
        weights = np.array([0.299, 0.587, 0.114])
        grey = np.rint(grey[..., :3] @ weights).astype(np.uint8) if grey.shape[3] > 1 else grey[..., 0]
    if grey.shape[1:] == (SIZE, SIZE):
        turn = np.median([has_light_background(image) for image in grey[:200]]) > 0.5 if invert is None else invert
        return 255 - grey if turn else grey
    return np.stack([fit_to_square(image, SIZE, invert) for image in grey])


def _to_bytes(array: NDArray[np.generic], path: Path) -> NDArray[np.uint8]:
    if array.dtype == np.uint8:
        return array  # type: ignore[return-value]
    if array.dtype.kind not in "buif":
        raise DataError(f"The images in {path} are of type {array.dtype}; save them as numbers.")
    values = array.astype(np.float32)
    if not np.isfinite(values).all():
        raise DataError(f"The images in {path} have values that are not numbers (NaN or infinity); save them again.")
    low, high = float(values.min()), float(values.max())
    if low < 0:
        raise DataError(
            f"The images in {path} have values from {low:g} to {high:g}; scale them to [0, 1] or to 0..255."
        )
    scale = 255.0 if high <= 1.0 else 1.0 if high <= 255.0 else 255.0 / high
    return np.rint(values * scale).astype(np.uint8)


def _to_labels(array: NDArray[np.generic], count: int, path: Path) -> NDArray[np.int64]:
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 2:
        array = array.argmax(1)  # one-hot
    if array.ndim != 1 or len(array) != count:
        raise DataError(f"{path} has {len(array):,} labels for {count:,} images; make them match.")
    if array.dtype.kind not in "iu" or (count and (array.min() < 0 or array.max() > 10_000)):
        raise DataError(f"The labels in {path} are not class numbers from 0; save them as such.")
    return array.astype(np.int64)
