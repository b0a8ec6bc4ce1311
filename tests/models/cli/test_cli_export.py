"""`export` as a person types it."""

from pathlib import Path

import pytest

from tests import program
from vae_models import get_recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


@pytest.fixture(scope="module")
def run(few_digits, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    recipe = get_recipe("vae-2d").replace(epochs=1, batch_size=200)
    run = RunFolder.create(tmp_path_factory.mktemp("runs") / "first", recipe, "digits")
    list(Trainer(recipe, few_digits, run=run).steps())
    return run


def export(*arguments: object) -> int:
    return program.run(["export", *map(str, arguments)])


def test_onnx_files_lie_in_the_run_or_where_they_are_wanted(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxscript", reason="onnxscript is not installed")
    monkeypatch.setattr(
        "vae_models.export.onnx.onnx_graph", lambda *_: b"a graph"
    )  # the library's tests make real ones
    assert export(run.path, "--onnx") == 0
    assert capsys.readouterr().out.split() == [
        str(run.path / "onnx" / f"{part}.onnx") for part in ("encoder", "decoder")
    ]
    snapshot = run.snapshots()[-1].path
    assert export(snapshot, "--onnx", "--out", tmp_path / "folder") == 0
    assert (tmp_path / "folder" / "decoder.onnx").read_bytes() == b"a graph"


def test_the_script_is_one_file(run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(run.path, "--script") == 0
    assert capsys.readouterr().out == f"{run.path / 'vae-2d.py'}\n"
    assert export(run.path, "--script", "--out", tmp_path / "mine.py") == 0
    assert (tmp_path / "mine.py").read_text() == (run.path / "vae-2d.py").read_text()
    assert "MNIST's first 10,000 digits" in (tmp_path / "mine.py").read_text()


def test_what_cannot_be_exported_is_one_sentence(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    RunFolder.create(tmp_path / "run", get_recipe("cvae"), "digits")
    RunFolder.create(tmp_path / "own", get_recipe("vae"), "/my/pictures")
    for arguments, words in (
        ((tmp_path / "nowhere", "--script"), "There is no run"),
        ((tmp_path / "nowhere", "--onnx"), "There is no run"),
        ((tmp_path / "run", "--script"), "more than a short file can say"),
        ((tmp_path / "own", "--script"), "not /my/pictures"),
        ((tmp_path / "run", "--onnx"), "There is no model file"),
    ):
        assert export(*arguments) == 2
        sentence = capsys.readouterr().err.strip()
        assert words in sentence and "\n" not in sentence


def test_one_kind_must_be_chosen(run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        export(run.path)
    assert "One of the arguments --onnx --script is required" in capsys.readouterr().err
