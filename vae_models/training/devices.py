"""Where to compute, and in which precision: by name, or the best there is."""

import torch

from vae_models.errors import TrainingError
from vae_models.files.names import quoted
from vae_models.recipe.recipe import Recipe
from vae_models.runs.folder import RunFolder

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


def pick_precision(name: str) -> torch.dtype:
    """The type of a CPU's products for a recipe's precision; `auto` is bfloat16 where the processor has instructions for it.

    Without them the same products take many times as long. Whether they gain anything is for `engines/choose.py` to say.
    """
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if name == "bfloat16" or (name == "auto" and fast) else torch.float32


def as_begun(recipe: Recipe, run: RunFolder | None) -> Recipe:
    """The recipe with the precision that its run has had so far on a CPU, if the recipe leaves it open and this one has it."""
    last = run.trained_with[-1] if run and run.trained_with else None
    if recipe.precision != "auto" or last is None or last.device != "cpu":
        return recipe
    usable = {"float32", str(pick_precision("auto")).removeprefix("torch.")}
    return recipe.replace(precision=last.precision) if last.precision in usable else recipe


def explained(error: BaseException) -> Exception:
    """What went wrong on a device, as a sentence where it is for lack of memory; else the error itself."""
    text = str(error)
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "DefaultCPUAllocator" in text:
        return TrainingError("There is not enough memory for this recipe; choose a smaller batch size or network.")
    return error if isinstance(error, Exception) else TrainingError(text)
