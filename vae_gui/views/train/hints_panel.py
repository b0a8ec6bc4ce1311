"""Says in words what is being seen, one sentence a hint, with a "why?" behind each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from vae_gui.wording.sentences import CONTINUE_TRAINING
from vae_models.training.hints import Hint

_ACTIONS = {"restart_slower": "Restart with a lower learning rate", "train_on": f"{CONTINUE_TRAINING}…"}
_TIPS = {
    "restart_slower": "Start a new run with a tenth of the learning rate",
    "train_on": "Choose how many more epochs to train",
}
EMPTY = "Press Start. Explanations of the curves appear here."
NOTHING = "There is nothing to point out in these curves."


class HintCard(QFrame):
    """One hint.

    Signals:
        action_requested(str): the hint's button was pressed.
    """

    action_requested = Signal(str)

    def __init__(self, hint: Hint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.hint = hint
        text = QLabel(hint.text, self)
        text.setWordWrap(True)
        self.why = QLabel(hint.why, self)
        self.why.setProperty("quiet", True)
        self.why.setWordWrap(True)
        self.why.hide()
        self.why_button = QToolButton(self)
        self.why_button.setText("Why?")
        self.why_button.setCheckable(True)
        self.why_button.setToolTip("Show or hide the explanation")
        self.why_button.toggled.connect(self.why.setVisible)
        row = QHBoxLayout()
        row.addWidget(self.why_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(self.why)
        if hint.action is not None:
            self.action_button = QPushButton(_ACTIONS[hint.action], self)
            self.action_button.setToolTip(_TIPS[hint.action])
            self.action_button.clicked.connect(self._act)
            layout.addWidget(self.action_button)
        layout.addLayout(row)

    def _act(self) -> None:
        self.action_requested.emit(self.hint.action)


class HintsPanel(QWidget):
    """The hints that hold now; cards whose hint has not changed stay as they are, with their explanation open or not.

    Signals:
        action_requested(str)
    """

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = QLabel(EMPTY, self)
        self._empty.setProperty("quiet", True)
        self._empty.setWordWrap(True)
        self.cards: list[HintCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._empty)
        self._layout.addStretch()

    def set_hints(self, hints: Sequence[Hint], *, curves: bool = True) -> None:
        """`curves`: whether there are any that the hints could be about."""
        self._empty.setText(NOTHING if curves else EMPTY)
        open_whys = {card.hint.why for card in self.cards if card.why_button.isChecked()}
        if [card.hint for card in self.cards] == list(hints):
            return
        for card in self.cards:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [HintCard(hint, self) for hint in hints]
        for index, card in enumerate(self.cards):
            self._layout.insertWidget(index + 1, card)
            card.action_requested.connect(self.action_requested)
            card.why_button.setChecked(card.hint.why in open_whys)
        self._empty.setVisible(not self.cards)
