"""What a row of a table of values says of one of them: what it is called, what it may be, where it means something."""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Literal, get_args, get_origin, get_type_hints

from vae_models.recipe.checks import check_choice, check_range

Relevance = Callable[[Any], bool]  # of a Recipe, which is built upon such a table


def _always(recipe: object) -> bool:
    return True


@dataclass(frozen=True)
class Field(ABC):
    """One value. `noun` is what a sentence calls it after "The", `label` what stands beside it, `tip` what it does.

    `short` stands where there is little room, in place of the label. `option` is the name on the command line, without its
    hyphens: the value's own where it is None, none where it is empty. `relevant` says whether the value changes anything
    in a run of a recipe. One that is `editable` is asked for in a form; one that is `live` may be changed in mid-training;
    of one that is `fitted` the images show whether it can be.
    `name`, `default` and `type` are those of the dataclass whose row it is.
    """

    noun: str
    label: str
    tip: str
    group: str = ""
    _: KW_ONLY
    short: str = ""
    option: str | None = None
    relevant: Relevance = _always
    editable: bool = False
    live: bool = False
    fitted: bool = False
    name: str = ""
    default: Any = None
    type: Any = None

    @property
    def title(self) -> str:
        return self.short or self.label

    @property
    def flag(self) -> str:
        """The option with its hyphens; empty where there is none."""
        option = self.name.replace("_", "-") if self.option is None else self.option
        return f"--{option}" if option else ""

    @property
    @abstractmethod
    def may_be(self) -> str:
        """In words, for documentation."""

    @abstractmethod
    def check(self, value: object) -> None:
        """Raises RecipeError, with one sentence, where this cannot be the value."""


@dataclass(frozen=True)
class Number(Field):
    """A number from `low` to `high`; whole where its type is int."""

    _: KW_ONLY
    low: float
    high: float
    unit: str = ""

    @property
    def whole(self) -> bool:
        return self.type is int

    @property
    def may_be(self) -> str:
        return f"{'whole number' if self.whole else 'number'}, {_short(self.low)} to {_short(self.high)} {self.unit}".rstrip()

    def check(self, value: object) -> None:
        check_range(self.noun, value, self.low, self.high, self.unit, whole=self.whole)


@dataclass(frozen=True)
class Choice(Field):
    """One of `choices`, those of its Literal where none are given; `titles` are for reading, where they differ."""

    _: KW_ONLY
    choices: Collection[Any] = ()
    titles: Mapping[Any, str] = field(default_factory=dict)

    @property
    def all_choices(self) -> tuple[Any, ...]:
        return tuple(self.choices) or (get_args(self.type) if get_origin(self.type) is Literal else (False, True))

    @property
    def all_titles(self) -> dict[Any, str]:
        return {choice: self.titles.get(choice, str(choice)) for choice in self.all_choices}

    @property
    def may_be(self) -> str:
        return ", ".join(f"`{choice}`" for choice in self.all_choices)

    def check(self, value: object) -> None:
        check_choice(self.noun, value, self.all_choices)


@dataclass(frozen=True)
class Special(Field):
    """Neither: `words` say what it may be, `checked` raises RecipeError where it is not, `parse` makes it of a text."""

    _: KW_ONLY
    words: str
    checked: Callable[[object], None]
    parse: Callable[[str], object] = str
    metavar: str = "TEXT"

    @property
    def may_be(self) -> str:
        return self.words

    def check(self, value: object) -> None:
        self.checked(value)


def table_of(values: type) -> dict[str, Any]:
    """The rows of a dataclass by the names of its values: what stands beside the type in each `Annotated`."""
    hints = get_type_hints(values, include_extras=True)
    table = {}
    for each in dataclasses.fields(values):
        type_, row = get_args(hints[each.name])
        table[each.name] = dataclasses.replace(row, name=each.name, default=_default(each), type=type_)
    return table


def _short(number: float) -> str:
    if number == 2**63 - 1:
        return "2^63 - 1"
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


def _default(value: dataclasses.Field[Any]) -> Any:
    if value.default_factory is not dataclasses.MISSING:
        return value.default_factory()
    return None if value.default is dataclasses.MISSING else value.default
