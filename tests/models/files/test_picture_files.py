import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_models.errors import DataError
from vae_models.files.pictures import scaled, side_by_side, write_gif, write_png, write_text
from vae_models.files.writing import replacing

FRAMES = np.random.default_rng(0).integers(0, 256, (5, 6, 4), dtype=np.uint8)


def test_a_png_holds_the_exact_pixels(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", FRAMES[0])
    with Image.open(tmp_path / "a.png") as picture:
        assert np.array_equal(np.asarray(picture), FRAMES[0])


def test_scaling_repeats_pixels() -> None:
    assert scaled(np.array([[1, 2]]), 2).tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]
    assert scaled(FRAMES, 3).shape == (5, 18, 12)


def test_images_side_by_side() -> None:
    row = side_by_side(FRAMES)
    assert row.shape == (6, 20)
    assert np.array_equal(row[:, 8:12], FRAMES[2])
    sheet = side_by_side(FRAMES, columns=2)
    assert sheet.shape == (18, 8)
    assert np.array_equal(sheet[12:, :4], FRAMES[4])
    assert not sheet[12:, 4:].any()


@pytest.mark.parametrize(("back_and_forth", "expected"), [(False, [0, 1, 2, 3, 4]), (True, [0, 1, 2, 3, 4, 3, 2, 1])])
def test_a_gif_holds_every_frame(tmp_path: Path, back_and_forth: bool, expected: list[int]) -> None:
    write_gif(tmp_path / "a.gif", FRAMES, 80, back_and_forth=back_and_forth)
    with Image.open(tmp_path / "a.gif") as animation:
        assert animation.n_frames == len(expected)
        for number, frame in enumerate(expected):
            animation.seek(number)
            assert np.array_equal(np.asarray(animation.convert("L")), FRAMES[frame])
            assert animation.info["duration"] == 80


def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="could not be written"):
        write_png(tmp_path / "no" / "folder.png", FRAMES[0])
    with pytest.raises(DataError, match="nothing to animate"):
        write_gif(tmp_path / "a.gif", FRAMES[:0])
    assert list(tmp_path.iterdir()) == []


def test_text_replaces_the_file_as_a_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "old")
    write_text(tmp_path / "a.csv", "new µ")
    assert (tmp_path / "a.csv").read_text("utf-8") == "new µ"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are another thing there")
def test_a_picture_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_png(tmp_path / "mine.png", np.zeros((2, 2), np.uint8))
        write_text(tmp_path / "mine.csv", "1,2\r\n")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in sorted(tmp_path.iterdir())] == [0o600, 0o600]


def test_an_empty_picture_is_one_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no picture to save yet"):
        write_png(tmp_path / "empty.png", np.zeros((0, 0), np.uint8))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", [(0, 4, 4), (3, 0, 0)])
def test_an_empty_animation_is_one_sentence_and_leaves_no_file(tmp_path: Path, shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="nothing to animate yet"):
        write_gif(tmp_path / "empty.gif", np.zeros(shape, np.uint8))
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def break_off() -> None:
        with replacing(path, durable=False) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_the_longest_name_that_a_disk_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".txt")
    write_text(path, "kept")
    assert path.read_text() == "kept"
