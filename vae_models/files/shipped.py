"""The models that ship with the program: what they are, and where."""

from pathlib import Path

from vae_models.files.resources import resource

EPOCHS = {"vae-2d": 60, "beta-vae": 40, "conv-vae": 12, "denoising-autoencoder": 20, "unet-denoiser": 40}
TRAINED_ON = "mnist"


def shipped_model(name: str) -> Path:
    """The file of a shipped model. Raises UserError when the installation lacks it."""
    return resource(f"models/{name}.safetensors")


def list_shipped_models() -> list[Path]:
    """All that are there, in the order of the recipes above."""
    folder = resource("models")
    return [path for name in EPOCHS if (path := folder / f"{name}.safetensors").is_file()]
