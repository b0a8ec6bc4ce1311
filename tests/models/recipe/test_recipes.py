"""Recipes are values: they compare, travel through JSON, and refuse what cannot be."""

import dataclasses
import json

import pytest

from tests.models.hostile_names import HOSTILE_NAMES
from vae_models import RECIPES, KLSchedule, Recipe, get_recipe
from vae_models.errors import RecipeError

OLD_VALUES = (
    "name", "family", "network", "hidden", "latent_dim", "reconstruction", "beta", "kl_schedule", "sigma", "reduction",
    "noise", "corruption", "epochs", "batch_size", "learning_rate", "seed", "image_shape", "note",
)  # fmt: skip


def test_the_tutorials_recipes_are_there() -> None:
    named = {
        recipe.name: (recipe.hidden, recipe.latent_dim, recipe.epochs, recipe.batch_size) for recipe in RECIPES.values()
    }
    assert named["autoencoder"] == ((128, 64), 32, 5, 128)
    assert named["vae-wide"] == ((400,), 20, 10, 128)
    assert named["linear-vae-16"] == ((128,), 16, 10, 32)
    assert named["conv-vae"] == ((32, 64), 20, 10, 128)
    assert RECIPES["beta-vae"].beta == 4.0 and RECIPES["beta-vae"].latent_dim == 8
    assert RECIPES["denoising-vae"].noise == 0.5 and RECIPES["denoising-autoencoder"].noise == 0.5
    assert RECIPES["vae-wide-2d"].sigma == "log_sigma" and RECIPES["vae-wide-2d"].reconstruction == "mse"


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)
def test_a_recipe_comes_back_from_json_equal(recipe: Recipe) -> None:
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


