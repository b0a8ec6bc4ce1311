"""How many pages or frames an image file has; beyond what is sensible they are not even counted."""

import os
from collections.abc import Iterator
from itertools import islice, repeat
from typing import IO, Literal

from PIL import Image

from vae_models.errors import DataError

MAX_PAGES = 100_000
USUAL_ENTRIES = 32  # of the table of a TIFF's page; a longer one takes the time of several


def page_count(image: Image.Image, stream: IO[bytes], name: str) -> int:
    """Pages, frames or channels stored one after the other; what damage lies behind the first does not spoil it.

    Of an image that was just opened from this stream. Raises DataError where it has more than MAX_PAGES.
    """
    if image.format not in ("TIFF", "GIF", "WEBP", "PNG"):  # MPO's second one is a preview
        return 1
    try:
        count = MAX_PAGES + 1 if _is_beyond(image, stream) else int(getattr(image, "n_frames", 1))
    except Exception:
        return 1
    if count > MAX_PAGES:
        raise DataError(f"{name} has more than {MAX_PAGES:,} pages or frames; split it into smaller files.")
    return max(1, count)


def _is_beyond(image: Image.Image, stream: IO[bytes]) -> bool:
    """Of those files whose pages have to be counted: over millions Pillow would take minutes. None is decoded."""
    walk = {"GIF": _gif_frames, "TIFF": tiff_pages}.get(image.format or "")
    if walk is None:
        return False
    place = stream.tell()
    try:
        return next(islice(walk(stream), MAX_PAGES, None), None) is not None
    finally:
        stream.seek(place)


def _gif_frames(stream: IO[bytes]) -> Iterator[int]:
    """Where each begins (CompuServe, GIF89a). Like Pillow it passes over what is no block."""
    stream.seek(10)
    _skip(stream, _palette_bytes(_number(stream, 1)) + 2)  # and the rest of the head
    while (kind := stream.read(1)) not in (b"", b";"):
        if kind == b",":
            yield stream.tell()
            _skip(stream, 8)
            _skip(stream, _palette_bytes(_number(stream, 1)) + 1)  # and the byte that the codes begin with
        if kind == b"!":
            _skip(stream, 1)
        if kind in (b",", b"!"):
            while length := _number(stream, 1):
                _skip(stream, length)


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 128 else 0


def tiff_pages(stream: IO[bytes]) -> Iterator[int]:
    """Where the table of each begins (TIFF 6.0, and BigTIFF with its longer numbers), up to where the chain closes.

    A long table comes as often as it is longer than usual: tables may overlap, and a small file be hours of reading.
    """
    stream.seek(0)
    order: Literal["little", "big"] = "little" if stream.read(2) == b"II" else "big"
    count_bytes, entry_bytes, place_bytes = (8, 20, 8) if _number(stream, 2, order) == 43 else (2, 12, 4)
    _skip(stream, 4 if place_bytes == 8 else 0)
    seen = set[int]()
    while (place := _number(stream, place_bytes, order)) and place not in seen:
        seen.add(place)
        stream.seek(place)
        entries = _number(stream, count_bytes, order)
        yield from repeat(place, 1 + entries // USUAL_ENTRIES)
        stream.seek(place + count_bytes + entries * entry_bytes)


def _number(stream: IO[bytes], size: int, order: Literal["little", "big"] = "little") -> int:
    """0 behind the end of the file."""
    return int.from_bytes(stream.read(size), order)


def _skip(stream: IO[bytes], count: int) -> None:
    stream.seek(count, os.SEEK_CUR)
