"""The column beside the map: all of it in sight in a small window, and nothing in it jumps."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QSlider, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui import theme
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor


def place(view: LatentMapView, widget: QWidget) -> QPoint:
    return widget.mapTo(view, QPoint(0, 0))


def places(view: LatentMapView) -> list[QPoint]:
    """Where the column's parts stand once their layouts have heard of each other."""
    for _ in range(4):
        QApplication.processEvents()
    return [place(view, widget) for widget in (view.side.detail.copy, view.side.layers, view.side.pins.list)]


def test_in_a_small_window_no_button_of_the_column_is_out_of_sight(
    hand: Hand, view: LatentMapView, qtbot: QtBot
) -> None:
    view.resize(1280, 700)  # less than a window of 1280 x 800 leaves
    encoded = view.controller.encoded
    assert encoded is not None
    hand.click(*encoded.mu[17])
    qtbot.waitUntil(lambda: "nats" in view.side.detail.text.text())
    view.side.show_pins()
    lowest = view.side.pins.delete
    qtbot.waitUntil(lambda: place(view, lowest).y() + lowest.height() <= view.height())
    assert view.side.verticalScrollBar().maximum() == 0


def test_nothing_moves_when_an_image_gives_way_to_a_point(
    hand: Hand, view: LatentMapView, free: tuple[float, float], qtbot: QtBot
) -> None:
    detail = view.side.detail
    encoded = view.controller.encoded
    assert encoded is not None
    hand.click(*encoded.mu[17])
    qtbot.waitUntil(lambda: "nats" in detail.text.text())
    before = places(view)
    hand.click(*free)
    qtbot.waitUntil(lambda: "neighbours" in detail.nearest.text() and "nats" not in detail.text.text())
    assert before == places(view)


@pytest.fixture
def large_text(qapp: QApplication) -> object:
    theme.set_text_scale(qapp, 1.5)
    yield
    theme.set_text_scale(qapp, 1.0)


def test_large_text_is_not_cut_off(
    view: LatentMapView, large_text: None, workspace: Workspace, beta_predictor: Predictor, qtbot: QtBot
) -> None:
    view.resize(1040, 660)
    workspace.model.set_predictor(beta_predictor)
    view.plane_bar.kind.activated.emit(1)
    qtbot.waitUntil(lambda: view.plane_bar.stacked)
    assert view.width() == 1040, "the view does not ask for more than the window has"
    inside = view.rect()
    bar = view.plane_bar
    for widget in (view.chooser, bar.others, bar.quantile, bar.fit, view.timeline.label):
        qtbot.waitUntil(lambda widget=widget: widget.width() >= widget.minimumSizeHint().width())
        assert inside.contains(widget.rect().translated(place(view, widget)))
    for slider in view.findChildren(QSlider):
        assert slider.height() >= 2 * theme.spacing(0.8), "the whole knob has room"


def test_a_model_can_be_chosen_on_the_map_and_where_there_is_none(
    empty_view: LatentMapView, workspace: Workspace, qtbot: QtBot
) -> None:
    for chooser in (empty_view.empty.chooser, empty_view.chooser):
        assert isinstance(chooser, ModelChooser)
        qtbot.waitUntil(lambda chooser=chooser: chooser.count() > 1, timeout=10_000)
        assert chooser.isVisible()
        chooser.setFocus()
        index = chooser.findText("vae-2d", Qt.MatchFlag.MatchStartsWith)
        with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
            chooser.activated.emit(index)
        qtbot.waitUntil(lambda: empty_view.canvas.isVisible())
        assert workspace.model.predictor is not None and workspace.model.predictor.name == "vae-2d"
