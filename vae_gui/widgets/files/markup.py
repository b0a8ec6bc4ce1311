"""What is letters and what is markup: names come from files, and a name that looks like markup must stay what it says.

The style sheet makes every label and tooltip show plain text; only what asks here may hold markup, which must be its own.
"""

from PySide6.QtWidgets import QWidget


def allow_markup(widget: QWidget) -> None:
    """For a label, or a box with labels, whose text is written by the program; call it before it is shown."""
    widget.setProperty("markup", True)


def letters(text: str) -> str:
    """A text as a button or menu shows it letter by letter: no sign of it underlines another or becomes a key."""
    return "".join(sign if sign.isprintable() else " " for sign in text).replace("&", "&&")
