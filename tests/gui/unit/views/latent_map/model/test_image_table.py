"""Every image of the map keeps its class and the name of its file."""

import csv
import io

import numpy as np
import torch

from vae_gui.views.latent_map.export.points_table import points_table
from vae_gui.views.latent_map.model.encoder import Encoded
from vae_gui.views.latent_map.model.facts import gather
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.views.latent_map.model.selection import Selection
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.data.splits import Split
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model

CLASSES = 300


def many_classes() -> Dataset:
    """One image each of 300 classes, with files of hostile and long names; 20 of them validate."""
    images = torch.zeros(CLASSES, 1, 28, 28, dtype=torch.uint8)
    labels = torch.arange(CLASSES)
    files = tuple(
        f"class {label}/<b>a, very long name of a {'micro' * 12}graph {label}.png" for label in range(CLASSES)
    )
    parts = [Split(images[where], labels[where], files=files[where]) for where in (slice(280), slice(280, None))]
    return Dataset("own", parts[0], parts[1], class_names=tuple(f"class {label}" for label in range(CLASSES)))


def encoded(dataset: Dataset, predictor: Predictor) -> Encoded:
    table = ImageTable(dataset)
    codes = np.random.default_rng(0).normal(size=(len(table), predictor.latent_dim)).astype(np.float32)
    return Encoded(predictor, table, np.arange(len(table)), codes, np.ones_like(codes))


def test_classes_beyond_255_stay_themselves() -> None:
    table = ImageTable(many_classes())
    assert table.labels.tolist() == list(range(CLASSES))
    assert [table.class_name(index) for index in (254, 255, 256, 299)] == [
        "class 254",
        "class 255",
        "class 256",
        "class 299",
    ]


def test_a_conditional_model_is_told_the_classes_where_it_knows_them_all(few_digits: Dataset) -> None:
    recipe = get_recipe("cvae")
    predictor = Predictor(build_model(recipe), recipe)
    some, table = np.arange(9), ImageTable(few_digits)
    assert ImageTable(many_classes()).known_labels(some, predictor) is None
    known = table.known_labels(some, predictor)
    assert known is not None and np.array_equal(known, table.labels[:9])


def test_a_point_says_which_file_it_is() -> None:
    table = ImageTable(many_classes())
    assert table.file(276).endswith("graph 276.png")
    sentence = table.describe(290)
    assert sentence.startswith("class 290/") and sentence.endswith("graph 290.png: class 290 (validation image 10)")
    assert "…" in sentence and len(sentence) < 90


def test_the_facts_of_a_point_have_whole_names(tiny_predictor: Predictor) -> None:
    points = encoded(many_classes(), tiny_predictor)
    facts = gather(Selection(points.mu[276], points.table.image(276), "", 276), tiny_predictor, points)
    assert facts.file == points.table.file(276) and facts.neighbourhood is not None
    assert facts.neighbourhood.nearest_file.startswith("class ")


def test_the_table_of_points_names_classes_and_files(tiny_predictor: Predictor, few_digits: Dataset) -> None:
    points = encoded(many_classes(), tiny_predictor)
    rows = list(csv.DictReader(io.StringIO(points_table(points))))
    assert [row["label"] for row in rows] == [f"class {label}" for label in range(CLASSES)]
    assert [row["file"] for row in rows] == [points.table.file(index) for index in range(CLASSES)]
    assert points_table(encoded(few_digits, tiny_predictor)).splitlines()[0].startswith("index,label,mu1")
