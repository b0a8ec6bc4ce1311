"""Everything that is read from the settings, each of its type: a value nobody can use counts as never chosen, and is logged once.

The file belongs to the user, who may have edited it, copied it from another version, or lost half of it.
"""

import logging
import math
from collections.abc import Collection
from pathlib import Path
from typing import Literal, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QSettings

from vae_models.files.names import quoted

THEME = "look/theme"
TEXT_SCALE = "look/text_scale"
TEXT_SCALE_BEFORE = "look/text_scale_before_projector"
PROJECTOR = "look/projector"
TENSORBOARD = "training/tensorboard"
STOP_IF_LOST = "training/stop_if_lost"
INTERRUPTED_RUN = "training/interrupted"
TRAINING_SPLITTERS = "training/{}"
COMPARE_SPLITTERS = "compare/{}"
COMPARE_FOLDERS = "compare/folders"
LEFT_QUEUE = "compare/queue"
LAB_PART = "lab/part"
FOLDER = "files/folder"
LAST_RUN = "session/run"
VIEW = "window/view"
GEOMETRY = "window/geometry"

Value = TypeVar("Value")

_LOG = logging.getLogger("latent_explorer")
_logged: WeakKeyDictionary[QSettings, set[tuple[str, str]]] = WeakKeyDictionary()


def read_number(settings: QSettings, key: str, default: float, low: float, high: float) -> float:
    value = _value(settings, key)
    try:
        number = float(value if isinstance(value, int | float) else str(value))
    except (ValueError, OverflowError):
        number = math.nan
    if low <= number <= high:
        return number
    return default if value is None else _refused(settings, key, value, default)


def read_flag(settings: QSettings, key: str) -> bool:
    """False where nothing else was chosen."""
    return read_choice(settings, key, ("false", "true"), fold=True) == "true"


def read_choice(settings: QSettings, key: str, choices: Collection[str], *, fold: bool = False) -> str:
    """One of the choices, the first of them where none was made; `fold` takes capitals for small letters."""
    value = _value(settings, key)
    text = str(value).lower() if fold else str(value)
    if text in choices:
        return text
    default = next(iter(choices))
    return default if value is None else _refused(settings, key, value, default)


def read_text(settings: QSettings, key: str) -> str:
    """Of a path or a name; empty where there is none."""
    value = _value(settings, key)
    if value is None or (isinstance(value, str) and "\0" not in value):
        return value or ""
    return _refused(settings, key, value, "")


def read_path(settings: QSettings, key: str) -> Path | None:
    text = read_text(settings, key)
    return Path(text) if text else None


def read_paths(settings: QSettings, key: str) -> list[Path]:
    value = _value(settings, key)
    listed = value if isinstance(value, list) else [] if value is None or value == "" else [value]
    paths = [Path(text) for text in listed if isinstance(text, str) and text and "\0" not in text]
    return paths if len(paths) == len(listed) else _refused(settings, key, value, paths)


def read_state(settings: QSettings, key: str) -> QByteArray | None:
    """What a window or a splitter saved of itself; Qt checks what is in it."""
    value = _value(settings, key)
    return value if value is None or isinstance(value, QByteArray) else _refused(settings, key, value, None)


def _value(settings: QSettings, key: str) -> object:
    try:
        return settings.value(key)
    except RuntimeError as error:  # a type of Qt's that Python has none for
        return _refused(settings, key, error, None)


def _refused(settings: QSettings, key: str, value: object, default: Value) -> Value:
    refusal = (key, quoted(value))
    logged = _logged.setdefault(settings, set())
    if refusal not in logged:
        logged.add(refusal)
        log_refusal(*refusal)
    return default


def log_refusal(key: str, value: str) -> None:
    """Says of a value, already quoted, that nobody can use it."""
    _LOG.warning("The setting %s is %s, which is invalid; the default applies.", key, value)


def if_lost(kept: QSettings) -> Literal["rescue", "stop"]:
    """What a training does when its folder vanishes."""
    return "stop" if read_flag(kept, STOP_IF_LOST) else "rescue"


def tensorboard_wanted(kept: QSettings) -> bool:
    return read_flag(kept, TENSORBOARD)
