"""The data sets that have a name, without loading any of them."""

from vae_models.data.sources.shapes import SHAPES

DEFAULT_DATASET = "mnist"
EMBEDDED = ("mnist", "digits")  # they come with the program

DATASET_TITLES = {
    "mnist": "MNIST (70,000)",
    "digits": "MNIST, the quick set (10,000)",
    "fashion-mnist": "Fashion-MNIST (70,000)",
    "kmnist": "Kuzushiji-MNIST (70,000)",
    "emnist-letters": "EMNIST letters (145,600)",
    "shapes": "Shapes with known factors (36,000)",
    "shapes-64": "Shapes at 64x64 (36,000)",
}

DATASET_NAMES = tuple(DATASET_TITLES)

_FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_KUZUSHIJI = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
_DIGITS = tuple("0123456789")

CLASS_NAMES = {
    "mnist": _DIGITS,
    "digits": _DIGITS,
    "fashion-mnist": _FASHION,
    "kmnist": _KUZUSHIJI,
    "emnist-letters": tuple("abcdefghijklmnopqrstuvwxyz"),
    "shapes": SHAPES,
    "shapes-64": SHAPES,
}
