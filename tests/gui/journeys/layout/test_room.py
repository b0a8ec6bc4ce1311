"""Pictures and lists use the room there is, in a small window and in a large one."""

import shutil

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.places import settle
from vae_gui import theme
from vae_gui.views.compare.view import CompareView
from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.view import TrainingView
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace.pins import Pin
from vae_models.training.hints import Hint

SMALL, LARGE = (1280, 800), (1920, 1080)
ROWS = 8
RUNS = 12


def rows_in_sight(view: QAbstractItemView) -> int:
    """How many rows of a list are seen whole."""
    model, shown = view.model(), view.viewport().rect()
    places = [view.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
    return sum(place.isValid() and shown.top() <= place.top() and place.bottom() <= shown.bottom() for place in places)


@pytest.fixture
def many_runs(whole_window: MainWindow, make_run: MakeRun, qtbot: QtBot) -> None:
    """A dozen runs, copies of one."""
    run, runs = make_run("run-0"), whole_window.workspace.runs
    for number in range(1, RUNS):
        shutil.copytree(run.path, run.path.with_name(f"run-{number}"))
    runs.look()
    qtbot.waitUntil(lambda: len(runs.rows) == RUNS)


def show(window: MainWindow, name: str, size: tuple[int, int]) -> QWidget:
    window.resize(*size)
    window.views.show_view(name)
    settle()
    view = window.views.current
    assert view is not None and (window.width(), window.height()) == size
    return view


def test_past_runs_show_eight_rows(whole_window: MainWindow, many_runs: None) -> None:
    train = show(whole_window, "train", SMALL)
    assert isinstance(train, TrainingView)
    hints = [Hint(f"Hint {number}: " + "many words " * 9, "because " * 9, "train_on") for number in range(5)]
    for shown in ([], hints):
        train.hints.set_hints(shown)
        settle()
        assert rows_in_sight(train.runs.tree) >= ROWS


def test_the_table_of_runs_shows_eight_rows_whatever_is_under_it(whole_window: MainWindow, many_runs: None) -> None:
    compare = show(whole_window, "compare", SMALL)
    assert isinstance(compare, CompareView)
    for tab in range(compare.tabs.count()):
        compare.tabs.setCurrentIndex(tab)
        settle()
        assert rows_in_sight(compare.table) >= ROWS


def test_pins_show_eight_rows_beside_all_that_is_said_of_a_point(qtbot: QtBot, whole_window: MainWindow) -> None:
    view = show(whole_window, "map", SMALL)
    assert isinstance(view, LatentMapView)
    qtbot.waitUntil(lambda: view.controller.encoded is not None)
    view.probe.pick(0.0, 0.0, 0)
    qtbot.waitUntil(lambda: bool(view.side.detail.nearest.text()))
    view.side.show_pins()
    view.side.pins.set_pins([Pin("a pin", np.zeros(2, np.float32))] * RUNS, [True] * RUNS)
    settle()
    assert rows_in_sight(view.side.pins.list) >= ROWS


def test_few_dimensions_have_large_pictures(qtbot: QtBot, whole_window: MainWindow) -> None:
    sides = []
    for size in (SMALL, LARGE):
        lab = show(whole_window, "lab", size)
        assert isinstance(lab, LabView)
        strip = lab.sliders.list.sliders[0].strip
        qtbot.waitUntil(lambda: strip.cell(10).right() > 0.95 * lab.sliders.list.sliders[0].width())  # noqa: B023
        sides.append(strip.cell(0).width())
    assert sides[0] >= theme.spacing(7.5) and sides[1] > 1.4 * sides[0]


def test_many_dimensions_are_seen_beside_their_pictures(qtbot: QtBot, whole_window: MainWindow) -> None:
    lab = show(whole_window, "lab", SMALL)
    assert isinstance(lab, LabView)
    lab.sliders.list.build((20,))
    settle()
    slider = lab.sliders.list.sliders[0]
    assert not slider.stacked
    assert slider.strip.width() > 0.5 * slider.width(), "the pictures have the larger part"


def test_pictures_of_canvas_and_training_grow_with_the_window(qtbot: QtBot, whole_window: MainWindow) -> None:
    tiles, samples = [], []
    for size in (SMALL, LARGE):
        lab = show(whole_window, "lab", size)
        assert isinstance(lab, LabView)
        lab.tabs.setCurrentWidget(lab.canvas)
        settle()
        image = lab.canvas.results.denoised
        tiles.append(min(image.width(), image.height()))
        train = show(whole_window, "train", size)
        assert isinstance(train, TrainingView) and train.live is not None
        qtbot.waitUntil(lambda: not train.live.samples.is_empty())  # type: ignore[union-attr] # noqa: B023
        samples.append(train.live.samples.cells()[0].width())
    assert tiles[0] >= theme.spacing(20) and tiles[1] > 1.3 * tiles[0]
    assert samples[0] >= theme.spacing(5) and samples[1] > 1.3 * samples[0]
