"""Nothing is cut, whatever the size of window and text: what has no room scrolls."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.layout_faults import layout_faults
from tests.gui.painted_texts import TextPainter
from tests.gui.parts import parts_of
from tests.gui.places import settle
from vae_gui import theme
from vae_gui.views.compare.tabs.scatter import ScatterTab
from vae_gui.views.compare.view import CompareView
from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.runs.tree import NAME
from vae_gui.views.train.view import TrainingView
from vae_gui.widgets.layout.page_scroll import PageScroll
from vae_gui.widgets.map.axes import paint_axes
from vae_gui.widgets.map.markers import paint_name
from vae_gui.widgets.pictures.film_strip import HINT_FLAGS
from vae_gui.widgets.plots.scatter_plot import Group, Point
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace.pins import Pin
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.training.trainer import Trainer

SMALL, LOW, SMALLEST = (1280, 800), (1280, 720), (900, 600)


def assert_nothing_is_cut(qtbot: QtBot, window: MainWindow) -> None:
    for part in parts_of(window):
        try:
            qtbot.waitUntil(lambda: not layout_faults(window), timeout=2000)
        except (AssertionError, qtbot.TimeoutError):
            pytest.fail(f"{part}: " + "\n".join(layout_faults(window)))


def show(qapp: QApplication, window: MainWindow, size: tuple[int, int], scale: float, *, dark: bool = False) -> None:
    theme.set_text_scale(qapp, scale)
    theme.apply_theme(qapp, dark)
    window.resize(*size)
    assert (window.width(), window.height()) == size, "the window can be as small as that"


def test_nothing_is_cut(qtbot: QtBot, qapp: QApplication, whole_window: MainWindow) -> None:
    for size, scale in ((SMALL, 1.0), (SMALLEST, 2.0)):
        show(qapp, whole_window, size, scale)
        assert_nothing_is_cut(qtbot, whole_window)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["beta-vae", "cvae", "hvae", "vq-vae", "unet-denoiser", "autoencoder"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_with_any_kind_of_model(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow, few_digits: Dataset, recipe: str, dark: bool
) -> None:
    trainer = Trainer(get_recipe(recipe).replace(epochs=1, batch_size=300), few_digits)
    list(trainer.steps())
    whole_window.workspace.model.set_predictor(trainer.predictor())
    for size in (SMALL, SMALLEST):
        for scale in (1.0, 1.5, 2.0):
            show(qapp, whole_window, size, scale, dark=dark)
            assert_nothing_is_cut(qtbot, whole_window)


def test_at_the_usual_size_nothing_has_to_be_scrolled(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow
) -> None:
    def too_large() -> list[str]:
        pages = [area for area in whole_window.findChildren(PageScroll) if area.isVisible()]
        return [f"{page.widget().size()} in {page.size()}" for page in pages if page.widget().size() != page.size()]

    whole_window.resize(1203, 720)
    for part in parts_of(whole_window):
        try:
            qtbot.waitUntil(lambda: not too_large(), timeout=2000)
        except (AssertionError, qtbot.TimeoutError):
            pytest.fail(f"{part}: {too_large()}")


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_large_text_needs_no_scrolling_to_the_side(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow, scale: float
) -> None:
    def too_wide() -> list[int]:
        pages = [area for area in whole_window.findChildren(PageScroll) if area.isVisible()]
        return [page.horizontalScrollBar().maximum() for page in pages if page.horizontalScrollBar().maximum()]

    show(qapp, whole_window, SMALL, scale)
    for part in parts_of(whole_window):
        settle()
        try:
            qtbot.waitUntil(lambda: not too_wide(), timeout=2000)
        except (AssertionError, qtbot.TimeoutError):
            pytest.fail(f"{part}: {too_wide()} pixels")


def test_the_lab_scrolls_no_further_than_its_open_part_needs(qapp: QApplication, whole_window: MainWindow) -> None:
    show(qapp, whole_window, SMALL, 2.0)
    whole_window.views.show_view("lab")
    lab = whole_window.views.current
    assert isinstance(lab, LabView)
    around, needed = set(), set()
    for index in range(lab.tabs.count()):
        lab.tabs.setCurrentIndex(index)
        settle()
        needed.add(lab.part.minimumSizeHint().height())
        around.add(lab.minimumSizeHint().height() - lab.part.minimumSizeHint().height())
    assert len(needed) > 1 and len(around) == 1, "tabs and margins are the same for all parts"


@pytest.mark.parametrize("size", [SMALL, LOW])
def test_beside_the_map_nothing_has_to_be_scrolled(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow, size: tuple[int, int]
) -> None:
    """Neither the classes nor the pins, also with all that can be said about a point; above the map is one row."""
    show(qapp, whole_window, size, 1.0)
    whole_window.views.show_view("map")
    view = whole_window.views.current
    assert isinstance(view, LatentMapView)
    side = view.side
    qtbot.waitUntil(lambda: view.controller.encoded is not None and side.verticalScrollBar().maximum() == 0)
    assert not view.plane_bar.stacked
    view.probe.pick(0.0, 0.0, 0)
    qtbot.waitUntil(lambda: bool(side.detail.nearest.text()))
    for tab, part in enumerate((side.legend, side.pins)):
        side.tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: side.verticalScrollBar().maximum() == 0)
        corner = part.mapTo(side.viewport(), part.rect().bottomRight())
        assert part.isVisible() and side.viewport().rect().contains(corner)
    pin = Pin("a pin", np.zeros(2, np.float32))
    side.pins.set_pins([pin] * 9, [True] * 9)
    assert side.pins.list.viewport().height() >= 5 * side.pins.list.visualItemRect(side.pins.list.item(0)).height()
    assert not view.plane_bar.stacked


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_texts_of_the_map_are_whole(qapp: QApplication, whole_window: MainWindow, scale: float) -> None:
    """Titles, ticks, names of pins in any corner, and what the empty film strip says."""
    whole_window.views.show_view("map")
    view = whole_window.views.current
    assert isinstance(view, LatentMapView)
    for size in (SMALL, SMALLEST):
        show(qapp, whole_window, size, scale)
        settle()
        canvas, area = view.canvas, view.canvas.scene.viewport.area
        image = QImage(canvas.size(), QImage.Format.Format_RGB32)
        painter = TextPainter(image)
        painter.setFont(canvas.font())
        paint_axes(painter, canvas.scene, QRectF(canvas.rect()), 4.0 * canvas.fontMetrics().height())
        assert {"z1", "z2"} <= {text.partition(" ")[0] for text, _ in painter.texts}
        assert not [text for text, place in painter.texts if not QRectF(canvas.rect()).contains(place)]
        painter.texts.clear()
        for x, y in ((0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)):
            at = area.topLeft() + QPointF(x * area.width(), y * area.height())
            paint_name(painter, at, "0 (training image 31316)", scale, area)
        painter.end()
        assert len(painter.texts) == 5
        assert not [place for _, place in painter.texts if not area.contains(place)]
        strip = view.path_panel.strip
        room = QFontMetrics(strip.font()).boundingRect(strip.rect(), HINT_FLAGS, strip.hint)
        assert strip.hint and strip.rect().contains(room)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_titles_of_a_scatter_are_whole(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow, scale: float
) -> None:
    whole_window.views.show_view("compare")
    view = whole_window.views.current
    assert isinstance(view, CompareView)
    scatter = view.tab_of(ScatterTab).plot
    scatter.show()
    group = Group("one", (Point("key", "name", 1.0, 2.0),))
    scatter.show_groups([group], "Reconstr., nats per image", "Train loss, nats per image")
    for size in (SMALL, SMALLEST):
        show(qapp, whole_window, size, scale)
        settle()
        for axis, words in (("bottom", "Reconstr."), ("left", "Train loss")):
            label = scatter.plot.getAxis(axis).label
            assert label.toPlainText().startswith(words[:3])
            margin = label.document().documentMargin()
            words_only = label.boundingRect().adjusted(margin, margin, -margin, -margin)
            assert scatter.plot.sceneRect().contains(label.mapRectToScene(words_only))


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_names_of_past_runs_can_be_read(
    qtbot: QtBot, qapp: QApplication, whole_window: MainWindow, make_run: MakeRun, scale: float
) -> None:
    train = whole_window.views.build("train")
    assert isinstance(train, TrainingView)
    tree = train.runs.tree
    make_run("beta-of-four")
    whole_window.workspace.runs.look()
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1)
    show(qapp, whole_window, SMALL, scale)
    settle()
    option = QStyleOptionViewItem()
    tree.initViewItemOption(option)
    option.rect = tree.visualRect(tree.model().index(0, NAME))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    room = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, tree)
    margin = tree.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, tree) + 1
    assert room.width() - 2 * margin >= tree.fontMetrics().horizontalAdvance("beta-of-four")
    assert not layout_faults(whole_window)


def test_a_control_that_is_too_small_is_found(qtbot: QtBot, whole_window: MainWindow) -> None:
    """The check itself: it sees a box that is cut, a label that is cut, and a button outside its parent."""
    lab = whole_window.views.build("lab")
    whole_window.views.show_view("lab")
    lab.chooser.setFixedHeight(12)  # type: ignore[union-attr]
    slider = lab.sliders.list.sliders[0]  # type: ignore[union-attr]
    slider.value.setMaximumWidth(40)
    slider.lock.move(-30, 0)
    faults = "\n".join(layout_faults(whole_window))
    assert "Value of z1" in faults and "Lock z1" in faults and "'Model'" in faults
