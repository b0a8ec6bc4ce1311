"""The program as a shell starts it."""

import os
import subprocess
import sys

from tests.house import ROOT
from tests.patient_bot import PROCESS_SECONDS


def run(*arguments: str, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """`main.py` in a process of its own, as a shell starts it."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True, text=True, env=os.environ | (environment or {}), check=False, timeout=PROCESS_SECONDS,
    )  # fmt: skip
