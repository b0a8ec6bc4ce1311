"""Two kept codes, A and B, and the interpolation between them."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QWidget

from vae_gui.theme.icons import icon
from vae_gui.views.lab.sliders.edited_code import Code, EditedCode
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.views.lab.sliders.undo import BLEND
from vae_gui.widgets.sliders.slider import Slider
from vae_gui.wording.sentences import INTERPOLATION_TIP, INTERPOLATIONS
from vae_gui.workspace.workspace import Workspace
from vae_models.latent import lerp, slerp

STEPS = 100


class Blend(CodeTool):
    """Keeps z as A or B; its slider goes from A to B on the sliders."""

    title = "Blend"

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        super().__init__(workspace, code, parent)
        self.kept: dict[str, Code] = {}
        self._backs: dict[str, QPushButton] = {}
        self.interpolation = QComboBox()
        self.interpolation.addItems(INTERPOLATIONS)
        self.interpolation.setAccessibleName("Interpolation")
        self.interpolation.setToolTip(INTERPOLATION_TIP)
        self.slider = Slider()
        self.slider.setRange(0, STEPS)
        self.slider.setAccessibleName("Blend from A to B")
        self.slider.setToolTip("From A (left) to B (right)")
        self.slider.valueChanged.connect(self._blend)
        self.slider.sliderReleased.connect(code.end_gesture)
        self.interpolation.currentIndexChanged.connect(self._blend)
        self._lay_out()
        self.forget()

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        for row, name in enumerate("AB"):
            keep = QPushButton(icon("pin"), f"Keep as {name}")
            keep.setToolTip(f"Remember what the sliders show now as {name}")
            keep.clicked.connect(lambda _=False, name=name: self.keep(name))
            back = QPushButton(f"Show {name}")
            back.setToolTip(f"Put {name} on the sliders")
            back.clicked.connect(lambda _=False, name=name: self.show_kept(name))
            layout.addWidget(keep, row, 0)
            layout.addWidget(back, row, 1)
            self._backs[name] = back
        layout.addWidget(self.slider, 2, 0)
        layout.addWidget(self.interpolation, 2, 1)
        layout.setRowStretch(3, 1)

    def forget(self) -> None:
        self.kept = {}
        with QSignalBlocker(self.slider):
            self.slider.setValue(0)
        self._enable()

    def keep(self, name: str) -> None:
        self.kept[name] = self.code.z
        self._enable()

    def show_kept(self, name: str) -> None:
        self.code.put(f"Show {name}", self.kept[name])

    def _enable(self) -> None:
        for name in "AB":
            self._backs[name].setEnabled(name in self.kept)
        both = len(self.kept) == 2
        self.slider.setEnabled(both)
        self.interpolation.setEnabled(both)

    def _blend(self) -> None:
        if len(self.kept) == 2:
            between = slerp if self.interpolation.currentIndex() == 1 else lerp
            path = between(self.kept["A"], self.kept["B"], STEPS + 1)
            self.code.put("Blend A and B", path[self.slider.value()], BLEND)
