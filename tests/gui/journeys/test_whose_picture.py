"""Whose picture is this? After another model is opened no view shows anything of the one before."""

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from tests.gui.whose_picture import Models, check_lab, check_map, check_train, play, rests, shown, words
from vae_gui.views.lab.view import LabView
from vae_gui.window.main_window import MainWindow
from vae_models import get_recipe
from vae_models.data.load import Dataset

KINDS = ("file", "run", "other run", "large", "no latent", "conditional", "discrete", "trained here", "shipped")
Open = Callable[[str], None]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, digits: Dataset) -> Models:
    return Models(tmp_path_factory.mktemp("models"), digits)


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    lab = shown_window.views.build("lab")
    assert isinstance(lab, LabView)
    lab.canvas.chooser.choose("Current model")
    return shown_window


@pytest.fixture
def open_model(qtbot: QtBot, window: MainWindow, models: Models) -> Open:
    """Opens one of the KINDS as a person does, or trains it."""
    workspace = window.workspace

    def open_it(kind: str) -> None:
        if kind == "trained here":
            if workspace.data.dataset is None:  # the former model's own are not at hand: a person chooses others
                workspace.data.load("digits")
            qtbot.waitUntil(lambda: workspace.data.dataset is not None, timeout=60_000)
            with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
                workspace.training.start(get_recipe("vae-2d").replace(epochs=1, seed=9))
        else:
            with qtbot.waitSignal(workspace.model.predictor_changed, timeout=60_000):
                window.files.open_paths([models[kind]])

    return open_it


def every_pair(kinds: tuple[str, ...]) -> list[str]:
    """A walk that goes from each kind to each other one, once."""
    count = len(kinds)
    walk = [kinds[at] for first in range(count) for second in range(first + 1, count) for at in (first, second)]
    return [*walk, kinds[0]]


def check_nothing_is_left(window: MainWindow, before: dict[str, bytes], name: str) -> None:
    now = shown(window)
    assert [place for place, picture in before.items() if now.get(place) == picture] == []
    assert name not in words(window)


def check_all_is_its_own(qtbot: QtBot, window: MainWindow) -> None:
    for _ in parts_of(window):
        qtbot.waitUntil(lambda: rests(window), timeout=60_000)
    for check, view in ((check_train, "train"), (check_map, "map"), (check_lab, "lab")):
        window.views.show_view(view)
        qtbot.waitUntil(lambda: rests(window), timeout=60_000)
        check(window)


def walk(qtbot: QtBot, window: MainWindow, open_model: Open, kinds: list[str]) -> None:
    open_model(kinds[0])
    for kind in kinds[1:]:
        play(qtbot, window)
        predictor = window.workspace.model.predictor
        assert predictor is not None
        before = shown(window)
        open_model(kind)
        check_nothing_is_left(window, before, predictor.name)
        check_all_is_its_own(qtbot, window)


def test_no_view_shows_anything_of_the_model_before(qtbot: QtBot, window: MainWindow, open_model: Open) -> None:
    walk(qtbot, window, open_model, ["run", "other run", "large", "no latent"])


@pytest.mark.slow
def test_no_view_shows_anything_of_any_other_model(qtbot: QtBot, window: MainWindow, open_model: Open) -> None:
    walk(qtbot, window, open_model, every_pair(KINDS))


def test_a_walk_has_every_pair_once() -> None:
    pairs = list(zip(every_pair(KINDS), every_pair(KINDS)[1:], strict=False))
    assert len(pairs) == len(set(pairs)) == len(KINDS) * (len(KINDS) - 1)
    assert np.all([first != second for first, second in pairs])
