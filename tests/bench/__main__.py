"""`python -m tests.bench [NAME ...]`: every benchmark but the long ones, or those named, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

LONG = ("family", "disentanglement", "repair")


def main() -> int:
    names = sorted(path.stem.removeprefix("bench_") for path in (Path(__file__).parent / "cases").glob("bench_*.py"))
    wanted = sys.argv[1:] or [name for name in names if name not in LONG]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are {', '.join(names)}.", file=sys.stderr)
        return 2
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        code = f"from tests.bench.cases.bench_{name} import main; main()"
        if subprocess.run([sys.executable, "-c", code], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
