"""A run as one file of plain PyTorch that needs nothing of this program and gives the losses of a run in float32.

It draws its weights, batches, noise and codes from the same seeds in the same order as a training (`objectives/draws.py`,
`training/batches.py`), so on the CPU only rounding is left between the two. Needs no torch itself, so the text is there at once.
"""

import json
from collections.abc import Sequence

from vae_models.data.catalogue import DATASETS, PlainSource
from vae_models.errors import RecipeError
from vae_models.export.networks import decoder_lines, encoder_lines
from vae_models.files.names import shortened
from vae_models.kinds.corruptions import corruption_of
from vae_models.kinds.families import family_of
from vae_models.kinds.likelihoods import likelihood_of
from vae_models.kinds.networks import network_of
from vae_models.recipe.recipe import Recipe
from vae_models.recipe.schedule import KLSchedule
from vae_models.recipe.seeds import (
    APART,
    LEAST_TRAINED,
    SEEDS,
    SPLIT_SEED,
    VALIDATION_IMAGES,
    VALIDATION_SEED,
    validation_batch,
)
from vae_models.training.events import ValueChanged

MAX_LINES = 80
_LIBRARY = "torchvision"


def plain_script(recipe: Recipe, dataset: str, changes: Sequence[ValueChanged] = ()) -> str:
    """The text of the file. `changes` are those of beta or learning rate made by hand.

    Recipes come from files of strangers: their values stand in the code as Python's own literals, whatever they are.
    Raises RecipeError for a recipe or data that it cannot say in plain PyTorch.
    """
    _check(recipe)
    source = _source_of(dataset)
    blocks = [
        _head(recipe, source, changes), _constants(recipe), _loading(source), _networks(recipe), _losses(recipe),
        _training(recipe),
    ]  # fmt: skip
    lines = [line for block in blocks for line in block]
    if len(lines) >= MAX_LINES:
        raise RecipeError(f"The networks of {recipe.name} have too many layers for a file of {MAX_LINES} lines.")
    return "\n".join(lines) + "\n"


def _check(recipe: Recipe) -> None:
    plain = recipe.is_bound and family_of(recipe.family).in_script
    treatment = (
        not recipe.empty and not recipe.cooldown and (not recipe.noise or corruption_of(recipe.corruption).plain)
    )
    known = network_of(recipe.network).plain_encoder and likelihood_of(recipe.reconstruction).plain
    if not plain or not treatment or not known:
        raise RecipeError(
            f"The recipe {recipe.name} is more than a short file can say; there is a script for VAEs, autoencoders and "
            "denoisers with Gaussian noise, made of linear layers or convolutions, with one learning rate throughout."
        )


def _source_of(dataset: str) -> PlainSource:
    source = DATASETS[dataset].plain if dataset in DATASETS else None
    if source is None:
        known = ", ".join(each.long_title for each in DATASETS.values() if each.plain is not None)
        raise RecipeError(
            f"A script that needs nothing of this program can load {known}, not {shortened(dataset)}; train on one of these first."
        )
    return source


def _head(recipe: Recipe, source: PlainSource, changes: Sequence[ValueChanged]) -> list[str]:
    name = f"{recipe.name}.py"
    notes = [
        f"In the run {change.name.replace('_', ' ')} became {change.value:g} after step {change.step}, which is not "
        "repeated here."
        for change in changes[:3]
    ]
    if len(changes) > 3:
        notes.append(f"There were {len(changes) - 3} changes more.")
    told = [
        f"{recipe.name}: {recipe.summary}, on {source.title}; in plain PyTorch.",
        "",
        f"python {name}           the data come from {_LIBRARY}, which fetches them where they are missing",
        f"python {name} FOLDER    they are read from FOLDER/{source.stem}, raw or .gz",
        "On the CPU it gives the losses of Latent Explorer in float32, in nats per image.",
        *notes,
    ]
    return [
        *_docstring(told),
        "",
        "import gzip",
        "import sys",
        "from pathlib import Path",
        "",
        "import torch",
        "from torch import nn",
        "from torch.nn import functional",
        "",
    ]


def _docstring(lines: list[str]) -> list[str]:
    """A literal of these lines that nothing in them can end."""
    first, *others = (json.dumps(line, ensure_ascii=False)[1:-1] for line in lines)
    return [f'"""{first}', *others, '"""']


def _constants(recipe: Recipe) -> list[str]:
    names = {"SEED": recipe.seed, "EPOCHS": recipe.epochs, "BATCH": recipe.batch_size, "RATE": recipe.learning_rate}
    if recipe.is_variational:
        names["BETA"] = recipe.beta
    if recipe.noise:
        names["NOISE"] = recipe.noise
    return [f"{', '.join(names)} = {', '.join(map(repr, names.values()))}", "", ""]


