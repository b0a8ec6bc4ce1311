"""The File menu's exports: ONNX files, and the code of a run to read, copy and save."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.models.hostile_names import HOSTILE_NAMES
from vae_gui.widgets.basics.code_dialog import CodeDialog
from vae_gui.window.model_export import ExportCommands
from vae_gui.wording.sentences import saved_to
from vae_models import get_recipe
from vae_models.errors import RecipeError, UserError
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model
from vae_models.runs.folder import RunFolder


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def exports(workspace, window):
    commands = ExportCommands(workspace, window)
    yield commands
    commands.close()


def dialog_of(window: QWidget) -> CodeDialog | None:
    return next(iter(window.findChildren(CodeDialog)), None)


@pytest.fixture
def shown(exports, workspace, window, tmp_path, qtbot) -> CodeDialog:
    workspace.model.set_run(RunFolder.create(tmp_path / "run", get_recipe("vae-2d"), "digits"))
    exports.show_code()
    qtbot.waitUntil(lambda: dialog_of(window) is not None)
    return dialog_of(window)


def test_the_code_of_the_current_run_is_shown_and_copied(shown, qtbot):
    assert shown.isVisible() and shown.windowTitle() == "Code of vae-2d"
    assert "nn.Linear(784, 128), nn.ReLU()" in shown.code
    shown.copy_button.click()
    assert QGuiApplication.clipboard().text() == shown.code


def test_the_code_is_saved_where_it_is_wanted(shown, workspace, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    with qtbot.waitSignal(workspace.messages.said) as told:
        shown.save_button.click()
    assert told.args == [saved_to(tmp_path / "mine.py")]
    assert (tmp_path / "mine.py").read_text("utf-8") == shown.code


def test_a_place_that_takes_no_code_is_one_sentence(exports, tmp_path, qtbot):
    with qtbot.waitSignal(exports.failed) as failed:
        exports.save_code("x = 1\n", tmp_path / "nowhere" / "mine.py")
    assert isinstance(failed.args[0], UserError) and "mine.py could not be saved" in str(failed.args[0])


def test_a_model_without_a_run_shows_its_recipe_on_the_open_data(
    exports, workspace, window, tiny_predictor, qtbot, digits
):
    workspace.data.show(digits)
    workspace.model.set_predictor(tiny_predictor)
    exports.show_code()
    qtbot.waitUntil(lambda: dialog_of(window) is not None)
    assert "MNIST's first 10,000 digits" in dialog_of(window).code


def test_a_recipe_without_a_script_is_one_sentence(exports, workspace, tmp_path, qtbot):
    workspace.model.set_run(RunFolder.create(tmp_path / "run", get_recipe("iwae"), "digits"))
    with qtbot.waitSignal(exports.failed) as failed:
        exports.show_code()
    assert isinstance(failed.args[0], RecipeError)


@pytest.mark.parametrize("command", ["ask_onnx", "show_code"])
def test_without_a_model_there_is_nothing_to_export(exports, workspace, qtbot, command):
    with qtbot.waitSignal(workspace.messages.said) as told:
        getattr(exports, command)()
    assert told.args == ["There is no model yet; train one or open one."]


def test_a_missing_package_is_said_before_a_folder_is_asked_for(exports, workspace, tiny_predictor, qtbot, monkeypatch):
    monkeypatch.setattr("vae_models.files.extras.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: pytest.fail("a folder was asked for"))
    workspace.model.set_predictor(tiny_predictor)
    with qtbot.waitSignal(workspace.messages.said) as told:
        exports.ask_onnx()
    assert "pip install 'latent-explorer[export]'" in told.args[0]


def test_the_current_model_is_written_into_a_folder_of_its_own(
    exports, workspace, tiny_predictor, qtbot, monkeypatch, tmp_path
):
    pytest.importorskip("onnxscript", reason="onnxscript is not installed")
    monkeypatch.setattr(
        "vae_models.export.onnx.onnx_graph", lambda *_: b"a graph"
    )  # the tests of the library make real ones
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    workspace.model.set_predictor(tiny_predictor)
    sentences: list[str] = []
    workspace.messages.said.connect(sentences.append)
    exports.ask_onnx()
    qtbot.waitUntil(lambda: len(sentences) == 2, timeout=90_000)
    assert sentences[1] == f"{saved_to(tmp_path / 'vae-2d-onnx')}: encoder.onnx and decoder.onnx"
    assert {path.name for path in Path(tmp_path / "vae-2d-onnx").iterdir()} == {"encoder.onnx", "decoder.onnx"}


@pytest.mark.parametrize(
    ("ending", "kind", "words"),
    [
        ("print('No place here.', file=sys.stderr); sys.exit(2)", UserError, "^No place here.$"),
        ("raise ValueError('broken')", RuntimeError, "ended with code 1"),
    ],
    ids=["a sentence", "a fault"],
)
def test_what_goes_wrong_in_the_other_process_is_said_here(
    exports, tiny_predictor, qtbot, tmp_path, monkeypatch, ending, kind, words
):
    monkeypatch.setattr("vae_gui.window.model_export.EXPORT", f"import sys; {ending}")
    with qtbot.waitSignal(exports.failed, timeout=20_000) as failed:
        exports.export_onnx(tiny_predictor, tmp_path)
    with pytest.raises(kind, match=words):
        raise failed.args[0]


@pytest.mark.skipif(os.name != "posix", reason="whether a process is there is asked as POSIX asks it")
def test_closing_ends_the_other_process(exports, tiny_predictor, qtbot, tmp_path, monkeypatch):
    started = tmp_path / "started"
    waits = f"import os, pathlib, threading; pathlib.Path({str(started)!r}).write_text(f'{{os.getpid()}}.'); threading.Event().wait()"
    monkeypatch.setattr("vae_gui.window.model_export.EXPORT", waits)
    exports.export_onnx(tiny_predictor, tmp_path)
    qtbot.waitUntil(lambda: started.exists() and started.read_text().endswith("."), timeout=60_000)
    exports.close()

    def is_gone() -> bool:
        try:
            os.kill(int(started.read_text()[:-1]), 0)  # asks only
        except ProcessLookupError:
            return True
        return False

    qtbot.waitUntil(is_gone, timeout=20_000)


def test_a_models_files_stay_in_the_folder_that_was_chosen(tmp_path: Path) -> None:
    """The name comes from the model's file, and the folder of the files is called after it."""
    recipe = get_recipe("vae-2d")
    for name in HOSTILE_NAMES:
        if isinstance(name, str):
            predictor = Predictor(build_model(recipe), recipe, name=name)
            assert (tmp_path / f"{predictor.name}-onnx").resolve().parent == tmp_path.resolve()
            assert (tmp_path / f"{predictor.name}.safetensors").resolve().parent == tmp_path.resolve()
