"""Chooses a recipe and edits its values; what is impossible is refused where it is typed, with the reason."""

import contextlib
import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vae_gui.theme import spacing
from vae_gui.views.train.recipe.value_field import ValueField
from vae_gui.widgets.basics.elided_combo import ElidedCombo
from vae_models.errors import RecipeError
from vae_models.recipe.fields import FIELDS, is_weighted
from vae_models.recipe.named import RECIPES, KLSchedule, Recipe

LIVE = ("beta", "learning_rate")
_NAME_LETTERS = max(map(len, RECIPES))  # others, of one's own, may be longer
_SCHEDULES = {"constant": "Constant", "linear": "Linear warm-up", "cyclical": "Cyclical"}
_PRECISIONS = {"auto": "Automatic", "float32": "float32", "bfloat16": "bfloat16"}
_DEVICES = {"auto": "Automatic", "cpu": "CPU", "cuda": "CUDA", "mps": "MPS (Apple)"}


class RecipeForm(QWidget):
    """Shows one recipe with its values.

    Signals:
        recipe_changed(object): the Recipe as edited, or None while a value is refused.
        live_value(str, float): beta or the learning rate was committed while training.
        edited(object, object): a hand has finished an edit; the Recipe before and after it.
    """

    recipe_changed = Signal(object)
    live_value = Signal(str, float)
    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._kept = next(iter(RECIPES.values()))
        self._running = False
        self._images: tuple[tuple[int, int], int] | None = None
        self.chooser = ElidedCombo(self)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(_NAME_LETTERS)
        self.chooser.addItems(list(RECIPES))
        self.chooser.setAccessibleName("Recipe")
        self.chooser.setToolTip("The recipe: network, objective, data treatment and optimiser in one")
        self._summary = QLabel(self)
        self._summary.setProperty("quiet", True)
        self._summary.setWordWrap(True)
        self._edited = QLabel("Edited", self)
        self._edited.setProperty("heading", True)
        self.reset_button = QPushButton("Reset", self)
        self.reset_button.setToolTip("Back to the recipe's own values")
        self.fields = {
            field.name: ValueField(field.label, self._checker(field.name, field.kind), field.tip, self)
            for field in FIELDS
        }
        self.schedule = self._combo("KL schedule", "How the KL's weight grows to beta during the run", _SCHEDULES)
        self.schedule_value = ValueField(
            "Schedule length", self._check_schedule, "Epochs of warm-up, or number of cycles", self
        )
        self._schedule_label = QLabel("Warm-up epochs", self)
        self.device = self._combo("Device", "Where to compute", _DEVICES)
        self.precision = self._combo(
            "Precision", "Of the matrix products on a CPU; bfloat16 is faster where the processor has it", _PRECISIONS
        )
        self._lay_out()
        self._connect()
        self.set_recipe("vae-2d")

    def _combo(self, name: str, tip: str, items: dict[str, str]) -> QComboBox:
        combo = QComboBox(self)
        for key, title in items.items():
            combo.addItem(title, key)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        return combo

    def _lay_out(self) -> None:
        badge = QHBoxLayout()
        badge.addWidget(self._edited)
        badge.addStretch()
        badge.addWidget(self.reset_button)
        form = self._form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setVerticalSpacing(spacing(0.6))
        for field in FIELDS:
            form.addRow(field.label, self.fields[field.name])
            if field.name == "beta":
                form.addRow("KL schedule", self.schedule)
                form.addRow(self._schedule_label, self.schedule_value)
        form.addRow("Device", self.device)
        form.addRow("Precision", self.precision)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chooser)
        layout.addWidget(self._summary)
        layout.addLayout(badge)
        layout.addLayout(form)

    def _connect(self) -> None:
        self.chooser.currentTextChanged.connect(self._by_hand(lambda: self.set_recipe(self.chooser.currentText())))
        self.reset_button.clicked.connect(self._by_hand(self._reset))
        self.schedule.currentIndexChanged.connect(self._by_hand(self._schedule_changed))
        self.schedule_value.changed.connect(self._report)
        self.schedule_value.committed.connect(self._finish_edit)
        self.precision.currentIndexChanged.connect(self._by_hand(self._report))
        for name, field in self.fields.items():
            field.changed.connect(self._report)
            field.committed.connect(self._finish_edit)
            if name in LIVE:
                field.committed.connect(self._commit_live)

    # What the form stands for

    @property
    def recipe(self) -> Recipe | None:
        """The recipe as edited; None while a value is refused."""
        changes = {name: field.value for name, field in self.fields.items()}
        changes["kl_schedule"] = self.schedule_value.value
        changes["precision"] = self.precision.currentData()
        if any(value is None for value in changes.values()):
            return None
        try:
            return self._shown.replace(**changes)
        except RecipeError:
            return None

    @property
    def _named(self) -> Recipe:
        """The recipe that has this name, for the same images: what size and classes they have is no edit."""
        named = RECIPES.get(self._shown.name, self._shown)
        with contextlib.suppress(RecipeError):  # its own network may be unable to see such images
            return named.replace(image_shape=self._shown.image_shape, classes=self._shown.classes)
        return named

    @property
    def device_name(self) -> str:
        return str(self.device.currentData())

    def set_recipe(self, name: str) -> None:
        self.show_recipe(RECIPES[name])

    def show_recipe(self, recipe: Recipe) -> None:
        """Fills the form, and keeps the values that have no field; those that differ from the named recipe's count as edited."""
        self._shown = recipe
        with QSignalBlocker(self.chooser):
            self.chooser.show_none(recipe.name)
            self.chooser.setCurrentText(recipe.name)
        self._show_summary(recipe)
        for name, field in self.fields.items():
            field.set_text(_in_full(getattr(recipe, name)))
        with QSignalBlocker(self.schedule):
            self.schedule.setCurrentIndex(self.schedule.findData(recipe.kl_schedule.shape))
        with QSignalBlocker(self.precision):
            self.precision.setCurrentIndex(self.precision.findData(recipe.precision))
        self._show_schedule()
        for each in FIELDS:
            self._form.setRowVisible(self.fields[each.name], each.relevant(recipe))
        self._form.setRowVisible(self.schedule, is_weighted(recipe))
        self._form.setRowVisible(self.precision, recipe.has_plain_steps)
        self._report()
        self._kept = self.recipe or recipe

    def set_images(self, shape: tuple[int, int], classes: int) -> None:
        """What it would train on: images `(height, width)` of that many classes, 0 without labels; its one line says so."""
        self._images = shape, classes
        self._report()

    def ask_batch(self, size: int) -> None:
        """The batch size alone is another one."""
        self.fields["batch_size"].set_text(str(size))
        self._report()
        self._kept = self.recipe or self._kept

    def set_running(self, running: bool) -> None:
        """While it trains, only beta and the learning rate can be changed."""
        self._running = running
        for name, field in self.fields.items():
            field.setEnabled(not running or name in LIVE)
        combos = (self.chooser, self.schedule, self.device, self.precision)
        for widget in (*combos, self.schedule_value, self.reset_button):
            widget.setEnabled(not running)

    # Checks

    def _checker(self, name: str, kind: type) -> Callable[[str], object]:
        def check(text: str) -> object:
            try:
                value = kind(text.replace(",", "."))
            except ValueError:
                raise ValueError("A whole number is needed." if kind is int else "A number is needed.") from None
            self._shown.replace(**{name: value})
            return value

        return check

    def _check_schedule(self, text: str) -> KLSchedule:
        shape = self.schedule.currentData()
        schedule = self._shown.kl_schedule
        try:
            if shape == "linear":
                return dataclasses.replace(schedule, shape=shape, warmup_epochs=float(text.replace(",", ".")))
            return dataclasses.replace(schedule, shape=shape, cycles=int(text), epochs=None)  # of a new run
        except RecipeError:
            raise
        except ValueError:
            raise ValueError("A number is needed." if shape == "linear" else "A whole number is needed.") from None

    # Reactions

    def _schedule_changed(self) -> None:
        self._show_schedule()
        self._report()

    def _show_schedule(self) -> None:
        shape = self.schedule.currentData()
        schedule = self._shown.kl_schedule
        self.schedule_value.set_text(str(schedule.cycles) if shape != "linear" else f"{schedule.warmup_epochs:g}")
        self._schedule_label.setText("Cycles" if shape == "cyclical" else "Warm-up epochs")
        self._form.setRowVisible(self.schedule_value, shape != "constant" and is_weighted(self._shown))

    def _report(self) -> None:
        recipe = self.recipe
        edited = recipe != self._named
        self._edited.setVisible(edited)
        self.reset_button.setVisible(edited)
        if recipe is not None:
            self._show_summary(recipe)
        self.recipe_changed.emit(recipe)

    def _show_summary(self, recipe: Recipe) -> None:
        if self._images is not None:
            with contextlib.suppress(RecipeError):  # said when it is started
                recipe = recipe.fitted(*self._images)
        self._summary.setText(f"{recipe.summary}. {recipe.note}")

    def _reset(self) -> None:
        self.show_recipe(self._named)

    def _by_hand(self, change: Callable[[], None]) -> Callable[..., None]:
        """A slot that makes this change, and tells of it."""

        def edit(*_: object) -> None:
            before = self._kept
            change()
            self._tell_of_edit(before)

        return edit

    def _finish_edit(self) -> None:
        self._tell_of_edit(self._kept)

    def _tell_of_edit(self, before: Recipe) -> None:
        after = self.recipe
        if after is None or after == before:
            return
        self._kept = after
        if not self._running:
            self.edited.emit(before, after)

    def _commit_live(self) -> None:
        if not self._running:
            return
        for name in LIVE:
            value = self.fields[name].value
            if self.sender() is self.fields[name] and isinstance(value, float):
                self.live_value.emit(name, value)


def _in_full(value: float) -> str:
    """A number as short as it can be without being another one."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
