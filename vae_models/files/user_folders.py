"""Where this program keeps what belongs to the user: runs, downloaded data, and what can be made again."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path

APPLICATION = "latent-explorer"


def runs_folder() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "runs"


def data_folder() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "data"


def cache_folder() -> Path:
    return user_cache_path(APPLICATION, appauthor=False)
