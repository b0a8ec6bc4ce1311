"""Codes and points as they are pasted or typed: numbers, or one sentence."""

import numpy as np
import pytest

from tests.fuzz.judge import how_many, judge
from tests.fuzz.mutations import mutants
from vae_gui.z_text import LONGEST, ZTextError, parse_code, parse_numbers

GOOD = [text.encode() for text in ("(0.5, −1.20)", "z = [1, 2]", "mu: 0.1; 0.2", "1e3 -2", "(0.5, 1.0, …)", "1_0 ٣")]


@how_many
def test_pasted_codes(count: int) -> None:
    def parse(text: bytes) -> None:
        code = parse_code(text.decode("utf-8", "replace"), 2)
        assert code.shape == (2,) and np.isfinite(code).all()

    assert judge(mutants(GOOD, count, seed=7), parse).refusals


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
