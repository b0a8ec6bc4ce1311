"""The table of runs by itself: what it measures of its cells, however many runs there are."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from vae_gui import theme
from vae_gui.views.compare.columns import COLUMNS
from vae_gui.views.compare.run_model import RunModel
from vae_gui.views.compare.run_table import RunTable
from vae_gui.workspace.run_rows import RunRow
from vae_models import get_recipe
from vae_models.recipe.fields import FIELDS
from vae_models.recipe.rows import Choice, Number
from vae_models.runs.folder import RunFolder


def row(name: str) -> RunRow:
    """Of a run that nobody made."""
    return RunRow(RunFolder(Path(name), get_recipe("vae-2d"), "few", None, ""), name)


def rows(count: int) -> list[RunRow]:
    return [row(f"run-{number}") for number in range(count)]


def made_table(qtbot: QtBot, count: int) -> RunTable:
    table = RunTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.set_rows(rows(count))
    with qtbot.waitExposed(table):
        table.show()
    return table


def test_restyling_asks_no_more_of_a_thousand_runs_than_of_fifty(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [0]
    data = RunModel.data

    def counted(*arguments: object) -> object:
        asked[0] += 1
        return data(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(RunModel, "data", counted)
    counts = []
    for count in (50, 1000):
        table = made_table(qtbot, count)
        asked[0] = 0
        theme.notifier.changed.emit()
        counts.append(asked[0])
        table.close()
    assert 0 < counts[0] == counts[1]


def test_the_longest_text_of_a_column_has_room_wherever_it_stands(qtbot: QtBot) -> None:
    table = made_table(qtbot, 200)
    narrow = table.columnWidth(0)
    table.set_rows([*rows(200), row("a-run-whose-name-is-longer-than-those-of-all-the-others-of-this-table")])
    assert table.columnWidth(0) > narrow
    hints = [table.sizeHintForIndex(table.sorted.index(line, 0)).width() for line in range(201)]
    assert table.columnWidth(0) >= max(hints)


def test_columns_of_a_table_without_runs_have_room_for_their_titles(qtbot: QtBot) -> None:
    table = made_table(qtbot, 0)
    for index, column in enumerate(COLUMNS):
        if column.shown:
            assert table.columnWidth(index) >= table.fontMetrics().horizontalAdvance(column.title)


def test_every_number_and_choice_of_a_recipe_is_a_column() -> None:
    names = [column.name for column in COLUMNS]
    asked = [name for name, field in FIELDS.items() if isinstance(field, Number | Choice)]
    assert set(asked) <= set(names) and len(names) == len(set(names))
    made = row("a-run")
    told = {column.name: column.text(made) for column in COLUMNS}
    assert (told["network"], told["latent_dim"], told["capacity"]) == ("mlp", "2", "–")
