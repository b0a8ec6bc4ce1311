"""Where to compute: by name, or the best there is; and what it means that a device refuses."""

import torch

from vae_models.errors import TrainingError
from vae_models.files.names import quoted

DEVICES = ("auto", "cpu", "cuda", "mps")


def check_device_name(name: str) -> None:
    """Raises TrainingError where no machine has a device of that name."""
    if name not in DEVICES:
        raise TrainingError(f"There is no device named {quoted(name)}; choose one of {', '.join(DEVICES)}.")


def pick_device(name: str) -> torch.device:
    """The device of that name; `auto` prefers CUDA, then MPS. Raises TrainingError when it is unknown or absent."""
    check_device_name(name)
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        return torch.device(next(device for device in ("cuda", "mps", "cpu") if present[device]))
    if not present[name]:
        raise TrainingError(f"This machine has no {name} device that torch can use; choose cpu or auto.")
    return torch.device(name)


def explained(error: BaseException) -> Exception:
    """What went wrong on a device, as a sentence where it is for lack of memory; else the error itself."""
    text = str(error)
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "DefaultCPUAllocator" in text:
        return TrainingError("There is not enough memory for this recipe; choose a smaller batch size or network.")
    return error if isinstance(error, Exception) else TrainingError(text)
