import numpy as np
import pytest
import torch

from vae_models import latent
from vae_models.errors import ModelError


def test_the_quantile_function_is_the_normal_distributions() -> None:
    shares = np.array([[0.001, 0.05, 0.5], [0.9, 0.975, 1 - 1e-9]])
    np.testing.assert_allclose(
        latent.normal_quantile(shares), torch.special.ndtri(torch.tensor(shares)), rtol=1e-10, atol=1e-12
    )


def test_the_distribution_function_undoes_the_quantile_function() -> None:
    values = np.linspace(-5, 5, 101)
    np.testing.assert_allclose(latent.normal_cdf(values), torch.special.ndtr(torch.tensor(values)), atol=1e-15)
    np.testing.assert_allclose(latent.normal_quantile(latent.normal_cdf(values)), values, atol=1e-9)


def test_shares_of_nought_and_one_stay_finite() -> None:
    assert np.isfinite(latent.normal_quantile(np.array([0.0, 1.0]))).all()


def test_a_quantile_grid_parts_the_prior_into_equal_shares() -> None:
    axis = latent.quantile_axis(20)
    np.testing.assert_allclose(np.diff(latent.normal_cdf(axis)), 0.9 / 19)
    np.testing.assert_allclose(latent.linear_axis(3), [-3, 0, 3])


def test_a_straight_line_has_even_steps() -> None:
    path = latent.lerp(np.array([0.0, 2.0]), np.array([4.0, 0.0]), 5)
    np.testing.assert_allclose(path, [[0, 2], [1, 1.5], [2, 1], [3, 0.5], [4, 0]])


def test_a_spherical_interpolation_keeps_the_length_of_codes_of_equal_length() -> None:
    a, b = np.array([3.0, 0.0, 0.0]), np.array([0.0, 3.0, 0.0])
    path = latent.slerp(a, b, 7)
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), 3.0)
    np.testing.assert_allclose(path[[0, -1]], [a, b], atol=1e-12)
    angles = np.degrees(np.arctan2(path[:, 1], path[:, 0]))
    np.testing.assert_allclose(angles, np.linspace(0, 90, 7), atol=1e-9)


@pytest.mark.parametrize("b", [[2.0, 2.0], [-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]])
def test_codes_on_one_line_through_nought_are_joined_by_that_line(b: list[float]) -> None:
    a = np.array([1.0, 1.0])
    np.testing.assert_allclose(latent.slerp(a, np.array(b), 4), latent.lerp(a, np.array(b), 4))


def test_a_traversal_changes_one_dimension_of_copies_and_leaves_z_alone() -> None:
    z = np.array([1.0, 2.0, 3.0])
    first = latent.traversal(z, 1, np.array([-3.0, 0.0, 3.0]))
    assert first.tolist() == [[1, -3, 3], [1, 0, 3], [1, 3, 3]]
    assert z.tolist() == [1.0, 2.0, 3.0]
    assert latent.traversal(z, 0, np.array([9.0])).tolist() == [[9, 2, 3]]
    assert latent.traversals(z, np.linspace(-3, 3, 11)).shape == (3, 11, 3)


def test_arithmetic_adds_what_tells_a_from_b_to_c() -> None:
    a, b, c = np.array([[5.0, 1.0], [1.0, 1.0], [0.0, 7.0]])
    assert latent.arithmetic(a, b, c).tolist() == [4.0, 7.0]
    assert a.tolist() == [5.0, 1.0]


def test_a_path_is_resampled_at_equal_distances() -> None:
    corner = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 3.0]])
    np.testing.assert_allclose(latent.along(corner, 5), [[0, 0], [1, 0], [1, 1], [1, 2], [1, 3]])
    np.testing.assert_allclose(latent.along(np.array([[2.0, 2.0]]), 3), [[2, 2]] * 3)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: latent.lerp(np.zeros(2), np.zeros(3), 5), "different length"),
        (lambda: latent.slerp(np.zeros(2), np.zeros(2), 1), "at least two steps"),
        (lambda: latent.traversal(np.zeros(2), 2, np.zeros(3)), "no latent dimension 3"),
        (lambda: latent.arithmetic(np.zeros(2), np.zeros(2), np.zeros(3)), "same length"),
    ],
)
def test_impossible_paths_are_refused_in_one_sentence(make, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        make()


def test_the_nearest_codes_come_first_and_broken_ones_last() -> None:
    codes = np.array([[5.0, 0.0], [1.0, 0.0], [np.nan, 0.0], [2.0, 0.0]], dtype=np.float32)
    assert latent.nearest(codes, np.zeros(2), 4).tolist() == [1, 3, 0, 2]
    assert latent.nearest(codes, np.zeros(2), 99).tolist() == [1, 3, 0, 2]
    assert latent.nearest(codes[:0], np.zeros(2)).tolist() == []


def test_the_nearest_of_many_agree_with_a_full_sort() -> None:
    codes = np.random.default_rng(0).normal(size=(2000, 5)).astype(np.float32)
    z = np.ones(5)
    expected = np.argsort(np.linalg.norm(codes - z, axis=1))[:10]
    assert latent.nearest(codes, z, 10).tolist() == expected.tolist()


def test_the_majority_of_equally_common_labels_is_the_nearest() -> None:
    assert latent.majority(np.array([7, 1, 1, 7, 3])) == (7, 0.4)
    assert latent.majority(np.array([3])) == (3, 1.0)
    assert latent.majority(np.array([], dtype=int)) is None


def test_neighbours_of_another_models_point_are_refused() -> None:
    with pytest.raises(ModelError, match="different size"):
        latent.nearest(np.zeros((4, 3)), np.zeros(2))
