"""The GUI thread waits for no model that is slow, and for no file."""

import builtins
import io
import os
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.unit.views.train.hand import wait_for_runs
from tests.gui.whose_picture import Models, play, rests
from vae_gui.startup.first_model import FirstModel
from vae_gui.tasks import cost_gate
from vae_gui.views.compare.view import CompareView
from vae_gui.views.lab.canvas import live_denoising as canvas_live
from vae_gui.views.latent_map.pins import pins, store as pin_store
from vae_gui.views.train.view import TrainingView
from vae_gui.window import path_kinds as opening
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace.settings import LEFT_QUEUE
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.discrete_codes import DiscreteCodes
from vae_models.explore.predictor import Predictor
from vae_models.runs import folder as runs

MODEL = (
    *((Predictor, name) for name in ("decode", "decode_uint8", "encode", "reconstruct", "sample", "losses")),
    *((DiscreteCodes, name) for name in ("decode", "encode")),
)
DISK = (
    *((os, name) for name in ("stat", "open", "scandir", "listdir", "mkdir", "rename", "replace", "unlink", "rmdir")),
    (io, "open"),
    (builtins, "open"),
)
FILES = ((runs, "from_table"), (pins, "load_pins"), (pin_store, "write_text"), (opening, "kind_of"), (os, "fsync"))


class OnTheGuiThread(list[str]):
    """Who did there what is only to be done elsewhere."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._patch = patch
        self.elsewhere: set[str] = set()

    def watch(self, owner: object, name: str, matters: Callable[..., bool] = lambda *_: True) -> None:
        """Calls whose arguments do not matter are passed over."""
        function: Callable[..., object] = getattr(owner, name)

        def watched(*args: object, **kwargs: object) -> object:
            if not matters(*args):
                return function(*args, **kwargs)
            if threading.current_thread() is threading.main_thread():
                self.append(f"{name} from\n{''.join(traceback.format_stack(limit=6)[:-1])}")
            else:
                self.elsewhere.add(name)
            return function(*args, **kwargs)

        self._patch.setattr(owner, name, watched)

    def watch_folder(self, folder: Path) -> None:
        """Whatever asks the disk for something in it, down to a single stat."""

        def is_in_it(path: object = "", *_: object) -> bool:
            return isinstance(path, str | os.PathLike) and Path(os.fspath(path)).is_relative_to(folder)

        for owner, name in DISK:
            self.watch(owner, name, is_in_it)


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> OnTheGuiThread:
    return OnTheGuiThread(monkeypatch)


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, digits: Dataset) -> Models:
    return Models(tmp_path_factory.mktemp("slow"), digits)


@pytest.mark.parametrize("kind", [pytest.param("run", marks=pytest.mark.slow), "discrete", "no latent"])
def test_no_view_waits_for_a_model_that_is_slow(
    qtbot: QtBot, window: MainWindow, models: Models, caught: OnTheGuiThread, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Every model is slow where nothing at all is affordable."""
    monkeypatch.setattr(cost_gate, "BUDGET_MS", -1.0)
    path = models[kind]
    for owner, name in MODEL:
        caught.watch(owner, name)
    for name in ("psnr", "ssim"):
        caught.watch(canvas_live, name)
    with qtbot.waitSignal(window.workspace.model.predictor_changed, timeout=20_000):
        window.files.open_paths([path])
    play(qtbot, window)
    assert not caught, "\n".join(caught)
    assert {"ssim", "reconstruct" if kind == "no latent" else "decode_uint8"} <= caught.elsewhere


def test_no_view_waits_for_a_file(
    qtbot: QtBot, window: MainWindow, models: Models, caught: OnTheGuiThread, tmp_path: Path
) -> None:
    """Opening, training, pinning, following: all that is read and written comes from elsewhere."""
    path, workspace = models["run"], window.workspace
    for owner, name in FILES:
        caught.watch(owner, name)
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=20_000):
        window.files.open_paths([path])
    play(qtbot, window)
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
    play(qtbot, window)
    qtbot.waitUntil(lambda: rests(window), timeout=20_000)
    window.close()
    assert not caught, "\n".join(caught)
    assert {"from_table", "write_text", "kind_of", "fsync"} <= caught.elsewhere


def test_no_hand_on_a_past_run_waits_for_the_disk(
    qtbot: QtBot, window: MainWindow, make_run: MakeRun, caught: OnTheGuiThread
) -> None:
    """Renamed, deleted, brought back; offered again, and opened at the next start."""
    workspace, view = window.workspace, window.views.build("train")
    assert isinstance(view, TrainingView)
    run = make_run("old")
    workspace.runs.look()
    wait_for_runs(qtbot, view, ["old"])
    caught.watch_folder(workspace.runs_dir)
    item = view.runs.tree.topLevelItem(0)
    assert item is not None
    item.setText(0, "new")
    wait_for_runs(qtbot, view, ["new"])
    new = run.path.with_name("new")
    view.runs.select(new)
    view.runs.run_actions["delete"].trigger()
    wait_for_runs(qtbot, view, [])
    view.undo_stack.undo()
    wait_for_runs(qtbot, view, ["new"])
    workspace.settings.setValue("training/interrupted", str(new))
    window.views.show_view("train")
    view.offer.look()
    qtbot.waitUntil(view.offer.isVisible, timeout=10_000)
    workspace.settings.setValue("session/run", str(new))
    chooser = FirstModel(workspace)
    with qtbot.waitSignal(chooser.found, timeout=10_000) as found:
        chooser.look()
    assert found.args == [new]
    qtbot.waitUntil(lambda: rests(window), timeout=20_000)
    window.close()
    assert not caught, "\n".join(caught)
    assert {"stat", "open", "rename", "mkdir"} <= caught.elsewhere


def test_no_picture_or_table_that_is_saved_waits_for_the_disk(
    qtbot: QtBot, window: MainWindow, make_run: MakeRun, caught: OnTheGuiThread, tmp_path: Path
) -> None:
    window.views.show_view("train")
    view = window.views.current
    assert isinstance(view, TrainingView) and view.live is not None
    with qtbot.waitSignal(window.workspace.model.predictor_changed, timeout=10_000):
        window.workspace.model.open_run(make_run("one", epochs=2).path)
    live = view.live
    qtbot.waitUntil(lambda: not live.samples.is_empty() and not live.plot.is_empty())
    caught.watch(os, "fsync")
    files = [tmp_path / name for name in ("samples.png", "curves.png", "curves.csv")]
    for save, file in zip((live.samples.save_picture, live.plot.export_png, live.plot.export_csv), files, strict=True):
        save(file)
    qtbot.waitUntil(lambda: all(file.exists() for file in files), timeout=10_000)
    assert not caught, "\n".join(caught)
    assert caught.elsewhere == {"fsync"}


def test_a_queue_that_was_left_is_looked_for_elsewhere(
    qtbot: QtBot, window: MainWindow, caught: OnTheGuiThread
) -> None:
    workspace, view = window.workspace, window.views.build("compare")
    assert isinstance(view, CompareView)
    left = workspace.runs_dir / "queue"
    left.mkdir(parents=True)
    (left / "sweep.json").touch()
    window.views.show_view("train")
    qtbot.waitUntil(lambda: rests(window), timeout=20_000)
    caught.watch_folder(left)
    workspace.settings.setValue(LEFT_QUEUE, str(left))
    window.views.show_view("compare")
    qtbot.waitUntil(view.queue.go_on_button.isVisible, timeout=10_000)
    view.queue.form.epochs.setValue(3)
    assert view.queue.left_over == left
    assert not caught, "\n".join(caught)
    assert "stat" in caught.elsewhere
