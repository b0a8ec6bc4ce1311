"""The main parts of the window stay where they are, however short or long the figures, names and messages in them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.parts import parts_of
from tests.gui.places import LONG, LONG_CLASS, assert_still, settle, show
from vae_gui import theme
from vae_gui.views.train import start_stop
from vae_gui.views.train.view import TrainingView
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace.settings import INTERRUPTED_RUN
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.training.events import StepsDone
from vae_models.training.hints import Hint


def steps(step: int, total: int, kl: float, rate: float, left: float) -> StepsDone:
    one = np.array([kl])
    return StepsDone(
        np.array([step]), 10 * one, 9 * one, one, np.array([kl, kl / 7]),
        epoch=step, epochs=total, step=step, total_steps=total, images_per_s=rate, seconds=1.0, seconds_left=left,
        beta=1.0, learning_rate=1e-3,
    )  # fmt: skip


def test_progress_and_figures_of_a_training(whole_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_stop, "SHOW_SECONDS", 0.0)  # all of them, however soon they come
    view = show(whole_window, "train")
    assert isinstance(view, TrainingView) and view.live is not None
    live, controls = view.live, view.controls

    def figures(event: StepsDone) -> None:
        live.add_events([event])
        live.bars.set_values(event.kl_per_dim)
        controls.show_progress(event)

    assert_still(
        whole_window,
        lambda: None,
        lambda: controls.set_running(True, "Preparing…"),
        lambda: figures(steps(1, 9, 9.9, 7.0, 0.5)),
        lambda: figures(steps(2, 9, 10.0, 70.0, 5.0)),
        lambda: figures(steps(1000, 12000, 1234.5, 1_234_567.0, 360_000.0)),
        lambda: controls.set_paused(True),
        lambda: controls.set_running(False, "Stopped and saved; resume it from the list."),
        controls.reset,
    )


def test_hints_come_and_go(whole_window: MainWindow) -> None:
    view = show(whole_window, "train")
    assert isinstance(view, TrainingView)
    hints = [Hint(f"Hint {number}: " + "many words " * 9, "because " * 9, "train_on") for number in range(5)]
    assert_still(
        whole_window,
        lambda: view.hints.set_hints([]),
        lambda: view.hints.set_hints(hints[:1]),
        lambda: view.hints.set_hints(hints),
        lambda: view.hints.set_hints([]),
    )


def test_the_offer_to_resume(qtbot: QtBot, whole_window: MainWindow, make_run: MakeRun) -> None:
    view = show(whole_window, "train")
    assert isinstance(view, TrainingView)
    run = make_run(LONG)
    whole_window.workspace.settings.setValue(INTERRUPTED_RUN, str(run.path))

    def look() -> None:
        view.offer.look()
        qtbot.waitUntil(view.offer.isVisible, timeout=10_000)

    assert_still(whole_window, lambda: None, look, lambda: None, view.offer.forget)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_message_is_shown_and_put_away(whole_window: MainWindow, qapp: QApplication, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    banner = whole_window.banner
    for _ in parts_of(whole_window):
        settle()
        assert_still(
            whole_window,
            lambda: None,
            lambda: banner.show_message("Saved."),
            lambda: banner.show_message(
                "A sentence that is too long for the line that it stands on. " * 5, "why", "error"
            ),
            banner.dismiss,
            banner.dismiss,
        )


@pytest.mark.parametrize("part", ["train", "map", "lab", "compare"])
def test_the_name_of_a_model(whole_window: MainWindow, part: str) -> None:
    show(whole_window, part)
    model = whole_window.workspace.model.predictor
    assert model is not None

    def renamed(name: str) -> Callable[[], None]:
        named = Predictor(model.module(), model.recipe, name=name, epoch=model.epoch)
        return lambda: whole_window.workspace.model.set_predictor(named)

    for _ in parts_of(whole_window):
        if whole_window.views.current_name == part:
            settle()
            assert_still(whole_window, renamed("conv"), renamed(LONG), renamed("conv"))


def test_runs_with_short_and_long_names(whole_window: MainWindow, make_run: MakeRun, qtbot: QtBot) -> None:
    def known(count: int) -> None:
        whole_window.workspace.runs.look()
        qtbot.waitUntil(lambda: len(whole_window.workspace.runs.rows) == count)

    for number, part in enumerate(("train", "compare")):
        show(whole_window, part)
        make_run(f"a{number}")
        assert_still(
            whole_window,
            lambda: known(2 * number + 1),  # noqa: B023
            lambda: (make_run(LONG + str(number)), known(2 * number + 2)),  # noqa: B023
        )


def test_what_moves_is_found(whole_window: MainWindow) -> None:
    """The check itself."""
    view = show(whole_window, "train")
    assert isinstance(view, TrainingView)
    with pytest.raises(AssertionError, match="change 1"):
        assert_still(whole_window, lambda: None, lambda: view.columns.setSizes([500, 300, 300]))


def test_data_with_long_names(whole_window: MainWindow, few_digits: Dataset) -> None:
    renamed = replace(few_digits, class_names=(*few_digits.class_names[:-1], LONG_CLASS), name=LONG)
    for part in ("map", "lab"):
        show(whole_window, part)
        for _ in parts_of(whole_window):
            if whole_window.views.current_name == part:
                settle()
                assert_still(
                    whole_window,
                    lambda: whole_window.workspace.data.show(few_digits),
                    lambda: whole_window.workspace.data.show(renamed),
                )
