"""How numbers are said."""

from vae_gui.wording.numbers import clock


def test_times_are_said_in_words():
    assert [clock(seconds) for seconds in (7.6, 125, 3720, -1)] == ["8 s", "2:05 min", "1:02 h", "0 s"]