def _loading(source: PlainSource) -> list[str]:
    return [
        "def load(folder):",
        '    """The training images, uint8 (N, 28, 28)."""',
        "    if folder is None:",
        f"        from {_LIBRARY} import datasets",
        "",
        f"        return datasets.{source.call}.data{source.then}",
        f'    path = sorted(Path(folder).glob("{source.stem}*"))[0]',
        '    with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as file:',
        "        pixels = torch.frombuffer(bytearray(file.read()[16:]), dtype=torch.uint8)",
        f"    return pixels.view(-1, 28, 28){source.then}",
        "",
        "",
    ]


def _networks(recipe: Recipe) -> list[str]:
    return [
        "images = load(sys.argv[1] if len(sys.argv) > 1 else None).unsqueeze(1)",
        f"held_out = min({VALIDATION_IMAGES}, max(1, len(images) // {LEAST_TRAINED}))",
        f"drawn = torch.randperm(len(images), generator=torch.Generator().manual_seed({SPLIT_SEED}))",
        "train, validation = images[drawn[held_out:].sort().values], images[drawn[:held_out].sort().values]",
        "torch.manual_seed(SEED)",
        *encoder_lines(recipe),
        *decoder_lines(recipe),
        "",
        "",
    ]


def _losses(recipe: Recipe) -> list[str]:
    body: list[str] = []
    if recipe.noise:
        body.append(f"noisy = {corruption_of(recipe.corruption).plain}")
    seen = "noisy" if recipe.noise else "x"
    if recipe.is_variational:
        second = "logvar" if recipe.sigma == "logvar" else "log_sigma"
        body.append(f"mu, {second} = encoder({seen}).chunk(2, dim=1)")
        body += ["logvar = 2 * log_sigma"] if second == "log_sigma" else []
        body.append("logits = decoder(mu + torch.exp(0.5 * logvar) * torch.randn(mu.shape, generator=draw))")
        kl = "0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1).mean()"
    else:
        body.append(f"code = encoder({seen})")
        if recipe.noise:
            body.append("torch.randn(code.shape, generator=draw)  # unused: the program draws it before the next noise")
        body.append("logits = decoder(code)")
        kl = "torch.zeros(())"
    body.append(f"reconstruction = {likelihood_of(recipe.reconstruction).plain}.flatten(1).sum(1).mean()")
    body.append(f"kl = {kl}")
    body.append("return torch.stack([reconstruction + weight * kl, reconstruction, kl])")
    return [
        "def losses(x, draw, weight):",
        '    """Loss, reconstruction and KL, means over images x `(batch, 1, 28, 28)` in [0, 1]."""',
        *(f"    {line}" for line in body),
        "",
        "",
    ]


def _weight(recipe: Recipe, done: str) -> str:
    """The KL's weight after `done` epochs, as `KLSchedule.weight` has it."""
    schedule: KLSchedule = recipe.kl_schedule
    if not recipe.is_variational:
        return "0.0"
    if schedule.shape == "linear" and schedule.warmup_epochs:
        return f"BETA * min(1, ({done}) / {schedule.warmup_epochs!r})"
    if schedule.shape == "cyclical" and schedule.rise:
        return f"BETA * min(1, ({done}) / {schedule.epochs or 'EPOCHS'} * {schedule.cycles} % 1 / {schedule.rise!r})"
    return "BETA"


def _training(recipe: Recipe) -> list[str]:
    together = validation_batch(recipe.batch_size)
    scale = f" / {recipe.pixels}" if recipe.reduction == "pixel" else ""
    backward = f"(now[0]{scale}).backward()" if scale else "now[0].backward()"
    return [
        "optimiser = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=RATE)",
        "draw = torch.Generator().manual_seed(SEED)",
        "for epoch in range(EPOCHS):",
        f"    shuffle = torch.Generator().manual_seed((SEED * {APART} + epoch) % {SEEDS})",
        "    batches = torch.randperm(len(train), generator=shuffle).split(BATCH)",
        "    total = torch.zeros(3)",
        "    for step, batch in enumerate(batches):",
        f"        weight = {_weight(recipe, 'epoch + step / len(batches)')}",
        "        now = losses(train[batch].float() / 255, draw, weight)",
        "        optimiser.zero_grad()",
        f"        {backward}",
        "        optimiser.step()",
        "        total += now.detach() * len(batch) / len(train)",
        f"    same = torch.Generator().manual_seed({VALIDATION_SEED})",
        "    with torch.no_grad():",
        f"        parts = [losses(x.float() / 255, same, weight) * len(x) for x in validation.split({together})]",
        "    for name, (loss, reconstruction, kl) in ((\"train\", total), (\"validation\", sum(parts) / held_out)):",
        '        print(f"epoch {epoch + 1} {name} {loss:.4f} = {reconstruction:.4f} + KL {kl:.4f}")',
    ]  # fmt: skip
