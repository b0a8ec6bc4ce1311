"""Damaged and hostile files of data: the images, or one sentence."""

import gzip
import io
import lzma
import random
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.fuzz.judge import how_many, judge
from tests.fuzz.mutations import mutants
from tests.models.idx_sets import idx_bytes
from vae_models.data.image_files import load_grey_image
from vae_models.data.load import load_dataset
from vae_models.data.sources.idx_files import read_images, read_labels
from vae_models.files import memory_limits

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (24, 9, 8), np.uint8)


@pytest.fixture(autouse=True)
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are tried as on a machine with little memory, whatever this one has."""
    monkeypatch.setattr(memory_limits, "free_memory", lambda: 1 << 30)


def npy(array: np.ndarray, **options: bool) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, **options)
    return stream.getvalue()


def npz(*, packed: int = zipfile.ZIP_DEFLATED, **arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as file:
        for name, array in arrays.items():
            file.writestr(f"{name}.npy", npy(array))
    return stream.getvalue()


def header(shape: str, dtype: str, columns: str = "False", version: bytes = b"\1\0") -> bytes:
    """An .npy's header that says what it likes."""
    text = f"{{'descr': {dtype}, 'fortran_order': {columns}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY" + version + struct.pack("<H" if version < b"\2" else "<I", len(text)) + text


def odd_headers(count: int, seed: int) -> Iterator[bytes]:
    """Arrays whose header and contents do not fit together."""
    rng = random.Random(seed)
    sides = ("0", "1", "-1", "7", "24", "28", "784", "2**40", "999999999", "None", "True", "1.5", "'a'", "1" * 30)
    types = (
        "|u1",
        "<f4",
        ">f8",
        "<f2",
        "<u2",
        "<i8",
        "|b1",
        "<c16",
        "|O",
        "|V3",
        "<U9",
        "<M8[s]",
        "|S0",
        "<q",
        "x",
        "<f16",
    )
    for _ in range(count):
        shape = f"({', '.join(rng.choice(sides) for _ in range(rng.randint(0, 5)))},)"
        dtype = repr(rng.choice(types)) if rng.random() < 0.9 else "[('a', '<f4'), ('b', '|O')]"
        begin = header(rng.choice((shape, "()", "[2]", "24")), dtype, rng.choice(("False", "True", "3")))
        yield begin + rng.randbytes(rng.choice((0, 10, 2000)))


