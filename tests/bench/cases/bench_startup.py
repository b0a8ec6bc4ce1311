"""How long until the first window is painted: the whole process, measured by itself, median of five starts."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.stage.figures import Figure, Figures

MAIN = Path(__file__).parents[3] / "main.py"
STARTS = 5
LIMIT_SECONDS = 0.7


def first_paint(environment: dict[str, str]) -> float:
    """Seconds from the start of the process to the first painted window."""
    with tempfile.TemporaryDirectory() as home:
        own = {"HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "LATENT_EXPLORER_TIMING": "1"}
        process = subprocess.Popen(
            [sys.executable, str(MAIN)], env=environment | own, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        line = next((line for line in process.stderr if line.startswith("first paint")), "")
        process.kill()
        process.communicate()
    if not line:
        raise SystemExit("The window was never painted.")
    return float(line.split()[2])


def report(title: str, environment: dict[str, str]) -> Figures:
    seconds = [first_paint(environment) for _ in range(STARTS)]
    yield Figure(
        f"first paint, {title}, median", median(seconds), "s", LIMIT_SECONDS, note=f"best {min(seconds):.2f} s"
    )


def on_a_virtual_display() -> Figures:
    """The same with X11, where the machine has a virtual display."""
    if shutil.which("Xvfb") is None:
        print("first paint, X11: not measured, there is no Xvfb here")
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = f":{pipe.readline().strip()}"
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        yield from report("X11", environment | {"DISPLAY": display})
    finally:
        server.kill()
        server.wait()


def main() -> Figures:
    """The machine's load right now is part of the medians."""
    yield from report("offscreen", os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    yield from on_a_virtual_display()
