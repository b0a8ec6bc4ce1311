"""One table says everything of a recipe's values; whoever shows, asks for or checks them asks the table."""

import argparse
import ast
import dataclasses
from pathlib import Path

import pytest

from tests.house import ROOT
from vae_models import RECIPES, Recipe, get_recipe
from vae_models.cli.values import add_value_options, values_asked
from vae_models.errors import RecipeError
from vae_models.files.resources import resource
from vae_models.recipe.fields import FIELDS, GROUPS, by_group, numbers
from vae_models.recipe.rows import Choice, Number
from vae_models.recipe.schedule import SCHEDULE_FIELDS, KLSchedule
from vae_models.tools.recipe_values import PAGE, page

NUMBERS = [row for row in (*FIELDS.values(), *SCHEDULE_FIELDS.values()) if isinstance(row, Number)]
CHOICES = [row for row in FIELDS.values() if isinstance(row, Choice)]


def test_every_value_of_a_recipe_has_its_row_in_the_order_of_its_json() -> None:
    assert list(FIELDS) == list(get_recipe("vae").to_dict()) == [each.name for each in dataclasses.fields(Recipe)]
    for row in FIELDS.values():
        assert row.noun and row.label and row.tip and row.group in GROUPS
        assert row.may_be and not row.tip.endswith(".")


def test_what_is_usual_may_be() -> None:
    for row in FIELDS.values():
        if row.name != "name":
            row.check(row.default)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_a_number_beside_its_range_is_refused_in_one_sentence_that_says_the_range(row: Number) -> None:
    for impossible in (row.low - 1, row.high * 2, float("nan"), "1", True):
        with pytest.raises(RecipeError) as caught:
            row.check(impossible)
        assert str(caught.value).startswith(
            f"The {row.noun} is a {'whole ' if row.whole else ''}number from {row.low:g} to "
        )
        assert row.unit in str(caught.value)
    if row.whole:
        with pytest.raises(RecipeError, match="whole number"):
            row.check(row.low + 0.5)
    row.check(row.type(row.low))
    row.check(row.type(row.high))


@pytest.mark.parametrize("row", CHOICES, ids=lambda row: row.name)
def test_a_choice_that_is_none_is_refused_in_one_sentence_that_lists_all(row: Choice) -> None:
    with pytest.raises(RecipeError) as caught:
        get_recipe("vae").replace(**{row.name: "another"})
    assert str(caught.value) == f"The {row.noun} is one of {', '.join(map(str, row.all_choices))}, not 'another'."


@pytest.mark.parametrize("name", ["alpha", "samples", "capacity", "classes", "latent_layers", "codes", "sigma"])
def test_a_value_means_something_to_some_recipes_and_nothing_to_others(name: str) -> None:
    relevant = [FIELDS[name].relevant(recipe) for recipe in RECIPES.values()]
    assert any(relevant) and not all(relevant)


def test_a_form_shows_what_belongs_together_beside_each_other() -> None:
    groups = [row.group for row in by_group()]
    assert groups == sorted(groups, key=GROUPS.index) and len(groups) == len(FIELDS)


def parsed(*words: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    add_value_options(parser)
    return values_asked(parser.parse_args(words))


@pytest.mark.parametrize("row", numbers().values(), ids=lambda row: row.name)
def test_every_number_has_an_option(row: Number) -> None:
    assert parsed(row.flag, "1") == {row.name: row.type(1)}


@pytest.mark.parametrize("row", [row for row in CHOICES if row.flag], ids=lambda row: row.name)
def test_an_option_of_a_choice_takes_every_choice(row: Choice) -> None:
    for choice in row.all_choices:
        assert parsed(row.flag, choice) == {row.name: choice}


def test_options_of_widths_and_schedules_are_read_whole() -> None:
    assert parsed("--hidden", "8,4", "--schedule", "linear") == {"hidden": (8, 4), "kl_schedule": KLSchedule("linear")}
    assert parsed() == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--schedule", "zigzag"), "The KL schedule is one of constant, linear, cyclical, not 'zigzag'."),
        (("--hidden", "8,x"), "The widths are whole numbers separated by commas, not '8,x'."),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_the_tables_words(
    words: tuple[str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parsed(*words)
    assert sentence in capsys.readouterr().err


def test_the_page_of_the_guide_is_what_the_table_gives() -> None:
    """After a change of the table `make guide` writes it anew."""
    assert (resource("guide") / PAGE).read_text("utf-8") == page(), "make guide"
    assert page().count("\n| `") == len(FIELDS)


def names_listed(file: Path) -> list[set[str]]:
    """The names of values in each list, tuple, set or dictionary of texts that a file writes out."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        members = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        texts = {each.value for each in members if isinstance(each, ast.Constant)}
        found.append(texts & FIELDS.keys())
    return found


@pytest.mark.parametrize("package", ["vae_models", "vae_gui"])
def test_nobody_lists_the_values_a_second_time(package: str) -> None:
    """Two that somebody treats alike may stand together; more of them are a list."""
    lists = {
        str(file.relative_to(ROOT)): names
        for file in (ROOT / package).rglob("*.py")
        for names in names_listed(file)
        if len(names) > 2
    }
    assert lists == {}
