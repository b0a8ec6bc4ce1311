"""What a queue should train: recipes, a grid over one or two hyperparameters, seeds."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vae_gui import theme
from vae_gui.theme import spacing
from vae_gui.views.compare.grid_row import GridRow
from vae_gui.widgets.basics.controls import heading
from vae_gui.widgets.basics.roomy_rows import RoomyRows
from vae_models.errors import RecipeError
from vae_models.recipe.named import MAX_EPOCHS, RECIPES, Recipe
from vae_models.sweeps.grid import PlannedRun, plan_runs

ABLATION = tuple(f"linear-vae-{size}" for size in (4, 8, 16, 32, 64))
_OWN = "Recipe default"


class QueueForm(QWidget):
    """Signals: changed(): another plan, or none; `problem` says why not."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        self.recipes = QListWidget()
        self.recipes.setAccessibleName("Recipes in the queue")
        self.recipes.setToolTip("Tick every recipe to train")
        self.recipes.setItemDelegate(RoomyRows(self.recipes))
        for recipe in RECIPES.values():
            item = QListWidgetItem(recipe.name, self.recipes)
            item.setToolTip(f"{recipe.summary}\n{recipe.note}")
            item.setCheckState(Qt.CheckState.Unchecked)
        self.first, self.second = GridRow("First"), GridRow("Second")
        self.seeds = _number(1, 100, "Seeds", "Repeat every run with this many random seeds")
        self.epochs = _number(0, MAX_EPOCHS, "Epochs", "Epochs of every run")
        self.epochs.setSpecialValueText(_OWN)
        self.workers = _number(0, 256, "Parallel runs", "How many runs train at the same time, each in its own process")
        self.workers.setSpecialValueText("Automatic")
        self._lay_out()
        self.recipes.itemChanged.connect(self.changed)
        for row in (self.first, self.second):
            row.changed.connect(self.changed)
        for box in (self.seeds, self.epochs):
            box.valueChanged.connect(self.changed)
        self.check(["vae-2d"])

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(spacing(0.6))
        for title, box in (("Seeds", self.seeds), ("Epochs", self.epochs), ("Parallel runs", self.workers)):
            form.addRow(title, box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, spacing(1), 0)
        theme.scaled(self.recipes, self.recipes.setMinimumHeight, 14)
        layout.addWidget(heading("Recipes"))
        layout.addWidget(self.recipes, 1)
        layout.addWidget(heading("Grid"))
        layout.addWidget(self.first)
        layout.addWidget(self.second)
        layout.addLayout(form)

    def check(self, names: Sequence[str]) -> None:
        """Checks these recipes and no others."""
        with QSignalBlocker(self.recipes):
            for item in self._items():
                wanted = item.text() in names
                item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
                if wanted and item.text() == names[0]:
                    self.recipes.scrollToItem(item)
        self.changed.emit()

    def show_ablation(self) -> None:
        """The latent sizes of the linear VAEs, without a grid."""
        self.first.clear()
        self.second.clear()
        self.seeds.setValue(1)
        self.check(ABLATION)

    def planned(self) -> tuple[PlannedRun, ...]:
        """The runs that this makes; empty, with a `problem`, where it makes none."""
        try:
            axes = [axis for axis in (self.first.axis(), self.second.axis()) if axis is not None]
            runs = plan_runs(self._recipes(), axes, self.seeds.value())
        except RecipeError as error:
            self.problem = str(error)
            return ()
        self.problem = ""
        return runs

    def _recipes(self) -> list[Recipe]:
        checked = [RECIPES[item.text()] for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        if not checked:
            raise RecipeError("Tick at least one recipe.")
        epochs = self.epochs.value()
        return [recipe.replace(epochs=epochs) for recipe in checked] if epochs else checked

    def _items(self) -> list[QListWidgetItem]:
        return [self.recipes.item(line) for line in range(self.recipes.count())]


def _number(low: int, high: int, name: str, tip: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    return box
