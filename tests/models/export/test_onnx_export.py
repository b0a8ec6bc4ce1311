"""ONNX files answer as the model does, for any number of images."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import MissingPackageError, ModelError, RunError
from vae_models.explore.predictor import Predictor
from vae_models.export.onnx import export_onnx
from vae_models.models.build import build_model

onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")


def answers(path: Path, **inputs: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return list(session.run(None, inputs))


def axes(path: Path) -> dict[str, list[int | str]]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return {value.name: value.shape for value in [*session.get_inputs(), *session.get_outputs()]}


def as_floats(images: np.ndarray) -> np.ndarray:
    return (images / np.float32(255)).astype(np.float32)


@pytest.fixture(scope="module")
def parts(tiny_predictor: Predictor, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return export_onnx(tiny_predictor, tmp_path_factory.mktemp("export") / "onnx")


def test_a_trained_model_gives_the_same_codes_and_images(
    parts: list[Path], tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    encoder, decoder = parts
    images = few_digits.val.images.numpy()[:7]
    posterior = tiny_predictor.encode(images)
    mu, sigma = answers(encoder, images=as_floats(images))
    assert np.abs(mu - posterior.mu).max() < 1e-5 and np.abs(sigma - posterior.sigma).max() < 1e-5
    (decoded,) = answers(decoder, z=mu)
    assert decoded.shape == (7, 1, 28, 28) and decoded.std() > 0.1
    assert np.abs(decoded[:, 0] - tiny_predictor.reconstruct(images)).max() < 1e-5


def test_axes_have_names_and_a_batch_may_be_of_any_length(parts: list[Path]) -> None:
    encoder, decoder = parts
    assert axes(encoder) == {"images": ["batch", 1, 28, 28], "mu": ["batch", 2], "sigma": ["batch", 2]}
    assert axes(decoder) == {"z": ["batch", 2], "images": ["batch", 1, 28, 28]}
    for count in (1, 300):
        (decoded,) = answers(decoder, z=np.zeros((count, 2), np.float32))
        assert len(decoded) == count


def untrained(name: str) -> Predictor:
    recipe = get_recipe(name)
    return Predictor(build_model(recipe), recipe)


def test_convolutions_of_labelled_images(few_digits: Dataset, tmp_path: Path) -> None:
    recipe = get_recipe("cvae").replace(network="conv", hidden=(8, 16))
    predictor = Predictor(build_model(recipe), recipe)
    encoder, decoder = export_onnx(predictor, tmp_path)
    images, labels = few_digits.val.images.numpy()[:5], np.arange(5)
    mu, _ = answers(encoder, images=as_floats(images), labels=labels)
    (decoded,) = answers(decoder, z=mu, labels=labels)
    assert np.abs(decoded[:, 0] - predictor.reconstruct(images, labels)).max() < 1e-5


def test_a_model_without_latent_space_is_one_file(few_digits: Dataset, tmp_path: Path) -> None:
    predictor = untrained("unet-denoiser")
    (denoiser,) = export_onnx(predictor, tmp_path)
    images = few_digits.val.images.numpy()[:3]
    (cleaned,) = answers(denoiser, images=as_floats(images))
    assert np.abs(cleaned[:, 0] - predictor.denoise(images)).max() < 1e-5


def test_a_missing_package_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'latent-explorer\[export\]'"):
        export_onnx(untrained("vae-2d"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_cannot_be_exported_leaves_nothing_behind(
    tiny_predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(network: torch.nn.Module, *_: object, output_names: list[str], **__: object) -> SimpleNamespace:
        if output_names == ["images"]:
            raise torch.onnx.errors.OnnxExporterError("no such operator")
        return SimpleNamespace(model_proto=SimpleNamespace(SerializeToString=lambda: b"graph"))

    monkeypatch.setattr(torch.onnx, "export", export)
    with pytest.raises(ModelError, match=r"The decoder of this model cannot be written as ONNX .no such operator"):
        export_onnx(tiny_predictor, tmp_path / "onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_sentence(
    tiny_predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr("vae_models.export.onnx.onnx_graph", lambda *_: b"graph")
    with pytest.raises(RunError, match="could not be written"):
        export_onnx(tiny_predictor, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_place_whose_folder_is_missing_is_one_sentence_and_stays_missing(
    tiny_predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vae_models.export.onnx.onnx_graph", lambda *_: b"graph")
    with pytest.raises(RunError, match=r"There is no folder .*missing; make it first"):
        export_onnx(tiny_predictor, tmp_path / "missing" / "onnx")
    assert list(tmp_path.iterdir()) == []
