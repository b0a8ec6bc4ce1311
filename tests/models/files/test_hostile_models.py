"""Model files that somebody damaged, or made on purpose: one sentence, at once, and no other exception."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.models.hostile_names import HOSTILE_NAMES
from tests.models.hostile_reading import sentence_of
from vae_models import get_recipe
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.files.tensors import write_tensors
from vae_models.models.build import build_model

RECIPE = get_recipe("vae-2d").replace(hidden=(8,), epochs=1, batch_size=100)
DEEP = "[" * 100_000


class TestModels:
    """Model files: what is in the description, and what is allocated before the weights are known to fit."""

    @pytest.mark.parametrize(
        "description", [5, [], None, "x", {}, {"recipe": 5}, {"recipe": None}, {"recipe": {"name": "x", "epochs": []}}]
    )
    def test_any_other_description_is_one_sentence(self, tmp_path: Path, description: Any) -> None:
        write_tensors(tmp_path / "m.safetensors", {"model.x": torch.zeros(1)}, description)
        sentence_of(lambda: Predictor.load(tmp_path / "m.safetensors"))

    @pytest.mark.parametrize("epoch", ["x", None, [], float("inf"), float("nan")])
    def test_an_epoch_that_is_no_number_is_one_sentence(self, tmp_path: Path, epoch: Any) -> None:
        weights = {f"model.{name}": tensor for name, tensor in build_model(RECIPE).state_dict().items()}
        write_tensors(tmp_path / "m.safetensors", weights, {"recipe": RECIPE.to_dict(), "epoch": epoch})
        sentence_of(lambda: Predictor.load(tmp_path / "m.safetensors"))

    @pytest.mark.parametrize("hidden", [[65536, 20000], [16384, 7000], [4096] * 7, [2048]])
    def test_a_small_file_that_asks_for_much_is_refused_before_anything_is_allocated(
        self, tmp_path: Path, hidden: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[torch.device] = []

        def fill(tensor: torch.Tensor, *_: object, **__: object) -> torch.Tensor:
            made.append(tensor.device)
            return tensor

        monkeypatch.setattr(torch.nn.init, "kaiming_uniform_", fill)
        path = tmp_path / "m.safetensors"
        write_tensors(path, {"model.x": torch.zeros(1)}, {"recipe": RECIPE.to_dict() | {"hidden": hidden}})
        assert path.stat().st_size < 2000
        with pytest.raises(ModelError, match="do not fit their recipe"):
            Predictor.load(path)
        assert {device.type for device in made} <= {"meta"}, (
            "weights were made before they were compared with the file's"
        )

    def test_a_model_saved_under_a_plain_text_path_comes_back(self, tmp_path: Path) -> None:
        predictor = Predictor(build_model(RECIPE), RECIPE)
        predictor.save(str(tmp_path / "m.safetensors"))
        assert Predictor.load(str(tmp_path / "m.safetensors")).recipe == RECIPE

    @pytest.mark.parametrize("name", [name for name in HOSTILE_NAMES if isinstance(name, str) and name], ids=ascii)
    def test_a_model_is_always_called_something_that_can_be_read_back(self, tmp_path: Path, name: str) -> None:
        predictor = Predictor(build_model(RECIPE), RECIPE, name=name)
        predictor.save(tmp_path / "m.safetensors")
        assert Predictor.load(tmp_path / "m.safetensors").name == predictor.name
