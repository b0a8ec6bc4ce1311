"""An hour of random use, with trainings: no fault, no unexpected error, no memory that grows, and every gap reported."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.soak.random_user import WARM_UP_MINUTES

MINUTES = float(os.environ.get("LATENT_EXPLORER_SOAK_MINUTES", "60"))
MOST_GROWTH_MB = 100
SPAN_MINUTES = 5.0


def growth_mb(memory: Sequence[tuple[float, float]]) -> float:
    """How much more is kept at the end than after the first minutes, of `(minute, MB)` in order.

    The least of some minutes each time: models, pictures and data under way come and go by some 200 MB.
    """
    end = memory[-1][0]
    settled = min(mb for minute, mb in memory if WARM_UP_MINUTES <= minute <= WARM_UP_MINUTES + SPAN_MINUTES)
    return min(mb for minute, mb in memory if minute >= end - SPAN_MINUTES) - settled


def test_what_is_kept_counts_as_growth_and_what_comes_and_goes_does_not() -> None:
    minutes = [tenth / 10 for tenth in range(601)]
    assert growth_mb([(minute, 1000.0 + 200.0 * (index % 7 == 3)) for index, minute in enumerate(minutes)]) == 0.0
    assert growth_mb([(minute, 1000.0 + 3.0 * minute) for minute in minutes]) > MOST_GROWTH_MB


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60 + 900)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read where Linux tells it")
def test_random_use_ends_without_fault_or_growth(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.soak.random_user", "--minutes", str(MINUTES)]
    process = subprocess.run(
        [*command, "--report", str(report)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        check=False,
    )
    told = process.stderr[-4000:]
    assert process.returncode >= 0, f"ended by {signal.Signals(-process.returncode).name}\n{told}"
    values = json.loads(report.read_text())
    for gap in values["gaps"]:
        print(f"{gap['wall_ms']} ms away, {gap['own_ms']} of its own: {gap['doing']}")
    assert process.returncode == 0 and not values["errors"], f"{values['errors']}\n{told}"
    if MINUTES >= WARM_UP_MINUTES + 2 * SPAN_MINUTES:
        assert growth_mb(values["memory_mb"]) < MOST_GROWTH_MB, values["memory_mb"][::60]
