"""The command line where nobody listens, or where it is told to end before it has begun."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.models.cli.shell import run
from tests.patient_bot import PROCESS_SECONDS


def test_ctrl_c_while_the_program_still_loads_is_said_by_its_exit_code_alone(tmp_path: Path) -> None:
    (tmp_path / "argparse.py").write_text("raise KeyboardInterrupt")  # the hand was so quick
    done = run("recipes", environment={"PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="sh closes the streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("command", "code"), [("recipes", 0), ("nothing", 2)])
def test_streams_that_are_closed_are_nobody_to_tell(closed: str, command: str, code: int) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    done = subprocess.run(
        [*shell, sys.executable, str(ROOT / "main.py"), command],
        capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS,
    )  # fmt: skip
    assert done.returncode == code and "Traceback" not in done.stderr
