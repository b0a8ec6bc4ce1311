"""An hour of random use, with trainings: no fault, no unexpected error, no memory that grows, and every gap reported."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.random_user import WARM_UP_MINUTES

MINUTES = float(os.environ.get("LATENT_EXPLORER_SOAK_MINUTES", "60"))
MOST_GROWTH_MB = 100


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60 + 900)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read where Linux tells it")
def test_random_use_ends_without_fault_or_growth(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.soak.random_user", "--minutes", str(MINUTES)]
    process = subprocess.run(
        [*command, "--report", str(report)], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False
    )
    told = process.stderr[-4000:]
    assert process.returncode >= 0, f"ended by {signal.Signals(-process.returncode).name}\n{told}"
    values = json.loads(report.read_text())
    for gap in values["gaps"]:
        print(f"{gap['wall_ms']} ms away, {gap['own_ms']} of its own: {gap['doing']}")
    assert process.returncode == 0 and not values["errors"], f"{values['errors']}\n{told}"
    if MINUTES > WARM_UP_MINUTES:
        settled = next(mb for minute, mb in values["memory_mb"] if minute >= WARM_UP_MINUTES)
        assert values["memory_mb"][-1][1] - settled < MOST_GROWTH_MB, values["memory_mb"][::60]
