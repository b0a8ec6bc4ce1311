"""The theme: legible in light and dark, and followed by everything that listens."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

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


def test_what_is_hidden_is_restyled_when_it_is_shown(qapp, qtbot):
    page, calls = QWidget(), []
    qtbot.addWidget(page)
    theme.follow(page, lambda: calls.append(theme.is_dark()))
    for dark in (True, False, True):
        theme.apply_theme(qapp, dark)
    assert calls == []
    page.show()
    assert calls == [True]
    theme.apply_theme(qapp, False)
    assert calls == [True, False]
    page.hide()
    page.show()
    assert calls == [True, False], "nothing has changed meanwhile"


def test_pages_out_of_sight_do_nothing_at_a_change_of_theme(qapp, whole_window, monkeypatch):
    called = []
    for view in whole_window.views.built().values():
        for follower in view.findChildren(theme._Follower):
            slot = follower._slot
            monkeypatch.setattr(follower, "_slot", lambda view=view, slot=slot: (called.append(view.title), slot()))
    whole_window.views.show_view("lab")
    called.clear()
    theme.apply_theme(qapp, True)
    assert set(called) == {"Lab"}
    whole_window.views.show_view("train")
    assert set(called) == {"Lab", "Train"}


def test_a_style_sheet_never_takes_the_place_of_another(qapp, qtbot, monkeypatch):
    """Qt then visits every widget several times over: the window stands still for as long as five changes take."""
    put = []
    monkeypatch.setattr(qapp, "setStyleSheet", put.append)
    for dark in (True, False):
        theme.apply_theme(qapp, dark)
    assert [bool(sheet) for sheet in put] == [False, True, False, True]


def test_sizes_asked_for_at_a_change_are_those_of_the_new_text(qapp, qtbot):
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(QLabel("some words"))
    qtbot.addWidget(page)
    page.show()
    widths = []
    theme.follow(page, lambda: widths.append(page.minimumSizeHint().width()))
    theme.set_text_scale(qapp, 2.0)
    theme.set_text_scale(qapp, 1.0)
    assert widths[0] > 1.5 * widths[1]
