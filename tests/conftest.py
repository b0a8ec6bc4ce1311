"""Hermetic tests: no screen, no home folder, no settings of the user, no thread left running, and no wait without end."""

import os
import signal
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# Figures are compared to the last digit, and tests run beside one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QSettings, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import vae_gui.workspace.open_data
from tests.patient_bot import PATIENCE_MS, PATIENCE_SECONDS, PatientBot
from vae_gui import theme
from vae_gui.startup.garbage import GarbageCollector
from vae_gui.tasks.worker_pool import POOL
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.cli import evaluate as cli_evaluate, sweep as cli_sweep, train as cli_train
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.explore.predictor import Predictor
from vae_models.training.trainer import Trainer

SLOW_SECONDS = 1200


def heed_signals() -> None:
    """Programs that tests start inherit what is ignored: under nohup, or as a shell's job, they would hear no Ctrl+C."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def pytest_configure(config: pytest.Config) -> None:
    """The run ends even where its workers are silent: pytest-timeout looks at its limits only where tests run."""
    heed_signals()
    limit = config.getoption("session_timeout") or float(config.getini("session_timeout"))
    if not hasattr(config, "workerinput"):
        watch = threading.Timer(limit + SLOW_SECONDS, give_up, [limit])
        watch.daemon = True
        watch.start()


def give_up(limit: float) -> None:
    os.write(2, f"\nThe tests took more than {limit:.0f} s and answer no more; the run is broken off.\n".encode())
    os._exit(3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Looks as the program does: its font is larger than that of a bare QApplication."""
    theme.apply_theme(qapp, False)
    return qapp


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def garbage_collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    """As in the program: a test's thread must not destroy another test's widgets."""
    collector = GarbageCollector()
    collector.spare_what_stays()
    yield collector
    collector.stop()


@pytest.fixture(autouse=True)
def collected(garbage_collector: GarbageCollector) -> Iterator[None]:
    """Between tests no event loop runs, and with it no timer that collects."""
    yield
    garbage_collector.collect()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    home = tmp_path_factory.mktemp("home")
    for name in (
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def no_thread_left_running(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Destroying a running QThread aborts the process; a test that leaves one is wrong."""
    started: list[QThread] = []
    start = QThread.start

    def remember(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", remember)
    yield
    for thread in started:
        try:
            running = thread.isRunning()
        except RuntimeError:  # Qt has deleted it, so it had ended
            continue
        if running:
            thread.requestInterruption()
            thread.wait(PATIENCE_MS)
            pytest.fail(f"The thread {thread!r} was left running.")
    if not POOL.wait_until_idle(PATIENCE_SECONDS):
        pytest.fail("Background work was left running.")


@pytest.fixture(autouse=True)
def own_number_of_threads() -> Iterator[None]:
    """The window computes on one thread; sums over another number of threads differ in the last digits."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def quick_set_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens data of its own accord opens the quick set: all of MNIST takes most of a second, each time."""
    for module in (cli_evaluate, cli_sweep, cli_train, vae_gui.workspace.open_data):
        monkeypatch.setattr(module, "DEFAULT_DATASET", "digits")


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    """All of MNIST. Loading it takes most of a second: for tests of just that."""
    return load_dataset("mnist")


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """The quick set."""
    return load_dataset("digits")


@pytest.fixture(scope="session")
def few_digits(digits: Dataset) -> Dataset:
    """600 digits to train on and 200 to validate: an epoch takes milliseconds."""
    train, val = digits.train, digits.val
    assert train.labels is not None
    assert val.labels is not None
    return Dataset(
        "few", Split(train.images[:600], train.labels[:600]), Split(val.images[:200], val.labels[:200]), None,
        digits.class_names,
    )  # fmt: skip


@pytest.fixture(scope="session")
def tiny_predictor(few_digits: Dataset) -> Predictor:
    """A vae-2d, trained for a moment: its images differ over the plane."""
    trainer = Trainer(get_recipe("vae-2d").replace(epochs=10, batch_size=32), few_digits)
    list(trainer.steps())
    return trainer.predictor()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def empty_workspace(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace as it is before torch is loaded."""
    workspace = Workspace(settings, tmp_path / "runs")
    yield workspace
    workspace.close()


@pytest.fixture
def workspace(empty_workspace: Workspace, few_digits: Dataset) -> Workspace:
    """A workspace whose models and data are loaded."""
    empty_workspace.data.show(few_digits)
    empty_workspace.start()
    return empty_workspace
