"""The whole program in a process of its own: it paints, loads the models behind the window, and ends when asked."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patient_bot import PROCESS_SECONDS

MAIN = Path(__file__).parents[4] / "main.py"

CHECK_NOTHING_HEAVY = """
import sys
from vae_gui.startup.session import Session
from vae_gui.window.main_window import MainWindow
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"torch", "pyqtgraph", "torchvision", "scipy", "skimage"})
print(heavy)
"""


@pytest.fixture
def temporary(tmp_path):
    """Where the program puts what is needed only while it runs."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def unreadable_settings(own_home):
    (own_home / "latent-explorer" / "latent-explorer.conf").mkdir(parents=True)


@pytest.fixture
def program(own_home, temporary):
    """A started program; killed at the end if it still runs."""
    environment = os.environ | {
        "LATENT_EXPLORER_TIMING": "1", "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(temporary),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, str(MAIN)], env=environment, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def read_until(process: subprocess.Popen, words: str) -> list[str]:
    """Lines of stderr up to one that holds the words, or to the end."""
    lines = []
    for line in process.stderr:
        lines.append(line.rstrip())
        if words in line:
            break
    return lines


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_paints_first_loads_then_and_ends_cleanly_whatever_asks_it_to(program, own_home, name):
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    lines = read_until(program, "models ready")
    assert [line.rpartition(" ")[0].rpartition(" ")[0] for line in lines] == ["first paint", "models ready"]
    program.send_signal(getattr(signal, name))
    _, rest = program.communicate(timeout=PROCESS_SECONDS)
    assert program.returncode == 0
    assert rest == "", [file.read_text() for file in own_home.rglob("*.log")]


def test_what_it_remembers_is_on_disk_when_it_has_ended(program, own_home):
    read_until(program, "models ready")
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PROCESS_SECONDS)
    kept = [file.read_text(errors="replace") for file in own_home.rglob("*.conf")]
    assert len(kept) == 1 and "geometry=" in kept[0] and "view=train" in kept[0]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the settings are no file of the program's own")
def test_settings_kept_for_one_start_alone_go_with_it(unreadable_settings, program, temporary):
    read_until(program, "models ready")
    assert list(temporary.glob("latent-explorer-*"))
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PROCESS_SECONDS)
    assert not list(temporary.glob("latent-explorer-*"))


def test_it_can_be_ended_while_the_models_still_load(program):
    read_until(program, "first paint")
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PROCESS_SECONDS)
    assert program.returncode == 0


def test_what_the_first_window_needs_imports_nothing_heavy():
    shown = subprocess.run(
        [sys.executable, "-c", CHECK_NOTHING_HEAVY], cwd=MAIN.parent, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
