"""A sentence that holds only until something happens, and then goes by itself."""

from collections.abc import Callable

Say = Callable[[str], object]


class Complaint:
    """One sentence at a time: `say` is told each, `over` is told it again when it does not hold any more."""

    def __init__(self, say: Say, over: Say) -> None:
        self._say, self._over = say, over
        self._sentence = ""

    def raise_it(self, sentence: str) -> None:
        """In place of the sentence before."""
        self.settle()
        self._sentence = sentence
        self._say(sentence)

    def settle(self) -> None:
        """What it speaks of is over."""
        sentence, self._sentence = self._sentence, ""
        if sentence:
            self._over(sentence)
