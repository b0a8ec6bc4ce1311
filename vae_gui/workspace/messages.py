"""What the person is told in the message banner, and what of it does not hold any more."""

from PySide6.QtCore import QObject, Signal

from vae_gui.workspace.complaint import Complaint, Complaints


class Messages(QObject):
    """Sentences from any part of the program.

    `must_wait` says why what was asked for cannot be done yet: data are missing, or a training is under way.

    Signals:
        said(str): a sentence for the message banner.
        taken_back(str): what that sentence speaks of is over.
    """

    said = Signal(str)
    taken_back = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.must_wait = self.complaint()

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def take_back(self, sentence: str) -> None:
        self.taken_back.emit(sentence)

    def complaint(self) -> Complaint:
        """One sentence at a time, until it is settled."""
        return Complaint(self.say, self.take_back)

    def complaints(self) -> Complaints:
        """Several sentences, until they are settled together."""
        return Complaints(self.say, self.take_back)
