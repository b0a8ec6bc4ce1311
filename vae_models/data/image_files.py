"""One loader for image files of all kinds: their numbers as one grey channel, and what was left out on the way."""

import contextlib
import functools
import io
import os
import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageChops, ImageFile, ImageOps, UnidentifiedImageError

from vae_models.data.deep_colour import LowerBytes, is_deep
from vae_models.data.image_squares import Grey
from vae_models.data.page_limits import page_count
from vae_models.data.value_ranges import AS_GIVEN, AUTO, Extent, choose_range
from vae_models.errors import DataError
from vae_models.files.reading import check_plain_file

MAX_PIXELS = 64 << 20  # of the file; photographs are unpacked at a fraction of it
MAX_UNPACKED_PIXELS = 32 << 20
MAX_SIDE = 30_000
MAX_FILE_BYTES = 1 << 30
LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow weighs colours
SIXTEEN_BITS = 65535.0
COLOURED = 16  # channels that differ by less, of 255, are grey after JPEG

# Whatever its name says, a file is only tried as one of these: Pillow would hand PostScript to another program.
FORMATS = ("PNG", "JPEG", "MPO", "BMP", "DIB", "GIF", "TIFF", "WEBP", "PPM", "ICO", "TGA")
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm", ".pnm"}
    | {".ico", ".tga"}
)

_ORIENTATIONS = range(2, 9)  # EXIF's, apart from 1, the upright one

Numbers = NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Picture:
    """One page of a file. values: `(H, W)`, uint8 where the file has 8 bits, float32 with the file's own numbers elsewhere.

    `alpha` `(H, W)` uint8 where parts are transparent; `top` is the largest number of the file's type, None for
    floating point; `pages` counts those of the whole file; `colour` says whether there was any; `rotated`, whether EXIF
    had it turned or mirrored.
    """

    values: Numbers
    alpha: Grey | None
    top: float | None
    pages: int
    colour: bool
    rotated: bool = False


