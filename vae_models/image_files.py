"""One loader for images of all kinds: files, folders and bytes become greyscale uint8 arrays."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from vae_models.errors import DataError

MAX_PIXELS = 64 * 1024 * 1024
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm"})
Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class SkippedFile:
    """A file that is no readable image, and why."""

    path: Path
    reason: str


def load_grey_image(source: Path | bytes) -> Grey:
    """`(H, W)` uint8: turned as EXIF says, transparency over black or white as the ink needs, 16 bits rescaled.

    Of an animation, the first frame. Raises DataError when it is unreadable, empty, truncated or too large.
    """
    name = str(source) if isinstance(source, Path) else "The image"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of size at half its limit; ours is below and is an error
            with Image.open(source if isinstance(source, Path) else io.BytesIO(source)) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise DataError(
                        f"{name} has {image.width}x{image.height} pixels, which is too large; scale it down first."
                    )
                return _to_grey(image)
    except UnidentifiedImageError as error:
        raise DataError(f"{name} is not an image that can be read; use PNG or JPEG.") from error
    except Image.DecompressionBombError as error:
        raise DataError(f"{name} would unpack to too many pixels; scale it down first.") from error
    except MemoryError as error:
        raise DataError(f"{name} does not fit into memory; scale it down first.") from error
    except OSError as error:
        raise DataError(f"{name} is truncated or cannot be read; use another copy.") from error
    except (ValueError, SyntaxError, EOFError, TypeError) as error:
        raise DataError(f"{name} is damaged; use another copy.") from error


def _to_grey(image: Image.Image) -> Grey:
    image.seek(0)
    image.load()
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith(("I", "F")):
        return _rescale(np.asarray(turned, np.float64), turned.mode)
    if "A" in turned.getbands() or "transparency" in turned.info:
        return _composite(turned.convert("RGBA"))
    return np.asarray(turned.convert("RGB").convert("L") if turned.mode != "L" else turned)


def _rescale(values: NDArray[np.float64], mode: str) -> Grey:
    """16-bit integers by their range, floats in [0, 1] by 255, other numbers by what they span."""
    if not np.isfinite(values).all():
        raise DataError("The image has pixels that are not numbers.")
    if mode != "F":
        top = 255.0 if values.max(initial=0) <= 255 and mode == "I" else 65535.0
    else:
        top = 1.0 if values.max(initial=0) <= 1.0 else float(values.max())
    return np.rint(np.clip(values / top, 0.0, 1.0) * 255).astype(np.uint8)


def _composite(image: Image.Image) -> Grey:
    """Over the background that the visible ink stands out from: dark ink over white, light ink over black."""
    grey = np.asarray(image.convert("L"), np.float64)
    alpha = np.asarray(image.getchannel("A"), np.float64) / 255.0
    ink = (grey * alpha).sum() / max(alpha.sum(), 1e-9)
    background = 255.0 if ink < 128 else 0.0
    return np.rint(grey * alpha + background * (1.0 - alpha)).astype(np.uint8)


def has_light_background(image: Grey) -> bool:
    """Whether the border is brighter than middle grey, as on scanned paper."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    return bool(np.median(border) > 127)


def fit_to_square(image: Grey, size: int, invert: bool | None = None) -> Grey:
    """`(size, size)` uint8 with the aspect kept and black around it. `invert` None turns light backgrounds dark."""
    if has_light_background(image) if invert is None else invert:
        image = 255 - image
    if image.shape == (size, size):
        return image
    scale = size / max(image.shape)
    height, width = (max(1, round(side * scale)) for side in image.shape)
    small = np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS))
    square = np.zeros((size, size), np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    square[top : top + height, left : left + width] = small
    return square


def image_paths(folder: Path) -> list[Path]:
    """All files below the folder that look like images by their suffix, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def load_images(
    paths: Iterable[Path], size: int, invert: bool | None = None
) -> tuple[Grey, list[Path], list[SkippedFile]]:
    """`(n, size, size)` uint8, the paths they came from, and those that could not be read."""
    images, used, skipped = [], [], []
    for path in paths:
        try:
            images.append(fit_to_square(load_grey_image(path), size, invert))
            used.append(path)
        except DataError as error:
            skipped.append(SkippedFile(path, str(error)))
    return np.stack(images) if images else np.zeros((0, size, size), np.uint8), used, skipped
