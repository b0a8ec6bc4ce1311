"""Where this program keeps what belongs to the user: runs and downloaded data."""

from pathlib import Path

from platformdirs import user_data_path

APPLICATION = "latent-explorer"


def runs_folder() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "runs"


def data_folder() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "data"
