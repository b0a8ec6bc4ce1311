"""The Edit menu: what is taken back, and what was chosen once and for all."""

from PySide6.QtGui import QKeySequence

from vae_gui.widgets.basics.action import Action, Face
from vae_gui.window.menus.menu import Commands, Menu

_UNDO = "Undo the last change"
_REDO = "Redo the change that was undone"


def _undo(window: Commands) -> Face:
    return Face(f"&Undo {window.undo.undoText()}".strip(), _UNDO)


def _redo(window: Commands) -> Face:
    return Face(f"&Redo {window.undo.redoText()}".strip(), _REDO)


EDIT = Menu(
    "&Edit",
    (
        Action(
            "undo", "&Undo", lambda window: window.undo.undo(), _UNDO, QKeySequence.StandardKey.Undo,
            can=lambda window: window.undo.canUndo(), now=_undo, section="undo", icon="undo",
        ),
        Action(
            "redo", "&Redo", lambda window: window.undo.redo(), _REDO, QKeySequence.StandardKey.Redo,
            can=lambda window: window.undo.canRedo(), now=_redo, section="undo", icon="redo",
        ),
        Action(
            "tensorboard", "Write &TensorBoard files", lambda window: window.switch_tensorboard(),
            "Losses, KL, reconstructions and samples of every run, written into its folder for TensorBoard",
            checked=lambda window: window.preferences.tensorboard, section="training",
        ),
        Action(
            "stop if lost", "Stop when the run &folder vanishes",
            lambda window: window.preferences.set_stop_if_lost(not window.preferences.stop_if_lost),
            "Otherwise training continues in a new folder beside it",
            checked=lambda window: window.preferences.stop_if_lost, section="training",
        ),
    ),
)  # fmt: skip
