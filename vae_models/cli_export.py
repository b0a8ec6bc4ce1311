"""`export`: a trained run for other programs, as ONNX files or as one file of plain PyTorch."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_dir", type=Path, metavar="RUN", help="a run folder; for --onnx also a model file")
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--onnx", action="store_true", help="encoder and decoder as ONNX files")
    kind.add_argument("--script", action="store_true", help="the run as one plain PyTorch file")
    parser.add_argument(
        "--out", type=Path, metavar="DIR|FILE.py", help="where to; inside the run folder where not given"
    )


def run(options: argparse.Namespace) -> int:
    paths = _onnx(options.run_dir, options.out) if options.onnx else [_script(options.run_dir, options.out)]
    for path in paths:
        print(path)
    return 0


def _onnx(source: Path, out: Path | None) -> list[Path]:
    from vae_models.onnx_export import export_onnx
    from vae_models.predictor import Predictor

    predictor = Predictor.load(source)
    return export_onnx(predictor, out or (source if source.is_dir() else source.parent) / "onnx")


def _script(source: Path, out: Path | None) -> Path:
    from vae_models.run_script import script_of
    from vae_models.runs import RunFolder
    from vae_models.tensor_files import write_file

    run = RunFolder.open(source)
    path = out or run.path / f"{run.recipe.name}.py"
    if path.is_dir():
        path = path / f"{run.recipe.name}.py"
    write_file(path, script_of(run).encode())
    return path
