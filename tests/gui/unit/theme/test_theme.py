"""The theme: legible in light and dark, and followed by everything that listens."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.contrast import MARK, TEXT, contrast
from vae_gui.widgets.map.layers.points import PointsLayer

THEMES = pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
TEXTS = (
    "text",
    "muted",
    "accent",
    "warning",
    "error",
    "good",
    "train",
    "validation",
)  # curves' colours are also written in
MARKS = ("outline", "disabled", "positive", "negative")
GROUNDS = ("window", "surface", "hover")
DECORATION = {"line", "grid"}  # what they part is told apart without them


def test_every_colour_has_its_part() -> None:
    assert {field.name for field in fields(theme.Colours)} == {*TEXTS, *MARKS, *GROUNDS, *DECORATION, "on_accent"}


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_is_readable_and_every_mark_is_seen_on_every_ground(tokens: theme.Colours, ground: str) -> None:
    seen = {name: contrast(getattr(tokens, name), getattr(tokens, ground)) for name in (*TEXTS, *MARKS)}
    assert {name: ratio for name, ratio in seen.items() if ratio < (TEXT if name in TEXTS else MARK)} == {}
    assert contrast(tokens.on_accent, tokens.accent) >= TEXT


@THEMES
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_every_class_is_seen_as_a_point_and_readable_as_text(
    qapp: QApplication, tokens: theme.Colours, ground: str
) -> None:
    theme.apply_theme(qapp, tokens is theme.DARK)
    behind = QColor(getattr(tokens, ground))
    for name in theme.class_colours(theme.DIFFERENT_COLOURS):
        assert contrast(blended(QColor(name), behind, PointsLayer.opacity).name(), behind.name()) >= MARK, name
        assert contrast(theme.readable(name), behind.name()) >= TEXT, name


def blended(colour: QColor, ground: QColor, opacity: float) -> QColor:
    parts = zip(colour.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(opacity * over + (1 - opacity) * under for over, under in parts))


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


def test_twenty_six_letters_get_twenty_six_colours_and_ten_digits_the_published_hues(qapp):
    for dark in (False, True):
        theme.apply_theme(qapp, dark)
        assert len(set(theme.class_colours(26))) == 26
        published = [QColor(name).hslHueF() for name in theme.CLASS_COLOURS]
        assert [QColor(name).hslHueF() for name in theme.class_colours(10)] == pytest.approx(published, abs=0.03)


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


def test_pages_out_of_sight_do_nothing_at_a_change_of_theme(qapp, whole_window):
    called = []
    for view in whole_window.views.built().values():
        for widget in view.findChildren(QWidget):
            theme.follow(widget, lambda view=view: called.append(view.title))
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
