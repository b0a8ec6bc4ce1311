"""Shipped files are found in a checkout and in an installation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vae_models
from vae_models.errors import UserError
from vae_models.files.resources import resource


def test_in_a_checkout() -> None:
    assert resource("mnist/t10k-images-idx3-ubyte.xz").is_file()
    assert "CC BY-SA 3.0" in resource("mnist/README.md").read_text("utf-8")


def test_in_an_installation_inside_the_package_from_any_folder_and_without_torch(tmp_path: Path) -> None:
    package = tmp_path / "site" / "vae_models"
    shutil.copytree(
        Path(vae_models.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "_resources")
    )
    (package / "_resources").mkdir()
    (package / "_resources" / "file.txt").write_text("here")
    code = (
        "from vae_models.files.resources import resource; import sys; "
        "print(resource('file.txt').read_text(), 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        cwd=tmp_path, env={"PYTHONPATH": str(package.parent)},
    )  # fmt: skip
    assert done.stdout.split() == ["here", "False"], done.stderr


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(UserError, match=r"absent\.bin.*reinstall the program"):
        resource("absent.bin")
