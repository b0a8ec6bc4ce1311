"""What one view shows of z, another can read."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from vae_gui.window.main_window import MainWindow
from vae_gui.wording.latent_text import ZTextError, clipboard_text, parse_code, parse_numbers, vector


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
