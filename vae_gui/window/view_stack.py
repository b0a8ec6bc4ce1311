"""The views behind large tabs. A view is built when it is first needed, or when there is time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.view import View
from vae_gui.widgets.layout.page_scroll import PageScroll
from vae_gui.workspace.workspace import Workspace


@dataclass(frozen=True)
class ViewKind:
    """A view before it is built: its module is loaded no earlier. `name` is what settings and requests call it."""

    name: str
    title: str
    tip: str
    build: Callable[[Workspace, QWidget], View]


def _training_view(workspace: Workspace, parent: QWidget) -> View:
    from vae_gui.views.train.view import TrainingView

    return TrainingView(workspace, parent)


def _latent_map_view(workspace: Workspace, parent: QWidget) -> View:
    from vae_gui.views.latent_map.view import LatentMapView

    return LatentMapView(workspace, parent)


def _lab_view(workspace: Workspace, parent: QWidget) -> View:
    from vae_gui.views.lab.view import LabView

    return LabView(workspace, parent)


def _compare_view(workspace: Workspace, parent: QWidget) -> View:
    from vae_gui.views.compare.view import CompareView

    return CompareView(workspace, parent)


VIEWS = (
    ViewKind("train", "Train", "Train a model and watch it learn", _training_view),
    ViewKind("map", "Latent map", "Explore the latent space as a map", _latent_map_view),
    ViewKind("lab", "Lab", "Turn latent dimensions, draw and denoise", _lab_view),
    ViewKind("compare", "Compare", "Train many models and compare them side by side", _compare_view),
)


class ViewStack(QWidget):
    """Tabs and the view under them.

    Signals:
        view_changed(object): another view, or another part of one, is shown.
        build_failed(object): the exception that kept a view from being built.
    """

    view_changed = Signal(object)
    build_failed = Signal(object)

    def __init__(
        self, workspace: Workspace, kinds: tuple[ViewKind, ...] = VIEWS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.kinds = kinds
        self._views: dict[str, View] = {}
        self.tabs = QTabBar()
        self.tabs.setObjectName("views")
        self.tabs.setAccessibleName("Views")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._pages = QStackedWidget()
        self._placeholders = {kind.name: QWidget() for kind in kinds}
        for number, kind in enumerate(kinds, start=1):
            self.tabs.setTabToolTip(self.tabs.addTab(kind.title), f"{kind.tip} (Ctrl+{number})")
            self._pages.addWidget(self._placeholders[kind.name])
        self.tabs.currentChanged.connect(self._tab_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(theme.spacing(1), 0, theme.spacing(1), 0)
        header.addWidget(self.tabs)
        header.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._pages, 1)

    @property
    def free_corner(self) -> QRect:
        """What is beside the tabs, down to the margin of the view under them, in pixels: nothing stands there."""
        left = self.tabs.geometry().right() + 1 + theme.spacing(2)
        return QRect(left, 0, max(0, self.width() - left), self._pages.y() + theme.spacing(1))

    @property
    def names(self) -> list[str]:
        return [kind.name for kind in self.kinds]

    @property
    def current_name(self) -> str:
        return self.kinds[self.tabs.currentIndex()].name

    @property
    def current(self) -> View | None:
        return self._views.get(self.current_name)

    def built(self) -> dict[str, View]:
        return dict(self._views)

    def show_view(self, name: str) -> None:
        """Unknown names are ignored: they come from settings of another version."""
        if name in self.names:
            self.tabs.setCurrentIndex(self.names.index(name))
            self._tab_changed(self.tabs.currentIndex())

    def build(self, name: str) -> View | None:
        """The view, built if it was not; None where building failed (`build_failed` says why)."""
        if name not in self._views:
            index = self.names.index(name)
            try:
                view = self.kinds[index].build(self._workspace, self)
            except Exception as error:  # one broken view must not take the others with it
                self.build_failed.emit(error)
                return None
            self._views[name] = view
            self._pages.insertWidget(index, PageScroll(view))
            self._pages.removeWidget(self._placeholders[name])
            self._placeholders.pop(name).deleteLater()
            self._pages.setCurrentIndex(self.tabs.currentIndex())
            view.part_changed.connect(lambda: self._part_changed(view))
        return self._views[name]

    def _part_changed(self, view: View) -> None:
        if view is self.current:
            self.view_changed.emit(view)

    def _tab_changed(self, index: int) -> None:
        view = self.build(self.kinds[index].name)
        self._pages.setCurrentIndex(index)
        if view is not None:
            self.view_changed.emit(view)
