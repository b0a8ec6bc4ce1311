"""How exceptions are worded for the window and kept in the log file, whichever thread they come from."""

import logging
import traceback
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vae_models.errors import Cancelled, UserError

_LOG = logging.getLogger("latent_explorer")


@dataclass(frozen=True)
class ErrorReport:
    """`sentence` is for everyone; `details`, empty for what a user can mend, are for whoever repairs the program."""

    sentence: str
    details: str = ""


def explain(error: BaseException) -> str:
    """One sentence for a person: a UserError's own, or what kind of fault it was and where its details are."""
    if isinstance(error, UserError):
        return str(error)
    where = log_file()
    details = f"; the details are also in {where}" if where else ""
    summary = f"{type(error).__name__}: {error}".strip(": ")
    return f"Something went wrong inside the program ({summary}). Your work is kept{details}."


def report_of(error: BaseException) -> ErrorReport:
    """The same sentence with what belongs to it: the traceback of what no user can mend."""
    mendable = isinstance(error, UserError)
    return ErrorReport(explain(error), "" if mendable else "".join(traceback.format_exception(error)))


def log_unexpected(error: BaseException) -> None:
    """Keeps the traceback of what is a fault of the program. Every thread's outermost function calls this for what it
    hands on as an object: once worded, an exception has lost where it came from."""
    if not isinstance(error, (UserError, Cancelled)):
        _LOG.error("unexpected exception", exc_info=error)


def open_log(path: Path) -> Path | None:
    """Starts the log file; None where it cannot be written, the program works without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
        path.open("a").close()
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.propagate = False
    return path


def log_file() -> Path | None:
    """The log file that is open."""
    files = (handler.baseFilename for handler in _LOG.handlers if isinstance(handler, RotatingFileHandler))
    return next(map(Path, files), None)
