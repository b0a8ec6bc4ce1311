"""What leaves the program for other programs: the model as ONNX files, the run as plain PyTorch."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.tasks.saving import save_bytes
from vae_gui.widgets.basics.code_dialog import CodeDialog
from vae_gui.widgets.files.file_dialogs import ask_folder, ask_target
from vae_gui.wording.file_kinds import PYTHON
from vae_gui.wording.sentences import NO_MODEL, saved_to
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import Cancelled, MissingPackageError, UserError
from vae_models.export.script import plain_script
from vae_models.files.extras import check
from vae_models.recipe.named import Recipe

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder

EXPORT = "import sys; from vae_models.cli.main import main; sys.exit(main(['export', *sys.argv[1:]]))"
_LOOK_SECONDS = 0.1
_EXPLANATION = (
    "This run in plain PyTorch. It needs nothing of Latent Explorer, and on the CPU it gives the losses of float32, "
    "because it draws weights, batches and noise from the same seeds in the same order."
)


class ExportCommands(QObject):
    """Each asks for a place, works in the background, and ends with a sentence.

    Signals:
        failed(object): an exception to be worded.
    """

    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._writing = LatestWins(self)
        self._writing.done.connect(workspace.messages.say)
        self._writing.failed.connect(self.failed)
        self._reading = LatestWins(self)
        self._reading.done.connect(self._show)
        self._reading.failed.connect(self.failed)

    def close(self) -> None:
        """Stops an export of a model; code that is being written gets a moment to be whole."""
        self._reading.close()
        self._writing.close()

    # ONNX

    def ask_onnx(self) -> None:
        predictor = self._workspace.model.predictor
        if predictor is None:
            self._workspace.messages.say(NO_MODEL)
            return
        try:
            check("ONNX export", "export", "onnx", "onnxscript")
        except MissingPackageError as error:
            self._workspace.messages.say(str(error))
            return
        folder = ask_folder(self._window, "Export model as ONNX into a folder")
        if folder is not None:
            self.export_onnx(predictor, folder / f"{predictor.name}-onnx")

    def export_onnx(self, predictor: "Predictor", folder: Path) -> None:
        """Writes the model's parts into the folder; ends with a message, or `failed`."""
        self._workspace.messages.say(f"{predictor.name} is being exported; this takes a few seconds.")
        self._writing.start(lambda job: _export_onnx(job, predictor, folder))

    # Code

    def show_code(self) -> None:
        """The current run as a script; of a model that has no run, its recipe on the data that are open."""
        model, dataset = self._workspace.model, self._workspace.data.dataset
        run, predictor = model.run, model.predictor
        if run is not None:
            self._reading.request(_script_of_run, run)
        elif predictor is not None and dataset is not None:
            self._reading.request(_script_of_recipe, predictor.recipe, dataset.name)
        else:
            self._workspace.messages.say(NO_MODEL)

    def _show(self, script: tuple[str, str]) -> None:
        name, code = script
        dialog = CodeDialog(f"Code of {name}", _EXPLANATION, code, self._window)
        dialog.save_requested.connect(self._ask_code)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setProperty("name", name)
        dialog.open()

    def _ask_code(self) -> None:
        dialog = self.sender()
        if not isinstance(dialog, CodeDialog):
            return
        path = ask_target(dialog, "Save code as", f"{dialog.property('name')}.py", PYTHON)
        if path is not None:
            self.save_code(dialog.code, path)

    def save_code(self, code: str, path: Path) -> None:
        """Ends with a message, or `failed`."""
        self._writing.request(_save_code, code, path)


def _export_onnx(job: Job, predictor: "Predictor", folder: Path) -> str:
    """In a process of its own: tracing a model holds the interpreter, and with it the window, for up to a second."""
    with TemporaryDirectory() as place:
        model = Path(place) / "model.safetensors"
        predictor.save(model)
        command = [sys.executable, "-c", EXPORT, str(model), "--onnx", "--out", str(folder)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        done = _run(job, command, environment)
    if done.returncode == 2:  # said in one sentence
        raise UserError(done.stderr.strip().splitlines()[-1])
    if done.returncode:
        raise RuntimeError(f"the export ended with code {done.returncode}\n{done.stderr}")
    names = [Path(line).name for line in done.stdout.splitlines()]
    return f"{saved_to(folder)}: {' and '.join(names)}"


def _run(job: Job, command: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Raises Cancelled once the job is no longer wanted."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        errors="replace", env=environment,
    ) as process:  # fmt: skip
        while True:
            try:
                output, errors = process.communicate(timeout=_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if job.cancelled():
                    process.kill()
                    raise Cancelled from None
            else:
                return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _script_of_run(run: "RunFolder") -> tuple[str, str]:
    from vae_models.export.run_script import script_of

    return run.recipe.name, script_of(run)


def _script_of_recipe(recipe: Recipe, dataset: str) -> tuple[str, str]:
    return recipe.name, plain_script(recipe, dataset)


def _save_code(code: str, path: Path) -> str:
    if problem := save_bytes(code.encode(), path):
        raise UserError(problem)
    return saved_to(path)
