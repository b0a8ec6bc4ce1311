"""What a hand edits in the recipe's form can be undone."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from vae_gui.views.train.recipe.form import RecipeForm
from vae_models.recipe.named import Recipe


class EditRecipe(QUndoCommand):
    """From one recipe to the next; the form shows that one already when this is pushed."""

    def __init__(self, before: Recipe, after: Recipe, show: Callable[[Recipe], None]) -> None:
        super().__init__("Edit recipe")
        self._before, self._after, self._show = before, after, show
        self._is_shown = True

    def redo(self) -> None:
        if not self._is_shown:
            self._show(self._after)
        self._is_shown = True

    def undo(self) -> None:
        self._show(self._before)
        self._is_shown = False


class RecipeEdits(QObject):
    """Puts every edit on the undo stack, and takes all of them away when they are over."""

    def __init__(self, form: RecipeForm, stack: QUndoStack) -> None:
        super().__init__(form)
        self._form, self._stack = form, stack
        form.edited.connect(self._push)

    def _push(self, before: Recipe, after: Recipe) -> None:
        self._stack.push(EditRecipe(before, after, self._form.show_recipe))

    def forget(self) -> None:
        """For a training that begins and for another model: what was edited before is of neither."""
        for command in map(self._stack.command, range(self._stack.count())):
            if isinstance(command, EditRecipe):
                command.setObsolete(True)
        drop_obsolete(self._stack)


def drop_obsolete(stack: QUndoStack) -> None:
    """The stack lets go of one when it comes to it; nobody is to be offered it before."""
    if not isValid(stack):  # it tells of its changes also while it is destroyed
        return
    index = stack.index()
    if index and stack.command(index - 1).isObsolete():
        stack.undo()
    elif index < stack.count() and stack.command(index).isObsolete():
        stack.redo()
