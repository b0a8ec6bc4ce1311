"""Damaged copies of good files: what bad disks, broken transfers and malice make of them; the same for the same seed."""

import random
import struct
from collections.abc import Callable, Iterator, Sequence

_EXTREMES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF)


def mutants(good: Sequence[bytes], count: int, seed: int = 0) -> Iterator[bytes]:
    """`count` damaged files, each made of one of the good ones by one to four mutations."""
    rng = random.Random(seed)
    for _ in range(count):
        content = rng.choice(good)
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            content = rng.choice(_MUTATIONS)(content, rng)
        yield content


def _place(content: bytes, rng: random.Random) -> int:
    """Every second one near the beginning, where headers are."""
    return rng.randrange(min(len(content), 256) if rng.random() < 0.5 else len(content)) if content else 0


def _flip_bit(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return (
        content[:place]
        + bytes(byte ^ 1 << rng.randrange(8) for byte in content[place : place + 1])
        + content[place + 1 :]
    )


def _other_bytes(content: bytes, rng: random.Random) -> bytes:
    place, length = _place(content, rng), rng.randint(1, 16)
    return content[:place] + rng.randbytes(length) + content[place + length :]


def _extreme_number(content: bytes, rng: random.Random) -> bytes:
    place, kind = _place(content, rng), rng.choice(("<H", ">H", "<I", ">I", "<Q", ">Q"))
    size = struct.calcsize(kind)
    number = struct.pack(kind, rng.choice(_EXTREMES) % (1 << 8 * size))
    return content[:place] + number + content[place + size :]


def _other_digits(content: bytes, rng: random.Random) -> bytes:
    """In headers that are text, numbers stand as digits."""
    places = [place for place, byte in enumerate(content[:4096]) if chr(byte).isdigit()]
    if not places:
        return _other_bytes(content, rng)
    place = rng.choice(places)
    return content[:place] + rng.choice((b"0", b"9", b"-1", b"99999999", b"1e9", b"'")) + content[place + 1 :]


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _leave_out(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return content[:place] + content[place + rng.randint(1, 64) :]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    place, length = _place(content, rng), rng.randint(1, 64)
    return content[: place + length] + content[place:]


def _lengthen(content: bytes, rng: random.Random) -> bytes:
    return content + rng.randbytes(rng.randint(1, 300))


def _clear(content: bytes, rng: random.Random) -> bytes:
    place, length = _place(content, rng), rng.randint(1, 64)
    return content[:place] + bytes(length) + content[place + length :]


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip_bit, _flip_bit, _other_bytes, _extreme_number, _extreme_number, _other_digits, _cut, _leave_out, _repeat,
    _lengthen, _clear,
)  # fmt: skip
