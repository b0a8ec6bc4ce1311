"""No file of settings stops the program or one of its views."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import vae_gui
from tests.gui.settings_keys import CONSTANTS, KEYS
from vae_gui import theme
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace import settings as reading
from vae_gui.workspace.workspace import Workspace

MAIN = Path(__file__).parents[4] / "main.py"
BAD_VALUES = (
    "nan", "inf", "-inf", "1e400", "-1", "0", "99", "1.5", "x", "", "x" * 10_000, "a\0b", "\udcff", "None", "true", "[]",
    "<b>x</b>", "../../x", "\n", None, True, 5, str(2**80), float("nan"), float("inf"), [], ["a", 5], {"a": 1}, QByteArray(b""),
    QByteArray(b"\x01\xd9\xd0\xcb" + b"\xff" * 60), QByteArray(b"\x00\x00\x00\xff" + b"\x7f" * 80),
)  # fmt: skip


def open_window(qtbot: QtBot, qapp: QApplication, settings: QSettings, folder: Path) -> MainWindow:
    """All views, built and shown with these settings; exceptions in slots fail the test by themselves."""
    preferences = Preferences(qapp, settings)
    preferences.restore()
    workspace = Workspace(settings, folder / "runs")
    window = MainWindow(workspace, preferences)
    qtbot.addWidget(window)
    window.build_first_view()
    window.show()
    for name in window.views.names:
        window.views.show_view(name)
    assert set(window.views.built()) == set(window.views.names)
    return window


QUICK = (0, 8, len(BAD_VALUES) - 1)  # a number that is none, a word, and bytes that promise a great geometry


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(value, marks=[] if index in QUICK else pytest.mark.slow, id=ascii(value)[:20])
        for index, value in enumerate(BAD_VALUES)
    ],
)
def test_every_key_may_have_any_value_and_the_window_opens(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, tmp_path: Path, value: object
) -> None:
    for key in KEYS:
        settings.setValue(key, value)
    window = open_window(qtbot, qapp, settings, tmp_path)
    assert 0.7 <= theme.text_scale() <= 2.5
    window.close()


def test_every_key_is_a_constant_of_the_one_file() -> None:
    root = Path(vae_gui.__file__).parent
    groups = "|".join({key.partition("/")[0] for key in KEYS})
    written = re.compile(rf"[\"'](?:{groups})/|setValue\([frb]*[\"']")
    assert {"GEOMETRY", "COMPARE_SPLITTERS"} <= set(CONSTANTS)
    assert [path.name for path in root.rglob("*.py") if written.search(path.read_text("utf-8"))] == ["settings.py"]


def test_every_key_is_read_through_the_one_reader() -> None:
    """Whoever adds a setting adds a reader that knows what it may be."""
    root = Path(vae_gui.__file__).parent
    readers = [
        path.name for path in root.rglob("*.py")
        if path.name != "settings.py" and "settings.value(" in path.read_text("utf-8")
    ]  # fmt: skip
    assert readers == []


def test_what_cannot_be_is_logged_once(settings: QSettings, caplog: pytest.LogCaptureFixture) -> None:
    settings.setValue(reading.TEXT_SCALE, "as large as it gets")
    for _ in range(3):
        assert reading.read_number(settings, reading.TEXT_SCALE, 1.0, 0.7, 2.5) == 1.0
    assert [record.getMessage() for record in caplog.records] == [
        "The setting look/text_scale is 'as large as it gets', which is invalid; the default applies."
    ]


def test_what_can_be_is_read_as_it_was_kept(settings: QSettings) -> None:
    for key, value in (
        (reading.THEME, "dark"),
        (reading.TEXT_SCALE, 1.5),
        (reading.TENSORBOARD, True),
        (reading.LAB_PART, "canvas"),
    ):
        settings.setValue(key, value)
    settings.setValue(reading.COMPARE_FOLDERS, ["/one"])
    settings.setValue(reading.GEOMETRY, QByteArray(b"abc"))
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert reading.read_choice(again, reading.THEME, ("system", "light", "dark")) == "dark"
    assert reading.read_number(again, reading.TEXT_SCALE, 1.0, 0.7, 2.5) == 1.5
    assert reading.read_flag(again, reading.TENSORBOARD)
    assert reading.read_choice(again, reading.LAB_PART, ("sliders", "canvas")) == "canvas"
    assert reading.read_paths(again, reading.COMPARE_FOLDERS) == [Path("/one")]
    assert reading.read_state(again, reading.GEOMETRY) == QByteArray(b"abc")
