"""Errors a person caused or can mend: the text of each is one sentence that says what is wrong and what to do."""


def printable(text: str) -> str:
    """On one line and free of what no screen shows: names of files may have line breaks, and bytes of no alphabet."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


class UserError(Exception):
    """Something a user can put right; shown as it is, without a traceback. Its text is one line, whatever it quotes."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(printable(sentence))


class RecipeError(UserError, ValueError):
    """An unknown recipe, or a value no recipe can have."""


class DataError(UserError):
    """Data that is absent, damaged or of the wrong kind."""


class DataNotHere(DataError):
    """A data set that is not on this machine and may not be downloaded as things stand."""


class RunError(UserError):
    """A run folder that cannot be read, written or resumed."""


class ModelError(UserError):
    """A model that cannot answer: damaged weights, or an input of the wrong size."""


class TrainingError(UserError):
    """Training that had to stop; the weights are the last good ones."""


class DivergenceError(TrainingError):
    """The loss stopped being a number: the steps were too long."""


class MissingPackageError(UserError):
    """Something that only an optional package can do, and it is not installed."""


class Cancelled(Exception):
    """The caller asked to stop; not an error."""
