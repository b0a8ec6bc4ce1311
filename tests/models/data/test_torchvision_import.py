"""torchvision loads beside a torch whose build it does not fit, in one place only."""

import re
import subprocess
import sys

from tests.house import ROOT


def test_it_loads_in_a_fresh_process_with_warnings_as_errors() -> None:
    code = (
        "from vae_models.data.download.torchvision_import import torchvision;"
        "assert torchvision.datasets.MNIST.resources;"
        "import torch; assert hasattr(torch.ops.torchvision, 'nms')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_other_module_imports_it() -> None:
    statement = re.compile(r"^\s*(import torchvision|from torchvision)", re.MULTILINE)
    files = [path for folder in ("vae_models", "vae_gui", "tests") for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in files if statement.search(path.read_text("utf-8"))] == []


def test_the_public_sets_know_torchvisions_classes() -> None:
    from vae_models.data.download.torchvision_import import torchvision
    from vae_models.data.sources.named_sets import NAMED_SETS

    for named in NAMED_SETS.values():
        source = getattr(torchvision.datasets, named.folder)
        assert named.name == "emnist-letters" or [file.removesuffix(".gz") for file, _ in source.resources] == list(
            named.stems
        )
