"""Letters by which the entries of a menu are chosen with the keyboard: one each, none twice."""

from collections.abc import Sequence

from PySide6.QtGui import QAction


def letter_of(text: str) -> str:
    """The letter after the "&" of an entry, in lower case; empty where it has none."""
    place = text.replace("&&", "  ").find("&")
    return text[place + 1].lower() if 0 <= place < len(text) - 1 else ""


def add_mnemonics(entries: Sequence[QAction]) -> None:
    """Marks a letter in every entry of one menu that has none yet: the first of a word if it is free, else any other."""
    taken = {letter_of(entry.text()) for entry in entries}
    for entry in entries:
        text = entry.text()
        if entry.isSeparator() or letter_of(text):
            continue
        place = next((place for place in _candidates(text) if text[place].lower() not in taken), None)
        if place is not None:
            taken.add(text[place].lower())
            entry.setText(f"{text[:place]}&{text[place:]}")


def _candidates(text: str) -> list[int]:
    letters = [place for place, sign in enumerate(text) if sign.isalnum()]
    first = [place for place in letters if place == 0 or not text[place - 1].isalnum()]
    return first + [place for place in letters if place not in first]
