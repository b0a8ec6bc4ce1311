"""The main parts of the window stay where they are, however short or long the figures, names and messages in them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.parts import parts_of
from tests.gui.places import Places, moved, places, settle
from vae_gui import theme
from vae_gui.views.lab.canvas.live import Cleaning, Quality
from vae_gui.views.lab.canvas.typicality import sentence_of
from vae_gui.views.latent_map.latent_path import NO_PATH, LatentPath
from vae_gui.views.latent_map.model.facts import Facts, ImageFacts, Neighbourhood
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.view import TrainingView
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace.settings import INTERRUPTED_RUN
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.training.events import StepsDone
from vae_models.training.hints import Hint

SHORT, LONG = "conv", "a model whose name is as long as a name may be, " * 2 + "100"
LONG_CLASS = "immunohistochemistry"


def assert_still(window: MainWindow, *changes: Callable[[], object]) -> None:
    """After the first change, that sets the stage, no further one moves anything."""
    before: Places = {}
    for number, change in enumerate(changes):
        change()
        settle()
        after = places(window)
        assert not moved(before, after), f"change {number}:\n" + "\n".join(moved(before, after))
        before = after


def show(window: MainWindow, name: str) -> QWidget:
    window.views.show_view(name)
    view = window.views.current
    assert view is not None
    settle()
    return view


def steps(step: int, total: int, kl: float, rate: float, left: float) -> StepsDone:
    one = np.array([kl])
    return StepsDone(
        np.array([step]), 10 * one, 9 * one, one, np.array([kl, kl / 7]),
        epoch=step, epochs=total, step=step, total_steps=total, images_per_s=rate, seconds=1.0, seconds_left=left,
        beta=1.0, learning_rate=1e-3,
    )  # fmt: skip


def test_progress_and_figures_of_a_training(whole_window: MainWindow) -> None:
    view = show(whole_window, "train")
    assert isinstance(view, TrainingView) and view.live is not None
    live, controls = view.live, view.controls

    def figures(event: StepsDone) -> None:
        live.add_events([event])
        live.bars.set_values(event.kl_per_dim)
        controls._shown_at = 0.0
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
    model = whole_window.workspace.predictor
    assert model is not None

    def renamed(name: str) -> Callable[[], None]:
        named = Predictor(model.module(), model.recipe, name=name, epoch=model.epoch)
        return lambda: whole_window.workspace.set_predictor(named)

    for _ in parts_of(whole_window):
        if whole_window.views.current_name == part:
            settle()
            assert_still(whole_window, renamed(SHORT), renamed(LONG), renamed(SHORT))


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


def facts(name: str, figure: float) -> Facts:
    """What can be known of an image: its reconstruction costs `figure` nats."""
    image = np.zeros((28, 28), np.uint8)
    mu, sigma, kl = np.array([-0.53, 1.2]), np.array([0.11, 0.09]), np.array([10.1, 2.2])
    about = Selection(mu.astype(np.float32), title=name)
    of_image = ImageFacts(f"Digit {name}, image 12345", image, image, mu, sigma, figure, kl)
    return Facts(about, Neighbourhood(name, 0.5, 15, image, f"image 12345 ({name})", ""), of_image)


def test_figures_and_names_beside_the_map(whole_window: MainWindow, few_digits: Dataset) -> None:
    view = show(whole_window, "map")
    assert isinstance(view, LatentMapView)
    detail, legend = view.side.detail, view.side.legend
    classes = few_digits.class_names
    assert_still(
        whole_window,
        lambda: None,
        lambda: detail.show_decoded(np.zeros((28, 28), np.uint8), "z = (0.00, 0.00)"),
        lambda: detail.show_facts(facts("3", 9.9), ""),
        lambda: detail.show_facts(facts("3", 10.0), ""),
        lambda: detail.show_facts(facts("3", 1234.5), ""),
        lambda: detail.show_facts(facts(LONG_CLASS, 1234.5), ""),
        detail.clear,
        lambda: legend.set_classes((*classes[:-1], LONG_CLASS)),
        lambda: legend.set_classes([f"{LONG_CLASS} {number}" for number in range(26)]),
        lambda: view.side.say("There are no points: the images of these data are 64 × 64, the model sees 28 × 28."),
        lambda: view.side.say(""),
        lambda: view.side.detail.entry.refuse("z is two numbers, such as 0.5, -1.2; three were typed."),
        lambda: view.side.detail.entry.refuse(""),
    )


@pytest.mark.parametrize(("width", "scale"), [(1280, 1.0), (1280, 1.5), (900, 1.0)])
def test_a_path_under_the_map(whole_window: MainWindow, qapp: QApplication, width: int, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    whole_window.resize(width, 600)
    view = show(whole_window, "map")
    assert isinstance(view, LatentMapView)

    def path(count: int, title: str) -> LatentPath:
        return LatentPath(np.zeros((count, 2)), np.zeros((count, 28, 28), np.uint8), title, view.model.identity)

    assert_still(
        whole_window,
        lambda: view.path_panel.set_path(NO_PATH),
        lambda: view.path_panel.set_path(path(2, "drawn")),
        lambda: view.path_panel.set_path(path(1000, "spherical interpolation")),
        lambda: view.path_panel.set_path(NO_PATH),
    )


@pytest.mark.parametrize(("width", "scale"), [(1280, 1.0), (1280, 1.5), (900, 1.0), (900, 2.0)])
def test_the_header_of_the_map(whole_window: MainWindow, qapp: QApplication, width: int, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    whole_window.resize(width, 600)
    view = show(whole_window, "map")
    assert isinstance(view, LatentMapView)
    bar = view.plane_bar
    bar.set_model(8, variational=True)
    assert_still(
        whole_window,
        lambda: None,
        *(lambda kind=kind: bar._kind_chosen(kind) for kind in (1, 0, 1)),
        lambda: bar.set_code(LONG, np.zeros(8)),
        lambda: bar.set_code("", None),
    )
    canvas = view.canvas.mapTo(view, QPoint(0, 0)).y()
    bar.set_model(2, variational=True)
    settle()
    assert view.canvas.mapTo(view, QPoint(0, 0)).y() == canvas, "nor with a model that has nothing to choose"


def sentence(share: float) -> str:
    return sentence_of(share, "the 10,000 images of the test split")


def test_what_is_said_of_a_drawing(whole_window: MainWindow) -> None:
    lab = show(whole_window, "lab")
    canvas = lab.canvas  # type: ignore[attr-defined]
    lab.tabs.setCurrentWidget(canvas)  # type: ignore[attr-defined]
    canvas.tabs.setCurrentWidget(canvas.anomaly)
    settle()
    assert_still(
        whole_window,
        lambda: canvas.anomaly._say_nothing(""),
        *(lambda share=share: canvas.anomaly.sentence.setText(sentence(share)) for share in (0.01, 0.96, 1.0)),
        lambda: canvas.anomaly.reason.setText("It is hard to explain: 1,234 nats, where nine of ten take at most 99."),
        lambda: canvas.anomaly._say_nothing(""),
    )
    canvas.tabs.setCurrentWidget(canvas.repair)
    settle()
    assert_still(
        whole_window,
        canvas.repair.forget,
        lambda: canvas.repair._progress.setText("Step 1 of 9; each answer with its −log p, nats"),
        lambda: canvas.repair._progress.setText("Step 1,234 of 12,345; no other looks different " * 3),
        canvas.repair.forget,
    )


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_tools_below_a_drawing_take_turns(whole_window: MainWindow, qapp: QApplication, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    whole_window.resize(1280, 800)
    lab = show(whole_window, "lab")
    canvas = lab.canvas  # type: ignore[attr-defined]
    lab.tabs.setCurrentWidget(canvas)  # type: ignore[attr-defined]
    canvas.anomaly.sentence.setText(sentence(0.5))
    heights = set()
    for index in (0, 1, 2, 1, 0):
        canvas.tabs.setCurrentIndex(index)
        settle()
        heights.add((canvas.results.height(), canvas.tabs.height()))
    assert len(heights) == 1


def cleaning(figure: float) -> Cleaning:
    """Decibels and a squared error of about that size."""
    image = np.zeros((28, 28), np.float32)
    quality = Quality(figure, 0.5)
    return Cleaning(image + 1, image, image + 1 - np.sqrt(figure / image.size), "denoiser", quality, quality)


@pytest.mark.parametrize(("width", "scale"), [(1280, 1.0), (1280, 1.5), (900, 1.0)])
def test_figures_of_a_cleaned_drawing(whole_window: MainWindow, qapp: QApplication, width: int, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    whole_window.resize(width, 600)
    lab = show(whole_window, "lab")
    canvas = lab.canvas  # type: ignore[attr-defined]
    lab.tabs.setCurrentWidget(canvas)  # type: ignore[attr-defined]
    settle()
    assert_still(
        whole_window,
        canvas.results.clear,
        *(lambda figure=figure: canvas.results.show_cleaning(cleaning(figure)) for figure in (0.1, 9.9, 10.0, 784.0)),
        canvas.results.clear,
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
