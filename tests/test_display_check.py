"""Where no window can open, the program says why in one true sentence instead of Qt's abort."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT, loaded_after
from tests.patient_bot import PROCESS_SECONDS
from vae_gui.startup.display_check import (
    BASE_LIBRARIES,
    WAYLAND_LIBRARIES,
    XCB_LIBRARIES,
    display_problem,
    packages_for,
    platforms,
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has displays that are missing")

DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")


def everything(_: str) -> bool:
    return True


def start(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs the program with these display variables and no others."""
    plain = {name: value for name, value in os.environ.items() if name not in DISPLAY_VARIABLES}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True, text=True, env=plain | environment, check=False, timeout=PROCESS_SECONDS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        ([], {}, "no display"),
        ([], {"DISPLAY": ""}, "no display"),
        ([], {"DISPLAY": ":99999"}, ":99999 does not answer"),
        ([], {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":99999"}, ":99999 does not answer"),
        ([], {"WAYLAND_DISPLAY": "wayland-77"}, "wayland-77 does not answer"),
        (["-platform", "xcb"], {"QT_QPA_PLATFORM": "offscreen"}, "no display"),
    ],
    ids=["none", "empty", "dead", "asked for", "wayland", "option"],
)
def test_the_program_ends_with_one_sentence_and_2(
    arguments: list[str], environment: dict[str, str], words: str
) -> None:
    if packages_for("wayland" if "WAYLAND_DISPLAY" in environment else "xcb"):
        pytest.skip("the libraries of this platform are missing here, which is said first")
    done = start(*arguments, **environment)
    assert done.returncode == 2
    assert words in done.stderr and "offscreen" in done.stderr and "xvfb-run" in done.stderr
    assert done.stderr.count("\n") == 1 and done.stdout == ""


def test_offscreen_needs_no_display_and_no_x11() -> None:
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}, lambda library: library in BASE_LIBRARIES) is None
    assert display_problem({"QT_QPA_PLATFORM": "offscreen:size=800x600"}, everything) is None


def test_a_missing_xcb_library_is_named_by_its_package() -> None:
    problem = display_problem({"DISPLAY": ":0"}, lambda library: library != "libxcb-cursor.so.0")
    assert problem is not None and "install libxcb-cursor0 (" in problem


def test_a_missing_base_library_matters_even_offscreen() -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "offscreen"}, lambda library: library != "libEGL.so.1")
    assert problem is not None and "the packages libegl1 (" in problem


def test_missing_wayland_libraries_are_named() -> None:
    problem = display_problem({"WAYLAND_DISPLAY": "wayland-0"}, lambda library: library not in WAYLAND_LIBRARIES)
    assert problem is not None and " ".join(WAYLAND_LIBRARIES.values()) in problem


def test_a_wayland_display_that_answers_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-5"))
        compositor.listen()
        session = {"WAYLAND_DISPLAY": "wayland-5", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert display_problem(session, lambda library: library not in XCB_LIBRARIES) is None
    assert display_problem(session, everything) is not None


def test_an_unknown_platform_is_named() -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "cocoon", "DISPLAY": ":0"}, everything)
    assert problem is not None and "no platform named cocoon" in problem


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ["xcb"]),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
        ({"XDG_SESSION_TYPE": "wayland"}, ["wayland"]),
        ({"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0"}, ["wayland"]),
        ({"QT_QPA_PLATFORM": "xcb;offscreen"}, ["xcb", "offscreen"]),
    ],
)
def test_platforms_are_tried_in_qts_order(environment: dict[str, str], expected: list[str]) -> None:
    assert platforms(environment) == expected


def test_the_set_up_learns_the_packages_from_the_same_place() -> None:
    assert packages_for("xcb", lambda _: False) == [*BASE_LIBRARIES.values(), *XCB_LIBRARIES.values()]
    assert packages_for("offscreen", lambda _: False) == list(BASE_LIBRARIES.values())
    command = [sys.executable, str(ROOT / "vae_gui/startup/display_check.py"), "wayland"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == packages_for("wayland")


def test_the_check_loads_nothing_that_would_delay_the_window() -> None:
    check = "from vae_gui.startup.display_check import display_problem\ndisplay_problem({'DISPLAY': ':99999'})"
    assert loaded_after(check) - loaded_after("import vae_gui.startup") <= {"vae_gui", *sys.stdlib_module_names}
