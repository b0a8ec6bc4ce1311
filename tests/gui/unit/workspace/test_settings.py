"""No file of settings stops the program or one of its views."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import vae_gui
from tests.fuzz.judge import how_many, judge
from tests.patient_bot import PROCESS_SECONDS
from vae_gui import theme
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace import settings as reading
from vae_gui.workspace.workspace import Workspace

MAIN = Path(__file__).parents[4] / "main.py"
KEYS = (
    reading.THEME, reading.TEXT_SCALE, reading.TENSORBOARD, reading.INTERRUPTED_RUN, reading.COMPARE_FOLDERS,
    reading.LEFT_QUEUE, reading.LAB_PART, reading.FOLDER, reading.LAST_RUN, reading.VIEW, reading.GEOMETRY,
    *(reading.TRAINING_SPLITTERS.format(name) for name in ("columns", "vertical", "lower")),
    *(reading.COMPARE_SPLITTERS.format(name) for name in ("rows", "columns")),
)  # fmt: skip
BAD_VALUES = (
    "nan", "inf", "-inf", "1e400", "-1", "0", "99", "1.5", "x", "", "x" * 10_000, "a\0b", "\udcff", "None", "true", "[]",
    "<b>x</b>", "../../x", "\n", None, True, 5, str(2**80), float("nan"), float("inf"), [], ["a", 5], {"a": 1}, QByteArray(b""),
    QByteArray(b"\x01\xd9\xd0\xcb" + b"\xff" * 60), QByteArray(b"\x00\x00\x00\xff" + b"\x7f" * 80),
)  # fmt: skip


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication):  # type: ignore[no-untyped-def]
    yield
    theme.set_text_scale(qapp, 1.0)
    theme.apply_theme(qapp, False)


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


GOOD = (
    b"[look]\ntext_scale=1.15\ntheme=dark\n\n[lab]\npart=canvas\n\n[window]\nview=map\n"
    b'geometry="@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0)"\n\n[compare]\nfolders=/a, /b\nqueue=@Invalid()\n'
    b"[training]\ninterrupted=/x\ncolumns=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\xeQStringList\\0)\ntensorboard=true\n"
)


@pytest.mark.qt_log_level_fail("CRITICAL")  # Qt warns of types that it does not know
@how_many
def test_no_damaged_file_stops_a_reader(count: int, tmp_path: Path) -> None:
    from tests.fuzz.mutations import mutants

    path = tmp_path / "kept.conf"

    def read_all(content: bytes) -> None:
        path.write_bytes(content)
        reading.drop_structures(path)
        kept = QSettings(str(path), QSettings.Format.IniFormat)
        Preferences(QApplication.instance(), kept).theme  # type: ignore[arg-type]
        reading.read_number(kept, reading.TEXT_SCALE, 1.0, 0.7, 2.5)
        reading.read_choice(kept, reading.LAB_PART, ("sliders", "canvas"))
        reading.read_flag(kept, reading.TENSORBOARD)
        reading.read_choice(kept, reading.VIEW, ("train", "map"))
        reading.read_path(kept, reading.LAST_RUN)
        reading.read_paths(kept, reading.COMPARE_FOLDERS)
        for key in KEYS:
            reading.read_text(kept, key)
            reading.read_state(kept, key)

    verdict = judge(mutants([GOOD], count, random.Random(11).randrange(2**31)), read_all)
    assert verdict.accepted == count


class TestFileItself:
    """What lies where the settings are kept."""

    @pytest.fixture
    def place(self, own_home: Path) -> Path:
        folder = own_home / "latent-explorer"
        folder.mkdir()
        return folder / "latent-explorer.conf"

    def opened(self) -> "subprocess.CompletedProcess[str]":
        code = (
            "from vae_gui.startup.session import NAME, make_application; from vae_gui.workspace.settings import open_settings\n"
            "app = make_application(); kept = open_settings(NAME); kept.settings.value('training/columns')\n"
            "print(kept.settings.value('look/theme', 'usual'), kept.problem)"
        )
        return subprocess.run(
            [sys.executable, "-c", code], cwd=MAIN.parent, capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip

    @pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the settings are no file there")
    def test_a_usual_file_is_read(self, place: Path) -> None:
        place.write_text("[look]\ntheme=dark\n")
        assert self.opened().stdout == "dark \n"

    @pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the settings are no file there")
    @pytest.mark.parametrize(
        "line",
        [
            rb"columns=@Variant(\0\0\0\x7f\0\0\0\xeQStringList\0)gList\0)",  # a list of billions
            rb"columns=@Variant(\0\1\0\x7f\0\0\0\xeQStringList\0)",  # an object of Python's, which would be unpickled
            rb'columns=a, "\x40Variant(\0\0\0\x7f\0\0\0\xeQStringList\0)gList\0)"',
            rb"columns=\y@Variant(\0\0\0\x7f\0\0\0\xeQStringList\0)gList\0)",
        ],
    )
    def test_bytes_of_which_qt_would_build_anything_are_taken_out(self, place: Path, line: bytes) -> None:
        kept = rb"""[look]
theme=dark
[compare]
folders=/home/a@b/runs (1), "@@home"
[training]
lower="@ByteArray(\x1\xd9@(\0)"
"""
        place.write_bytes(kept + line + b"\n")
        done = self.opened()
        assert done.stdout == "dark \n" and done.returncode == 0, done.stderr
        assert place.read_bytes() == kept

    @pytest.mark.skipif(not hasattr(os, "mkfifo") or sys.platform == "darwin", reason="the settings are no file there")
    def test_a_pipe_that_nobody_writes_does_not_stop_the_start(self, place: Path) -> None:
        os.mkfifo(place)
        done = self.opened()
        assert "usual The settings in" in done.stdout and "no plain file" in done.stdout, done.stderr

    @pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the settings are no file there")
    def test_a_file_beyond_all_size_does_not_stop_the_start(self, place: Path) -> None:
        place.touch()
        os.truncate(place, 2**34)
        assert "larger than 1.0 MB" in self.opened().stdout
