"""`python -m tests.bench [--json FILE] [--compare FILE] [NAME ...]`: every benchmark but the long ones, or those named.

Each runs in a process of its own. A table follows, with targets, and beside the figures of another time where they are given.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.stage import table
from tests.bench.stage.figures import Figure

CASES = Path(__file__).parent / "cases"
LONG = ("family", "disentanglement", "repair")
RUN = """
from pathlib import Path
from tests.bench.cases.bench_{name} import main
from tests.bench.stage import table
found = []
for figure in main():
    print(table.line(figure), flush=True)
    found.append(figure)
table.write(Path({out!r}), {{{name!r}: found}})
"""


def measured(name: str, folder: Path) -> list[Figure] | None:
    """The figures of one benchmark; None where it failed."""
    print(f"\n== {name}", flush=True)
    out = folder / f"{name}.json"
    done = subprocess.run([sys.executable, "-c", RUN.format(name=name, out=str(out))], check=False)
    return table.read(out)[name] if done.returncode == 0 else None


def main() -> int:
    names = sorted(path.stem.removeprefix("bench_") for path in CASES.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures are written")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="figures of another time, to lay beside these")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in names]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(names)}")
    try:
        before = table.read(asked.compare) if asked.compare else None
    except ValueError as error:
        parser.error(str(error))
    with tempfile.TemporaryDirectory() as folder:
        wanted = asked.names or [name for name in names if name not in LONG]
        results = {name: measured(name, Path(folder)) for name in wanted}
    found = {name: figures for name, figures in results.items() if figures is not None}
    print(f"\n{table.table(found, before)}")
    if asked.json:
        table.write(asked.json, found)
    if failed := [name for name, figures in results.items() if figures is None]:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if len(found) < len(results) else 0


if __name__ == "__main__":
    sys.exit(main())
