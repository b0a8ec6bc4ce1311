"""What a name may be made of, wherever it comes from: it becomes part of a path, a script and a label.

A recipe, checkpoint, model or sweep may come from a stranger; a name that passes here can leave no folder and carries no markup.
"""

import unicodedata

MAX_NAME_BYTES = 120  # with what is added to it ("-onnx", ".safetensors", a hash) it stays below a file system's 255
_SIGNS = " ._-+=()"  # `=` is in a sweep's run names, brackets in what file managers call a copy
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


def name_problem(name: object) -> str:
    """What is wrong with a name, to follow on its subject ("may not begin with a dot"); empty where nothing is."""
    if not isinstance(name, str) or not name:
        return "is a text that is not empty"
    if not all(_is_allowed(sign) for sign in name):
        return f"is made of letters, digits, spaces and {_SIGNS.strip()} only"
    if len(name.encode()) > MAX_NAME_BYTES:
        return f"is at most {MAX_NAME_BYTES} bytes long"
    if name[0] in " ." or name[-1] in " ." or ".." in name:
        return "has no dot or space at either end, and no two dots in a row"
    if name.split(".")[0].upper() in _RESERVED:
        return "is not one that Windows keeps for its devices"
    return ""


def proper_name(text: str) -> str:
    """The nearest name that has no problem: what may not be in it becomes a hyphen."""
    name = "".join(sign if _is_allowed(sign) else "-" for sign in text)
    while ".." in name:
        name = name.replace("..", ".")
    name = name.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip(" .")
    return "unnamed" if name_problem(name) else name


def shortened(text: str, most: int = 60) -> str:
    """On one line, and its middle left out where it is long: for what a file or a command line says of itself."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    half = most // 2
    return line if len(line) <= most else f"{line[:half]}…{line[-half:]}"


def quoted(value: object, most: int = 60) -> str:
    """A value as a sentence quotes it: in quotes, shortened."""
    return shortened(repr(value), most)


def _is_allowed(sign: str) -> bool:
    return sign in _SIGNS or unicodedata.category(sign)[0] in "LNM"
