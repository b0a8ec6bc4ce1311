"""What "How typical?" tells from MNIST's digits, as AUROC against digits that neither model nor reference has seen.

Fashion-MNIST is left out where it is not on this machine (Debian: dataset-fashion-mnist).
"""

import dataclasses

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import kstest
from sklearn.metrics import roc_auc_score

from tests.bench.stage.figures import Figure, Figures
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.errors import DataError
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.typicality import MOST_IMAGES, Reference, statistics

MODELS = ("vae-2d", "beta-vae", "conv-vae")
TOLD = ("blank", "bar", "noise", "inverted", "rotated 90", "shapes", "fashion")
ALSO = ("rotated 180",)  # 0, 1, 8, 6 and 9 stay digits

Images = NDArray[np.uint8]


def halves(dataset: Dataset, count: int, seed: int = 0) -> tuple[Dataset, Images]:
    """The data with `count` held-out images for a reference, and up to as many others `(n, 28, 28)`."""
    split = dataset.test or dataset.val
    order = np.random.default_rng(seed).permutation(len(split.images))
    first, second = order[:count], order[count : 2 * count]
    labels = None if split.labels is None else split.labels[first]
    return dataclasses.replace(dataset, test=Split(split.images[first], labels)), split.images[second, 0].numpy()


def no_digits(digits: Images) -> dict[str, Images]:
    """Pictures that are none, some of them made of `digits` `(n, 28, 28)`."""
    blank = np.zeros((1, 28, 28), np.uint8)
    bar = blank.copy()
    bar[:, 4:24, 11:17] = 255
    noise = np.random.default_rng(1).integers(0, 256, (500, 28, 28)).astype(np.uint8)
    turned = {f"rotated {90 * quarters}": np.rot90(digits, quarters, (1, 2)).copy() for quarters in (1, 2)}
    return {"blank": blank, "bar": bar, "noise": noise, "inverted": 255 - digits, **turned}


def all_sets(digits: Images) -> dict[str, Images]:
    """Those of `no_digits`, and the test images of other data as far as they are on this machine."""
    sets = no_digits(digits)
    for name, source in (("shapes", "shapes"), ("fashion", "fashion-mnist")):
        try:
            test = load_dataset(source).test
        except DataError as error:
            print(f"{name} is left out: {error}")
            continue
        assert test is not None
        sets[name] = test.images[: len(digits), 0].numpy()
    return sets


def auroc(usual: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """The share of pairs in which the other one is the less usual; both are larger where less usual."""
    truth = np.repeat([0, 1], [len(usual), len(others)])
    return float(roc_auc_score(truth, np.concatenate([usual, others])))


@dataclasses.dataclass(frozen=True)
class Result:
    """told: AUROC by set; by_likelihood: the same by reconstruction at the mean + KL alone; ks: of the shares of digits."""

    told: dict[str, float]
    by_likelihood: dict[str, float]
    ks: float

    @property
    def of_no_digits(self) -> list[float]:
        """What is told of the sets that hold no digits at all."""
        return [self.told[name] for name in TOLD if name in self.told]


def measure(predictor: Predictor, dataset: Dataset, digits: Images, sets: dict[str, Images]) -> Result:
    reference = Reference.fit(predictor, dataset)
    usual = statistics(predictor, digits)
    answers = reference.answers(usual)
    told, by_likelihood = {}, {}
    for name, images in sets.items():
        other = reference.answers(statistics(predictor, images))
        told[name] = auroc(-reference.typicality(answers), -reference.typicality(other))
        by_likelihood[name] = auroc(answers[:, 0], other[:, 0])
    return Result(told, by_likelihood, float(kstest(reference.shares(usual), "uniform").statistic))


def main() -> Figures:
    torch.set_num_threads(1)
    dataset, digits = halves(load_dataset("mnist"), MOST_IMAGES)
    sets = all_sets(digits[:1000])
    for model in MODELS:
        result = measure(Predictor.load(shipped_model(model)), dataset, digits, sets)
        seen = result.of_no_digits
        yield Figure(f"{model}: mean AUROC", float(np.mean(seen)), "", 0.97, at_most=False)
        yield Figure(f"{model}: least AUROC", min(seen), "", 0.93, at_most=False)
        yield Figure(f"{model}: KS of unseen digits' shares", result.ks, "", 0.06)
        for name in (*TOLD, *ALSO):
            if name in sets:
                alone = f"{result.by_likelihood[name]:.3f} by the likelihood alone"
                yield Figure(f"{model}: AUROC of {name}", result.told[name], note=alone)
