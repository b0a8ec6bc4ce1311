"""The judge itself must be able to condemn."""

import numpy as np
import pytest

from tests.fuzz import judge as judging
from tests.fuzz.judge import judge
from tests.fuzz.mutations import mutants
from vae_models.errors import DataError


def refuse(sentence: str) -> None:
    raise DataError(sentence)


def compute_for_ever(_case: int) -> None:
    while True:
        pass


def fill_memory(_case: int) -> None:
    np.ones(64 << 20, np.uint8)


def test_what_is_read_and_what_is_refused_is_counted() -> None:
    verdict = judge(["", "It is damaged."], lambda case: refuse(case) if case else None)
    assert verdict.accepted == 1 and verdict.refusals == ("It is damaged.",)


def test_other_exceptions_and_long_reports_are_faults() -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        judge([0], lambda case: 1 / case)
    with pytest.raises(pytest.fail.Exception, match="not one sentence"):
        judge(["word " * 300], refuse)


def test_a_hang_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "SECONDS", 0.05)
    with pytest.raises(pytest.fail.Exception, match="computes for more"):
        judge([0], compute_for_ever)


def test_a_full_memory_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "PEAK_BYTES", 16 << 20)
    with pytest.raises(pytest.fail.Exception, match="GB"):
        judge([0], fill_memory)


def test_mutants_are_the_same_for_the_same_seed_and_mostly_differ_from_the_good_file() -> None:
    good = bytes(range(256)) * 4
    first, again, other = (list(mutants([good], 100, seed)) for seed in (1, 1, 2))
    assert first == again and first != other
    assert sum(mutant != good for mutant in first) > 80
