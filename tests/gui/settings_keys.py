"""The keys of all that is kept in the settings."""

from vae_gui.workspace import settings

CONSTANTS = {name: value for name, value in vars(settings).items() if name.isupper() and isinstance(value, str)}
KEYS = (
    *(key for key in CONSTANTS.values() if "{}" not in key),
    *(settings.TRAINING_SPLITTERS.format(name) for name in ("columns", "vertical", "lower")),
    *(settings.COMPARE_SPLITTERS.format(name) for name in ("rows", "columns")),
)
