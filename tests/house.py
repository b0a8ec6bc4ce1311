"""The house as its tests look at it: which files there are, what each imports, and what is loaded with it."""

import ast
import functools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def loaded_after(statements: str) -> set[str]:
    """The top-level packages that are loaded after the statements ran in a fresh process."""
    code = f"{statements}\nimport sys\nprint(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def imports(file: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@functools.cache
def modules_of(package: str) -> frozenset[str]:
    return frozenset(map(module_of, files(package)))


def own_imports(file: Path) -> set[str]:
    """The modules of its own package that a file imports, wherever in it: `from vae_models.latent import paths` too."""
    known = modules_of(file.relative_to(ROOT).parts[0])
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {name if (name := f"{node.module}.{alias.name}") in known else node.module for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known


def relative_imports(file: Path) -> set[str]:
    statements = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom))
    return {ast.unparse(node) for node in statements if node.level}


def packages(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}