def looks_like_image(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES


def load_grey_image(source: Path | str | bytes, *, needed: int | None = None) -> Grey:
    """`(H, W)` uint8: turned as EXIF says, transparency over black or white as the ink needs, deep values rescaled.

    Of a file with several pages, the first. `needed` is the side it will be scaled down to: photographs then unpack at
    an eighth of their size where that is still plenty. Raises DataError when it is unreadable, empty, truncated or too
    large.
    """
    picture = read_picture(source, needed=needed)
    chosen = AS_GIVEN
    if picture.top != AS_GIVEN.white:
        extent = Extent(picture.top, fractions=picture.top is None)
        extent.add(picture.values, "The image" if isinstance(source, bytes) else str(source))
        chosen = choose_range(extent, AUTO)
    grey = chosen.grey(picture.values)
    return grey if picture.alpha is None else _on_ground(grey, picture.alpha)


def read_picture(source: Path | str | bytes, *, needed: int | None = None) -> Picture:
    """The first page of a file, or of a file's contents. Raises DataError like `load_grey_image`."""
    with contextlib.closing(read_pages(source, needed=needed)) as pages:
        return next(pages)


def read_pages(source: Path | str | bytes, *, needed: int | None = None) -> Generator[Picture]:
    """One page or frame after the other. Raises DataError like `load_grey_image`."""
    name = "The image" if isinstance(source, bytes) else str(source)
    with _worded(name), _opened(source) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of size at half its limit; ours is below and is an error
        lower = LowerBytes(lambda: _opened(source), _formats())
        with contextlib.closing(lower), Image.open(stream, formats=_formats()) as image:
            pages = page_count(image, stream, name)
            for page in range(pages):
                image.seek(page)
                yield _to_picture(image, lower, name, needed, pages)


def _opened(source: Path | str | bytes) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    check_plain_file(Path(source), MAX_FILE_BYTES)
    return open(source, "rb")


@contextlib.contextmanager
def _worded(name: str) -> Iterator[None]:
    try:
        yield
    except DataError:
        raise
    except UnidentifiedImageError as error:
        raise DataError(f"{name} is not an image that can be read; use PNG or JPEG.") from error
    except Image.DecompressionBombError as error:
        raise DataError(f"{name} would unpack to too many pixels; scale it down first.") from error
    except MemoryError as error:
        raise DataError(f"{name} does not fit into memory; scale it down first.") from error
    except OSError as error:
        raise DataError(f"{name} is truncated or cannot be read; use another copy.") from error
    except Exception as error:  # damaged files make Pillow fail in ways without end
        raise DataError(f"{name} is damaged; use another copy.") from error


@functools.cache
def _formats() -> tuple[str, ...]:
    """Those of FORMATS that this build of Pillow knows."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _to_picture(image: ImageFile.ImageFile, lower: LowerBytes, name: str, needed: int | None, pages: int) -> Picture:
    _check_size(image, name, MAX_PIXELS)
    if needed is not None:
        image.draft(None, (4 * needed, 4 * needed))  # None keeps the colours as they are
    _check_size(image, name, MAX_UNPACKED_PIXELS)
    deep = is_deep(image)
    page = image.tell()
    image.load()
    rotated = image.getexif().get(ExifTags.Base.Orientation) in _ORIENTATIONS
    ImageOps.exif_transpose(image, in_place=True)
    return replace(_of_loaded(image, lower, page, pages, deep), rotated=rotated)


def _of_loaded(image: ImageFile.ImageFile, lower: LowerBytes, page: int, pages: int, deep: bool) -> Picture:
    if deep:
        return _of_deep_colour(image, lower.of(page), pages)
    if image.mode.startswith(("I", "F")):
        values = np.array(image, np.float32)
        deep = image.mode != "F" and values.min() >= 0 and values.max() <= SIXTEEN_BITS
        return Picture(values, None, SIXTEEN_BITS if deep else None, pages, colour=False)
    return _of_bytes(image, pages)


def _check_size(image: Image.Image, name: str, pixels: int) -> None:
    if max(image.size) > MAX_SIDE or image.width * image.height > pixels:
        raise DataError(f"{name} has {image.width}x{image.height} pixels, which is too large; scale it down first.")


def _of_bytes(image: Image.Image, pages: int) -> Picture:
    """Of 8 bits a channel, whatever the colours are."""
    alpha = None
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = np.array(image.getchannel("A"))
        alpha = None if alpha.min() == 255 else alpha
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGB" if image.mode != "1" else "L")
    return Picture(np.array(image.convert("L")), alpha, AS_GIVEN.white, pages, _has_colour(image))


def _of_deep_colour(image: Image.Image, lower: NDArray[np.uint8], pages: int) -> Picture:
    upper = np.array(image)
    numbers = upper[..., :3].astype(np.uint16) << 8 | lower[..., :3]
    values = np.zeros(upper.shape[:2], np.float32)
    for channel, weight in enumerate(LUMA):
        values += np.float32(weight) * numbers[..., channel]
    colour = np.max(numbers.max(2) - numbers.min(2)) > COLOURED / 255 * float(numbers.max())
    alpha = upper[..., 3].copy() if upper.shape[2] == 4 and upper[..., 3].min() < 255 else None
    return Picture(values, alpha, SIXTEEN_BITS, pages, bool(colour))


def _has_colour(image: Image.Image) -> bool:
    if image.mode not in ("RGB", "RGBA"):
        return False
    red, green, blue = (image.getchannel(channel) for channel in range(3))
    return any(np.max(ImageChops.difference(red, other).getextrema()) > COLOURED for other in (green, blue))


def ink_shade(values: NDArray[np.generic], alpha: Grey) -> tuple[float, float]:
    """The sum of `values` over what is visible, and how much is visible; their quotient is the mean shade of the ink."""
    return float((values * alpha.astype(np.float32)).sum(dtype=np.float64)), float(alpha.sum(dtype=np.int64))


def ground_for(ink: float, visible: float) -> int:
    """The ground that visible ink stands out from: dark ink over white, light ink over black."""
    return 255 if ink < 128 * max(visible, 1.0) else 0


def _on_ground(grey: Grey, alpha: Grey) -> Grey:
    ground = Image.new("L", grey.shape[::-1], ground_for(*ink_shade(grey, alpha)))
    ground.paste(Image.fromarray(grey), mask=Image.fromarray(alpha))
    return np.array(ground)
