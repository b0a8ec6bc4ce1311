"""What is open: data, model, runs, training, pins, messages. The one place that the views share."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from vae_gui.workspace.messages import Messages
from vae_gui.workspace.open_data import OpenData
from vae_gui.workspace.open_model import OpenModel
from vae_gui.workspace.pins import PinList
from vae_gui.workspace.requests import Requests
from vae_gui.workspace.run_list import RunList
from vae_gui.workspace.training_session import TrainingSession


class Workspace(QObject):
    """Owns what the views share, starts it when it can be used, and closes it; all on the GUI thread.

    `data` holds the data set, `model` the model and its run, `runs` lists all there are, `training` starts and resumes
    trainings, `pins` are those of the map, `messages` tell the person, `requests` go from one view to another.

    Signals:
        models_ready(): torch is loaded; models and data can be used.
        models_failed(str): torch could not be loaded.
    """

    models_ready = Signal()
    models_failed = Signal(str)

    def __init__(self, settings: QSettings, runs_dir: Path, data_dir: Path | None = None) -> None:
        super().__init__()
        self.settings, self.runs_dir, self.data_dir = settings, Path(runs_dir), data_dir
        self.models_loaded = False
        self.messages = Messages(self)
        self.requests = Requests(self)
        self.pins = PinList(self)
        self.runs = RunList(settings, self.runs_dir, self)
        self.data = OpenData(data_dir, self)
        faults = self.messages.complaints()
        self.training = TrainingSession(
            settings, self.data, self.runs_dir, data_dir, self.messages.must_wait, faults, self
        )
        self.model = OpenModel(self.data, self.training, self.messages, self)
        self.model.opened.connect(self.requests.lab_point.take)  # a z of the former one
        self.model.opened.connect(faults.settle)
        self.data.changed.connect(self.messages.must_wait.settle)
        self.training.ended.connect(self.messages.must_wait.settle)
        for signal in (self.training.started, self.training.moved, self.training.ended):
            signal.connect(self.runs.look)

    def start(self) -> None:
        """Once torch is imported. Loads the default data if no other were asked for, nor a model with its own."""
        import torch

        torch.set_num_threads(1)  # this thread decodes small batches; more threads only contend with the trainer
        self.models_loaded = True
        self.models_ready.emit()
        self.runs.start()
        if not self.model.opening:
            self.data.load_default()

    def close(self) -> None:
        """Saves a training under way and stops all threads; the next start can offer to resume it."""
        self.training.close()
        self.data.close()
        self.model.close()
        self.runs.close()
        self.settings.sync()
