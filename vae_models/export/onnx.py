"""A trained model as ONNX files: `encoder.onnx` and `decoder.onnx`, or `denoiser.onnx` where there is no latent space.

Images are float32 `(batch, 1, H, W)` in [0, 1] on both sides; the encoder answers `mu` and, where the code has a spread,
`sigma`, the standard deviation. `batch` is a named axis of any length. Conditional models also take `labels`, `(batch,)`
int64.
"""

import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.files.extras import require
from vae_models.files.writing import make_one_folder, write_file
from vae_models.models.base import Model

_EXAMPLES = 2  # images to trace with; a single one would be taken for a fixed size


class _Encoder(nn.Module):
    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, ...]:
        mu, logvar = self.model.encode(images, labels)
        return (mu,) if logvar is None else (mu, torch.exp(0.5 * logvar))


class _Decoder(nn.Module):
    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        return torch.sigmoid(self.model.decode(z, labels))


class _Denoiser(nn.Module):
    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> Tensor:
        return torch.sigmoid(self.model.at_the_mean(images))


def export_onnx(predictor: Predictor, folder: Path) -> list[Path]:
    """Writes the files and returns their paths. Raises MissingPackageError, ModelError, and RunError when it cannot write."""
    require("ONNX export", "export", "onnx", "onnxscript")
    graphs = {folder / f"{part}.onnx": graph for part, graph in _graphs(predictor).items()}
    make_one_folder(folder)
    for path, graph in graphs.items():
        write_file(path, graph)
    return list(graphs)


def _graphs(predictor: Predictor) -> dict[str, bytes]:
    """All of them before the first is written: what cannot be exported leaves no half of itself."""
    model = predictor.module().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    images = torch.zeros(_EXAMPLES, 1, *predictor.image_shape)
    if not predictor.has_latent:
        return {"denoiser": onnx_graph("denoiser", _Denoiser(model), {"images": images}, ["cleaned"])}
    labels = {"labels": torch.zeros(_EXAMPLES, dtype=torch.int64)} if predictor.conditional else {}
    z = torch.zeros(_EXAMPLES, predictor.latent_dim)
    answers = ["mu", "sigma"] if predictor.is_variational else ["mu"]
    return {
        "encoder": onnx_graph("encoder", _Encoder(model), {"images": images} | labels, answers),
        "decoder": onnx_graph("decoder", _Decoder(model), {"z": z} | labels, ["images"]),
    }


def onnx_graph(what: str, network: nn.Module, inputs: dict[str, Tensor], outputs: list[str]) -> bytes:
    """Raises ModelError where the exporter cannot. It warns of its own insides, which says nothing about the model."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program: Any = torch.onnx.export(
                network.eval(), (), kwargs=inputs, input_names=list(inputs), output_names=outputs, dynamo=True,
                verbose=False, dynamic_shapes={name: {0: "batch"} for name in inputs},
            )  # fmt: skip
    except torch.onnx.errors.OnnxExporterError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ModelError(f"The {what} of this model cannot be written as ONNX ({reason}).") from error
    content: bytes = program.model_proto.SerializeToString()
    return content