def test_a_recipe_cannot_be_changed_only_replaced() -> None:
    recipe = get_recipe("vae")
    with pytest.raises(dataclasses.FrozenInstanceError):
        recipe.beta = 2.0  # type: ignore[misc]
    assert recipe.replace(beta=2.0) != recipe and recipe.beta == 1.0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"latent_dim": 0}, "latent dimension"),
        ({"latent_dim": 10**6}, "latent dimension"),
        ({"latent_dim": 2.5}, "whole number"),
        ({"beta": float("nan")}, "beta"),
        ({"beta": -1.0}, "beta"),
        ({"learning_rate": 0.0}, "learning rate"),
        ({"epochs": 0}, "epochs"),
        ({"batch_size": 0}, "batch size"),
        ({"hidden": ()}, "hidden layer"),
        ({"network": "transformer"}, "network"),
        ({"gamma": 1.0}, "gamma"),
        ({"image_shape": (28,)}, "height and their width"),
        ({"image_shape": "ab"}, "height and their width"),
        ({"image_shape": ("a", "b")}, "images' height"),
        ({"image_shape": (28, 0)}, "images' width"),
        ({"image_shape": (28, 10**6)}, "images' width"),
        ({"hidden": (8,) * 17}, "at most 16 hidden layers"),
        ({"hidden": (16384, 16384)}, "weights"),
        ({"hidden": (65536, 20000)}, "hidden size"),
        ({"network": "gru", "hidden": (16384,)}, "weights"),
        ({"epochs": 10**400}, "epochs"),
        ({"note": 5}, "note"),
        ({"note": "x" * 10_000}, "note"),
    ],
)
def test_impossible_values_are_refused_with_their_name(changes: dict[str, object], words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        get_recipe("vae").replace(**changes)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_name_that_could_leave_a_folder_is_refused_in_one_short_line(name: object) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe.from_dict(get_recipe("vae").to_dict() | {"name": name})
    assert len(str(caught.value)) < 300 and "\n" not in str(caught.value)


def test_a_long_unknown_name_is_told_in_a_short_sentence() -> None:
    with pytest.raises(RecipeError) as caught:
        get_recipe("x\n" * 10_000)
    assert len(str(caught.value)) < 600 and "\n" not in str(caught.value)


def test_a_conv_recipe_refuses_sides_it_cannot_halve() -> None:
    with pytest.raises(RecipeError, match="30x30"):
        get_recipe("conv-vae").replace(image_shape=(30, 30))


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("vae", {"samples": 2}, "more than one sample"),
        ("vae", {"objective": "codebook"}, "needs the family vq-vae"),
        ("autoencoder", {"objective": "total-correlation"}, "needs the family vae"),
        ("hvae", {"objective": "mmd"}, "needs the family autoencoder or vae"),
        ("unet-denoiser", {"objective": "adversarial"}, "not unet"),
        ("unet-denoiser", {"network": "mlp"}, "conv network"),
    ],
)
def test_values_that_do_not_go_together_are_refused(name: str, changes: dict[str, object], words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        get_recipe(name).replace(**changes)


def test_the_whole_family_is_there() -> None:
    family = {
        "cvae", "aae", "vrae", "hvae", "beta-vae-capacity", "beta-tcvae", "factor-vae", "dip-vae", "wae-mmd", "info-vae",
        "vq-vae", "iwae",
    }  # fmt: skip
    assert family <= RECIPES.keys()
    assert {name for name in family if not RECIPES[name].has_prior} == {"vq-vae"}
    assert {name for name in family if RECIPES[name].conditional} == {"cvae"}


def test_a_recipe_written_before_the_family_grew_still_reads_and_stays_in_float32() -> None:
    plain = {name: value for name, value in get_recipe("vae").to_dict().items() if name in OLD_VALUES}
    assert len(plain) == len(OLD_VALUES) and Recipe.from_dict(plain) == get_recipe("vae").replace(precision="float32")


def test_a_unet_that_was_written_as_the_network_of_an_autoencoder_is_the_family_of_today() -> None:
    recipe = get_recipe("unet-denoiser")
    assert Recipe.from_dict(recipe.to_dict() | {"family": "autoencoder", "network": "unet"}) == recipe


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(RecipeError, match="beta-vae"):
        get_recipe("betavae")


def test_damaged_values_are_one_recipe_error() -> None:
    with pytest.raises(RecipeError):
        Recipe.from_dict({"name": "x", "kl_schedule": {"shape": "zigzag"}})
    with pytest.raises(RecipeError):
        Recipe.from_dict({"nonsense": 1})


def test_schedules_of_the_kl_weight() -> None:
    assert KLSchedule("constant").weight(0.0, 10) == 1.0
    linear = KLSchedule("linear", warmup_epochs=4)
    assert [linear.weight(epoch, 10) for epoch in (0, 1, 4, 9)] == [0.0, 0.25, 1.0, 1.0]
    cyclical = KLSchedule("cyclical", cycles=2, rise=0.5)
    assert [cyclical.weight(epoch, 8) for epoch in (0, 1, 2, 3, 4, 5)] == [0.0, 0.5, 1.0, 1.0, 0.0, 0.5]


def test_cycles_keep_their_length_when_a_run_is_prolonged() -> None:
    recipe = get_recipe("vae").replace(epochs=8, kl_schedule=KLSchedule("cyclical", cycles=2))
    longer = recipe.prolonged(12).prolonged(20)
    assert longer.epochs == 20
    assert [longer.kl_schedule.weight(epoch, 20) for epoch in (0, 1, 2, 3)] == [0.0, 0.5, 1.0, 1.0]
    assert [longer.kl_schedule.weight(epoch, 20) for epoch in (8, 9, 10, 11)] == [0.0, 0.5, 1.0, 1.0]
    assert Recipe.from_dict(json.loads(json.dumps(longer.to_dict()))) == longer
    plain = get_recipe("vrae")  # its warm-up has a length of its own
    assert plain.prolonged(20) == plain.replace(epochs=20)


@pytest.mark.parametrize("cycles", [0, 2.5, True])
def test_cycles_are_a_whole_number(cycles: int) -> None:
    with pytest.raises(RecipeError, match="cycles"):
        KLSchedule("cyclical", cycles=cycles)


def test_lists_become_tuples_so_that_a_recipe_stays_a_value() -> None:
    recipe = get_recipe("vae").replace(hidden=[128, 64], image_shape=[28, 28])
    assert recipe == get_recipe("vae") and hash(recipe) == hash(get_recipe("vae"))


@pytest.mark.parametrize("values", [{"alpha": 0.2, "beta": 0.5}, {"beta": 0.0}, {"alpha": -1.0, "beta": 1.5}])
def test_an_info_vae_that_would_reward_its_mmd_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(RecipeError, match="would reward it; choose a beta of"):
        get_recipe("info-vae").replace(**values)
