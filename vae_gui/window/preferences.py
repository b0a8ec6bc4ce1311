"""Choices that hold from one start to the next: theme, text size, TensorBoard files, and what to do when a run folder vanishes."""

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication

from vae_gui import theme
from vae_gui.workspace import settings
from vae_models.training.tensorboard import check_tensorboard

THEMES: dict[str, bool | None] = {"system": None, "light": False, "dark": True}
TEXT_SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
PROJECTOR_SCALE = 1.5


class Preferences(QObject):
    """Applies and remembers.

    Signals:
        changed(): the theme, the text size or another choice has changed.
    """

    changed = Signal()

    def __init__(self, app: QApplication, kept: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._settings = kept

    @property
    def theme(self) -> str:
        return settings.read_choice(self._settings, settings.THEME, THEMES)

    @property
    def text_scale(self) -> float:
        return theme.text_scale()

    def restore(self) -> None:
        """Applies what was chosen last time; a value nobody can read counts as not chosen."""
        theme.set_projected(self.projector_mode)
        theme.set_text_scale(self._app, self._scale(settings.TEXT_SCALE))
        theme.apply_theme(self._app, THEMES[self.theme])

    def _scale(self, key: str) -> float:
        return settings.read_number(self._settings, key, 1.0, *theme.TEXT_SCALE_RANGE)

    def set_theme(self, name: str) -> None:
        self._settings.setValue(settings.THEME, name)
        theme.apply_theme(self._app, THEMES[self.theme])
        self.changed.emit()

    def set_text_scale(self, scale: float) -> None:
        theme.set_text_scale(self._app, scale)
        self._settings.setValue(settings.TEXT_SCALE, theme.text_scale())
        self.changed.emit()

    def larger_text(self) -> None:
        self.set_text_scale(next((scale for scale in TEXT_SCALES if scale > self.text_scale + 0.01), TEXT_SCALES[-1]))

    def smaller_text(self) -> None:
        smaller = (scale for scale in reversed(TEXT_SCALES) if scale < self.text_scale - 0.01)
        self.set_text_scale(next(smaller, TEXT_SCALES[0]))

    def reset_text(self) -> None:
        self.set_text_scale(1.0)

    def set_projector_mode(self, on: bool) -> None:
        """Larger text for projectors, and room for the pictures; off, all is again as it was before."""
        if on == self.projector_mode:
            return
        if on:
            self._settings.setValue(settings.TEXT_SCALE_BEFORE, self.text_scale)
        self._settings.setValue(settings.PROJECTOR, on)
        theme.set_projected(on)
        self.set_text_scale(max(PROJECTOR_SCALE, self.text_scale) if on else self._scale(settings.TEXT_SCALE_BEFORE))

    @property
    def projector_mode(self) -> bool:
        return settings.read_flag(self._settings, settings.PROJECTOR)

    @property
    def tensorboard(self) -> bool:
        """Whether trainings also write TensorBoard files."""
        return settings.tensorboard_wanted(self._settings)

    def set_tensorboard(self, on: bool) -> None:
        """Raises MissingPackageError where they cannot be written."""
        try:
            if on:
                check_tensorboard()
            self._settings.setValue(settings.TENSORBOARD, on)
        finally:
            self.changed.emit()

    @property
    def stop_if_lost(self) -> bool:
        """Whether a training ends when its folder vanishes, rather than go on in another one."""
        return settings.if_lost(self._settings) == "stop"

    def set_stop_if_lost(self, on: bool) -> None:
        self._settings.setValue(settings.STOP_IF_LOST, on)
        self.changed.emit()
