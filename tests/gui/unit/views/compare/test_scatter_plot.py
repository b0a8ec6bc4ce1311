"""The scatter of runs by itself: what it draws, however many points there are."""

import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from vae_gui.widgets.plots.scatter_plot import Group, Point, ScatterPlot


@pytest.mark.parametrize("count", [3, 300])
def test_points_that_look_alike_are_drawn_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """One picture for the colour, one for the ring around what is marked: each costs about 0.1 ms at every restyling."""
    drawn = []
    render = pg.graphicsItems.ScatterPlotItem.renderSymbol

    def counted(*arguments: object, **named: object) -> object:
        drawn.append(arguments)
        return render(*arguments, **named)

    monkeypatch.setattr(pg.graphicsItems.ScatterPlotItem, "renderSymbol", counted)
    scatter = ScatterPlot("Runs")
    qtbot.addWidget(scatter)
    scatter.mark(frozenset({0, 1}))
    drawn.clear()
    points = tuple(Point(number, f"run-{number}", float(number), 1.0) for number in range(count))
    scatter.show_groups([Group("vae", points)], "Reconstruction", "KL")
    with qtbot.waitExposed(scatter):
        scatter.show()
    assert len(drawn) == 2
