"""Whether Qt can open a window here, found out before Qt is loaded: where it cannot, it aborts with a misleading hint.

Only Linux needs this. Standard library only, so that the set-up can ask the same questions before anything is installed.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

WITHOUT_DISPLAY = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl"})

# What Qt's own libraries need, by the Debian package that has it.
BASE_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

_WAYS_ON = "set QT_QPA_PLATFORM=offscreen to run without a screen, or use a virtual display such as xvfb-run."

Loads = Callable[[str], bool]


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library and all it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: Mapping[str, str], can_load: Loads = loads) -> list[str]:
    """The Debian packages of those libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not can_load(library)]


def display_problem(environment: Mapping[str, str] = os.environ, can_load: Loads = loads) -> str | None:
    """One sentence that says what keeps a window from opening, and ways on; None where nothing does."""
    if not sys.platform.startswith("linux"):
        return None
    missing = missing_packages(BASE_LIBRARIES, can_load)
    if missing:
        return f"Qt needs system libraries that are missing; install the packages {' '.join(missing)} (Debian's names)."
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if platform in WITHOUT_DISPLAY:
        return None
    if platform.startswith("wayland") or (not platform and _wayland_socket(environment)):
        return _wayland_problem(environment, can_load)
    return _x11_problem(environment, can_load)


def _wayland_socket(environment: Mapping[str, str]) -> Path | None:
    name = environment.get("WAYLAND_DISPLAY")
    return Path(environment.get("XDG_RUNTIME_DIR", "/"), name) if name else None


def _wayland_problem(environment: Mapping[str, str], can_load: Loads) -> str | None:
    path = _wayland_socket(environment)
    reachable = path is not None and _socket_answers(path)
    missing = missing_packages(WAYLAND_LIBRARIES, can_load)
    if reachable and not missing:
        return None
    if environment.get("DISPLAY") and _x11_problem(environment, can_load) is None:
        return None  # Qt falls back to X11
    if missing and reachable:
        return f"Wayland needs libraries that are missing: install {' '.join(missing)}, or {_WAYS_ON}"
    return f"The Wayland display {environment.get('WAYLAND_DISPLAY') or '(unset)'} does not answer; {_WAYS_ON}"


def _socket_answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            connection.connect(str(path))
    except OSError:
        return False
    return True


def _x11_problem(environment: Mapping[str, str], can_load: Loads) -> str | None:
    display = environment.get("DISPLAY")
    if not display:
        return f"There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); {_WAYS_ON}"
    missing = missing_packages(XCB_LIBRARIES, can_load)
    if missing:
        return f"X11 needs libraries that are missing: install {' '.join(missing)} (Debian's names), or {_WAYS_ON}"
    if not _x11_answers(display):
        return f"The X11 display {display} does not answer; start it or correct DISPLAY, or {_WAYS_ON}"
    return None


def _x11_answers(display: str) -> bool:
    """Connects as Qt will, so that cookies and remote displays are judged by the same library."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def main() -> int:
    """Prints the packages that any window here would miss, one line, for the set-up; nothing where all are there."""
    if sys.platform.startswith("linux"):
        sys.stdout.write(" ".join(missing_packages(BASE_LIBRARIES) + missing_packages(XCB_LIBRARIES)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
