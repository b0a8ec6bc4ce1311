"""Codes and points as they are pasted or typed: numbers, or one sentence."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from tests.fuzz.judge import how_many, judge
from tests.fuzz.mutations import mutants
from tests.fuzz.structures import damaged
from vae_gui.views.latent_map.pins.store import FILE_NAME, load_pins, save_pins
from vae_gui.wording.latent_text import LONGEST, ZTextError, parse_code, parse_numbers
from vae_gui.workspace.pins import Pin
from vae_models.latent.planes import Plane

GOOD = [text.encode() for text in ("(0.5, −1.20)", "z = [1, 2]", "mu: 0.1; 0.2", "1e3 -2", "(0.5, 1.0, …)", "1_0 ٣")]


@how_many
def test_pasted_codes(count: int) -> None:
    def parse(text: bytes) -> None:
        code = parse_code(text.decode("utf-8", "replace"), 2)
        assert code.shape == (2,) and np.isfinite(code).all()

    assert judge(mutants(GOOD, count, seed=7), parse).refusals


@how_many
@pytest.mark.parametrize("latent_dim", [1, 2, 5])
def test_typed_points(count: int, latent_dim: int) -> None:
    plane = Plane(np.zeros(latent_dim), np.eye(latent_dim)[0], np.eye(latent_dim)[-1] * (latent_dim > 1))

    def parse(text: bytes) -> None:
        z = parse_code(text.decode("utf-8", "replace"), latent_dim, plane.point)
        assert z.shape == (latent_dim,) and np.isfinite(z).all()

    assert judge(mutants(GOOD, count, seed=8 + latent_dim), parse).refusals


@how_many
def test_kept_pins(count: int, tmp_path: Path) -> None:
    pins = [Pin("one", np.array([0.5, -1.0], np.float32), np.full((3, 4), 0.5, np.float32), "a model", 3)]
    save_pins(tmp_path, pins)
    good, rng = (tmp_path / FILE_NAME).read_bytes(), random.Random(9)
    values = json.loads(good)

    def read(text: bytes) -> None:
        (tmp_path / FILE_NAME).write_bytes(text)
        load_pins(tmp_path)

    cases = (
        json.dumps(damaged(values, rng)).encode() if rng.random() < 0.6 else text for text in mutants([good], count, 9)
    )
    assert judge(cases, read).refusals


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "x\n" * 500, "1" * 5000, "a\0b", "\udcff"], ids=lambda text: ascii(text)[:12]
)
def test_a_long_word_is_not_repeated_in_full(text: str) -> None:
    with pytest.raises(ZTextError) as caught:
        parse_numbers(text)
    assert len(str(caught.value)) < 300 and "\n" not in str(caught.value)


def test_a_text_beyond_all_size_is_refused_before_it_is_read() -> None:
    with pytest.raises(ZTextError, match="longer than any code"):
        parse_numbers("1 " * LONGEST)
