"""Where no window can open, the program says why in one true sentence instead of Qt's abort."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vae_gui.display_check import BASE_LIBRARIES, XCB_LIBRARIES, display_problem, missing_packages

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has displays that are missing")


def everything(_: str) -> bool:
    return True


def start(**environment: str) -> "subprocess.CompletedProcess[str]":
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        capture_output=True,
        text=True,
        env=plain | environment,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "no display"),
        ({"DISPLAY": ":99999"}, ":99999"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":99999"}, ":99999"),
    ],
)
def test_the_program_ends_with_one_sentence_and_2(environment: dict[str, str], words: str) -> None:
    done = start(**environment)
    assert done.returncode == 2
    assert words in done.stderr and "offscreen" in done.stderr and "xvfb-run" in done.stderr
    assert done.stderr.count("\n") == 1


def test_offscreen_needs_no_display() -> None:
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}, everything) is None


def test_a_missing_xcb_library_is_named_by_its_package() -> None:
    problem = display_problem({"DISPLAY": ":0"}, lambda library: library != "libxcb-cursor.so.0")
    assert problem is not None and "libxcb-cursor0" in problem and "libxcb-icccm4" not in problem


def test_a_missing_base_library_matters_even_offscreen() -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "offscreen"}, lambda library: library != "libEGL.so.1")
    assert problem is not None and "libegl1" in problem


def test_a_dead_wayland_display_is_named() -> None:
    problem = display_problem({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/nonexistent"}, everything)
    assert problem is not None and "wayland-7" in problem


def test_the_set_up_learns_the_packages_from_the_same_place() -> None:
    assert missing_packages(BASE_LIBRARIES | XCB_LIBRARIES, lambda _: False) == [
        *BASE_LIBRARIES.values(),
        *XCB_LIBRARIES.values(),
    ]
    done = subprocess.run(
        [sys.executable, str(ROOT / "vae_gui/display_check.py")], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= set(BASE_LIBRARIES.values()) | set(XCB_LIBRARIES.values())
