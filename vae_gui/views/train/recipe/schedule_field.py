"""How the KL's weight grows: the shape, and the one number that belongs to it."""

import dataclasses

from PySide6.QtWidgets import QLabel, QWidget

from vae_gui.views.train.recipe.choice_field import ChoiceField
from vae_gui.views.train.recipe.value_field import ValueField, parse_number
from vae_models.recipe.rows import Field
from vae_models.recipe.schedule import SCHEDULE_FIELDS, SHAPES, KLSchedule

# The number that each shape asks for.
_LENGTHS = {"linear": SCHEDULE_FIELDS["warmup_epochs"], "cyclical": SCHEDULE_FIELDS["cycles"]}


class ScheduleField(ChoiceField):
    """The shape; `length` and its label are to be laid out beside it, and seen where the shape `has_length`."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field.label, SHAPES.all_titles, field.tip, parent)
        self._shown = KLSchedule()
        self.length_label = QLabel(_LENGTHS["linear"].label, parent)
        self.length = ValueField("Schedule length", self._with_length, "Epochs of warm-up, or number of cycles", parent)
        self.length.changed.connect(self.changed)
        self.length.committed.connect(self.committed)

    @property
    def value(self) -> KLSchedule | None:
        """The schedule; None while its length is refused."""
        if not self.has_length:
            return dataclasses.replace(self._shown, shape=self.currentData(), epochs=None)
        schedule = self.length.value
        return schedule if isinstance(schedule, KLSchedule) else None

    @property
    def has_length(self) -> bool:
        return self.currentData() in _LENGTHS

    def show_value(self, value: object) -> None:
        if isinstance(value, KLSchedule):
            self._shown = value
            super().show_value(value.shape)
            self._show_length()

    def setEnabled(self, enabled: bool) -> None:
        super().setEnabled(enabled)
        self.length.setEnabled(enabled)

    def _chosen(self) -> None:
        self._show_length()
        super()._chosen()

    def _show_length(self) -> None:
        if row := _LENGTHS.get(self.currentData()):
            self.length_label.setText(row.label)
            self.length.show_value(getattr(self._shown, row.name))

    def _with_length(self, text: str) -> KLSchedule:
        row = _LENGTHS[self.currentData()]
        changes = {"shape": self.currentData(), "epochs": None, row.name: parse_number(row, text)}
        return dataclasses.replace(self._shown, **changes)
