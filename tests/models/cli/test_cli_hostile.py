"""Whatever is typed or found at a path, the command line says it in one sentence and leaves with 2."""

import os
import sys
from pathlib import Path

import pytest

from tests import program
from vae_gui.startup.launcher import WindowOptions
from vae_models import __version__, get_recipe
from vae_models.runs.folder import RunFolder
from vae_models.training import teams

LONG, NUL = "x" * 300, "a\0b"
AT_A_PATH = {
    "evaluate": ["evaluate", "{}"],
    "evaluate --dataset": ["evaluate", "vae-2d", "--dataset", "{}"],
    "evaluate --data-dir": ["evaluate", "vae-2d", "--dataset", "kmnist", "--data-dir", "{}"],
    "export --onnx": ["export", "{}", "--onnx"],
    "export --script": ["export", "{}", "--script"],
    "sweep --out": ["sweep", "vae", "--epochs", "1", "--out", "{}"],
    "sweep on": ["sweep", "--out", "{}"],
    "sweep --dataset": ["sweep", "vae", "--epochs", "1", "--dataset", "{}"],
    "train --resume": ["train", "--resume", "{}"],
    "train --out": ["train", "vae", "--epochs", "1", "--out", "{}"],
    "train --dataset": ["train", "vae", "--epochs", "1", "--dataset", "{}"],
    "train --data-dir": ["train", "vae", "--epochs", "1", "--dataset", "kmnist", "--data-dir", "{}"],
    "window": ["{}"],
    "window --data-dir": ["--data-dir", "{}"],
}


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The sentence of a command that must not succeed."""
    try:
        code: object = program.run(arguments)
    except SystemExit as end:
        code = end.code
    told = capsys.readouterr()
    assert code == 2 and told.out == ""
    lines = told.err.split("\r")[-1].strip().splitlines()  # a bar may have been drawn and wiped before
    before, sentence = lines[:-1], lines[-1]
    assert all(" → " in line for line in before)  # where a sweep goes
    assert sentence and len(sentence) < 1200 and "Traceback" not in sentence
    return sentence


def filled(words: list[str], path: object) -> list[str]:
    return [str(path) if word == "{}" else word for word in words]


@pytest.mark.parametrize("path", [LONG, NUL, "", " "], ids=["long", "nul", "empty", "blank"])
@pytest.mark.parametrize("words", AT_A_PATH.values(), ids=AT_A_PATH)
def test_what_is_no_path_is_one_sentence(words: list[str], path: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(filled(words, path), capsys)


@pytest.mark.parametrize("words", AT_A_PATH.values(), ids=AT_A_PATH)
def test_a_link_that_goes_in_a_circle_is_one_sentence(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    refused(filled(words, tmp_path / "loop"), capsys)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may enter everything")
@pytest.mark.parametrize("words", AT_A_PATH.values(), ids=AT_A_PATH)
def test_a_folder_that_may_not_be_entered_is_one_sentence(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "closed" / "inside").mkdir(parents=True)
    (tmp_path / "closed").chmod(0)
    refused(filled(words, tmp_path / "closed" / "inside"), capsys)
    (tmp_path / "closed").chmod(0o700)


def test_what_the_system_refuses_at_any_place_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    assert "closed cannot be used (Permission denied)" in refused(["evaluate", "closed"], capsys)


@pytest.mark.parametrize(
    "words", [["train", "{}"], ["sweep", "{}"], ["{}"], ["train", "vae", "--network", "{}"]], ids=str
)
def test_a_long_name_is_not_repeated_in_full(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    refused(filled(words, "x\ny\x1b[31m" * 2_000), capsys)


@pytest.mark.parametrize(
    "words",
    [
        ["train", "vae", "--threads=--"],
        ["train", "vae", "--range=--"],
        ["sweep", "vae", "--workers=--"],
        ["--data-dir=--"],
        ["--platform=--"],
    ],
    ids=str,
)
def test_two_dashes_are_no_value(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert words[-1] in refused(words, capsys)


@pytest.mark.parametrize("text", ["two", "2 of 4", "1e9", "\udcff" * 500], ids=len)
def test_an_environment_that_counts_no_processes_is_one_sentence(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORLD_SIZE", text)
    assert "WORLD_SIZE" in refused(["train", "vae"], capsys)


@pytest.mark.parametrize("text", ["", " ", "1"])
def test_an_environment_that_says_nothing_of_processes_means_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", text)
    with teams.join("cpu") as team:
        assert team.first


@pytest.mark.skipif(sys.platform == "win32", reason="the folder that a program is in cannot be removed there")
@pytest.mark.parametrize("words", [["train", "vae"], ["evaluate", "vae-2d"], ["sweep", "vae"], []], ids=str)
def test_a_start_in_a_folder_that_is_gone_is_one_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Torch's libraries would end the process with a word about themselves."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gone").mkdir()
    os.chdir("gone")
    (tmp_path / "gone").rmdir()
    assert "no longer exists; change to another" in refused(words, capsys)


def test_the_window_needs_the_folder_of_its_start_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Path | None, Path | None, Path]] = []

    def run_app(options: WindowOptions) -> int:
        started.append((options.open, options.data_dir, Path.cwd()))
        return 0

    for folder in ("home", "start/run", "start/data"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setattr("vae_gui.startup.display_check.display_problem", lambda: None)
    monkeypatch.setattr("vae_gui.startup.app.run_app", run_app)
    monkeypatch.chdir(tmp_path / "start")
    assert program.run(["run", "--data-dir", "data"]) == 0
    assert started == [(tmp_path / "start/run", tmp_path / "start/data", tmp_path / "home")]


def test_the_version_is_that_of_the_installation(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.run(["--version"])
    assert capsys.readouterr().out == f"latent-explorer {__version__}\n"


class TestExports:
    """Nothing is written anywhere but where it was asked for."""

    @pytest.fixture
    def shipped_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An empty folder to be in, and no real tracing."""
        here = tmp_path / "here"
        here.mkdir()
        monkeypatch.chdir(here)
        monkeypatch.setattr("vae_models.export.onnx.onnx_graph", lambda *_: b"a graph")
        return here

    def test_a_shipped_model_is_exported_by_its_name_as_it_is_evaluated(self, shipped_here: Path) -> None:
        pytest.importorskip("onnxscript", reason="onnxscript is not installed")
        assert program.run(["export", "conv-vae", "--onnx", "--out", "mine"]) == 0
        assert program.run(["export", "conv-vae", "--script"]) == 0
        assert {str(path.relative_to(shipped_here)) for path in shipped_here.rglob("*.*")} == {
            "mine/encoder.onnx", "mine/decoder.onnx", "conv-vae.py",
        }  # fmt: skip
        assert "MNIST(" in (shipped_here / "conv-vae.py").read_text()

    def test_an_unknown_name_is_told_the_shipped_ones(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "conv-vae" in refused(["export", "conv", "--onnx"], capsys)

    @pytest.mark.parametrize("kind", ["--script", "--onnx"])
    def test_a_link_in_a_run_leads_nowhere(
        self, kind: str, shipped_here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run = RunFolder.create(tmp_path / "run", get_recipe("vae-2d"), "digits")
        from vae_models.files.shipped import shipped_model

        run.checkpoint_path.write_bytes(shipped_model("vae-2d").read_bytes())
        for name in ("vae-2d.py", "onnx"):
            (run.path / name).symlink_to(shipped_here)
        assert "is a link to another place" in refused(["export", str(run.path), kind], capsys)
        assert list(shipped_here.iterdir()) == []
