"""How the models that ship with the program are trained again and measured.

`python -m vae_models.tools.shipped_models --train` trains them on full MNIST; `--measure` prints their test losses.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.errors import DataError, UserError
from vae_models.files.resources import resource
from vae_models.files.shipped import EPOCHS, TRAINED_ON, list_shipped_models
from vae_models.recipe.named import get_recipe

if TYPE_CHECKING:
    from vae_models.data.load import Split

MEASURE_SEED = 1


def train(name: str, data_dir: Path | None = None, download: bool = False, threads: int = 1) -> None:
    """Trains one with the program's own `train` and puts its last weights among the resources. Raises UserError."""
    from vae_models.cli.main import main
    from vae_models.explore.predictor import Predictor

    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / name
        arguments = ["train", name, "--dataset", TRAINED_ON, "--epochs", str(EPOCHS[name]), "--out", str(run)]
        arguments += ["--precision", "float32", "--threads", str(threads)]  # the same model on every processor
        arguments += ["--data-dir", str(data_dir)] if data_dir else []
        arguments += ["--download"] if download else []
        if main(arguments) != 0:
            raise UserError(f"{name} was not trained; the shipped model is as it was.")
        Predictor.load(run).save(resource("models") / f"{name}.safetensors")


def measure(path: Path, test: "Split") -> str:
    """One row of a table: reconstruction, KL and their sum on a test split, nats per image, at z = mu: no ELBO."""
    from vae_models.explore.predictor import Predictor

    predictor = Predictor.load(path)
    images = test.images[:, 0].numpy()
    if predictor.is_denoiser:
        clean = images.astype("float32") / 255.0
        error = ((predictor.denoise(predictor.corrupt(images, MEASURE_SEED)) - clean) ** 2).sum((1, 2)).mean()
        return f"{path.stem}: squared error {error:.2f} per image, input noise {predictor.recipe.noise:g}"
    losses = predictor.losses(images)
    reconstruction, kl = losses.reconstruction.mean(), losses.kl.sum(1).mean()
    return f"{path.stem}: reconstruction {reconstruction:.2f} + KL {kl:.2f} = {reconstruction + kl:.2f} nats per image, at the mean"


def main() -> int:
    """Trains or measures. Returns 0, or 2 after one sentence that says what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="train them again")
    parser.add_argument("--measure", action="store_true", help="print their losses on the test split")
    parser.add_argument("--only", choices=list(EPOCHS), help="this one alone")
    parser.add_argument("--data-dir", type=Path, help="a folder that has full MNIST")
    parser.add_argument("--download", action="store_true", help="allow downloading MNIST")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads; default 1")
    options = parser.parse_args()
    try:
        if options.train:
            for name in [options.only] if options.only else EPOCHS:
                get_recipe(name)
                train(name, options.data_dir, options.download, options.threads)
        if options.measure or options.train:
            _measure_all(options.data_dir, options.download)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _measure_all(data_dir: Path | None, download: bool) -> None:
    from vae_models.data.load import load_dataset

    test = load_dataset(TRAINED_ON, data_dir=data_dir, download=download).test
    if test is None:
        raise DataError("The data set has no test split; give a folder with all four files of MNIST.")
    for path in list_shipped_models():
        print(measure(path, test))


if __name__ == "__main__":
    sys.exit(main())
