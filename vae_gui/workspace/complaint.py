"""Sentences that hold only until something happens, and then go by themselves."""

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


class Complaints:
    """Like `Complaint`, for several sentences that hold side by side and are over together."""

    def __init__(self, say: Say, over: Say) -> None:
        self._say, self._over = say, over
        self._sentences: list[str] = []

    def add(self, sentence: str) -> None:
        self._sentences.append(sentence)
        self._say(sentence)

    def settle(self) -> None:
        """What they speak of is over."""
        sentences, self._sentences = self._sentences, []
        for sentence in sentences:
            self._over(sentence)
