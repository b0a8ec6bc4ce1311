"""One loader for images of all kinds: files, folders and bytes become greyscale uint8 arrays."""

import functools
import io
import os
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from vae_models.errors import Cancelled, DataError
from vae_models.image_squares import Grey, on_black, ought_to_turn, scale_to_fit

MAX_PIXELS = 64 * 1024 * 1024
# Whatever its name says, a file is only tried as one of these: Pillow would hand PostScript to another program.
FORMATS = ("PNG", "JPEG", "MPO", "BMP", "DIB", "GIF", "TIFF", "WEBP", "PPM", "ICO", "TGA")
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm", ".pnm"}
    | {".ico", ".tga"}
)


@dataclass(frozen=True)
class SkippedFile:
    """A file that is no readable image, and why."""

    path: Path
    reason: str


def load_grey_image(source: Path | str | bytes, *, needed: int | None = None) -> Grey:
    """`(H, W)` uint8: turned as EXIF says, transparency over black or white as the ink needs, 16 bits rescaled.

    Of an animation, the first frame. `needed` is the side it will be scaled down to: photographs then unpack at an
    eighth of their size where that is still plenty. Raises DataError when it is unreadable, empty, truncated or too
    large.
    """
    name = "The image" if isinstance(source, bytes) else str(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of size at half its limit; ours is below and is an error
            stream = io.BytesIO(source) if isinstance(source, bytes) else source
            with Image.open(stream, formats=_formats()) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise DataError(
                        f"{name} has {image.width}x{image.height} pixels, which is too large; scale it down first."
                    )
                return _to_grey(image, needed)
    except UnidentifiedImageError as error:
        raise DataError(f"{name} is not an image that can be read; use PNG or JPEG.") from error
    except Image.DecompressionBombError as error:
        raise DataError(f"{name} would unpack to too many pixels; scale it down first.") from error
    except MemoryError as error:
        raise DataError(f"{name} does not fit into memory; scale it down first.") from error
    except OSError as error:
        raise DataError(f"{name} is truncated or cannot be read; use another copy.") from error
    except (ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError) as error:
        raise DataError(f"{name} is damaged; use another copy.") from error


@functools.cache
def _formats() -> tuple[str, ...]:
    """Those of FORMATS that this build of Pillow knows."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _to_grey(image: Image.Image, needed: int | None) -> Grey:
    image.seek(0)
    if needed is not None:
        image.draft(None, (4 * needed, 4 * needed))  # None keeps the colours as they are
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith(("I", "F")):
        return _rescaled(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return _composite(image.convert("RGBA"))
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    return np.array(image.convert("L"))


def _rescaled(image: Image.Image) -> Grey:
    """16 bits and floating-point numbers, by the brightest value that such an image may have."""
    values = np.asarray(image, np.float32)
    if not np.isfinite(values).all():
        raise ValueError("not a number")
    highest = float(values.max())
    top = 65535.0 if image.mode.startswith("I;16") else white_level(highest, image.mode == "F")
    return np.rint(np.clip(values / top, 0.0, 1.0) * 255).astype(np.uint8)


def white_level(highest: float, fractions: bool) -> float:
    """The number that stands for white, judged by the highest one: 1, 255, 65535, or the highest itself.

    `fractions`: the numbers are floating point; interpolated ones overshoot 1 a little and still mean shares of white.
    """
    if fractions and highest <= 1.5:
        return 1.0
    return next((level for level in (255.0, 65535.0) if highest <= level), highest)


def _composite(image: Image.Image) -> Grey:
    """Over the background that the visible ink stands out from: dark ink over white, light ink over black."""
    grey, alpha = image.convert("L"), image.getchannel("A")
    shares = np.asarray(alpha)
    weight = int(shares.sum(dtype=np.int64))
    ink = np.multiply(np.asarray(grey), shares, dtype=np.uint16).sum(dtype=np.int64) / max(weight, 1)
    background = Image.new("L", image.size, 255 if ink < 128 else 0)
    background.paste(grey, mask=alpha)
    return np.array(background)


def fit_to_square(image: Grey, size: int, invert: bool | None = None) -> Grey:
    """`(size, size)` uint8 with the aspect kept and black around it. `invert` None turns light backgrounds dark."""
    return fit_all([image], size, invert)[0]


def fit_all(images: Iterable[Grey], size: int, invert: bool | None = None) -> Grey:
    """`(n, size, size)` uint8, with the aspect kept and black around it.

    `invert` None turns all of them if most have a light background: one set has one kind of paper, and a bright thing
    that touches the border must not be turned alone.
    """
    small = [scale_to_fit(image, size) for image in images]
    turn = ought_to_turn(small) if invert is None else invert
    squares = np.zeros((len(small), size, size), np.uint8)
    for square, image in zip(squares, small, strict=True):
        on_black(square, 255 - image if turn else image)
    return squares


def image_paths(folder: Path) -> list[Path]:
    """All files below the folder that look like images by their suffix, in order of name; hidden ones are left out."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        found += [Path(place, name) for name in files if not name.startswith(".") and _looks_like_image(name)]
    return sorted(path for path in found if path.is_file())


def _looks_like_image(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES


def load_images(
    paths: Iterable[Path], size: int, invert: bool | None = None, cancelled: Callable[[], bool] | None = None
) -> tuple[Grey, list[Path], list[SkippedFile]]:
    """`(n, size, size)` uint8, the paths they came from, and those that could not be read. Raises Cancelled."""
    small, used, skipped = [], [], []
    for path in paths:
        if cancelled is not None and cancelled():
            raise Cancelled
        try:
            small.append(scale_to_fit(load_grey_image(path, needed=size), size))
            used.append(path)
        except DataError as error:
            skipped.append(SkippedFile(path, str(error)))
    return fit_all(small, size, invert), used, skipped
