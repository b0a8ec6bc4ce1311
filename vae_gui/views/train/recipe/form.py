"""Chooses a recipe and edits its values; what is impossible is refused where it is typed, with the reason."""

import contextlib
import functools
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.train.recipe.choice_field import ChoiceField
from vae_gui.views.train.recipe.schedule_field import ScheduleField
from vae_gui.views.train.recipe.value_field import ValueField, parse_number
from vae_gui.widgets.basics.elided_combo import ElidedCombo
from vae_models.errors import RecipeError
from vae_models.recipe.fields import FIELDS, by_group
from vae_models.recipe.named import RECIPES, Recipe
from vae_models.recipe.rows import Choice, Field, Number, Special
from vae_models.recipe.schedule import KLSchedule

_NAME_LETTERS = max(map(len, RECIPES))  # others, of one's own, may be longer
_DEVICES = {"auto": "Automatic", "cpu": "CPU", "cuda": "CUDA", "mps": "MPS (Apple)"}

Editor = ValueField | ChoiceField


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
        self.chooser.setToolTip("Network, objective, noise and optimiser in one")
        self.summary = QLabel(self)
        self.summary.setProperty("quiet", True)
        self.summary.setWordWrap(True)
        self._edited = QLabel("Edited", self)
        self._edited.setProperty("heading", True)
        self.reset_button = QPushButton(icon("undo"), "Reset", self)
        self.reset_button.setToolTip("Back to the recipe's own values")
        self.fields = {field.name: self._editor(field) for field in by_group() if field.editable}
        self.device = ChoiceField("Device", _DEVICES, "The device to train on", self)
        self._lay_out()
        self._connect()
        self.set_recipe("vae-2d")

    def _editor(self, field: Field) -> Editor:
        match field:
            case Number():
                tip = f"{field.tip}; may be changed while it trains" if field.live else field.tip
                return ValueField(field.label, self._checker(field), tip, self)
            case Choice():
                return ChoiceField(field.label, field.all_titles, field.tip, self)
            case Special(type=kind) if kind is KLSchedule:
                return ScheduleField(field, self)
        raise TypeError(f"a field for {field.name} is not made yet")

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
        for name, editor in self.fields.items():
            form.addRow(FIELDS[name].label, editor)
            if isinstance(editor, ScheduleField):
                form.addRow(editor.length_label, editor.length)
        form.addRow("Device", self.device)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chooser)
        layout.addWidget(self.summary)
        layout.addLayout(badge)
        layout.addLayout(form)

    def _connect(self) -> None:
        self.chooser.currentTextChanged.connect(self._by_hand(lambda: self.set_recipe(self.chooser.currentText())))
        self.reset_button.clicked.connect(self._by_hand(self._reset))
        for name, editor in self.fields.items():
            editor.changed.connect(self._report)
            editor.committed.connect(self._finish_edit)
            if FIELDS[name].live:
                editor.committed.connect(functools.partial(self._commit_live, name))
            if isinstance(editor, ScheduleField):
                editor.currentIndexChanged.connect(self._show_relevant)

    # What the form stands for

    @property
    def recipe(self) -> Recipe | None:
        """The recipe as edited; None while a value is refused."""
        changes = {name: editor.value for name, editor in self.fields.items()}
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
        return str(self.device.value)

    def set_recipe(self, name: str) -> None:
        self.show_recipe(RECIPES[name])

    def show_recipe(self, recipe: Recipe) -> None:
        """Fills the form, and keeps the values that have no field; those that differ from the named recipe's count as edited."""
        self._shown = recipe
        with QSignalBlocker(self.chooser):
            self.chooser.show_none(recipe.name)
            self.chooser.setCurrentText(recipe.name)
        self._show_summary(recipe)
        for name, editor in self.fields.items():
            editor.show_value(getattr(recipe, name))
        self._show_relevant()
        self._report()
        self._kept = self.recipe or recipe

    def set_images(self, shape: tuple[int, int], classes: int) -> None:
        """What it would train on: images `(height, width)` of that many classes, 0 without labels; its one line says so."""
        self._images = shape, classes
        self._report()

    def ask_batch(self, size: int) -> None:
        """The batch size alone is another one."""
        self.fields["batch_size"].show_value(size)
        self._report()
        self._kept = self.recipe or self._kept

    def set_running(self, running: bool) -> None:
        """While it trains, only beta and the learning rate can be changed."""
        self._running = running
        for name, editor in self.fields.items():
            editor.setEnabled(not running or FIELDS[name].live)
        for widget in (self.chooser, self.device, self.reset_button):
            widget.setEnabled(not running)

    # Checks

    def _checker(self, field: Number) -> Callable[[str], object]:
        def check(text: str) -> object:
            value = parse_number(field, text)
            self._shown.replace(**{field.name: value})
            return value

        return check

    # Reactions

    def _show_relevant(self) -> None:
        """Only what means something to the recipe that is shown."""
        for name, editor in self.fields.items():
            relevant = FIELDS[name].relevant(self._shown)
            self._form.setRowVisible(editor, relevant)
            if isinstance(editor, ScheduleField):
                self._form.setRowVisible(editor.length, relevant and editor.has_length)

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
        self.summary.setText(f"{recipe.summary}. {recipe.note}")

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

    def _commit_live(self, name: str) -> None:
        value = self.fields[name].value
        if self._running and isinstance(value, float):
            self.live_value.emit(name, value)
