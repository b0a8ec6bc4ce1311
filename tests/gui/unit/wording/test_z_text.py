"""What one view shows of z, another can read."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from vae_gui.window.main_window import MainWindow
from vae_gui.wording.latent_text import ZTextError, clipboard_text, parse_code, parse_numbers, vector
from vae_models.latent import Plane, plane_of_dims


@pytest.mark.parametrize("size", [1, 2, 8, 20])
def test_what_is_printed_is_read_again(size: int) -> None:
    z = np.random.default_rng(size).normal(size=size).astype(np.float32)
    z[0] = -1.5
    np.testing.assert_allclose(parse_code(vector(z, most=size, decimals=4), size), z, atol=1e-4)
    np.testing.assert_allclose(parse_code(f"z {vector(z, most=size, decimals=4)}", size), z, atol=1e-4)
    np.testing.assert_allclose(parse_code(clipboard_text(z), size), z, atol=1e-4)
    assert clipboard_text(z).isascii()


def test_a_list_that_is_shortened_says_so() -> None:
    with pytest.raises(ZTextError, match="shortened"):
        parse_numbers(vector(np.zeros(20)))


@pytest.mark.parametrize("text", ["1 -2", "(1, \N{MINUS SIGN}2)", "1;-2", "[1.0,\t-2.0]", "z = (1, -2)"])
def test_signs_between_the_numbers_do_not_matter(text: str) -> None:
    assert parse_code(text, 2).tolist() == [1.0, -2.0]


def test_two_numbers_are_a_point_of_a_plane_where_there_is_one() -> None:
    plane = plane_of_dims(3, 2, 0)
    assert parse_code("0.5, 2", 3, plane.point).tolist() == [2.0, 0.0, 0.5]
    assert parse_code("1, 2, 3", 3, plane.point).tolist() == [1.0, 2.0, 3.0], "all of z are taken as they are"
    with pytest.raises(ZTextError, match="range of floats"):
        parse_code("1e38 1e38", 3, Plane(np.zeros(3), np.array([10, 0, 0]), np.array([0, 10, 0])).point)


@pytest.mark.parametrize(
    ("text", "latent_dim", "planar", "words"),
    [
        ("", 2, True, "Give two numbers, z1 and z2; none are given."),
        ("1 2", 1, True, "Give one number, z1; 2 are given."),
        ("1", 8, True, "Give two numbers, u and v, or all 8 of z; one is given."),
        ("1 2", 8, False, "Give all 8 numbers of z; 2 are given."),
    ],
)
def test_the_wrong_number_of_numbers_is_told(text: str, latent_dim: int, planar: bool, words: str) -> None:
    plane = plane_of_dims(latent_dim)
    with pytest.raises(ZTextError) as caught:
        parse_code(text, latent_dim, plane.point if planar else None)
    assert str(caught.value) == words


def test_the_point_of_the_map_can_be_pasted_into_the_lab(whole_window: MainWindow) -> None:
    view, lab = whole_window.views.build("map"), whole_window.views.build("lab")
    whole_window.views.show_view("map")
    view.probe.go_to(np.array([0.5, -1.25]))  # type: ignore[union-attr]
    shown = view.side.detail.text.text()  # type: ignore[union-attr]
    assert "\N{MINUS SIGN}1.25" in shown
    QGuiApplication.clipboard().setText(shown)
    lab.sliders.paste_code()  # type: ignore[union-attr]
    assert lab.sliders.z.tolist() == [0.5, -1.25]  # type: ignore[union-attr]
    lab.sliders.set_zero()  # type: ignore[union-attr]
    view.copy_code()  # type: ignore[union-attr]
    lab.sliders.paste_code()  # type: ignore[union-attr]
    assert lab.sliders.z.tolist() == [0.5, -1.25]  # type: ignore[union-attr]
