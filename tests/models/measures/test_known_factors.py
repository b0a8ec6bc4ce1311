"""What every measure of disentanglement must say of codes that need no judging."""

from collections.abc import Callable

import numpy as np
import pytest

from vae_models.measures import Factors
from vae_models.measures.disentanglement.beta_vae_score import beta_vae_score
from vae_models.measures.disentanglement.dci import completeness, dci, disentanglement
from vae_models.measures.disentanglement.factor_vae_score import factor_vae_score
from vae_models.measures.disentanglement.mig import mig
from vae_models.measures.disentanglement.modularity import modularity
from vae_models.measures.disentanglement.sap import sap

GROUPS = [factor_vae_score, beta_vae_score]


def separation(codes: np.ndarray, factors: Factors) -> dict[str, float]:
    """Every score of how separately the dimensions know the factors."""
    measures = [mig(codes, factors), sap(codes, factors), *dci(codes, factors)[:2]]
    return {measure.name: measure.value for measure in measures}


class TestScoresOfSeparation:
    def test_the_factors_themselves_score_one(self, factors: Factors, same_codes: np.ndarray) -> None:
        expected = dict.fromkeys(("MIG", "SAP", "DCI disentanglement", "DCI completeness"), 1.0)
        assert separation(same_codes, factors) == pytest.approx(expected, abs=0.01)

    def test_sign_scale_order_and_further_idle_dimensions_change_nothing(
        self, factors: Factors, same_codes: np.ndarray, random_codes: np.ndarray
    ) -> None:
        other = np.hstack([random_codes[:, :3], -0.01 * same_codes[:, ::-1] + 7.0, np.zeros((len(same_codes), 1))])
        assert min(separation(other, factors).values()) > 0.98

    def test_a_random_code_scores_nothing(self, factors: Factors, random_codes: np.ndarray) -> None:
        scores = separation(random_codes, factors).values()
        assert min(scores) >= 0 and max(scores) < 0.01

    def test_a_rotated_code_scores_between(self, factors: Factors, rotated_codes: np.ndarray) -> None:
        scores = separation(rotated_codes, factors).values()
        assert min(scores) > 0.05 and max(scores) < 0.6

    def test_a_single_value_for_all_scores_nothing(self, factors: Factors) -> None:
        assert max(separation(np.ones((len(factors), 3)), factors).values()) < 1e-9


@pytest.mark.parametrize("measure", [mig, sap, modularity, *GROUPS])
def test_the_convention_names_the_factors(measure: Callable, factors: Factors, random_codes: np.ndarray) -> None:
    assert "factors shape, scale, rotation, x, y" in measure(random_codes, factors).convention


def test_two_dimensions_that_know_the_same_leave_no_gap_and_are_not_complete(
    factors: Factors, same_codes: np.ndarray
) -> None:
    twice = np.hstack([same_codes, same_codes])
    assert mig(twice, factors).value == pytest.approx(0.0, abs=1e-9)
    assert sap(twice, factors).value == pytest.approx(0.0, abs=1e-9)
    separate, complete, _ = dci(twice, factors)
    assert separate.value == pytest.approx(1.0, abs=0.01) and complete.value < 0.95


def test_a_transposed_matrix_would_be_noticed(factors: Factors, same_codes: np.ndarray) -> None:
    """Seven dimensions and five factors; each factor's gap stands under its own name."""
    codes = np.hstack([same_codes[:, [4, 0]], np.random.default_rng(0).standard_normal((len(factors), 5))])
    gaps = mig(codes, factors).parts
    assert [name for name, gap in gaps.items() if gap > 0.95] == ["shape", "y"]
    assert all(gap < 0.01 for name, gap in gaps.items() if name not in ("shape", "y"))


def test_importances_known_on_paper() -> None:
    perfect, uniform = np.eye(3)[:, [2, 0, 1]], np.full((4, 3), 0.25)
    assert disentanglement(perfect) == completeness(perfect) == pytest.approx(1.0)
    assert disentanglement(uniform) == pytest.approx(0.0) and completeness(uniform) == pytest.approx(0.0)
    # One dimension tells two of three factors equally, another the third: 1 - log 2 / log 3, weighted by 2/3, plus 1/3.
    shared = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert disentanglement(shared) == pytest.approx(2 / 3 * (1 - np.log(2) / np.log(3)) + 1 / 3)
    assert completeness(shared) == pytest.approx(1.0)


def test_informativeness_does_not_care_about_rotations(
    factors: Factors, same_codes: np.ndarray, rotated_codes: np.ndarray, random_codes: np.ndarray
) -> None:
    same, rotated, random = (dci(codes, factors)[2].value for codes in (same_codes, rotated_codes, random_codes))
    assert same == pytest.approx(1.0, abs=0.01) and rotated > 0.95 and random < 0.01


def test_modularity_asks_whether_a_dimension_knows_one_factor(
    factors: Factors, same_codes: np.ndarray, random_codes: np.ndarray
) -> None:
    assert modularity(same_codes, factors).value == pytest.approx(1.0, abs=1e-3)
    assert modularity(np.hstack([same_codes, same_codes]), factors).value == pytest.approx(1.0, abs=1e-3)
    both = (same_codes[:, 3] * 32 + same_codes[:, 4])[:, None]
    mixed = np.hstack([same_codes[:, [3]] + same_codes[:, [4]], both])
    assert modularity(mixed, factors).value < 0.95
    nothing = modularity(random_codes, factors)
    assert nothing.value == 0.0 and "0 of 10 dimensions" in nothing.convention


@pytest.mark.parametrize("measure", GROUPS)
class TestScoresOfASharedFactor:
    def test_the_factors_themselves_score_one(
        self, measure: Callable, factors: Factors, same_codes: np.ndarray, random_codes: np.ndarray
    ) -> None:
        assert measure(same_codes, factors).value == 1.0
        with_idle = np.hstack([random_codes[:, :4], same_codes, np.zeros((len(factors), 2))])
        assert measure(with_idle, factors).value > 0.99

    def test_a_random_code_scores_chance(self, measure: Callable, factors: Factors, random_codes: np.ndarray) -> None:
        result = measure(random_codes, factors)
        assert result.value == pytest.approx(0.2, abs=0.06) and "chance is 0.20" in result.convention

    def test_a_rotated_code_scores_between(
        self, measure: Callable, factors: Factors, rotated_codes: np.ndarray
    ) -> None:
        assert 0.3 < measure(rotated_codes, factors).value < 1.0

    def test_the_same_seed_gives_the_same_score(
        self, measure: Callable, factors: Factors, rotated_codes: np.ndarray
    ) -> None:
        values = [measure(rotated_codes, factors, seed).value for seed in (1, 1, 2)]
        assert values[0] == values[1] != values[2]


def test_without_an_active_dimension_no_factor_is_told(factors: Factors) -> None:
    assert factor_vae_score(np.full((len(factors), 3), 2.0), factors).value == 0.0


def test_factors_that_never_change_are_left_out() -> None:
    values = np.column_stack([np.arange(6) % 2, np.zeros(6, np.int64), np.arange(6) % 3])
    varying = Factors(values, ("shape", "colour", "x")).varying()
    assert varying.names == ("shape", "x") and varying.sizes == (2, 3)
    with pytest.raises(ValueError, match="2 names"):
        Factors(values, ("a", "b"))
