"""Own images of more than eight bits, of several pages and channels: what is taken, and what is said of it."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import tifffile
import torch
from PIL import GifImagePlugin, Image, TiffImagePlugin

from tests.models.own_pictures import fill, shade_of
from vae_models.data import page_limits
from vae_models.data.image_files import read_picture
from vae_models.data.load import load_dataset
from vae_models.errors import DataError


def micrograph(shift: int = 0, shape: tuple[int, ...] = (64, 64)) -> np.ndarray:
    """12 bits in 16, as microscopes write them."""
    return (np.random.default_rng(shift).integers(110, 4000, shape) + shift).astype(np.uint16)


class TestRanges:
    def test_twelve_bits_in_sixteen_are_not_black(self, tmp_path: Path) -> None:
        for number in range(4):
            Image.fromarray(micrograph(number)).save(tmp_path / f"{number}.tif")
        dataset = load_dataset(tmp_path, invert=False)
        assert 110 < dataset.train.images.float().mean() < 145
        assert sum("percentiles" in note for note in dataset.notes) == 1

    def test_images_of_one_set_stay_comparable(self, tmp_path: Path) -> None:
        for number, shade in enumerate((200, 2000, 4000)):
            Image.fromarray(np.full((28, 28), shade, np.uint16)).save(tmp_path / f"{number}.png")
        dataset = load_dataset(tmp_path, invert=False)
        assert sorted(shade_of(torch.cat([dataset.train.images, dataset.val.images]))) == [0, 121, 255]

    def test_floating_point_with_negatives(self, tmp_path: Path) -> None:
        for number in range(4):
            noise = np.random.default_rng(number).normal(size=(28, 28)).astype(np.float32)
            Image.fromarray(noise).save(tmp_path / f"{number}.tif")
        dataset = load_dataset(tmp_path, invert=False)
        assert 120 < dataset.train.images.float().mean() < 135

    def test_a_range_that_is_asked_for(self, tmp_path: Path) -> None:
        for number in range(2):
            Image.fromarray(np.full((28, 28), 1000, np.uint16)).save(tmp_path / f"{number}.png")
        for wanted, shade in (("0,2000", 128), ("full", 4), ("500,1000", 255)):
            assert shade_of(load_dataset(tmp_path, invert=False, value_range=wanted).train.images) == [shade]

    def test_bytes_stretched_on_demand_only(self, tmp_path: Path) -> None:
        fill(tmp_path, range(100, 120))
        assert load_dataset(tmp_path).notes == ()
        stretched = load_dataset(tmp_path, value_range="percentile", invert=False)
        shades = shade_of(torch.cat([stretched.train.images, stretched.val.images]))
        assert min(shades) == 0 and max(shades) == 255

    def test_colours_of_48_bits_keep_their_lower_half(self, tmp_path: Path) -> None:
        for number in range(3):
            colours = micrograph(number, (28, 28, 3))
            tifffile.imwrite(tmp_path / f"{number}.tif", colours, photometric="rgb")
            tifffile.imwrite(tmp_path / f"packed{number}.tif", colours, photometric="rgb", compression="zlib")
        dataset = load_dataset(tmp_path, invert=False)
        assert 100 < dataset.train.images.float().mean() < 155
        assert any(note.startswith("Colour was converted to grey in 6 of 6") for note in dataset.notes)


class TestPages:
    def test_of_several_pages_the_first_is_taken_and_it_is_said(self, tmp_path: Path) -> None:
        for number in range(2):
            tifffile.imwrite(tmp_path / f"{number}.tif", micrograph(0, (5, 28, 28)), imagej=True)
        dataset = load_dataset(tmp_path)
        assert len(dataset.train.images) + len(dataset.val.images) == 2
        assert any("2 files have more than one page" in note and "up to 5" in note for note in dataset.notes)

    def test_a_stack_is_as_many_images(self, tmp_path: Path) -> None:
        frames = [Image.new("L", (28, 28), shade) for shade in range(0, 200, 20)]
        frames[0].save(tmp_path / "video.gif", save_all=True, append_images=frames[1:])
        dataset = load_dataset(tmp_path / "video.gif", invert=False)
        assert sorted(shade_of(torch.cat([dataset.train.images, dataset.val.images]))) == list(range(0, 200, 20))
        assert dataset.val.files is not None and dataset.val.files[0].startswith("video.gif, page ")
        assert dataset.notes[0] == "The 10 pages or frames of video.gif are the images."

    @pytest.mark.parametrize(("byteorder", "big"), [("<", False), (">", False), ("<", True)])
    def test_all_kinds_of_tiff_are_counted(self, tmp_path: Path, byteorder: Literal["<", ">"], big: bool) -> None:
        path = tmp_path / "pages.tif"
        with tifffile.TiffWriter(path, bigtiff=big, byteorder=byteorder) as file:
            for _ in range(7):
                file.write(micrograph(0, (28, 28)), contiguous=False)
        with path.open("rb") as stream:
            assert len(list(page_limits.tiff_pages(stream))) == 7
        assert read_picture(path).pages == 7

    def test_long_tables_of_a_tiff_count_as_several_pages(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """They may lie one upon the other, so that a small file would take hours."""
        path = tmp_path / "pages.tif"
        tags = [(65000 + number, "H", 1, number, False) for number in range(100)]
        with tifffile.TiffWriter(path) as file:
            for _ in range(7):
                file.write(micrograph(0, (28, 28)), contiguous=False, extratags=tags)
        assert read_picture(path).pages == 7
        monkeypatch.setattr(page_limits, "MAX_PAGES", 20)
        with pytest.raises(DataError, match="more than 20 pages or frames; split it"):
            read_picture(path)

    @pytest.mark.parametrize("kind", ["gif", "tif", "webp"])
    def test_pages_without_end_are_refused_before_they_are_counted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        path = tmp_path / f"video.{kind}"
        frames = [Image.new("L", (28, 28), shade) for shade in range(0, 200, 20)]
        frames[0].save(path, save_all=True, append_images=frames[1:])
        assert read_picture(path).pages == 10
        monkeypatch.setattr(page_limits, "MAX_PAGES", 10)
        assert read_picture(path).pages == 10
        monkeypatch.setattr(page_limits, "MAX_PAGES", 9)
        for plugin in (GifImagePlugin.GifImageFile, TiffImagePlugin.TiffImageFile):
            monkeypatch.setattr(plugin, "n_frames", property(lambda _: pytest.fail("it was counted to its end")))
        with pytest.raises(DataError, match=f"video.{kind} has more than 9 pages or frames; split it"):
            load_dataset(path)

    def test_a_single_image_is_no_data_set(self, tmp_path: Path) -> None:
        Image.new("L", (28, 28)).save(tmp_path / "one.png")
        with pytest.raises(DataError, match="single image; choose the folder"):
            load_dataset(tmp_path / "one.png")
