"""The map stays where it is, whatever is said beside it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox

from tests.gui.places import LONG, LONG_CLASS, assert_still, settle, show
from vae_gui import theme
from vae_gui.views.latent_map.latent_path import NO_PATH, LatentPath
from vae_gui.views.latent_map.model.facts import Facts, ImageFacts, Neighbourhood
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.window.main_window import MainWindow
from vae_models.data.load import Dataset


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
        return LatentPath(np.zeros((count, 2)), np.zeros((count, 28, 28), np.uint8), title, view.controller.identity)

    assert_still(
        whole_window,
        lambda: view.path_panel.set_path(NO_PATH),
        lambda: view.path_panel.set_path(path(2, "drawn")),
        lambda: view.path_panel.set_path(path(1000, "spherical interpolation")),
        lambda: view.path_panel.set_path(NO_PATH),
    )


def choose(box: QComboBox, index: int) -> None:
    """As a person does it."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


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
        *(lambda kind=kind: choose(bar.kind, kind) for kind in (1, 0, 1)),
        lambda: bar.set_code(LONG, np.zeros(8)),
        lambda: bar.set_code("", None),
    )
    canvas = view.canvas.mapTo(view, QPoint(0, 0)).y()
    bar.set_model(2, variational=True)
    settle()
    assert view.canvas.mapTo(view, QPoint(0, 0)).y() == canvas, "nor with a model that has nothing to choose"
