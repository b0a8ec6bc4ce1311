"""Whether Qt can open a window here, found out before Qt is loaded: where it cannot, it aborts with a misleading hint.

Only Linux needs this. Standard library only, so that the set-up can ask the same questions before anything is installed.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

WITHOUT_DISPLAY = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl", "vkkhrdisplay"})

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
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
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
    first_problem = None
    for platform in platforms(environment):
        problem = _platform_problem(platform, environment, can_load)
        if problem is None:
            return None
        first_problem = first_problem or problem
    return first_problem


def platforms(environment: Mapping[str, str]) -> list[str]:
    """The platform plug-ins that Qt will try, in its order: those asked for, else by what the session offers."""
    asked = [entry.split(":")[0] for entry in environment.get("QT_QPA_PLATFORM", "").split(";")]
    if any(asked):
        return [platform for platform in asked if platform]
    wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    if not wayland:
        return ["xcb"]
    return ["wayland", "xcb"] if environment.get("DISPLAY") else ["wayland"]


def _platform_problem(platform: str, environment: Mapping[str, str], can_load: Loads) -> str | None:
    if platform in WITHOUT_DISPLAY:
        return None
    if platform == "xcb":
        return _x11_problem(environment, can_load)
    if platform.startswith("wayland"):
        return _wayland_problem(environment, can_load)
    return f"Qt has no platform named {platform}; set QT_QPA_PLATFORM to xcb, wayland or offscreen, or leave it out."


def _wayland_problem(environment: Mapping[str, str], can_load: Loads) -> str | None:
    missing = missing_packages(WAYLAND_LIBRARIES, can_load)
    if missing:
        return f"Wayland needs libraries that are missing: install {' '.join(missing)} (Debian's names), or {_WAYS_ON}"
    name = environment.get("WAYLAND_DISPLAY") or "wayland-0"
    if not _socket_answers(Path(environment.get("XDG_RUNTIME_DIR", "/"), name)):
        return f"The Wayland display {name} does not answer; start it or correct WAYLAND_DISPLAY, or {_WAYS_ON}"
    return None


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
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def packages_for(platform: str, can_load: Loads = loads) -> list[str]:
    """The Debian packages that Qt misses for one of its platforms: offscreen, xcb or wayland."""
    of_platform = {"xcb": XCB_LIBRARIES, "wayland": WAYLAND_LIBRARIES}.get(platform, {})
    return missing_packages(BASE_LIBRARIES | of_platform, can_load)


def main() -> int:
    """For the set-up: prints what is missing for the platform named, or for this session's, on one line."""
    platform = sys.argv[1] if len(sys.argv) > 1 else platforms(os.environ)[0]
    if sys.platform.startswith("linux"):
        sys.stdout.write(" ".join(packages_for(platform)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
