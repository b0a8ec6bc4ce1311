"""Theme and text size: chosen once, kept for ever."""

import pytest

from vae_gui import theme
from vae_gui.window.preferences import Preferences


@pytest.fixture
def preferences(qapp, settings):
    return Preferences(qapp, settings)


def test_a_chosen_theme_is_there_again_next_time(preferences, qapp, settings):
    preferences.set_theme("dark")
    theme.apply_theme(qapp, False)
    Preferences(qapp, settings).restore()
    assert theme.is_dark()


def test_text_grows_in_steps_and_comes_back(preferences, qtbot):
    with qtbot.waitSignal(preferences.changed):
        preferences.larger_text()
    assert preferences.text_scale == 1.15
    preferences.smaller_text()
    preferences.smaller_text()
    assert preferences.text_scale == 0.9
    preferences.reset_text()
    assert preferences.text_scale == 1.0


def test_text_stops_growing_at_the_largest_size(preferences):
    for _ in range(20):
        preferences.larger_text()
    assert preferences.text_scale == 2.0


def test_projector_mode_gives_back_the_text_size_of_before_also_in_another_session(preferences, qapp, settings):
    preferences.set_text_scale(1.15)
    preferences.set_projector_mode(True)
    assert preferences.projector_mode and theme.text_scale() == 1.5
    theme.set_text_scale(qapp, 1.0)
    theme.set_projected(False)
    later = Preferences(qapp, settings)
    later.restore()
    assert later.projector_mode and theme.projected() and theme.text_scale() == 1.5
    later.set_projector_mode(False)
    assert not later.projector_mode and not theme.projected() and theme.text_scale() == 1.15


def test_large_text_alone_is_no_projector_mode(preferences):
    preferences.set_text_scale(2.0)
    assert not preferences.projector_mode
    preferences.set_projector_mode(True)
    assert theme.text_scale() == 2.0
    preferences.set_projector_mode(False)
    assert theme.text_scale() == 2.0


def test_settings_nobody_can_read_count_as_not_chosen(preferences, settings):
    settings.setValue("look/theme", "pink")
    settings.setValue("look/text_scale", "huge")
    preferences.restore()
    assert preferences.theme == "system" and preferences.text_scale == 1.0
