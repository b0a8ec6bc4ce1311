"""Figures as a table, as JSON, and beside those of another time."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.stage.figures import Figure


def line(figure: Figure) -> str:
    """One figure, with its target and whether that is reached."""
    told = f"{figure.name}: {number(figure.value)} {figure.unit}".rstrip()
    if figure.target is not None:
        bound = "at most" if figure.at_most else "at least"
        told += f" (target: {bound} {number(figure.target)}{'' if figure.reached else ', MISSED'})"
    return f"{told}; {figure.note}" if figure.note else told


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def write(path: Path, found: dict[str, list[Figure]]) -> None:
    """`found` by the name of the benchmark."""
    values = {case: [asdict(figure) for figure in figures] for case, figures in found.items()}
    path.write_text(json.dumps(values, indent=1), "utf-8")


def read(path: Path) -> dict[str, list[Figure]]:
    """Raises ValueError where it is no file of figures."""
    try:
        values: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))
        return {case: [Figure(**each) for each in figures] for case, figures in values.items()}
    except (OSError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} holds no figures of a benchmark; choose a file that `make bench` wrote.") from error


def table(found: dict[str, list[Figure]], before: dict[str, list[Figure]] | None = None) -> str:
    """All figures by case; beside those of `before` and as a ratio to them where it is given."""
    rows = [["", "now", *(["before", "now / before"] if before is not None else []), "unit", "target"]]
    for case, figures in found.items():
        rows.append([case.upper(), *[""] * (len(rows[0]) - 1)])
        former = {figure.name: figure.value for figure in (before or {}).get(case, [])}
        rows += [_row(figure, former, before is not None) for figure in figures]
    return _aligned(rows)


def _row(figure: Figure, former: dict[str, float], side_by_side: bool) -> list[str]:
    columns = [f"  {figure.name}", number(figure.value)]
    if side_by_side:
        then = former.get(figure.name)
        columns += ["", ""] if then is None else [number(then), f"{figure.value / then:.2f}" if then else ""]
    bound = "" if figure.target is None else f"{'<=' if figure.at_most else '>='} {number(figure.target)}"
    return [*columns, figure.unit, bound + ("" if figure.reached is not False else "  MISSED")]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) if place in (0, len(row) - 1) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]  # fmt: skip
    return "\n".join(each.rstrip() for each in lines)
