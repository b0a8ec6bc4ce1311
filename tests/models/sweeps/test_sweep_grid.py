"""A grid as it is typed, and the runs that it makes."""

import pytest

from vae_models import RECIPES, Recipe, get_recipe
from vae_models.errors import RecipeError
from vae_models.recipe.fields import FIELDS, numbers
from vae_models.sweeps.grid import Axis, parse_axis, plan_runs


def test_a_grid_over_two_values_and_two_seeds_makes_every_combination() -> None:
    axes = [parse_axis("latent_dim=2,4"), parse_axis("beta=1,0.5")]
    runs = plan_runs([get_recipe("vae")], axes, seeds=2)
    assert [run.name for run in runs][:3] == [
        "vae-latent_dim=2-beta=1-seed=0", "vae-latent_dim=2-beta=1-seed=1", "vae-latent_dim=2-beta=0.5-seed=0",
    ]  # fmt: skip
    assert {(run.recipe.latent_dim, run.recipe.beta, run.recipe.seed) for run in runs} == {
        (latent_dim, beta, seed) for latent_dim in (2, 4) for beta in (1.0, 0.5) for seed in (0, 1)
    }


def test_a_list_of_recipes_is_the_ablation_over_latent_sizes() -> None:
    recipes = [RECIPES[f"linear-vae-{size}"] for size in (4, 8, 16, 32, 64)]
    assert [run.name for run in plan_runs(recipes)] == [recipe.name for recipe in recipes]


def test_any_number_of_a_recipe_may_vary() -> None:
    assert numbers().keys() == {name for name, value in vars(Recipe("x")).items() if type(value) in (int, float)}
    for name in numbers():
        assert parse_axis(f"{name}=1,2").name == name
    with pytest.raises(RecipeError, match="'network' is none of them"):
        parse_axis("network=mlp,conv")
    assert parse_axis("batch-size=32,64") == Axis("batch_size", (32, 64))
    assert parse_axis("learning_rate=1e-3") == Axis("learning_rate", (0.001,))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("beta", "A grid is written as NAME=VALUE,VALUE"),
        ("betta=1,2", "'betta' is none of them"),
        ("latent_dim=2,4.5", "The values of latent_dim are whole numbers"),
        ("beta=1,two", "The values of beta are numbers"),
        ("beta=", "The values of beta are numbers"),
        ("beta=1,2,1.0", "The grid names beta=1 twice"),
    ],
)
def test_what_is_no_grid_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(RecipeError, match=sentence) as caught:
        parse_axis(text)
    assert str(caught.value).count(". ") == 0


@pytest.mark.parametrize(
    ("recipe", "grid", "seeds", "sentence"),
    [
        ("vae", ["latent_dim=0,2"], 1, "The latent dimension is a whole number from 1"),
        ("vae", ["beta=nan"], 1, "The beta is a number"),
        ("vae", ["beta=1", "beta=2"], 1, "The grid goes over beta twice"),
        ("vae", ["seed=1,2"], 3, "not both"),
        ("vae", ["beta=1"], 0, "The number of seeds"),
        ("vae", ["capacity=5,25"], 1, "The recipe vae does not use capacity"),
        ("autoencoder", ["beta=1,2"], 1, "does not use beta"),
        ("unet-denoiser", ["latent_dim=1,2"], 1, "does not use latent_dim"),
        ("vae", ["beta=1,2,3,4,5,6,7,8,9,10,11"], 100, "This grid makes 1,100 runs"),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused_before_anything_starts(
    recipe: str, grid: list[str], seeds: int, sentence: str
) -> None:
    with pytest.raises(RecipeError, match=sentence):
        plan_runs([get_recipe(recipe)], [parse_axis(text) for text in grid], seeds)


def test_the_same_recipe_twice_is_refused() -> None:
    with pytest.raises(RecipeError, match="train vae twice"):
        plan_runs([get_recipe("vae")] * 2)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_has_a_value_that_a_grid_may_go_over(name: str) -> None:
    assert FIELDS["learning_rate"].relevant(RECIPES[name])
    assert len(plan_runs([RECIPES[name]], [Axis("epochs", (1, 2))])) == 2
