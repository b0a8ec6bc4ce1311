"""`export`: a trained run for other programs, as ONNX files or as one file of plain PyTorch."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.cli.paths import existing_model, path_argument
from vae_models.errors import RunError
from vae_models.files.shipped import TRAINED_ON, list_shipped_models

if TYPE_CHECKING:
    from vae_models.recipe.recipe import Recipe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "run_dir",
        type=path_argument,
        metavar="RUN",
        help="a run folder, a shipped model's name, or for --onnx a model file",
    )
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--onnx", action="store_true", help="write encoder and decoder as ONNX files")
    kind.add_argument("--script", action="store_true", help="write the run as one plain PyTorch file")
    parser.add_argument(
        "--out",
        type=path_argument,
        metavar="DIR|FILE.py",
        help="where to write; by default into the run folder, for a shipped model into the current folder",
    )


def run(options: argparse.Namespace) -> int:
    source = existing_model(options.run_dir)
    paths = _onnx(source, options.out) if options.onnx else [_script(source, options.out)]
    for path in paths:
        print(path)
    return 0


def _onnx(source: Path, out: Path | None) -> list[Path]:
    from vae_models.explore.predictor import Predictor
    from vae_models.export.onnx import export_onnx

    predictor = Predictor.load(source)
    if out is not None:
        return export_onnx(predictor, out)
    if source in list_shipped_models():
        return export_onnx(predictor, Path(f"{predictor.name}-onnx"))
    return export_onnx(predictor, _inside(source if source.is_dir() else source.parent, "onnx"))


def _script(source: Path, out: Path | None) -> Path:
    from vae_models.files.writing import write_file

    recipe, text = _script_of(source)
    name = f"{recipe.name}.py"
    path = out or (_inside(source, name) if source.is_dir() else Path(name))
    if path.is_dir():
        path = path / name
    write_file(path, text.encode())
    return path


def _script_of(source: Path) -> "tuple[Recipe, str]":
    from vae_models.explore.predictor import Predictor
    from vae_models.export.run_script import script_of
    from vae_models.export.script import plain_script
    from vae_models.runs.folder import RunFolder

    if source in list_shipped_models():
        recipe = Predictor.load(source).recipe
        return recipe, plain_script(recipe, TRAINED_ON)
    if source.is_file():
        raise RunError(f"{source} does not say what it was trained on, which the script needs; give its run folder.")
    run = RunFolder.open(source)
    return run.recipe, script_of(run)


def _inside(folder: Path, name: str) -> Path:
    """A place in the folder itself: a link in somebody's run must not lead what is written to another place."""
    path = folder / name
    if path.is_symlink():
        raise RunError(f"{path} is a link to another place; remove it, or choose a place with --out.")
    return path
