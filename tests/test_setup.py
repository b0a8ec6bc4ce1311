"""The set-up script on machines that lack something, told by commands that stand in for the system's own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no make; its way is plain pip")

# Answers like a Python that can do everything; the display check says that two libraries are missing.
PYTHON = """#!/bin/sh
case "$*" in
    *"import venv, ensurepip"*) exit "${NO_VENV:-0}" ;;
    *display_check.py*) echo "${MISSING:-}" ;;
    "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip install"*) echo "pip: $*" ;;
    "-m pip --version") case "$0" in .venv/*) ;; *) exit 1 ;; esac ;;
esac
"""


class Machine:
    """A checkout and a PATH that holds nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.bin = folder / "checkout", folder / "bin"
        (self.checkout / ".ci").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / ".ci" / "setup", self.checkout / ".ci")
        for name in ("sh", "dirname", "basename", "mkdir", "cp"):
            (self.bin / name).symlink_to(str(shutil.which(name)))

    def add(self, command: str, script: str) -> None:
        (self.bin / command).write_text(script)
        (self.bin / command).chmod(0o755)

    def set_up(self, *extras: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        script = [str(self.checkout / ".ci" / "setup"), *extras]
        return subprocess.run(
            script, env={"PATH": str(self.bin), **environment}, capture_output=True, text=True, check=False
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.add("python3", PYTHON)
    made.add("id", "#!/bin/sh\necho 1000\n")
    return made


def test_a_python_that_is_too_old_is_one_sentence(machine: Machine) -> None:
    machine.add("python3", "#!/bin/sh\nexit 1\n")
    done = machine.set_up()
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed") and done.stderr.count("\n") == 1


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.add("python3", "#!/bin/sh\nexit 1\n")
    machine.add("python3.12", PYTHON)
    assert machine.set_up().returncode == 0


def test_missing_libraries_are_named_for_a_person(machine: Machine) -> None:
    done = machine.set_up(MISSING="libegl1 libxcb-cursor0")
    assert done.returncode == 1
    assert "sudo apt-get install libegl1 libxcb-cursor0\n" in done.stderr
    assert "pip:" not in done.stdout


def test_missing_libraries_are_installed_for_root_on_debian(machine: Machine) -> None:
    machine.add("id", "#!/bin/sh\necho 0\n")
    machine.add("apt-get", '#!/bin/sh\necho "apt-get: $*" >&2\n')
    done = machine.set_up(MISSING="libegl1 libxcb-cursor0")
    assert done.returncode == 0
    assert "apt-get: update" in done.stderr
    assert "install -y -qq libegl1 libxcb-cursor0\n" in done.stderr
    assert "pip: -m pip install" in done.stdout


def test_a_missing_venv_is_named_after_the_python_that_lacks_it(machine: Machine) -> None:
    done = machine.set_up(NO_VENV="1", PYTHON="python3")
    assert done.returncode == 1 and "apt-get install python3-venv\n" in done.stderr


def test_extras_are_installed_with_the_project(machine: Machine) -> None:
    assert machine.set_up("test").stdout.endswith("-e .[test]\n")
    assert machine.set_up().stdout.endswith("-e .\n")
