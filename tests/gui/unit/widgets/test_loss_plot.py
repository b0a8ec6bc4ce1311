"""Loss curves while a run trains: painted late and cheaply, read by pointing."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QMenu

from vae_gui import theme
from vae_gui.widgets.plots.loss_plot import LossPlot
from vae_gui.widgets.plots.run_curves import RunCurves


@pytest.fixture
def plot(qtbot):
    widget = LossPlot()
    qtbot.addWidget(widget)
    widget.resize(1000, 320)
    widget.show()
    return widget


def feed(plot: LossPlot, steps: int, value: float = 100.0) -> None:
    """A run of 10 epochs with a flat loss of `value` + 20 nats."""
    plot.start_run("vae", steps / 10, True)
    flat = np.full(steps, value)
    plot.append_steps(np.arange(1, steps + 1), flat + 20.0, flat, flat * 0 + 20.0)


def last_drawn(plot: LossPlot) -> float:
    """The epoch up to which the curve of the training is drawn; 0 while there is none."""
    drawn = plot.panes[0].train.getData()[0]
    return 0.0 if drawn is None or not len(drawn) else float(drawn[-1])


def choose(menu: QMenu, *words: str) -> None:
    """An entry by its words, and those of the menus it is in."""
    for word in words[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == word)
    next(action for action in menu.actions() if action.text() == words[-1]).trigger()


def past_run(name: str) -> RunCurves:
    steps = np.array([100, 200, 300])
    return RunCurves(name, 100.0, steps, np.full((3, 3), 130.0), np.full((3, 3), 131.0))


def test_it_says_what_will_come_until_there_are_curves(plot, qtbot):
    (sentence,) = (label for label in plot.findChildren(QLabel) if "appear here" in label.text())
    assert sentence.isVisible()
    feed(plot, 100)
    qtbot.waitUntil(plot.panes[0].isVisible)
    assert not sentence.isVisible()


def test_many_batches_are_painted_once(plot, qtbot):
    feed(plot, 10)
    qtbot.waitUntil(lambda: last_drawn(plot) == 10.0)
    before = plot.panes[0].train.getData()[0]
    for step in range(11, 31):
        plot.append_steps([step], [120.0], [100.0], [20.0])
    assert plot.panes[0].train.getData()[0] is before
    qtbot.waitUntil(lambda: last_drawn(plot) == 30.0)


def test_a_long_run_is_drawn_with_few_points(plot):
    feed(plot, 100_000)
    plot.redraw()
    for pane in plot.panes:
        assert len(pane.raw.getData()[0]) <= 2 * (pane.plot.width() + 2)
        assert len(pane.train.getData()[0]) <= pane.plot.width()


def test_the_horizontal_axis_counts_epochs_or_steps(plot):
    feed(plot, 1000)
    plot.redraw()
    assert plot.panes[0].train.getData()[0][-1] == pytest.approx(10.0)
    plot.set_x_unit("steps")
    plot.redraw()
    assert plot.panes[0].train.getData()[0][-1] == 1000
    assert plot.bar.unit.currentText() == "Steps"


def test_the_log_axis_draws_logarithms_and_reads_nats(plot):
    feed(plot, 100, value=980.0)
    plot.set_log_axis(True)
    plot.redraw()
    assert plot.panes[0].train.getData()[1][-1] == pytest.approx(3.0)
    assert plot.panes[0].readings(10.0)[0][2] == pytest.approx(1000.0)
    assert plot.bar.log_axis.isChecked()


def test_the_controls_set_the_options(plot, qtbot):
    qtbot.mouseClick(plot.bar.log_axis, Qt.MouseButton.LeftButton, pos=QPoint(8, plot.bar.log_axis.height() // 2))
    qtbot.keyClick(plot.bar.smoothing, Qt.Key.Key_Down)
    qtbot.keyClick(plot.bar.smoothing, Qt.Key.Key_Down)
    assert plot.options.log_axis
    assert plot.options.smoothing == 500


def test_the_menu_has_the_same_options(plot):
    for words in (("Smoothing", "Mean of 100 steps"), ("Horizontal axis", "Steps"), ("Log axis",)):
        choose(plot.bar.menu, *words)
    assert (plot.options.smoothing, plot.options.in_epochs, plot.options.log_axis) == (100, False, True)
    assert plot.bar.smoothing.currentText() == "Mean of 100 steps"


def test_a_narrow_place_shows_the_plots_that_fit(plot, qtbot):
    feed(plot, 1000)
    plot.redraw()
    plot.resize(400, 300)
    assert [pane.isHidden() for pane in plot.panes] == [False, True, False]
    plot.resize(200, 300)
    plot.show_first(1)
    assert [pane.isHidden() for pane in plot.panes] == [True, False, True]
    assert plot.bar.smoothing.isHidden()
    plot.resize(1000, 300)
    assert not any(pane.isHidden() for pane in plot.panes)


def test_pointing_reads_every_curve_in_every_plot(plot, qtbot):
    feed(plot, 1000)
    plot.append_epoch(100, (121.0, 101.0, 20.0), (125.0, 104.0, 21.0))
    plot.set_overlay(past_run("older"))
    plot.redraw()
    with qtbot.waitSignal(plot.panes[1].hovered):
        qtbot.mouseMove(plot.panes[1].plot.viewport(), plot.panes[1].plot.viewport().rect().center())
    assert plot.panes[1].crosshair.label.isVisible() and plot.panes[0].crosshair.line.isVisible()
    assert not plot.panes[0].crosshair.label.isVisible()
    text = plot.panes[1].crosshair.label.toPlainText()
    assert "train 100.0" in text and "validation 104.0" in text and "older 131.0" in text
    QCoreApplication.sendEvent(plot.panes[1].plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not plot.panes[1].crosshair.line.isVisible()


def test_epoch_means_stand_in_where_single_steps_are_not_known(plot):
    plot.start_run("resumed", 100, True)
    plot.append_epoch(100, (130.0, 110.0, 20.0), (131.0, 111.0, 20.0))
    plot.append_steps([101], [120.0], [100.0], [20.0])
    plot.append_epoch(200, (119.0, 99.0, 20.0), (118.0, 98.0, 20.0))
    plot.append_steps(np.arange(201, 301), np.full(100, 110.0), np.full(100, 90.0), np.full(100, 20.0))
    plot.append_epoch(300, (110.0, 90.0, 20.0), (109.0, 89.0, 20.0))
    assert plot.live.train.steps.tolist() == [100, 101, 200, *range(201, 301)]
    assert plot.live.validation.values(0).tolist() == [131.0, 118.0, 109.0]


def test_a_mark_stands_where_beta_changed_in_either_unit(plot):
    feed(plot, 1000)
    plot.mark(350, "beta 4")
    assert plot.panes[0].marks[0].value() == pytest.approx(3.5)
    plot.set_x_unit("steps")
    assert plot.panes[0].marks[0].value() == 350
    assert plot.panes[0].marks[0].label.format == "beta 4"


def colours(plot: LossPlot) -> dict[str, str]:
    return {run.name: colour for run, colour in plot.panes[0].overlays}


def test_past_runs_keep_their_colour_and_can_be_removed(plot):
    plot.set_overlay(past_run("a"))
    plot.set_overlay(past_run("b"))
    before = colours(plot)
    assert before["a"] != before["b"]
    plot.remove_overlay("a")
    plot.set_overlay(past_run("b"))
    assert plot.overlay_names() == ["b"]
    assert colours(plot) == {"b": before["b"]}
    assert "b" in plot.legend.text()


def test_a_model_without_kl_shows_one_plot(plot):
    plot.start_run("autoencoder", 100, has_kl=False)
    plot.append_steps([1], [30.0], [30.0], [0.0])
    assert [pane.isHidden() for pane in plot.panes] == [True, False, True]


def test_zooming_by_hand_stops_following_until_a_double_click(plot, qtbot):
    feed(plot, 1000)
    plot.redraw()
    plot.panes[0].plot.getViewBox().sigRangeChangedManually.emit([True, True])
    plot.panes[0].plot.setXRange(2, 3, padding=0)
    plot.redraw()
    assert plot.panes[0].plot.viewRange()[0] == pytest.approx([2, 3])
    qtbot.mouseDClick(plot.panes[0].plot.viewport(), Qt.MouseButton.LeftButton)
    plot.redraw()
    assert plot.panes[0].plot.viewRange()[0][0] == 0


def test_the_axis_rests_while_the_curve_grows_a_little(plot):
    feed(plot, 1000)
    plot.redraw()
    before = plot.panes[0].plot.viewRange()
    plot.append_steps([1001], [120.0], [100.0], [20.0])
    plot.redraw()
    assert plot.panes[0].plot.viewRange() == before


def test_numbers_and_picture_are_saved_whole(plot, qtbot, tmp_path):
    feed(plot, 1000)
    plot.set_overlay(past_run("older"))
    with qtbot.waitSignal(plot.exported, timeout=10_000):
        plot.export_csv(tmp_path / "curves.csv")
    rows = list(csv.DictReader((tmp_path / "curves.csv").read_text().splitlines()))
    assert len([row for row in rows if row["run"] == "vae"]) == 1000
    with qtbot.waitSignal(plot.exported, timeout=10_000):
        plot.export_png(tmp_path / "curves.png")
    assert QImage(str(tmp_path / "curves.png")).width() == 2000


def test_an_export_that_fails_says_why(plot, qtbot, tmp_path):
    with qtbot.waitSignal(plot.failed) as failed:
        plot.export_csv(tmp_path / "absent" / "curves.csv")
    assert "curves.csv" in failed.args[0]


def test_the_curves_follow_the_theme(plot, qapp):
    feed(plot, 100)
    theme.apply_theme(qapp, True)
    assert plot.panes[0].train.opts["pen"].color().name() == theme.DARK.train
    theme.apply_theme(qapp, False)
    assert plot.panes[0].train.opts["pen"].color().name() == theme.LIGHT.train


def test_lines_are_as_thick_on_a_finer_screen(plot, monkeypatch):
    pane = plot.panes[0]
    before = pane.train.opts["pen"].widthF()
    monkeypatch.setattr(pane, "devicePixelRatioF", lambda: 2.0)
    QCoreApplication.sendEvent(pane, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert pane.train.opts["pen"].widthF() == 2 * before
