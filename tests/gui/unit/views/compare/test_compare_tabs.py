"""Ways to compare are a tuple: what is added to it is a tab that knows all runs and those that are selected."""

from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.unit.views.compare.hand import select
from vae_gui.views.compare.tabs import TABS
from vae_gui.views.compare.tabs.tab import CompareTab, TabKind
from vae_gui.views.compare.view import CompareView
from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.workspace import Workspace


class Count(CompareTab):
    """All that a new tab has to say about itself."""

    rows: tuple[RunRow, ...] = ()
    selected: tuple[RunRow, ...] = ()
    stopped = False

    def set_rows(self, rows: list[RunRow]) -> None:
        self.rows = tuple(rows)

    def set_selected(self, rows: list[RunRow]) -> None:
        self.selected = tuple(rows)

    def shut_down(self) -> None:
        self.stopped = True


COUNT = TabKind("count", "Count", "How many there are", f"{__name__}:Count")
LATE = TabKind("late", "Late", "When torch is there", f"{__name__}:Count", waits_for_models=True)


def test_a_tab_that_was_added_knows_the_runs_and_is_shut_down(
    qtbot: QtBot, workspace: Workspace, make_run: MakeRun
) -> None:
    one, two = make_run("one"), make_run("two")
    view = CompareView(workspace, kinds=(*TABS, COUNT))
    qtbot.addWidget(view)
    workspace.runs.look()
    tab = view.tab_of(Count)
    qtbot.waitUntil(lambda: {row.path for row in tab.rows} == {one.path, two.path})
    last = view.tabs.count() - 1
    assert (view.tabs.tabText(last), view.tabs.tabToolTip(last)) == ("Count", "How many there are")
    select(view, two.path.name)
    assert [row.path for row in tab.selected] == [two.path]
    tab.picked.emit(one.path)
    assert [row.path for row in tab.selected] == [one.path]
    view.shut_down()
    assert tab.stopped


def test_what_waits_for_the_models_is_built_in_its_place_once_they_are_there(
    qtbot: QtBot, empty_workspace: Workspace
) -> None:
    view = CompareView(empty_workspace, kinds=(LATE, COUNT))
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    assert view.tabs.currentIndex() == 0 and not isinstance(view.tabs.widget(0), Count)
    empty_workspace.models_loaded = True
    empty_workspace.models_ready.emit()
    assert isinstance(view.tabs.widget(0), Count) and view.tabs.currentIndex() == 0
    assert (view.tabs.tabText(0), view.tabs.tabToolTip(0)) == ("Late", "When torch is there")
