import numpy as np
import pytest

from vae_models.errors import ModelError
from vae_models.latent import Plane, plane_of_axes, plane_of_dims, plane_through


def test_every_point_of_a_plane_comes_back_as_its_coordinates() -> None:
    random = np.random.default_rng(0)
    plane = Plane(*random.normal(size=(3, 8)))
    u, v = random.normal(size=(2, 50))
    z = plane.point(u, v)
    assert z.shape == (50, 8)
    np.testing.assert_allclose(z, plane.origin + np.outer(u, plane.e1) + np.outer(v, plane.e2))
    np.testing.assert_allclose(plane.coordinates(z), np.stack([u, v], axis=1), atol=1e-9)
    np.testing.assert_allclose(plane.distance(z), 0.0, atol=1e-9)


def test_a_code_off_the_plane_gets_the_nearest_point() -> None:
    plane = plane_of_dims(3)
    np.testing.assert_allclose(plane.coordinates(np.array([1.0, -2.0, 5.0])), [1.0, -2.0])
    assert plane.distance(np.array([1.0, -2.0, 5.0])) == pytest.approx(5.0)


def test_a_grid_has_a_row_for_each_v() -> None:
    grid = plane_of_dims(2).grid(np.array([0.0, 1.0, 2.0]), np.array([5.0, 4.0]))
    assert grid.shape == (2, 3, 2)
    assert grid[1, 2].tolist() == [2.0, 4.0]


def test_two_dimensions_with_the_others_fixed_at_a_code() -> None:
    at = np.array([9.0, 1.0, 9.0, 3.0])
    plane = plane_of_dims(4, 0, 2, at=at)
    assert plane.point(0.5, -0.5).tolist() == [0.5, 1.0, -0.5, 3.0]
    assert at.tolist() == [9.0, 1.0, 9.0, 3.0]


def test_a_space_of_one_dimension_is_a_line() -> None:
    plane = plane_of_dims(1)
    assert plane.point(2.0, 7.0).tolist() == [2.0]
    np.testing.assert_allclose(plane.coordinates(np.array([[2.0]])), [[2.0, 0.0]])


def test_principal_axes_find_the_directions_of_greatest_spread() -> None:
    random = np.random.default_rng(1)
    mu = random.normal(size=(5000, 4)) * [0.1, 3.0, 0.1, 1.5] + [0, 7, 0, 0]
    plane = plane_of_axes(mu)
    np.testing.assert_allclose(np.abs(plane.e1), [0, 1, 0, 0], atol=0.05)
    np.testing.assert_allclose(np.abs(plane.e2), [0, 0, 0, 1], atol=0.05)
    np.testing.assert_allclose(plane.origin, mu.mean(axis=0))


def test_principal_axes_keep_the_signs_of_the_plane_before() -> None:
    mu = np.random.default_rng(2).normal(size=(500, 3)) * [3.0, 2.0, 0.1]
    plane = plane_of_axes(mu)
    flipped = Plane(plane.origin, -plane.e1, plane.e2)
    assert plane_of_axes(mu, like=flipped).e1 @ flipped.e1 > 0.99
    assert plane_of_axes(mu, like=flipped).e2 @ flipped.e2 > 0.99


def test_a_plane_through_three_codes_contains_them() -> None:
    codes = np.random.default_rng(3).normal(size=(3, 6))
    plane = plane_through(*codes)
    np.testing.assert_allclose(plane.distance(codes), 0.0, atol=1e-9)
    assert plane.e1 @ plane.e2 == pytest.approx(0.0)
    assert [np.linalg.norm(plane.e1), np.linalg.norm(plane.e2)] == pytest.approx([1.0, 1.0])


def test_the_covariance_of_a_diagonal_posterior_on_a_turned_plane() -> None:
    turn = np.array([0.6, 0.8])
    plane = Plane(np.zeros(2), turn, np.array([-0.8, 0.6]))
    sigma = np.array([2.0, 0.5])
    samples = np.random.default_rng(4).normal(size=(200_000, 2)) * sigma
    np.testing.assert_allclose(plane.covariance(sigma), np.cov(plane.coordinates(samples), rowvar=False), atol=0.05)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: plane_of_dims(4, 1, 1), "two different dimensions from 1 to 4"),
        (lambda: plane_of_dims(4, 0, 4), "two different dimensions from 1 to 4"),
        (lambda: plane_of_dims(4, 0, 1, at=np.zeros(3)), "has 3 numbers"),
        (lambda: plane_through(np.zeros(3), np.ones(3), 2 * np.ones(3)), "on one line"),
        (lambda: plane_through(np.zeros(3), np.zeros(3), np.ones(3)), "on one line"),
        (lambda: plane_through(np.zeros(3), np.ones(3), np.ones(4)), "differ in length"),
        (lambda: plane_of_axes(np.full((5, 3), np.nan)), "finite codes"),
        (lambda: Plane(np.array([np.inf, 0.0]), np.zeros(2), np.zeros(2)), "finite numbers"),
        (lambda: plane_of_dims(2).coordinates(np.zeros(5)), "has 2 numbers, not 5"),
    ],
)
def test_impossible_planes_are_refused_in_one_sentence(make, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        make()
