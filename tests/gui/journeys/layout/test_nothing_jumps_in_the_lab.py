"""A drawing and its answers stay where they are, whatever is said of them."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.places import assert_still, settle, show
from vae_gui import theme
from vae_gui.views.lab.canvas.live_denoising import Cleaning, Quality
from vae_gui.views.lab.canvas.tools.repair import RepairTool
from vae_gui.views.lab.canvas.tools.typicality import TypicalityTool, sentence_of
from vae_gui.window.main_window import MainWindow


def sentence(share: float) -> str:
    return sentence_of(share, "the 10,000 images of the test split")


def test_what_is_said_of_a_drawing(whole_window: MainWindow) -> None:
    lab = show(whole_window, "lab")
    canvas = lab.canvas  # type: ignore[attr-defined]
    lab.tabs.setCurrentWidget(canvas)  # type: ignore[attr-defined]
    canvas.tabs.setCurrentWidget(canvas.tool_of(TypicalityTool))
    settle()
    assert_still(
        whole_window,
        canvas.tool_of(TypicalityTool).forget,
        *(
            lambda share=share: canvas.tool_of(TypicalityTool).sentence.setText(sentence(share))
            for share in (0.01, 0.96, 1.0)
        ),
        lambda: canvas.tool_of(TypicalityTool).reason.setText(
            "It is hard to explain: 1,234 nats, where nine of ten take at most 99."
        ),
        canvas.tool_of(TypicalityTool).forget,
    )
    canvas.tabs.setCurrentWidget(canvas.tool_of(RepairTool))
    settle()
    assert_still(
        whole_window,
        canvas.tool_of(RepairTool).forget_model,
        lambda: canvas.tool_of(RepairTool).progress.setText("Step 1 of 9; each answer with its −log p, nats"),
        lambda: canvas.tool_of(RepairTool).progress.setText("Step 1,234 of 12,345; no other looks different " * 3),
        canvas.tool_of(RepairTool).forget_model,
    )


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_tools_below_a_drawing_take_turns(whole_window: MainWindow, qapp: QApplication, scale: float) -> None:
    theme.set_text_scale(qapp, scale)
    whole_window.resize(1280, 800)
    lab = show(whole_window, "lab")
    canvas = lab.canvas  # type: ignore[attr-defined]
    lab.tabs.setCurrentWidget(canvas)  # type: ignore[attr-defined]
    canvas.tool_of(TypicalityTool).sentence.setText(sentence(0.5))
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
