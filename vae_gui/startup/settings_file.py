"""The file of the settings, made fit for Qt to read before Qt sees it."""

import logging
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings, QStandardPaths

from vae_gui.workspace.settings import log_refusal
from vae_models.files.names import quoted
from vae_models.files.reading import MIB, read_bounded
from vae_models.files.writing import replacing

_MAX_BYTES = MIB
# Bytes of which Qt would build a value of any type: damaged ones end the process, and Python's own may run code. The program
# keeps none but those of a QByteArray. The sign may be written as an escape, and be anywhere that a value may begin.
_STRUCTURE = re.compile(
    rb"(?:(?<![\w/.~+@-])@|\\.@|\\x0*40(?![\da-fA-F])|\\0*100(?![0-7]))(?!ByteArray\(|Invalid\(\)|@).*[(\\]"
)
_LOG = logging.getLogger("latent_explorer")


@dataclass(frozen=True)
class OpenSettings:
    """`problem` is the sentence for the user where the kept file cannot be used; what is chosen is then kept in `scratch`."""

    settings: QSettings
    problem: str = ""
    scratch: "TemporaryDirectory[str] | None" = None


def open_settings(name: str) -> OpenSettings:
    """The settings of the program; of a file that cannot be read, or might never end, the usual ones."""
    path = _file(name)
    if path is None:
        return OpenSettings(QSettings())
    try:
        if os.path.lexists(path):
            drop_structures(path)
    except OSError as error:
        scratch = TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True)
        settings = QSettings(str(Path(scratch.name) / path.name), QSettings.Format.IniFormat)
        problem = (
            f"The settings in {path} cannot be read ({error.strerror}); the defaults apply, and changes are not saved."
        )
        _LOG.warning(problem)
        return OpenSettings(settings, problem, scratch)
    return OpenSettings(QSettings())


def drop_structures(path: Path) -> None:
    """Takes the lines out of a file of settings that nobody may let Qt read. Raises OSError."""
    lines = read_bounded(path, _MAX_BYTES).splitlines(keepends=True)
    bad = [line for line in lines if _STRUCTURE.search(line)]
    if not bad:
        return
    with replacing(path.resolve(), durable=False) as file:  # it may be a link into a folder of settings
        file.writelines(line for line in lines if line not in bad)
    for line in bad:
        key, _, value = line.decode(errors="replace").partition("=")
        log_refusal(key, quoted(value))


def _file(name: str) -> Path | None:
    """Where Qt keeps them; None where it is no file of its own."""
    if sys.platform in ("win32", "darwin"):
        return None
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(place) / name / f"{name}.conf"
