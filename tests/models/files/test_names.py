"""What a name may be made of."""

import pytest

from tests.models.hostile_names import HOSTILE_NAMES
from vae_models import RECIPES
from vae_models.files.names import MAX_NAME_BYTES, name_problem, proper_name, quoted


@pytest.mark.parametrize(
    "name",
    [*RECIPES, "vae-1", "beta-vae-beta=4-seed=1", "vae (copy)", "Größe 2", "手書き", "x_1.5+2", "x" * MAX_NAME_BYTES],
)
def test_usual_names_have_no_problem(name: str) -> None:
    assert name_problem(name) == ""
    assert proper_name(name) == name


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_hostile_names_have_one(name: object) -> None:
    assert name_problem(name)


@pytest.mark.parametrize("name", [name for name in HOSTILE_NAMES if isinstance(name, str)], ids=ascii)
def test_every_text_has_a_proper_name_near_it(name: str) -> None:
    assert name_problem(proper_name(name)) == ""


def test_a_proper_name_keeps_what_it_can() -> None:
    assert proper_name("my run!") == "my run-"
    assert proper_name("../..//x") == "-.--x"
    assert proper_name("\0\n") == "--"
    assert proper_name("con") == "unnamed"


def test_a_quotation_is_short_and_on_one_line() -> None:
    assert quoted("x\ny") == r"'x\ny'"
    assert quoted("x" * 10_000) == f"'{'x' * 29}…{'x' * 29}'"
