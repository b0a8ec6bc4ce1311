"""What a value of a recipe may be, each in one sentence: recipes come from files of strangers too."""

import itertools
import math

from vae_models.errors import RecipeError
from vae_models.files.names import name_problem, quoted
from vae_models.kinds.networks import network_of

MAX_EPOCHS = 100_000
MAX_SIDE = 1024
MAX_HIDDEN_LAYERS = 16
MAX_HIDDEN = 16384
MAX_WEIGHTS = 2**27  # half a GiB of them, and Adam keeps two more numbers for each
MAX_NOTE = 1000


def check_choice(what: str, value: object, choices: tuple[object, ...]) -> None:
    if value not in choices:
        raise RecipeError(f"The {what} is one of {', '.join(map(str, choices))}, not {quoted(value)}.")


def check_range(what: str, value: object, low: float, high: float, unit: str = "", *, whole: bool = False) -> None:
    number = isinstance(value, int) if whole else isinstance(value, int | float)
    if not number or isinstance(value, bool) or not low <= value <= high:  # type: ignore[operator]
        kind = "a whole number" if whole else "a number"
        raise RecipeError(
            f"The {what} is {kind} from {low:g} to {high:g}{' ' + unit if unit else ''}, not {quoted(value)}."
        )


def check_name(name: object) -> None:
    if problem := name_problem(name):
        raise RecipeError(f"A recipe's name {problem}; {quoted(name)} is not one.")


def check_note(note: object) -> None:
    if not isinstance(note, str) or len(note) > MAX_NOTE:
        raise RecipeError(f"A recipe's note is a text of at most {MAX_NOTE:,} letters.")


def check_image_shape(shape: object) -> None:
    if not isinstance(shape, tuple) or len(shape) != 2:
        raise RecipeError(f"The shape of the images is their height and their width, not {quoted(shape)}.")
    for what, side in zip(("height", "width"), shape, strict=True):
        check_range(f"images' {what}", side, 1, MAX_SIDE, "pixels", whole=True)


def check_widths(hidden: object) -> None:
    if not isinstance(hidden, tuple) or not hidden:
        raise RecipeError("A network needs at least one hidden layer.")
    if len(hidden) > MAX_HIDDEN_LAYERS:
        raise RecipeError(f"A network has at most {MAX_HIDDEN_LAYERS} hidden layers, not {len(hidden):,}.")
    for size in hidden:
        check_range("hidden size", size, 1, MAX_HIDDEN, whole=True)


def parse_widths(text: str) -> tuple[int, ...]:
    """Widths separated by commas. Raises RecipeError."""
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError as error:
        raise RecipeError(f"The widths are whole numbers separated by commas, not {quoted(text)}.") from error


def check_weights(hidden: tuple[int, ...], network: str, pixels: int) -> None:
    """That the weights fit into the memory of a usual computer."""
    kind = network_of(network)
    ends = (pixels,) if kind.linear else ()
    weights = sum(math.prod(pair) for pair in itertools.pairwise((*ends, *hidden))) + kind.recurrent * max(hidden) ** 2
    if weights > MAX_WEIGHTS:
        raise RecipeError(
            f"Hidden layers of {', '.join(map(str, hidden))} have more than {weights:,} weights, and a network may have "
            f"{MAX_WEIGHTS:,}; choose smaller ones."
        )
