"""No test can keep the whole run waiting: neither one that waits inside Qt nor one that takes its process along."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

WAITS_IN_QT = "from PySide6.QtCore import QSemaphore\n\n\ndef test_waits():\n    QSemaphore(0).acquire()\n"
DIES = "import os\n\n\ndef test_dies():\n    os.abort()\n"


def run_as_make_does(folder: Path, script: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Runs one test file with the project's own settings and the options of `make test`."""
    (folder / "test_it.py").write_text(script)
    found = re.search(r"-m pytest (.*)", (ROOT / "Makefile").read_text())
    assert found is not None
    command = [
        sys.executable,
        "-m",
        "pytest",
        *found[1].split(),
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run([*command, *options, "test_it.py"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_test_that_waits_inside_qt_is_ended(tmp_path: Path) -> None:
    done = run_as_make_does(tmp_path, WAITS_IN_QT, "--timeout", "0.5")
    assert done.returncode == 1 and "test_waits - worker" in done.stdout


@pytest.mark.slow
def test_a_test_that_kills_its_process_is_named_and_the_run_ends(tmp_path: Path) -> None:
    done = run_as_make_does(tmp_path, DIES)
    assert done.returncode == 1 and "test_dies - worker" in done.stdout


def test_limits_are_set_for_each_test_and_for_the_whole(
    pytestconfig: pytest.Config, request: pytest.FixtureRequest
) -> None:
    assert 0 < float(pytestconfig.getini("timeout")) < float(pytestconfig.getini("session_timeout"))
    assert request.node.get_closest_marker("timeout") is None, "only slow tests have a limit of their own"
