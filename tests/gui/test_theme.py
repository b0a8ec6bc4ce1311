"""The theme: legible in light and dark, and followed by everything that listens."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from vae_gui import theme


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    theme.set_text_scale(qapp, 1.0)
    theme.apply_theme(qapp, False)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(name: str) -> float:
        parts = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "warning", "error", "good"])
def test_every_text_colour_is_readable_on_both_grounds(tokens, name):
    assert contrast(getattr(tokens, name), tokens.window) >= 4.5
    assert contrast(getattr(tokens, name), tokens.surface) >= 4.5


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_curves_and_buttons_stand_out(tokens):
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.train, tokens.surface) >= 3
    assert contrast(tokens.validation, tokens.surface) >= 3


def test_choosing_dark_recolours_the_palette_and_says_so(qapp, qtbot):
    theme.apply_theme(qapp, False)
    with qtbot.waitSignal(theme.notifier.changed):
        theme.apply_theme(qapp, True)
    assert theme.is_dark()
    assert theme.colours() is theme.DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == theme.DARK.window


def test_larger_text_makes_larger_spacing(qapp, qtbot):
    theme.apply_theme(qapp, False)
    before = theme.spacing(10)
    theme.set_text_scale(qapp, 2.0)
    label = QLabel("Latent")
    qtbot.addWidget(label)
    assert theme.spacing(10) == pytest.approx(2 * before, rel=0.15)
    assert theme.spacing(10, label) == theme.spacing(10)
    theme.set_text_scale(qapp, 1.0)
    assert theme.spacing(10) == before


def test_twenty_six_letters_get_twenty_six_colours_and_ten_digits_the_published_ten():
    assert theme.class_colours(10) == theme.CLASS_COLOURS
    assert len(set(theme.class_colours(26))) == 26
