"""What the classes of a conditional model are called."""

from collections.abc import Sequence


def names_of_classes(of_data: Sequence[str], classes: int) -> list[str]:
    """The data's names where the data has as many classes as the model knows; else their numbers."""
    return list(of_data) if len(of_data) == classes else list(map(str, range(classes)))
