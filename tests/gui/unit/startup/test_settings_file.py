"""No file in the place of the settings stops the start."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.fuzz.judge import how_many, judge
from tests.gui.settings_keys import KEYS
from tests.patient_bot import PROCESS_SECONDS
from vae_gui.startup.settings_file import drop_structures
from vae_gui.window.preferences import Preferences
from vae_gui.workspace import settings as reading

MAIN = Path(__file__).parents[4] / "main.py"

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
        drop_structures(path)
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
            "from vae_gui.startup.session import NAME, make_application; from vae_gui.startup.settings_file import open_settings\n"
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
