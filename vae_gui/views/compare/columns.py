"""What can be known of a run, as columns of the table and axes of the scatter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vae_gui.workspace.run_rows import RunRow
from vae_models.models.collapse import COLLAPSED_NATS
from vae_models.recipe.fields import FIELDS
from vae_models.recipe.rows import Choice, Number

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A measure, or a value of the recipe. `value` is None where a run has none; `shown` is whether it is at first."""

    name: str
    title: str
    tip: str
    value: Callable[[RunRow], Value]
    form: str = "{}"
    shown: bool = True
    unit: str = ""
    is_number: bool = True

    @property
    def axis(self) -> str:
        """What stands at an axis."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    def text(self, row: RunRow) -> str:
        value = self.value(row)
        return "–" if value is None else self.form.format(value)

    def number(self, row: RunRow) -> float | None:
        value = self.value(row)
        return None if value is None or isinstance(value, str) else float(value)


def _of_last_epoch(field: str) -> Callable[[RunRow], Value]:
    return lambda row: row.last.row[field] if row.last is not None else None


def data_title(dataset: str) -> str:
    """A data set's short name: of a path its last part."""
    return Path(dataset).name


def _data(row: RunRow) -> str:
    return data_title(row.dataset)


_SHOWN = ("latent_dim", "beta")
_NATS = "nats per image"
_FIGURES = "on the validation images, nats per image"


def _column(field: Number | Choice) -> Column:
    """A value of the recipe, of runs to which it means something."""

    def value(row: RunRow) -> Value:
        given: Value = getattr(row.recipe, field.name) if field.relevant(row.recipe) else None
        return given if isinstance(field, Number) or given is None else str(given)

    shown = field.name in _SHOWN
    if isinstance(field, Number):
        return Column(field.name, field.title, field.tip, value, "{:g}", shown, field.unit)
    return Column(field.name, field.title, field.tip, value, shown=shown, is_number=False)


COLUMNS = (
    Column("run", "Run", "The name of the run's folder", lambda row: row.path.name, is_number=False),
    Column("recipe", "Recipe", "The recipe that was trained", lambda row: row.recipe.name, is_number=False),
    Column("data", "Data", "The data set it was trained on", _data, is_number=False),
    *(_column(field) for field in FIELDS.values() if field.name != "epochs" and isinstance(field, Number | Choice)),
    Column("epochs", "Epochs", "Completed epochs", lambda row: row.epochs),
    Column("val_loss", "Val loss", f"Loss {_FIGURES}, beta included", _of_last_epoch("val_loss"), "{:.2f}", unit=_NATS),
    Column("val_reconstruction", "Reconstr.", f"Reconstruction {_FIGURES}", _of_last_epoch("val_reconstruction"), "{:.2f}", unit=_NATS),
    Column("val_kl", "KL", f"KL {_FIGURES}, without beta", _of_last_epoch("val_kl"), "{:.2f}", unit=_NATS),
    Column(
        "train_loss", "Train loss", "Loss on the training images in the last epoch, nats per image",
        _of_last_epoch("train_loss"), "{:.2f}", shown=False, unit=_NATS,
    ),
    Column(
        "active", "Active", f"Latent dimensions with a KL of at least {COLLAPSED_NATS:g} nats", lambda row: row.active_dimensions
    ),
    Column("seconds", "Seconds", "Training time of all its epochs", lambda row: row.seconds if row.last else None, "{:.1f}"),
    Column("images_per_s", "Images/s", "Training images per second in the last epoch", _of_last_epoch("images_per_s"), "{:,.0f}"),
)  # fmt: skip

BY_NAME = {column.name: column for column in COLUMNS}
NUMBERS = tuple(column for column in COLUMNS if column.is_number)
