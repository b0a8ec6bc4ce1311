"""Open and save: what menus, dropped files and the command line ask for ends here."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.widgets.files.file_dialogs import ask_file, ask_folder, ask_target
from vae_gui.window.model_export import ExportCommands
from vae_gui.window.path_kinds import Kind, Seen, look
from vae_gui.wording.file_kinds import DATA, MODEL
from vae_gui.wording.sentences import NO_MODEL, saved_to
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import UserError

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


class FileCommands(QObject):
    """Routes paths to the workspace, images to the view that is open.

    Signals:
        failed(object): an exception to be worded.
        image_offered(object): the path of an image that the open view should take.
    """

    failed = Signal(object)
    image_offered = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._waiting: Seen | None = None
        self._run_wanted = False
        self._looking = LatestWins(self)
        self._looking.done.connect(self._seen)
        self._looking.failed.connect(self.failed)
        self._saving = LatestWins(self)
        self._saving.done.connect(self._saved)
        self._saving.failed.connect(self.failed)
        self.exports = ExportCommands(workspace, window)
        self.exports.failed.connect(self.failed)
        workspace.models_ready.connect(self._open_waiting)
        self._refused = workspace.messages.complaint()
        workspace.model.opened.connect(self._refused.settle)
        workspace.data.changed.connect(self._refused.settle)

    def close(self) -> None:
        """Waits for a file that is being written."""
        self._looking.drop()
        self._saving.close()
        self.exports.close()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens the first of them that the program knows, as soon as the disk has told what they are."""
        self._look(paths)

    def _look(self, paths: Sequence[Path], *, run_wanted: bool = False) -> None:
        self._waiting, self._run_wanted = None, run_wanted
        self._looking.request(look, paths)

    def _seen(self, seen: Seen | None) -> None:
        if seen is None:
            return
        self._refused.settle()
        if not seen.exists:
            self._refused.raise_it(f"{seen.path.name} no longer exists; choose another file.")
        elif seen.kind is Kind.UNKNOWN:
            self._refused.raise_it(
                f"{seen.path.name} is neither a run folder, a model (.safetensors), data (.npz, .npy, IDX, a folder of images) "
                "nor an image; open one of these."
            )
        elif self._run_wanted and seen.kind is not Kind.RUN:
            self._refused.raise_it(
                f"{seen.path.name} is not a run folder (it has no recipe.json); choose a folder of one run."
            )
        elif seen.kind is Kind.IMAGE:
            self.image_offered.emit(seen.path)
        elif not self._workspace.models_loaded:
            self._waiting = seen
        else:
            self._open(seen)

    def _open(self, seen: Seen) -> None:
        if seen.kind is Kind.RUN:
            self._workspace.model.open_run(seen.source)
        elif seen.kind is Kind.MODEL:
            self._workspace.model.open_file(seen.source)
        else:
            self._workspace.data.load(str(seen.source))

    def _open_waiting(self) -> None:
        seen, self._waiting = self._waiting, None
        if seen is not None:
            self._open(seen)

    @property
    def waits(self) -> bool:
        """Whether something is to be opened as soon as the models are there."""
        return self._waiting is not None or self._looking.busy

    def ask_run(self) -> None:
        path = ask_folder(self._window, "Open run folder", self._workspace.runs_dir)
        if path is not None:
            self._look([path], run_wanted=True)

    def ask_model(self) -> None:
        self._open_chosen(ask_file(self._window, "Open a model", MODEL))

    def ask_data(self) -> None:
        self._open_chosen(ask_file(self._window, "Open data", DATA))

    def ask_image_folder(self) -> None:
        self._open_chosen(ask_folder(self._window, "Open a folder of images"))

    def _open_chosen(self, path: Path | None) -> None:
        if path is not None:
            self.open_paths([path])

    def ask_save_model(self) -> None:
        predictor = self._workspace.model.predictor
        if predictor is None:
            self._workspace.messages.say(NO_MODEL)
            return
        name = f"{predictor.name or predictor.recipe.name}.safetensors"
        path = ask_target(self._window, "Save model as", name, MODEL)
        if path is not None:
            self.save_model(predictor, path)

    def save_model(self, predictor: "Predictor", path: Path) -> None:
        """Writes in the background; ends with a message, or `failed`."""
        self._saving.request(_save, predictor, path)

    def _saved(self, path: Path) -> None:
        self._workspace.messages.say(saved_to(path))


def _save(predictor: "Predictor", path: Path) -> Path:
    try:
        predictor.save(path)
    except OSError as error:
        reason = error.strerror or "the disk refuses it"
        raise UserError(f"The model could not be saved as {path} ({reason}); choose another place.") from error
    return path
