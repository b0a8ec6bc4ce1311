"""Views that remember what they were asked, and no more."""

from PySide6.QtGui import QAction

from vae_gui.views.view import View
from vae_gui.window.view_stack import ViewKind


class PlainView(View):
    """Remembers what it was asked."""

    takes_images = True

    def __init__(self, workspace, parent, title="Plain"):
        super().__init__(parent)
        self.title = title
        self.closed = False
        self.images = []
        self.own_action = QAction(f"Do {title}", self)
        self.own_action.setShortcut("Ctrl+Shift+K")

    def menu_actions(self):
        return [self.own_action]

    def shut_down(self):
        self.closed = True

    def accept_image(self, path):
        self.images.append(path)
        return True


class TrainingStandIn(PlainView):
    shows_training, takes_images = True, False


KINDS = tuple(
    ViewKind(name, title, title, lambda w, p, kind=kind, t=title: kind(w, p, t))
    for name, title, kind in (
        ("train", "Train", TrainingStandIn),
        ("map", "Latent map", PlainView),
        ("lab", "Lab", PlainView),
    )
)
