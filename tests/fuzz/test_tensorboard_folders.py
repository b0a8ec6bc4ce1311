"""What lies where TensorBoard's files go: it is written beside, or one sentence says why not."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.judge import how_many, judge
from tests.fuzz.mutations import mutants
from vae_models.training.tensorboard import TensorBoardLog

NAMES = ("events.out.tfevents.0.x.1.0", "events.out.tfevents", "plugins", ".hidden", "x" * 200, "é 数 <b>", "a.part")
KINDS = ("file", "folder", "link to nowhere", "link to itself", "pipe")


@pytest.fixture
def event_file(tmp_path: Path) -> bytes:
    """As an earlier part of the run left it."""
    log = TensorBoardLog(tmp_path / "good", 3)
    log.close()
    (file,) = (tmp_path / "good").iterdir()
    return file.read_bytes()


def lay(path: Path, kind: str, content: bytes) -> None:
    if kind == "file":
        path.write_bytes(content)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe" and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "link to itself" else "nowhere")


@how_many
def test_folders_with_anything_in_them(count: int, event_file: bytes, tmp_path: Path) -> None:
    rng = random.Random(11)
    folder = tmp_path / "run" / "tensorboard"

    def cases() -> Iterator[tuple[str, list[tuple[str, str]], bytes]]:
        for content in mutants([event_file], count, seed=11):
            inside = [(name, rng.choice(KINDS)) for name in rng.sample(NAMES, rng.randrange(len(NAMES)))]
            yield rng.choices(("folder", *KINDS), (10, *(1 for _ in KINDS)))[0], inside, content

    def write(case: tuple[str, list[tuple[str, str]], bytes]) -> None:
        kind, inside, content = case
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir()
        lay(folder, kind, content)
        if folder.is_dir():
            for name, what in inside:
                lay(folder / name, what, content)
        TensorBoardLog(folder, rng.choice((0, 1, 10**9))).close()

    verdict = judge(cases(), write)
    assert verdict.accepted and verdict.refusals