@how_many
def test_idx(tmp_path: Path, count: int) -> None:
    kinds = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}
    plain = [idx_bytes(IMAGES), idx_bytes(np.arange(24) % 10)]

    def attempt(case: tuple[str, bytes]) -> None:
        path = tmp_path / f"file{case[0]}"
        path.write_bytes(case[1])
        (read_images if len(case[1]) % 2 else read_labels)(path)

    for ending, pack in kinds.items():
        packed = mutants([pack(content) for content in plain], count // 6)
        inside = (pack(mutant) for mutant in mutants(plain, count // 6))
        for contents in (packed, inside):
            assert judge(((ending, content) for content in contents), attempt).refusals


@how_many
def test_folders_of_idx_files(tmp_path: Path, count: int) -> None:
    stems = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    whole = (idx_bytes(IMAGES), idx_bytes(np.arange(24) % 10))

    def attempt(damaged: tuple[int, bytes]) -> None:
        for place, stem in enumerate(stems):
            (tmp_path / stem).write_bytes(damaged[1] if place == damaged[0] else whole[place])
        load_dataset(tmp_path)

    cases = ((number % 2, mutant) for number, mutant in enumerate(mutants(whole, count)))
    assert judge(cases, attempt).refusals


@how_many
def test_npy(tmp_path: Path, count: int) -> None:
    def attempt(content: bytes) -> None:
        (tmp_path / "own.npy").write_bytes(content)
        load_dataset(tmp_path / "own.npy")

    good = [npy(IMAGES), npy(IMAGES.astype(np.float32)), npy(IMAGES.astype(">u2").T.copy().T), npy(IMAGES[..., None])]
    assert judge(mutants(good, count // 2), attempt).accepted
    assert judge(odd_headers(count // 2, seed=1), attempt).refusals


@how_many
def test_npz(tmp_path: Path, count: int) -> None:
    def attempt(content: bytes) -> None:
        (tmp_path / "own.npz").write_bytes(content)
        load_dataset(tmp_path / "own.npz")

    labels = np.arange(24) % 3
    good = [npz(packed=packed, x_train=IMAGES, y_train=labels, x_val=IMAGES[:3], y_val=labels[:3])
            for packed in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]  # fmt: skip
    assert judge(mutants(good, count // 2), attempt).refusals
    odd = zip(odd_headers(count // 2, seed=2), odd_headers(count // 2, seed=3), strict=True)
    assert judge((_archive(images, more) for images, more in odd), attempt).refusals


def _archive(images: bytes, more: bytes) -> bytes:
    """With one odd array as the images, or beside good images as labels or a further split."""
    stream, rng = io.BytesIO(), random.Random(len(images) + len(more))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("images.npy", rng.choice((images, npy(IMAGES))))
        file.writestr(rng.choice(("labels.npy", "x_val.npy", "x_test.npy", "images", "../other.npy")), more)
    return stream.getvalue()


@how_many
def test_dsprites(tmp_path: Path, count: int) -> None:
    def attempt(content: bytes) -> None:
        (tmp_path / "own.npz").write_bytes(content)
        load_dataset(tmp_path / "own.npz")

    squares = RNG.integers(0, 2, (60, 8, 8), np.uint8)
    classes = RNG.integers(0, 3, (60, 6))
    good = [npz(packed=packed, imgs=squares, latents_classes=classes)
            for packed in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)]  # fmt: skip
    assert judge(mutants(good, count // 2), attempt).refusals
    shapes = [(60, 0, 8), (60, 8), (0, 8, 8), (60, 8, 8, 1), (59, 8, 8), (60, 3, 5)]
    tables = [(60,), (60, 0), (60, 1), (0, 6), (), (60, 6), (60, 500)]
    rng = random.Random(4)
    odd = (
        npz(imgs=np.zeros(rng.choice(shapes), rng.choice("?BfHd")), latents_classes=np.ones(rng.choice(tables), rng.choice("lfb")))
        for _ in range(count // 4)
    )  # fmt: skip
    assert judge(odd, attempt).refusals
    broken = (
        _two_arrays(one, other)
        for one, other in zip(odd_headers(count // 4, 5), odd_headers(count // 4, 6), strict=True)
    )
    assert judge(broken, attempt).refusals


def _two_arrays(images: bytes, classes: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("imgs.npy", images)
        file.writestr("latents_classes.npy", classes)
    return stream.getvalue()


def pictures() -> list[bytes]:
    """One of each format and of many modes."""
    found = []
    for kind, modes in {
        "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK"), "GIF": ("L", "P"),
        "TIFF": ("1", "L", "RGB", "RGBA", "CMYK", "I;16", "F", "LAB"), "BMP": ("1", "L", "RGB"), "WEBP": ("RGB", "RGBA"),
        "PPM": ("1", "L", "RGB"), "ICO": ("RGBA",), "TGA": ("L", "RGB", "RGBA"),
    }.items():  # fmt: skip
        for mode in modes:
            image = Image.effect_noise((20, 16), 60).convert("L" if mode == "LAB" else mode)
            image = Image.merge("LAB", [image] * 3) if mode == "LAB" else image
            found.append(_saved(image, kind))
    frames = [Image.effect_noise((12, 12), 50) for _ in range(4)]
    found += [
        _saved(frames[0], kind, save_all=True, append_images=frames[1:]) for kind in ("GIF", "TIFF", "WEBP", "PNG")
    ]
    found += [
        _saved(frames[0].convert("RGB"), "TIFF", compression=packing)
        for packing in ("tiff_lzw", "tiff_deflate", "jpeg")
    ]
    return found


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@how_many
def test_images(tmp_path: Path, count: int) -> None:
    def attempt(content: bytes) -> None:
        (tmp_path / "own.tif").write_bytes(content)
        load_grey_image(tmp_path / "own.tif", needed=28)
        load_grey_image(content)

    verdict = judge(mutants(pictures(), count), attempt)
    assert verdict.accepted and verdict.refusals


@how_many
def test_stacks(tmp_path: Path, count: int) -> None:
    def attempt(content: bytes) -> None:
        (tmp_path / "own.tif").write_bytes(content)
        load_dataset(tmp_path / "own.tif")

    verdict = judge(mutants(pictures()[-7:-3], count // 4), attempt)
    assert verdict.accepted and verdict.refusals


NAMES = (
    "a", "ü", "…", "\u202egnp", "a\nb", "<b>", "&amp;", "%s", "{0}", "'", '"', "$(x)", ";", " ", "...", "train", "val",
    "test", "CON", "x" * 200, "\udcff", "\x1b[31m", "🙂", "-rf", "~", ".hidden",
)  # fmt: skip


@how_many
def test_folders_of_odd_names(tmp_path: Path, count: int) -> None:
    """Every case is a folder of its own, of images whose names and sub-folders are odd and some of which are damaged."""
    rng, good = random.Random(7), pictures()

    def attempt(number: int) -> None:
        folder = tmp_path / str(number)
        for mutant in mutants(good, rng.randint(1, 5), seed=number):
            parts = [rng.choice(NAMES) for _ in range(rng.randint(0, 2))]
            place = folder.joinpath(*parts)
            place.mkdir(parents=True, exist_ok=True)
            name = f"{rng.choice(NAMES)}{rng.randrange(100)}.{rng.choice(('png', 'TIF', 'gif', 'txt'))}"
            (place / name).write_bytes(mutant if rng.random() < 0.5 else rng.choice(good))
        found = load_dataset(folder)
        for name in (*(found.train.files or ()), *found.class_names, *(each.reason for each in found.skipped)):
            assert name.isprintable()

    assert judge(range(count // 4), attempt).accepted
